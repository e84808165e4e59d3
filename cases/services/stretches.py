"""The detention in force and the open stay in hospital, and how they end."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from cases.models import (
    Case,
    CommunityTreatmentOrder,
    ConditionalDischarge,
    Detention,
    HospitalStay,
    Leave,
)
from cases.models.codes import section_words
from cases.services.checks import Checks, day_words
from cases.services.legal_facts import Correction, Entry
from s117.audit.record import record
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound, Refused

STAY_FACTS = (
    "admitted_on", "left_on", "left_time", "destination", "hospital", "ward", "provider", "ready_on",
    "delay_reason", "source", "verified_by", "verified_on",
)  # fmt: skip


def detention_in_force(case: Case) -> Detention | None:
    """The detention with no end recorded; the database allows one at most."""
    return case.detentions.filter(is_current=True, ends_on__isnull=True).first()


def open_stay(case: Case) -> HospitalStay | None:
    """The stay in hospital that has not ended."""
    return case.stays.filter(is_current=True, left_on__isnull=True).first()


def began(detention: Detention) -> str:
    """The end of a sentence about a date that is too early for the detention."""
    return f"before {section_words(detention.section_code)} began on {day_words(detention.starts_on)}"


def require_detention(case: Case) -> Detention:
    """The detention in force. NotFound when another request has ended it since the policy looked."""
    found = detention_in_force(case)
    if found is None:
        raise NotFound
    return found


def require_stay(case: Case) -> HospitalStay:
    """The open stay in hospital. NotFound when there is none."""
    found = open_stay(case)
    if found is None:
        raise NotFound
    return found


def close_detention(
    case: Case, detention: Detention, field: str, ends_on: date, end_reason: str, at: datetime
) -> None:
    """End a detention; a date that cannot be is refused beside `field`."""
    checks = Checks(case, at)
    checks.past(field, ends_on)
    checks.order(field, ends_on, detention.starts_on, began(detention))
    checks.refuse()
    detention.amend(ends_on=ends_on, end_reason=end_reason)
    record(Event.DETENTION_ENDED, detention, case_id=case.id, detail={"reason": end_reason})
    if end_reason != Detention.EndReason.CONVERTED:
        _end_leave(case, ends_on, Leave.EndReason.DETENTION_ENDED)


def _end_leave(case: Case, on: date, reason: str) -> None:
    """Leave ends with the detention that it is from; under a section that follows at once it goes on."""
    for leave in case.leaves.filter(is_current=True, ends_on__isnull=True, starts_on__lte=on):
        leave.amend(ends_on=on, end_reason=reason)
        record(Event.LEAVE_ENDED, leave, case_id=case.id, detail={"reason": reason})


def leave_hospital(
    case: Case, stay: HospitalStay, left_on: date, destination: str, left_time: time | None = None
) -> None:
    """End a stay in hospital, at a time of day where that is known."""
    stay.amend(left_on=left_on, destination=destination, left_time=left_time)
    record(Event.HOSPITAL_LEFT, stay, case_id=case.id)


def check_leaving(
    checks: Checks, left_on: date | None, destination: str, began_on: date, before: str
) -> None:
    """The day of leaving hospital under an order that began on a day, and where to, if told."""
    checks.order("left_on", left_on, began_on, before)
    checks.past("left_on", left_on)
    checks.need("destination", destination or left_on is None, "Select where the person went")


def leave_if_told(case: Case, left_on: date | None, destination: str) -> None:
    """End the open stay in hospital when the day of leaving is told and there is one."""
    stay = open_stay(case)
    if stay is not None and left_on is not None:
        leave_hospital(case, stay, left_on, destination)


def replace_stay(
    case: Case, stay: HospitalStay, actor: Actor, at: datetime, *, event: Event, reason: str, **changes: Any
) -> HospitalStay:
    """A stay put right: a new entry takes its place, and it stays on the record with the reason."""
    correction = Correction(row_id=stay.id, reason=reason)
    entry = Entry(actor=actor, at=at, case=case, rows=case.stays, correction=correction)
    same = {name: getattr(stay, name) for name in STAY_FACTS}
    replaced: HospitalStay = entry.keep(event, **{**same, **changes})
    return replaced


def admit(
    case: Case,
    detention: Detention,
    admitted_on: date,
    left_on: date | None,
    *,
    still_in: bool,
    actor: Actor,
    at: datetime,
) -> None:
    """Put the detention's time in hospital on the record: part of a stay that it touches, else a new one. A
    stay that it lengthens is superseded by a longer one.

    A detention that has ended says nothing of leaving: without `left_on` or `still_in` no stay is made, and
    the rules say that the day of leaving is missing. Refused when the stay would overlap another.
    """
    held = Period.inclusive(admitted_on, left_on or (None if still_in else detention.ends_on))
    stays = list(case.stays.filter(is_current=True).order_by("admitted_on"))
    touched = next((s for s in stays if Period.inclusive(s.admitted_on, s.left_on).overlaps(held)), None)
    known_end = left_on is not None or still_in or detention.ends_on is None
    if touched is None and not known_end:
        return
    first = admitted_on if touched is None else min(touched.admitted_on, admitted_on)
    last = left_on if touched is None else _later(touched.left_on, left_on)
    others = [other for other in stays if other is not touched]
    refuse_overlapping_stay(others, Period(first, last), "left_hospital_on")
    if touched is None:
        HospitalStay.objects.create(
            case=case,
            admitted_on=first,
            left_on=last,
            hospital=detention.hospital,
            ward=detention.ward,
            provider=detention.provider,
            source=detention.source,
        )
    elif (touched.admitted_on, touched.left_on) != (first, last):
        same_end = last == touched.left_on
        replace_stay(
            case, touched, actor, at, event=Event.STAY_RECORDED,
            reason=f"{section_words(detention.section_code)} of {day_words(detention.starts_on)} adjoins it",
            admitted_on=first, left_on=last, left_time=touched.left_time if same_end else None,
        )  # fmt: skip


def _later(known: date | None, given: date | None) -> date | None:
    """The end of a joined stay: open while the one on the record is open."""
    return known if known is None or given is None else max(known, given)


def refuse_overlapping_stay(others: list[HospitalStay], wanted: Period, field: str) -> None:
    """Say which stay is in the way, beside `field`. The database's constraint is the second wall."""
    for other in others:
        if Period(other.admitted_on, other.left_on).overlaps(wanted):
            when = f"another stay in hospital is recorded from {day_words(other.admitted_on)}"
            raise Refused(fields={field: f"Check the days in hospital: {when}"})


def record_death(case: Case, died_on: date) -> None:
    """The person has died: note the day, unless it is on the record, and end what was still open on it."""
    if case.client.date_of_death is None:
        case.client.amend(date_of_death=died_on)
        record(Event.CLIENT_AMENDED, case.client, case_id=case.id, detail={"fields": ["date_of_death"]})
    detention, stay = detention_in_force(case), open_stay(case)
    if detention is not None and detention.starts_on <= died_on:
        detention.amend(ends_on=died_on, end_reason=Detention.EndReason.DIED)
        record(Event.DETENTION_ENDED, detention, case_id=case.id, detail={"reason": "died"})
    if stay is not None and stay.admitted_on <= died_on:
        leave_hospital(case, stay, died_on, HospitalStay.Destination.DIED)
    _end_leave(case, died_on, Leave.EndReason.DIED)
    for order in case.ctos.filter(is_current=True, ended_on__isnull=True, starts_on__lte=died_on):
        order.amend(ended_on=died_on, end_reason=CommunityTreatmentOrder.EndReason.DIED)
        record(Event.CTO_ENDED, order, case_id=case.id, detail={"reason": "died"})
    standing = case.conditional_discharges.filter(is_current=True, ends_on__isnull=True)
    for row in standing.filter(starts_on__lte=died_on):
        row.amend(ends_on=died_on, end_reason=ConditionalDischarge.EndReason.DIED)
        record(Event.CONDITIONAL_DISCHARGE_ENDED, row, case_id=case.id, detail={"reason": "died"})
