"""Sums for the finance page, from the same frozen lines that the files were made from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth

from funding.models import ScheduleShare
from funding.queries.facts import COLUMNS, line_fact, with_terms
from funding.queries.packages import visible_lines
from funding.queries.schedules import schedule_lines_visible_to
from funding.rules import stake
from funding.rules.proration import Unit, by_month
from funding.rules.reporting import part_of
from s117.kernel.actor import Actor
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class SpendRow:
    """What one body bears of one month's service, in pence, corrections included."""

    month: date
    organisation_id: UUID
    organisation_name: str
    pence: int


def spend_by_month(actor: Actor, first: date, last: date) -> tuple[SpendRow, ...]:
    """Pence by body and month of service, of frozen schedules the actor may see. Two statements.

    A line that runs over the end of a month, as four weeks do, belongs to both by the day.
    """
    shares = ScheduleShare.objects.filter(
        line__in=schedule_lines_visible_to(actor), line__service_to__gte=first, line__service_from__lte=last
    ).annotate(
        month=TruncMonth("line__service_from"),
        ends_in=TruncMonth("line__service_to"),
        organisation_name=F("organisation__name"),
    )
    body = ("organisation_id", "organisation_name")
    whole = shares.filter(ends_in=F("month")).values("month", *body).annotate(pence=Sum("amount_pence"))
    sums: dict[tuple[date, UUID, str], int] = defaultdict(int)
    for row in whole.order_by():
        sums[row["month"], row["organisation_id"], row["organisation_name"]] += int(row["pence"])
    across = shares.exclude(ends_in=F("month"))
    columns = ("line__service_from", "line__service_to", "amount_pence", *body)
    for starts_on, ends_on, pence, *whose in across.values_list(*columns).iterator():
        served = Period.inclusive(starts_on, ends_on)
        for piece in by_month(served):
            sums[piece.start.replace(day=1), *whose] += part_of(pence, served, piece)
    wanted = Period.inclusive(first.replace(day=1), last)
    kept = (SpendRow(*key, pence) for key, pence in sums.items() if wanted.contains(key[0]))
    return tuple(sorted(kept, key=lambda row: (row.month, row.organisation_name)))


def weekly_commitment(actor: Actor, on: date) -> int:
    """Pence a week at the rates that stand on the day, over running weekly services. One statement."""
    running = visible_lines(actor).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), unit=Unit.WEEK.value, starts_on__lte=on
    )
    rows = with_terms(running).values(*COLUMNS)
    return stake.weekly((line_fact(row, {}) for row in rows), on)
