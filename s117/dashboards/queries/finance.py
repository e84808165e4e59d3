"""The finance page: schedules, what stops a service from being charged, and spend by body and month.

Spend is read from frozen schedules only, so the figures are those that were sent; a later change shows
in the month in which it was corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from cases.queries import visible_to
from funding.models import Schedule, ScheduleShare
from s117.dashboards.queries import conditions
from s117.kernel.actor import Actor
from s117.kernel.dates import add_months

MONTHS_SHOWN = 12
LINES_SHOWN = 15


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One schedule that the reader's organisation settles or is settled with."""

    number: int
    council: str
    period_from: date
    period_to: date
    edition: int
    status: str
    row_count: int
    gross_pence: int
    exceptions: int


@dataclass(frozen=True, slots=True)
class UnfundedRow:
    """A service of a published plan that cannot be charged yet, and what is missing."""

    reference: str
    description: str
    provider_name: str
    starts_on: date
    missing: str


@dataclass(frozen=True, slots=True)
class Spend:
    """What one body pays by the schedules of one month, in pence."""

    month: date
    organisation: str
    pence: int


def schedules(actor: Actor, limit: int = 12) -> tuple[ScheduleRow, ...]:
    """The newest schedules of the actor's organisation or with a share for it."""
    rows = _schedules_of(actor).order_by("-period_from", "-number").select_related("council")[:limit]
    return tuple(
        ScheduleRow(
            number=row.number,
            council=row.council.name,
            period_from=row.period_from,
            period_to=row.period_to,
            edition=row.edition,
            status=row.status,
            row_count=row.row_count,
            gross_pence=row.gross_pence,
            exceptions=len(row.exceptions),
        )
        for row in rows
    )


def unfunded(actor: Actor, on: date, limit: int = LINES_SHOWN) -> tuple[UnfundedRow, ...]:
    """Started services of published plans with no rate or no cost share on the day, the oldest first."""
    lines = conditions.started_services(on).filter(plan__case__in=visible_to(actor))
    rows = (
        lines.annotate(has_rate=conditions.has_rate(on), has_split=conditions.has_split(on))
        .exclude(has_rate=True, has_split=True)
        .order_by("starts_on", "plan__case__reference")
        .values_list(
            "plan__case__reference", "description", "provider_name", "starts_on", "has_rate", "has_split"
        )
    )
    return tuple(UnfundedRow(*row[:4], missing=_missing(row[4], row[5])) for row in rows[:limit])


def spend(actor: Actor, on: date) -> tuple[Spend, ...]:
    """Pence by body and month over the last twelve months, from frozen schedules. One statement."""
    shares = ScheduleShare.objects.filter(
        _settled_with(actor),
        line__schedule__status="frozen",
        line__schedule__period_from__gte=add_months(on.replace(day=1), 1 - MONTHS_SHOWN),
    )
    rows = (
        shares.annotate(month=TruncMonth("line__schedule__period_from"), body=F("organisation__name"))
        .values("month", "body")
        .annotate(pence=Sum("amount_pence"))
        .order_by("month", "body")
        .values_list("month", "body", "pence")
    )
    return tuple(Spend(*row) for row in rows)


def open_exceptions(rows: Iterable[ScheduleRow]) -> int:
    """How many exceptions stand on schedules that are not frozen."""
    return sum(row.exceptions for row in rows if row.status != "frozen")


def _schedules_of(actor: Actor) -> QuerySet[Schedule]:
    mine: frozenset[UUID] = actor.organisation_ids
    shared = ScheduleShare.objects.filter(organisation__in=mine).values("line__schedule")
    return Schedule.objects.filter(Q(council__in=mine) | Q(pk__in=shared, status="frozen"))


def _settled_with(actor: Actor) -> Q:
    """A council reads the whole of its schedules; another body reads its own share."""
    mine = actor.organisation_ids
    return Q(line__schedule__council__in=mine) | Q(organisation__in=mine)


def _missing(has_rate: bool, has_split: bool) -> str:
    if not has_rate and not has_split:
        return "Rate and cost share"
    return "Cost share" if has_rate else "Rate"
