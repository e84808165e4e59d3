"""Being ready to leave hospital and leaving it."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from cases import policies, queries
from cases.models import HospitalStay
from cases.models.codes import CTO_RECALL
from cases.services import entitlement
from cases.services.checks import Checks, day_words
from cases.services.stretches import (
    began,
    close_detention,
    detention_in_force,
    leave_hospital,
    record_death,
    replace_stay,
    require_stay,
)
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@writes
def record_ready(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    ready_on: date,
    delay_reason: str = "",
    seen_version: int | None = None,
) -> HospitalStay:
    """Record the day the person was clinically ready to leave, and the reason if leaving is delayed."""
    case = queries.lock_case(case_id)
    policies.hospital_ready(actor, queries.header_for(actor, case_id)).require()
    stay = require_stay(case)
    require_version(stay, seen_version)
    checks = Checks(case, at)
    checks.past("ready_on", ready_on)
    checks.order("ready_on", ready_on, stay.admitted_on, _admitted(stay))
    checks.refuse()
    ready = {"ready_on": ready_on, "delay_reason": delay_reason}
    if stay.ready_on is not None:
        again = {"event": Event.HOSPITAL_READY_RECORDED, "reason": "Ready to leave was recorded again"}
        return replace_stay(case, stay, actor, at, **again, **ready)
    stay.amend(**ready)
    record(Event.HOSPITAL_READY_RECORDED, stay, case_id=case.id, detail={"reason": delay_reason})
    return stay


@writes
def record_leaving(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    left_on: date,
    destination: str,
    left_time: time | None = None,
    end_reason: str = "",
    seen_version: int | None = None,
) -> HospitalStay:
    """Record that the person has left hospital. A detention still in force ends that day, for `end_reason`:
    the duty begins only when a person has both ceased to be detained and left hospital (rule A-1)."""
    case = queries.lock_case(case_id)
    policies.hospital_leave(actor, queries.header_for(actor, case_id)).require()
    stay = require_stay(case)
    require_version(stay, seen_version)
    detention = detention_in_force(case)
    if detention is not None and detention.section_code == CTO_RECALL:
        raise Refused("This is a recall. Record release from recall, or the end of the order")
    checks = Checks(case, at)
    checks.past("left_on", left_on)
    if detention is not None:
        checks.order("left_on", left_on, detention.starts_on, began(detention))
        checks.need("end_reason", end_reason, "Select how the detention ended")
    checks.order("left_on", left_on, stay.admitted_on, _admitted(stay))
    checks.refuse()
    if detention is not None:
        close_detention(case, detention, "left_on", left_on, end_reason, at)
    leave_hospital(case, stay, left_on, destination, left_time)
    if destination == HospitalStay.Destination.DIED:
        record_death(case, left_on)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return stay


def _admitted(stay: HospitalStay) -> str:
    return f"before the person was admitted on {day_words(stay.admitted_on)}"
