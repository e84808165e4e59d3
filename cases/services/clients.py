"""Putting a person on the register, and keeping who they are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cases import policies, queries
from cases.models import Address, Case, Client, Participation
from cases.services import entitlement
from cases.services.places import record_address, record_gp
from cases.services.stretches import record_death
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

# Shown whatever the cause: it must not tell one organisation that another knows the person.
ASK_PRIVACY_OFFICER = (
    "This person cannot be added with these details. "
    "Ask your privacy officer, who can check the register for you."
)


@dataclass(frozen=True, slots=True)
class Registered:
    """A new entry: its case and reference."""

    case_id: UUID
    client_id: UUID
    reference: str


@writes
def register_client(
    *,
    actor: Actor,
    at: datetime,
    family_name: str,
    given_names: str,
    date_of_birth: date,
    nhs_number: str = "",
    nhs_number_unavailable: str = "",
    different_person: bool = False,
    address: Mapping[str, Any] | None = None,
    gp: Mapping[str, Any] | None = None,
    **details: Any,
) -> Registered:
    """Add a person with, where known, the first address and GP practice; the actor's body shares the case.

    Refused when the NHS number is on the register already, when somebody much like them is and the caller
    has not said `different_person`, and for dates that cannot be.
    """
    policies.client_register(actor).require()
    _check_identity(date_of_birth, details.get("date_of_death"), nhs_number, nhs_number_unavailable, at)
    _check_duplicates(actor, nhs_number, family_name, given_names, date_of_birth, different_person)
    client = Client.objects.create(
        family_name=family_name,
        given_names=given_names,
        date_of_birth=date_of_birth,
        nhs_number=nhs_number,
        nhs_number_unavailable="" if nhs_number else nhs_number_unavailable,
        nhs_number_status="03" if nhs_number else "07",
        **details,
    )
    today = london_date(at)
    case = Case.objects.create(
        reference=_next_reference(today.year),
        client=client,
        registered_on=today,
        registered_by_id=actor.organisation_id,
    )
    record(Event.CLIENT_REGISTERED, client, case_id=case.id)
    _share_with_own(actor, case, today)
    if address:
        with _naming("address"):
            record_address(actor=actor, at=at, case_id=case.id, **address)
    if gp:
        with _naming("gp"):
            record_gp(actor=actor, at=at, case_id=case.id, **gp)
    return Registered(case.id, client.id, case.reference)


@writes
def amend_client(
    *, actor: Actor, at: datetime, case_id: UUID, seen_version: int | None = None, **details: Any
) -> Case:
    """Change who the person is recorded to be. A date of death ends the entry; taking it away reopens it."""
    case = queries.lock_case(case_id)
    policies.client_amend(actor, queries.header_for(actor, case_id)).require()
    client = Client.objects.select_for_update().get(pk=case.client_id)
    require_version(client, seen_version)
    merged = {name: details.get(name, getattr(client, name)) for name in _IDENTITY}
    _check_identity(*merged.values(), at)
    _check_number_free(actor, merged["nhs_number"], client)
    _check_after_birth(case, merged["date_of_birth"])
    if "nhs_number" in details and details["nhs_number"] != client.nhs_number:
        details["nhs_number_status"] = "03" if details["nhs_number"] else "07"
    client.amend(**details)
    record(Event.CLIENT_AMENDED, client, case_id=case.id, detail={"fields": sorted(details)})
    if client.date_of_death is not None:
        case.client = client
        record_death(case, client.date_of_death)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return case


_IDENTITY = ("date_of_birth", "date_of_death", "nhs_number", "nhs_number_unavailable")


@contextmanager
def _naming(part: str) -> Iterator[None]:
    """What is refused about a part of the registration is named with the part: address_line."""
    try:
        yield
    except Refused as refusal:
        fields = {f"{part}_{name}": text for name, text in refusal.fields.items()}
        raise Refused(refusal.message, fields=fields) from refusal


def _next_reference(year: int) -> str:
    """The year's next reference. A number that a failed registration took is not used again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_next_reference(%s)", [year])
        return str(cursor.fetchone()[0])


def _share_with_own(actor: Actor, case: Case, on: date) -> None:
    if actor.organisation_id is None:
        return
    capacity = {"council": Participation.Capacity.COUNCIL, "icb": Participation.Capacity.NHS_BODY}.get(
        actor.organisation_kind, Participation.Capacity.PROVIDER
    )
    Participation.objects.create(
        case=case,
        organisation_id=actor.organisation_id,
        capacity=capacity,
        starts_on=on,
        reason="Put the person on the register",
    )


def _check_identity(born: date, died: date | None, number: str, reason: str, at: datetime) -> None:
    today = london_date(at)
    faults = {}
    if born > today:
        faults["date_of_birth"] = "Date of birth must be today or in the past"
    if died is not None and not born <= died <= today:
        faults["date_of_death"] = "Date of death must be between the date of birth and today"
    if not number and not reason:
        faults["nhs_number"] = "Enter the NHS number, or say why there is none"
    if faults:
        raise Refused(fields=faults)


def _check_duplicates(
    actor: Actor, number: str, family_name: str, given_names: str, born: date, different: bool
) -> None:
    found = queries.duplicates_for(
        actor, nhs_number=number, family_name=family_name, given_names=given_names, date_of_birth=born
    )
    if found.hidden:
        raise Refused(ASK_PRIVACY_OFFICER)
    if found.number_taken:
        raise Refused(
            fields={"nhs_number": f"{found.rows[0]['reference']} has this NHS number. Open that record"}
        )
    if found.rows and not different:
        raise Refused(
            fields={"different_person": "Say that this is somebody else, or open the record that is there"}
        )


def _check_number_free(actor: Actor, number: str, client: Client) -> None:
    if not number or not Client.objects.filter(nhs_number=number).exclude(pk=client.pk).exists():
        return
    seen = queries.visible_to(actor).filter(client__nhs_number=number).first()
    if seen is None:
        raise Refused(ASK_PRIVACY_OFFICER)
    raise Refused(fields={"nhs_number": f"{seen.reference} has this NHS number. Open that record"})


def _check_after_birth(case: Case, born: date) -> None:
    """A corrected date of birth may not be later than anything recorded of the person."""
    firsts = (
        case.detentions.filter(is_current=True)
        .order_by("starts_on")
        .values_list("starts_on", flat=True)
        .first(),
        Address.objects.filter(client=case.client_id)
        .order_by("starts_on")
        .values_list("starts_on", flat=True)
        .first(),
    )
    if any(first is not None and first < born for first in firsts):
        raise Refused(
            fields={"date_of_birth": "The record has an address or a detention from before this date"}
        )
