"""Stays in hospital as facts of their own: an informal admission, and correcting the days of a stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases import queries
from cases.models import Case, HospitalStay, StatusFact
from cases.services import entitlement
from cases.services.checks import Checks
from cases.services.legal_facts import Correction, Entry, check_known, columns_of, may_record
from cases.services.stretches import record_death, refuse_overlapping_stay
from s117.accounts.models import Organisation
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission

KEPT = ("ready_on", "delay_reason", "left_time")
"""What a correction of the days leaves as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StayInput:
    """What is known of a stay. Without `left_on` the person is there still."""

    admitted_on: date
    left_on: date | None = None
    destination: str = ""
    hospital: str = ""
    ward: str = ""
    provider: Organisation | None = None
    source: str = StatusFact.Source.HOSPITAL
    verified_by: str = ""
    verified_on: date | None = None


@writes
def record_stay(
    *, actor: Actor, at: datetime, case_id: UUID, stay: StayInput, correction: Correction | None = None
) -> HospitalStay:
    """Record time in hospital without detention, now or long ago, or correct a stay. An informal admission
    ends nothing and tests nothing again (rule A-10); leaving after a detention begins the duty (A-1)."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.STAY_RECORD)
    entry = Entry(actor=actor, at=at, case=case, rows=case.stays, correction=correction)
    _check(entry.checks, case, stay)
    entry.refuse()
    others = [row for row in case.stays.filter(is_current=True) if row != entry.old]
    refuse_overlapping_stay(others, Period(stay.admitted_on, stay.left_on), "admitted_on")
    ready = {name: getattr(entry.old, name) for name in KEPT} if entry.old is not None else {}
    row: HospitalStay = entry.keep(Event.STAY_RECORDED, **columns_of(stay), **ready)
    if stay.left_on is not None and stay.destination == HospitalStay.Destination.DIED:
        record_death(case, stay.left_on)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


def _check(checks: Checks, case: Case, given: StayInput) -> None:
    checks.past("admitted_on", given.admitted_on)
    checks.not_before_birth("admitted_on", given.admitted_on)
    checks.need("hospital", given.hospital, "Enter the hospital")
    checks.past("left_on", given.left_on)
    checks.order("left_on", given.left_on, given.admitted_on, "before the person was admitted")
    checks.need("destination", given.destination or given.left_on is None, "Select where the person went")
    check_known(checks, given.verified_by, given.verified_on)
    detained = case.detentions.filter(is_current=True, ends_on__isnull=True).first()
    if detained is not None and given.left_on is not None and given.left_on >= detained.starts_on:
        checks.fault("left_on", "A detention is in force. Record leaving hospital, which ends it, instead")
