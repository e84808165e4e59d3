"""Recording, correcting and ending detentions. Every change is followed by new proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from cases import policies, queries
from cases.models import Case, Detention
from cases.models.codes import (
    CTO_RECALL,
    GUARDIANSHIP,
    ORDER_MUST_BE_CONFIRMED,
    PART_3,
    RESTRICTION_MAY_BE,
    RESTRICTION_OF,
    section_words,
)
from cases.services import entitlement
from cases.services.checks import Checks, day_words
from cases.services.legal_facts import Correction, Entry, check_known, columns_of
from cases.services.stretches import admit, close_detention, require_detention
from s117.accounts.models import Organisation
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused, require_version

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetentionInput:
    """What is known of a detention. `starts_on` and `ends_on` are the days it began and ceased."""

    section_code: str
    starts_on: date
    start_time: time | None = None
    ends_on: date | None = None
    end_reason: str = ""
    application_made_on: date | None = None
    order_kind: str = ""
    hospital: str = ""
    ward: str = ""
    provider: Organisation | None = None
    source: str = Detention.Source.PAPERS
    responsible_clinician: str = ""
    court: str = ""
    order_made_on: date | None = None
    restriction: str = ""
    verified_by: str = ""
    verified_on: date | None = None


@writes
def record_detention(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    detention: DetentionInput,
    admitted_on: date | None = None,
    left_hospital_on: date | None = None,
    still_in_hospital: bool = False,
    correction: Correction | None = None,
) -> Detention:
    """Record a detention, now or long ago, and the stay in hospital it belongs to; then propose.

    Of a detention that has ended, `left_hospital_on` or `still_in_hospital` says what came after, if known.

    With `correction` it takes the place of an earlier entry, which stays on the record. Refused when the
    dates cannot be, or when another detention on the record overlaps: the message names it.
    """
    case = queries.lock_case(case_id)
    policies.detention_record(actor, queries.header_for(actor, case_id)).require()
    entry = Entry(actor=actor, at=at, case=case, rows=case.detentions, correction=correction)
    _check(entry.checks, detention)
    _check_stay(entry.checks, detention, admitted_on, left_hospital_on)
    entry.refuse(Period(detention.starts_on, detention.ends_on), lambda row: section_words(row.section_code))
    code, given = detention.section_code, columns_of(detention)
    given["restriction"] = RESTRICTION_OF.get(code, detention.restriction)
    row: Detention = entry.keep(Event.DETENTION_RECORDED, detail={"code": code}, **given)
    if row.section_code not in GUARDIANSHIP:
        admitted = admitted_on or _unbroken_since(case, row)
        stayed = {"still_in": still_in_hospital, "actor": actor, "at": at}
        admit(case, row, admitted, left_hospital_on, **stayed)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


@writes
def end_detention(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    ends_on: date,
    end_reason: str,
    seen_version: int | None = None,
) -> Detention:
    """Record that the detention in force has ended. The person may still be in hospital, informally."""
    case = queries.lock_case(case_id)
    policies.detention_end(actor, queries.header_for(actor, case_id)).require()
    detention = require_detention(case)
    require_version(detention, seen_version)
    if detention.section_code == CTO_RECALL:
        raise Refused("This is a recall. Record release from recall, or the end of the order")
    close_detention(case, detention, "ends_on", ends_on, end_reason, at)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return detention


def _check(checks: Checks, given: DetentionInput) -> None:
    checks.not_before_birth("starts_on", given.starts_on)
    checks.past("starts_on", given.starts_on)
    checks.order(
        "ends_on", given.ends_on, given.starts_on, f"before it began on {day_words(given.starts_on)}"
    )
    checks.past("ends_on", given.ends_on)
    checks.order("starts_on", given.starts_on, given.application_made_on, "before the application was made")
    checks.need("end_reason", given.end_reason or given.ends_on is None, "Select how it ended")
    checks.need("ends_on", given.ends_on or not given.end_reason, "Enter the day it ended")
    checks.need("hospital", given.hospital or given.section_code in GUARDIANSHIP, "Enter the hospital")
    confirmed = given.order_kind or given.section_code not in ORDER_MUST_BE_CONFIRMED
    checks.need("order_kind", confirmed, "Select what order was made")
    checks.order("starts_on", given.starts_on, given.order_made_on, "before the court made the order")
    part_3 = given.section_code in PART_3 or not (given.court or given.order_made_on)
    checks.need("section_code", part_3, "A court makes no order under this section. Check the section")
    may_be = given.section_code in RESTRICTION_MAY_BE or not given.restriction
    own = given.restriction == RESTRICTION_OF.get(given.section_code)
    checks.need("restriction", may_be or own, "This section says by itself whether there are restrictions")
    check_known(checks, given.verified_by, given.verified_on)


def _check_stay(
    checks: Checks, given: DetentionInput, admitted_on: date | None, left_on: date | None
) -> None:
    checks.order("admitted_on", given.starts_on, admitted_on, "after the detention began")
    checks.not_before_birth("admitted_on", admitted_on)
    checks.need("ends_on", given.ends_on or left_on is None, "Enter the day the detention ended as well")
    checks.order("left_hospital_on", left_on, given.ends_on or given.starts_on, "before the detention ended")
    checks.past("left_hospital_on", left_on)


def _unbroken_since(case: Case, row: Detention) -> date:
    """The first day of the detention that leads up to this one without a day between: section 2, then 3."""
    first = row.starts_on
    for earlier in case.detentions.filter(is_current=True, starts_on__lt=first).order_by("-starts_on"):
        if (
            earlier.section_code in GUARDIANSHIP
            or earlier.ends_on is None
            or earlier.ends_on < first - ONE_DAY
        ):
            break
        first = earlier.starts_on
    return first
