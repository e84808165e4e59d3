"""What happened with the money of a person, for the case file's timeline."""

from __future__ import annotations

from uuid import UUID

from funding.models import FundedLine, Rate, Split
from funding.rules.proration import Unit
from funding.rules.words import UNIT_WORDS
from s117.kernel.money import pounds
from s117.kernel.timeline import TimelineEntry


def timeline(case_id: UUID) -> tuple[TimelineEntry, ...]:
    """Services funded, rates, cost shares and endings. Three statements."""
    return (*_rates(case_id), *_splits(case_id), *_ended(case_id))


def _rates(case_id: UUID) -> list[TimelineEntry]:
    rows = Rate.objects.filter(line__case_id=case_id, superseded_at__isnull=True)
    columns = ("starts_on", "pence", "line__description", "line__unit")
    return [
        TimelineEntry(starts_on, None, "Rate set", f"{service}: {pounds(pence)} {UNIT_WORDS[Unit(unit)]}")
        for starts_on, pence, service, unit in rows.values_list(*columns)
    ]


def _splits(case_id: UUID) -> list[TimelineEntry]:
    rows = Split.objects.filter(line__case_id=case_id, superseded_at__isnull=True).select_related("line")
    return [
        TimelineEntry(
            split.starts_on,
            None,
            "Cost share set",
            f"{split.line.description}: "
            + ", ".join(f"{share.organisation} {share.percent}%" for share in split.shares.all()),
        )
        for split in rows.prefetch_related("shares__organisation")
    ]


def _ended(case_id: UUID) -> list[TimelineEntry]:
    rows = FundedLine.objects.filter(case_id=case_id, ends_on__isnull=False).exclude(end_reason="")
    return [
        TimelineEntry(ends_on, None, "Funded service ended", service)
        for ends_on, service in rows.values_list("ends_on", "description")
    ]
