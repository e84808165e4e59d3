"""Sums for the finance page, from the same frozen lines that the files were made from."""

from __future__ import annotations

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
from funding.rules.proration import Unit
from s117.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SpendRow:
    """What one body bears of one month's service, in pence, corrections included."""

    month: date
    organisation_id: UUID
    organisation_name: str
    pence: int


def spend_by_month(actor: Actor, first: date, last: date) -> tuple[SpendRow, ...]:
    """Pence by body and month of service, of frozen schedules the actor may see. One statement."""
    shares = ScheduleShare.objects.filter(
        line__in=schedule_lines_visible_to(actor), line__service_from__gte=first, line__service_from__lte=last
    )
    rows = (
        shares.annotate(month=TruncMonth("line__service_from"), organisation_name=F("organisation__name"))
        .values("month", "organisation_id", "organisation_name")
        .annotate(pence=Sum("amount_pence"))
        .order_by("month", "organisation_name")
    )
    return tuple(SpendRow(**{**row, "pence": int(row["pence"])}) for row in rows)


def weekly_commitment(actor: Actor, on: date) -> int:
    """Pence a week at the rates that stand on the day, over running weekly services. One statement."""
    running = visible_lines(actor).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), unit=Unit.WEEK.value, starts_on__lte=on
    )
    rows = with_terms(running).values(*COLUMNS)
    return stake.weekly((line_fact(row, {}) for row in rows), on)
