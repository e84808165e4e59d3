"""Conditional discharge of a restricted patient, its end and recall (ss42, 73, 74; rules A-7 and A-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from cases import queries
from cases.models import Case, ConditionalDischarge, Detention, StatusFact
from cases.models.codes import DISCHARGE_RECALL, section_words
from cases.rules.conditional_discharge import fault_in_liberty_conditions
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
from cases.services.stretches import admit, check_leaving, close_detention, leave_if_told
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, require_version

Ended = ConditionalDischarge.EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class DischargeInput:
    """What is known of a conditional discharge; `ends_on` and after of one that is over."""

    starts_on: date
    discharged_by: str
    conditions: str = ""
    liberty_condition_from: date | None = None
    ends_on: date | None = None
    end_time: time | None = None
    end_reason: str = ""
    source: str = StatusFact.Source.PAPERS
    verified_by: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Where somebody recalled from conditional discharge is."""

    hospital: str = ""
    ward: str = ""
    provider: Organisation | None = None


@writes
def record_conditional_discharge(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    discharge: DischargeInput,
    left_on: date | None = None,
    destination: str = "",
    correction: Correction | None = None,
) -> ConditionalDischarge:
    """Record a conditional discharge, now or long ago: a detention in force ceases that day and, given
    `left_on`, the stay in hospital ends. With `correction` it takes the place of an earlier entry."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.CONDITIONAL_DISCHARGE_RECORD)
    rows, began_on = case.conditional_discharges, discharge.starts_on
    entry = Entry(actor=actor, at=at, case=case, rows=rows, correction=correction)
    detention = detention_on(case, began_on)
    _check(entry.checks, discharge)
    _check_follows(entry.checks, detention, began_on)
    check_leaving(entry.checks, left_on, destination, began_on, "before the conditional discharge")
    entry.refuse(Period(began_on, discharge.ends_on), "a conditional discharge")
    if detention is not None and detention.ends_on is None:
        reason = Detention.EndReason.CONDITIONAL
        close_detention(case, detention, "starts_on", began_on, reason, at)
    row: ConditionalDischarge = entry.keep(Event.CONDITIONAL_DISCHARGE_RECORDED, **columns_of(discharge))
    leave_if_told(case, left_on, destination)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


@writes
def end_conditional_discharge(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    discharge_id: UUID,
    ends_on: date,
    end_reason: str,
    end_time: time | None = None,
    recall: Recall | None = None,
    seen_version: int | None = None,
) -> ConditionalDischarge:
    """Record the end of a conditional discharge. Recall puts the person back in hospital under the order."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.CONDITIONAL_DISCHARGE_RECORD)
    standing = case.conditional_discharges.filter(is_current=True, ends_on__isnull=True)
    row = standing.filter(pk=discharge_id).first()
    if row is None:
        raise NotFound
    require_version(row, seen_version)
    recalled = end_reason == Ended.RECALL
    checks = Checks(case, at)
    checks.past("ends_on", ends_on)
    checks.order("ends_on", ends_on, row.starts_on, f"before it began on {day_words(row.starts_on)}")
    checks.need("hospital", not recalled or (recall and recall.hospital), "Enter the hospital")
    checks.refuse()
    row.amend(ends_on=ends_on, end_time=end_time, end_reason=end_reason)
    record(Event.CONDITIONAL_DISCHARGE_ENDED, row, case_id=case.id, detail={"reason": end_reason})
    if recalled and recall is not None:
        _recall(actor, at, case, recall, ends_on, end_time)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


def _check(checks: Checks, given: DischargeInput) -> None:
    checks.past("starts_on", given.starts_on)
    checks.past("ends_on", given.ends_on)
    checks.order("ends_on", given.ends_on, given.starts_on, "before the conditional discharge")
    checks.need("end_reason", given.end_reason or given.ends_on is None, "Select how it ended")
    check_known(checks, given.verified_by, given.verified_on)
    field, day = "liberty_condition_from", given.liberty_condition_from
    checks.past(field, day)
    if day is not None:
        fault = fault_in_liberty_conditions(day, given.starts_on, given.ends_on)
        checks.need(field, not fault, fault)


def _check_follows(checks: Checks, detention: Detention | None, starts_on: date) -> None:
    """Only a restricted patient is discharged under conditions, from a detention in force until then."""
    if detention is None:
        checks.fault("starts_on", "No detention is recorded on this day. Record the detention first")
        return
    section = section_words(detention.section_code)
    if not detention.restriction and detention.section_code != DISCHARGE_RECALL:
        checks.fault(
            "starts_on",
            f"Only a restricted patient can be conditionally discharged, and {section} has no restrictions "
            "recorded. Correct the detention if there were any",
        )
    conditional = Detention.EndReason.CONDITIONAL
    if detention.ends_on is not None and (detention.ends_on, detention.end_reason) != (
        starts_on,
        conditional,
    ):
        how = detention.get_end_reason_display()
        ended = f"{section} is recorded as ending on {day_words(detention.ends_on)}: {how}"
        checks.fault("starts_on", f"{ended}. Correct that first, or this date")


def _recall(actor: Actor, at: datetime, case: Case, recall: Recall, on: date, at_time: time | None) -> None:
    row = Detention.objects.create(
        case=case,
        section_code=DISCHARGE_RECALL,
        starts_on=on,
        start_time=at_time,
        hospital=recall.hospital,
        ward=recall.ward,
        provider=recall.provider,
    )
    record(Event.RECALL_RECORDED, row, case_id=case.id)
    admit(case, row, on, None, still_in=True, actor=actor, at=at)
