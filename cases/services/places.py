"""Where a person lived and which GP practice they were with: the facts that decide who is responsible."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cases import policies, queries
from cases.models import Address, Case, GpRegistration
from cases.services import entitlement
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused, require_version

_ONE_DAY = timedelta(days=1)


@writes
def record_address(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    line: str = "",
    postcode: str = "",
    uprn: str = "",
    country: str = Address.Country.ENGLAND,
    council: Organisation | None = None,
    settled: str = Address.Settled.YES,
    arranged_by: str = Address.ArrangedBy.PERSON,
    arranged_under: str = "",
    arranging_body: Organisation | None = None,
    note: str = "",
    restricted: bool = False,
    restricted_reason: str = "",
) -> Address:
    """Record where the person lived, from and to. The address still open when a later one starts ends the day
    before it. The proposals are worked out again."""
    case = queries.lock_case(case_id)
    policies.address_record(actor, queries.header_for(actor, case_id)).require()
    _check_period(case, starts_on, ends_on, at)
    _check_place(kind, line, country, council)
    _check_restriction(restricted, restricted_reason)
    rows = Address.objects.filter(client=case.client_id)
    _make_room(rows, starts_on, ends_on)
    address = Address.objects.create(
        client_id=case.client_id,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        line=line,
        postcode=postcode.upper(),
        uprn=uprn,
        country=country,
        council=council,
        settled=settled,
        arranged_by=arranged_by,
        arranged_under=arranged_under,
        arranging_body=arranging_body,
        note=note,
        restricted=restricted,
        restricted_reason=restricted_reason,
    )
    record(Event.ADDRESS_RECORDED, address, case_id=case.id)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return address


@writes
def restrict_address(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    address_id: UUID,
    restricted: bool,
    reason: str,
    seen_version: int | None = None,
) -> Address:
    """Keep an address from all but a few roles, or stop doing so, with the reason. Its dates and council stay
    in sight: who is responsible turns on them."""
    case = queries.lock_case(case_id)
    policies.address_restrict(actor, queries.header_for(actor, case_id)).require()
    address = queries.address_for(case.id, address_id)
    require_version(address, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Say why"})
    address.amend(restricted=restricted, restricted_reason=reason if restricted else "")
    record(
        Event.ADDRESS_RESTRICTED, address, case_id=case.id, reason=reason, detail={"restricted": restricted}
    )
    return address


@writes
def record_gp(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    practice_name: str,
    icb: Organisation,
    starts_on: date,
    ends_on: date | None = None,
    practice_code: str = "",
) -> GpRegistration:
    """Record a GP registration and the ICB of the practice. An open earlier one ends the day before it."""
    case = queries.lock_case(case_id)
    policies.gp_record(actor, queries.header_for(actor, case_id)).require()
    _check_period(case, starts_on, ends_on, at)
    rows = GpRegistration.objects.filter(client=case.client_id)
    _make_room(rows, starts_on, ends_on)
    registration = GpRegistration.objects.create(
        client_id=case.client_id,
        practice_code=practice_code.upper(),
        practice_name=practice_name,
        icb=icb,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(Event.GP_RECORDED, registration, case_id=case.id)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return registration


def _check_period(case: Case, starts_on: date, ends_on: date | None, at: datetime) -> None:
    born, today = case.client.date_of_birth, london_date(at)
    faults = {}
    if starts_on > today:
        faults["starts_on"] = "The first day must be today or in the past"
    if starts_on < born:
        faults["starts_on"] = "The first day cannot be before the person was born"
    if ends_on is not None and ends_on < starts_on:
        faults["ends_on"] = "The last day cannot be before the first day"
    elif ends_on is not None and ends_on > today:
        faults["ends_on"] = "The last day must be today or in the past"
    if faults:
        raise Refused(fields=faults)


def _check_place(kind: str, line: str, country: str, council: Organisation | None) -> None:
    faults = {}
    if country == Address.Country.ENGLAND and council is None:
        faults["council"] = "Select the council whose area this is in"
    if not line and kind != Address.Kind.NONE:
        faults["line"] = "Enter the address"
    if faults:
        raise Refused(fields=faults)


def _check_restriction(restricted: bool, reason: str) -> None:
    if restricted and not reason.strip():
        raise Refused(fields={"restricted_reason": "Say why this address is kept from others"})


def _make_room(rows: Any, starts_on: date, ends_on: date | None) -> None:
    """End an open earlier row the day before the new one; refuse an overlap that would be a guess."""
    wanted = Period.inclusive(starts_on, ends_on)
    for row in rows.order_by("starts_on"):
        if not Period.inclusive(row.starts_on, row.ends_on).overlaps(wanted):
            continue
        if row.ends_on is None and row.starts_on < starts_on and ends_on is None:
            row.amend(ends_on=starts_on - _ONE_DAY)
        else:
            raise Refused(fields={"starts_on": f"This overlaps {row}. Give other dates"})
