"""What happened with the money of a person, for the case file's timeline."""

from __future__ import annotations

from uuid import UUID

from funding.models import FundedLine, Rate, Share, Split
from funding.rules.proration import Unit
from s117.kernel.money import pounds
from s117.kernel.timeline import TimelineEntry


def timeline(case_id: UUID) -> tuple[TimelineEntry, ...]:
    """Services funded, rates, cost shares and endings. Three statements."""
    return (*_rates(case_id), *_splits(case_id), *_ended(case_id))


def _rates(case_id: UUID) -> list[TimelineEntry]:
    rows = Rate.objects.filter(line__case_id=case_id, superseded_at__isnull=True)
    columns = ("starts_on", "pence", "line__description", "line__unit")
    return [
        TimelineEntry(starts_on, None, "Rate set", f"{service}: {pounds(pence)} {Unit(unit).words}")
        for starts_on, pence, service, unit in rows.values_list(*columns)
    ]


def _splits(case_id: UUID) -> list[TimelineEntry]:
    shares = Share.objects.filter(split__line__case_id=case_id, split__superseded_at__isnull=True)
    found: dict[Split, list[str]] = {}
    in_order = shares.order_by("split__starts_on", "split__recorded_at", "-residual", "organisation_id")
    for share in in_order.select_related("split__line", "organisation"):
        found.setdefault(share.split, []).append(f"{share.organisation} {share.percent}%")
    return [
        TimelineEntry(
            split.starts_on, None, "Cost share set", f"{split.line.description}: {', '.join(parts)}"
        )
        for split, parts in found.items()
    ]


def _ended(case_id: UUID) -> list[TimelineEntry]:
    rows = FundedLine.objects.filter(case_id=case_id, ends_on__isnull=False).exclude(end_reason="")
    return [
        TimelineEntry(ends_on, None, "Funded service ended", service)
        for ends_on, service in rows.values_list("ends_on", "description")
    ]
