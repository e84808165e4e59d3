"""What happens during a detention and changes no duty: transfer, renewal and tribunals (rules A-4, A-12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases import queries
from cases.models import Case, CommunityTreatmentOrder, Detention, HospitalMove, Renewal, Tribunal
from cases.rules import expiry
from cases.services.legal_facts import Correction, Entry, check_known, detention_on, may_record
from s117.accounts.models import Organisation
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.permissions import Permission
from s117.kernel.refusals import Refused


@writes
def record_hospital_move(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    moved_on: date,
    hospital: str,
    ward: str = "",
    provider: Organisation | None = None,
    responsible_clinician: str = "",
    correction: Correction | None = None,
    **known: Any,
) -> HospitalMove:
    """Record a transfer to another hospital or ward during a stay. It is not leaving hospital (rule A-4)."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.HOSPITAL_MOVE_RECORD)
    entry = Entry(actor=actor, at=at, case=case, rows=case.moves, correction=correction)
    old, checks = entry.old, entry.checks
    checks.past("moved_on", moved_on)
    there = case.stays.filter(is_current=True, admitted_on__lte=moved_on).exclude(left_on__lt=moved_on)
    checks.need("moved_on", there.exists(), "The person was not in hospital on this day")
    same = case.moves.filter(is_current=True, moved_on=moved_on, hospital=hospital, ward=ward)
    checks.need("moved_on", not _others(same, old), "This transfer is on the record already")
    check_known(checks, known.get("verified_by", ""), known.get("verified_on"))
    entry.refuse()
    return entry.keep(
        Event.HOSPITAL_MOVED,
        moved_on=moved_on,
        hospital=hospital,
        ward=ward,
        provider=provider,
        responsible_clinician=responsible_clinician,
        **known,
    )


@writes
def record_renewal(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    what: str,
    renewed_on: date,
    runs_to: date,
    responsible_clinician: str = "",
    correction: Correction | None = None,
    **known: Any,
) -> Renewal:
    """Record that the authority to detain was renewed, or a community treatment order extended, to a day."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.RENEWAL_RECORD)
    entry = Entry(actor=actor, at=at, case=case, rows=case.renewals, correction=correction)
    old, checks = entry.old, entry.checks
    checks.past("renewed_on", renewed_on)
    checks.order("runs_to", runs_to, renewed_on, "before the renewal")
    words = "detention" if what == Renewal.What.DETENTION else "community treatment order"
    renewed = _in_force(case, what, renewed_on)
    checks.need("renewed_on", renewed, f"No {words} was in force on this day")
    checks.need("runs_to", not (fault := _fault(case, renewed, what, renewed_on, runs_to, old)), fault)
    same = case.renewals.filter(is_current=True, what=what, renewed_on=renewed_on)
    checks.need("renewed_on", not _others(same, old), "This renewal is on the record already")
    check_known(checks, known.get("verified_by", ""), known.get("verified_on"))
    entry.refuse()
    return entry.keep(
        Event.RENEWAL_RECORDED,
        detail={"what": what},
        what=what,
        renewed_on=renewed_on,
        runs_to=runs_to,
        responsible_clinician=responsible_clinician,
        **known,
    )


@writes
def record_tribunal(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    heard_on: date,
    outcome: str,
    aftercare_recommendation: str = "",
    correction: Correction | None = None,
    **known: Any,
) -> Tribunal:
    """Record a hearing. What it decided about the detention is recorded with the detention itself."""
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.TRIBUNAL_RECORD)
    entry = Entry(actor=actor, at=at, case=case, rows=case.tribunals, correction=correction)
    old, checks = entry.old, entry.checks
    checks.past("heard_on", heard_on)
    checks.not_before_birth("heard_on", heard_on)
    same = case.tribunals.filter(is_current=True, heard_on=heard_on)
    checks.need("heard_on", not _others(same, old), "A hearing on this day is on the record already")
    check_known(checks, known.get("verified_by", ""), known.get("verified_on"))
    entry.refuse()
    return entry.keep(
        Event.TRIBUNAL_RECORDED,
        detail={"outcome": outcome},
        heard_on=heard_on,
        outcome=outcome,
        aftercare_recommendation=aftercare_recommendation,
        **known,
    )


def _others(rows: Any, old: Any) -> bool:
    return bool(rows.exclude(pk=old.pk).exists() if old is not None else rows.exists())


def _in_force(case: Case, what: str, day: date) -> Detention | CommunityTreatmentOrder | None:
    if what == Renewal.What.DETENTION:
        return detention_on(case, day)
    if what != Renewal.What.CTO:
        raise Refused(fields={"what": "Select what was renewed"})
    return case.ctos.filter(is_current=True, starts_on__lte=day).exclude(ended_on__lt=day).first()


def _fault(case: Case, row: Any, what: str, on: date, to: date, old: Renewal | None) -> str:
    """Why what was in force cannot be renewed to the day, counting the renewals before this one."""
    if row is None:
        return ""
    before = case.renewals.filter(is_current=True, what=what, renewed_on__range=(row.starts_on, on))
    last = before.exclude(pk=old.pk if old else None).order_by("-renewed_on").first()
    cto = isinstance(row, CommunityTreatmentOrder)
    first = row.expires_on if cto else expiry.first_period(row.section_code, row.starts_on)
    return expiry.fault_in_renewal(on, to, expiry.runs_to(first, last.runs_to if last else None))
