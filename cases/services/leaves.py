"""Section 17 leave overnight. Leave is not leaving hospital; living out on leave may be (rule A-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases import queries
from cases.models import Detention, Leave, StatusFact
from cases.models.codes import CTO_RECALL, GUARDIANSHIP, section_words
from cases.services import entitlement
from cases.services.checks import Checks, day_words
from cases.services.legal_facts import (
    Correction,
    Entry,
    check_known,
    columns_of,
    detention_on,
    may_record,
)
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveInput:
    """What is known of a period of leave. `ends_on` is the day of return."""

    kind: str
    starts_on: date
    due_back_on: date | None = None
    ends_on: date | None = None
    end_reason: str = ""
    place: str = ""
    conditions: str = ""
    source: str = StatusFact.Source.PAPERS
    verified_by: str = ""
    verified_on: date | None = None


@writes
def record_leave(
    *, actor: Actor, at: datetime, case_id: UUID, leave: LeaveInput, correction: Correction | None = None
) -> Leave:
    """Record leave, now or long ago, from a detention that was in force. The stay in hospital goes on.

    With `correction` it takes the place of an earlier entry, which stays on the record.
    """
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.LEAVE_RECORD)
    entry = Entry(actor=actor, at=at, case=case, rows=case.leaves, correction=correction)
    _check(entry.checks, detention_on(case, leave.starts_on), leave)
    entry.refuse(Period(leave.starts_on, leave.ends_on), "section 17 leave")
    row: Leave = entry.keep(Event.LEAVE_RECORDED, detail={"kind": leave.kind}, **columns_of(leave))
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


@writes
def end_leave(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    leave_id: UUID,
    ends_on: date,
    end_reason: str,
    seen_version: int | None = None,
) -> Leave:
    """Record that the person is back in hospital."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.LEAVE_RECORD)
    leave = case.leaves.filter(pk=leave_id, is_current=True, ends_on__isnull=True).first()
    if leave is None:
        raise NotFound
    require_version(leave, seen_version)
    checks = Checks(case, at)
    checks.past("ends_on", ends_on)
    began = f"before the leave began on {day_words(leave.starts_on)}"
    checks.order("ends_on", ends_on, leave.starts_on, began)
    checks.refuse()
    leave.amend(ends_on=ends_on, end_reason=end_reason)
    record(Event.LEAVE_ENDED, leave, case_id=case.id, detail={"reason": end_reason})
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return leave


def _check(checks: Checks, detention: Detention | None, given: LeaveInput) -> None:
    checks.past("starts_on", given.starts_on)
    checks.order("due_back_on", given.due_back_on, given.starts_on, "before the leave began")
    checks.past("ends_on", given.ends_on)
    checks.order("ends_on", given.ends_on, given.starts_on, "before the leave began")
    checks.need("end_reason", given.end_reason or given.ends_on is None, "Select how the leave ended")
    check_known(checks, given.verified_by, given.verified_on)
    if detention is None or detention.section_code in (*GUARDIANSHIP, CTO_RECALL):
        checks.fault("starts_on", "No detention is recorded on this day. Leave is from a detention in force")
        return
    until, section = detention.ends_on, section_words(detention.section_code)
    if until is not None and (given.ends_on is None or given.ends_on > until):
        checks.fault("ends_on", f"{section} ended on {day_words(until)}, so the leave ended by then")
