"""How often a council settles: set from a day on, never for days that a schedule has."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from funding import queries, settling_policies
from funding.models import SettlementCalendar
from funding.queries import calendars
from funding.rules.calendars import Every
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused


@writes
def record_calendar(
    *, actor: Actor, at: datetime, organisation_id: UUID, every: Every, starts_on: date, reason: str
) -> SettlementCalendar:
    """Have the council settle so often from a day on, with which the first period begins.

    The calendar before ends the day before; one that was to begin later is replaced. Refused for days that a
    schedule has: what was frozen keeps its period.
    """
    settling_policies.calendar_record(actor, organisation_id).require()
    council = queries.lock_council(organisation_id)
    last = calendars.last_scheduled_day(organisation_id)
    if last is not None and starts_on <= last:
        words = f"Your schedules have every day up to {last:%-d %B %Y}. Choose a later day"
        raise Refused(fields={"starts_on": words})
    for later in calendars.calendars_from(organisation_id, starts_on):
        later.amend(superseded_at=at)
    made = SettlementCalendar.objects.create(
        organisation=council,
        every=every.value,
        starts_on=starts_on,
        reason=reason,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    record(
        Event.CALENDAR_RECORDED, made, reason=reason, detail={"every": every.value, "from": str(starts_on)}
    )
    return made
