"""Sums for the finance page, from the same frozen lines that the files were made from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from funding.models import ScheduleShare
from funding.queries.facts import COLUMNS, line_fact, with_terms
from funding.queries.packages import visible_lines
from funding.queries.schedules import ScheduleRow, schedule_lines_visible_to, seen_by
from funding.rules import stake
from funding.rules.proration import Unit, by_month, financial_year
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
    )
    wanted = Period.inclusive(first.replace(day=1), last)
    return tuple(row for row in _by_month(shares) if wanted.contains(row.month))


def spend_by_year(actor: Actor, schedule: ScheduleRow) -> dict[str, dict[str, int]]:
    """Pence by financial year of the service and by body, of the lines of a schedule that the actor may see.
    Two statements. What lies before 1 April is accrued to the old year, however late it is posted (F09)."""
    years: dict[str, dict[str, int]] = {}
    for row in _by_month(ScheduleShare.objects.filter(line__in=seen_by(actor, schedule))):
        bodies = years.setdefault(financial_year(row.month), {})
        bodies[row.organisation_name] = bodies.get(row.organisation_name, 0) + row.pence
    return years


def _by_month(shares: QuerySet[ScheduleShare]) -> tuple[SpendRow, ...]:
    """The shares by month of service and body, in that order; a line across a month's end by the day."""
    shares = shares.annotate(
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
    rows = (SpendRow(*key, pence) for key, pence in sums.items())
    return tuple(sorted(rows, key=lambda row: (row.month, row.organisation_name)))


def weekly_commitment(actor: Actor, on: date) -> int:
    """Pence a week at the rates that stand on the day, over running weekly services. One statement."""
    running = visible_lines(actor).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), unit=Unit.WEEK.value, starts_on__lte=on
    )
    rows = with_terms(running).values(*COLUMNS)
    return stake.weekly((line_fact(row, {}) for row in rows), on)
