"""Reading how often a council settles, and which days its schedules have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max

from funding.models import Schedule, SettlementCalendar
from funding.queries.schedules import frozen_periods
from funding.rules.calendars import Calendar, Every, next_unsettled, unsettled, why_reason
from funding.rules.lifecycle import ScheduleStatus
from s117.kernel.actor import Actor
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar of the actor's council, with the last day on which it holds."""

    every: Every
    starts_on: date
    reason: str
    recorded_at: datetime
    recorded_by: str
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class DaysToSettle:
    """What a council may ask a schedule for without saying why, in date order: periods that leave no day out,
    the one of them that is due, and those that were frozen, newest first. `unsettled` are on no schedule."""

    unsettled: tuple[Period, ...]
    offered: tuple[Period, ...]
    due: Period | None
    frozen: tuple[Period, ...]


def calendars_for(actor: Actor) -> tuple[CalendarRow, ...]:
    """The calendars of the actor's council, the latest first; replaced ones after them. One statement."""
    found = SettlementCalendar.objects.filter(organisation=actor.organisation_id)
    order = (F("superseded_at").desc(nulls_first=True), "-starts_on")
    names = ("starts_on", "reason", "recorded_at", "superseded_at")
    rows = found.order_by(*order).values(*names, "every", who=F("recorded_by__full_name"))
    return tuple(
        CalendarRow(**{name: row[name] for name in names}, every=Every(row["every"]), recorded_by=row["who"])
        for row in rows
    )


def calendars_of(council_id: UUID | None) -> tuple[Calendar, ...]:
    """The calendars of a council that stand, in date order. One statement."""
    standing = SettlementCalendar.objects.filter(organisation=council_id, superseded_at__isnull=True)
    rows = standing.order_by("starts_on").values_list("starts_on", "every")
    return tuple(Calendar(starts_on, Every(every)) for starts_on, every in rows)


def settled_periods(council_id: UUID) -> tuple[Period, ...]:
    """The periods that the council has frozen, once each, oldest first. One statement."""
    found = {Period.inclusive(first, last) for first, last, _ in frozen_periods(council_id)}
    return tuple(sorted(found))


def days_to_settle(council_id: UUID, today: date) -> DaysToSettle:
    """What the council may ask a schedule for on the day. Two statements."""
    settled = settled_periods(council_id)
    until = max([today, *(period.end for period in settled if period.end is not None)])
    calendars = calendars_of(council_id)
    found = unsettled(settled, until, calendars)
    offered = tuple(period for period in found if not why_reason(period, settled, calendars))
    return DaysToSettle(found, offered, next_unsettled(settled, offered, today), settled[::-1])


def last_scheduled_day(council_id: UUID) -> date | None:
    """The last day that any schedule of the council has, frozen or not."""
    standing = Schedule.objects.filter(council=council_id).exclude(status=ScheduleStatus.WITHDRAWN.value)
    return standing.aggregate(last=Max("period_to"))["last"]


def calendars_from(council_id: UUID, day: date) -> tuple[SettlementCalendar, ...]:
    """The standing calendars that begin on the day or later, locked."""
    later = SettlementCalendar.objects.select_for_update(no_key=True).filter(
        organisation=council_id, starts_on__gte=day, superseded_at__isnull=True
    )
    return tuple(later.order_by("starts_on"))
