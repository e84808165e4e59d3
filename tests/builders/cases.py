"""People on the register, at different stages, made through the services as the staff of the journeys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import UUID

from cases import queries
from cases.models import (
    Case,
    ContactLog,
    Determination,
    Evidence,
    Participation,
    RegisterConfirmation,
)
from cases.services import (
    allocation,
    clients,
    confirmations,
    contacts,
    detentions,
    evidence,
    hospital,
    orders,
    places,
    responsibility,
)
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from tests.builders import accounts
from tests.builders.accounts import NOW

BORN = date(1988, 3, 14)
DETAINED_ON = date(2026, 9, 7)
A_PDF = b"%PDF-1.7 a tenancy agreement"
LEFT_ON = date(2026, 10, 19)
# Valid numbers of the 999 range, which is never issued (practice 5.1).
NHS_NUMBERS = (
    "9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069", "9990000077",
    "9990000085", "9990000093", "9990000107", "9990000115", "9990000123", "9990000131",
    "9990000158", "9990000166", "9990000174", "9990000182", "9990000190", "9990000204", "9990000212",
    "9990000220", "9990000239", "9990000247", "9990000255", "9990000263", "9990000271", "9990000298",
)  # fmt: skip
_nobody = count(1)


def home(**over: Any) -> dict[str, Any]:
    """The facts of an address: 4 Mill Lane, Northmoor, since 1 June 2019."""
    known = {"kind": "home", "line": "4 Mill Lane, Northmoor", "postcode": "NM1 4ML"}
    return {**known, "council": accounts.northmoor(), "starts_on": date(2019, 6, 1), **over}


def practice(**over: Any) -> dict[str, Any]:
    """The facts of a GP registration: Mill Surgery (A82608), since 1 June 2019."""
    known = {"practice_code": "A82608", "practice_name": "Mill Surgery"}
    return {**known, "icb": accounts.northmoor_icb(), "starts_on": date(2019, 6, 1), **over}


def a_case(*, actor: Actor | None = None, at: datetime = NOW, **over: Any) -> Case:
    """A person with an address and a GP on the register, nothing known of any detention.

    Without a name they get one of their own; give `nhs_number` (NHS_NUMBERS) where it matters.
    """
    number = next(_nobody)
    known: dict[str, Any] = {
        "family_name": f"Personne{number}",
        "given_names": "Amara",
        "date_of_birth": BORN,
        "nhs_number_unavailable": "" if over.get("nhs_number") else "not_known",
        "different_person": True,
        "address": home(),
        "gp": practice(),
    }
    made = clients.register_client(actor=actor or accounts.mha_office(), at=at, **{**known, **over})
    return Case.objects.get(pk=made.case_id)


def a_detained_case(
    *, section_code: str = "03", starts_on: date = DETAINED_ON, at: datetime = NOW, **over: Any
) -> Case:
    """Under section 3 on Rowan ward since 7 September 2026: entitled on leaving, both bodies proposed."""
    case = a_case(at=at, **over)
    detain(case, section_code=section_code, starts_on=starts_on, at=at)
    return refreshed(case)


def an_allocated_case(*, coordinator: Actor | None = None, at: datetime = NOW, **over: Any) -> Case:
    """Detained, and with a coordinator of Recovery East (jones)."""
    case = a_detained_case(at=at, **over)
    allocate(case, coordinator or accounts.coordinator(), at=at)
    return refreshed(case)


def an_active_case(
    *, coordinator: Actor | None = None, left_on: date = LEFT_ON, at: datetime = NOW, **over: Any
) -> Case:
    """Allocated, accepted by both bodies, out of hospital since 19 October 2026: entitled to aftercare."""
    case = an_allocated_case(coordinator=coordinator, at=at, **over)
    accept(case, "council", accounts.council_signatory(), at=at)
    accept(case, "nhs_body", accounts.nhs_signatory(), at=at)
    leave(case, left_on=left_on, at=at)
    return refreshed(case)


def detain(case: Case, *, at: datetime = NOW, actor: Actor | None = None, **over: Any) -> None:
    """Record a detention: section 3 on Rowan ward from 7 September 2026 unless told otherwise."""
    stay = {
        name: over.pop(name)
        for name in ("admitted_on", "left_hospital_on", "still_in_hospital")
        if name in over
    }
    known: dict[str, Any] = {
        "section_code": "03",
        "starts_on": DETAINED_ON,
        "start_time": time(10, 20),
        "hospital": "Northmoor General, Rowan Unit",
        "ward": "Rowan",
        "provider": accounts.northmoor_trust(),
    }
    detentions.record_detention(
        actor=actor or accounts.mha_office(),
        at=at,
        case_id=case.id,
        detention=detentions.DetentionInput(**{**known, **over}),
        **stay,
    )


def allocate(
    case: Case, coordinator: Actor, *, at: datetime = NOW, starts_on: date = date(2026, 9, 9)
) -> None:
    """Give the case to a coordinator of Recovery East, by its manager."""
    allocation.make_allocation(
        actor=accounts.manager(),
        at=at,
        case_id=case.id,
        team=accounts.team(),
        coordinator=accounts.User.objects.get(pk=coordinator.id),
        starts_on=starts_on,
        reason="Allocated at the weekly meeting",
    )


def accept(
    case: Case, kind: str, signatory: Actor, *, at: datetime = NOW, decided_on: date = date(2026, 9, 11)
) -> None:
    """The named council (`council`) or NHS body (`nhs_body`) accepts."""
    responsibility.answer_determination(
        actor=signatory,
        at=at,
        case_id=case.id,
        determination_id=current_determination(case, kind).id,
        reply="accept",
        decided_on=decided_on,
    )


def leave(
    case: Case,
    *,
    left_on: date = LEFT_ON,
    at: datetime = NOW,
    actor: Actor | None = None,
    end_reason: str = "discharged_by_rc",
) -> None:
    """Leave hospital for supported living, discharged from section by the responsible clinician."""
    hospital.record_leaving(
        actor=actor or accounts.mha_office(),
        at=at,
        case_id=case.id,
        left_on=left_on,
        destination="supported",
        end_reason=end_reason,
    )


def confirm(
    case: Case,
    actor: Actor,
    *,
    still_owed: str = "yes",
    note: str = "",
    at: datetime = NOW,
    confirmed_on: date = accounts.TODAY,
) -> RegisterConfirmation:
    """The actor's body confirms the entry."""
    return confirmations.record_confirmation(
        actor=actor, at=at, case_id=case.id, still_owed=still_owed, note=note, confirmed_on=confirmed_on
    )


def share_with(case: Case, body: accounts.Organisation) -> None:
    """Let a council see a case for which it is not responsible, as one that was proposed before does."""
    with acting_as(accounts.SETTING_UP):
        Participation.objects.create(
            case=case, organisation=body, capacity="council", starts_on=accounts.TODAY, reason="Shared"
        )


def begin_cto(case: Case, *, starts_on: date = LEFT_ON, at: datetime = NOW) -> None:
    """Begin a community treatment order and leave hospital the same day."""
    orders.record_cto(
        actor=accounts.mha_office(),
        at=at,
        case_id=case.id,
        order=orders.OrderInput(starts_on=starts_on),
        left_on=starts_on,
        destination="home",
    )


def move_home(case: Case, *, at: datetime = NOW, **over: Any) -> None:
    """Record another address."""
    places.record_address(actor=accounts.mha_office(), at=at, case_id=case.id, **home(**over))


def a_contact(
    case: Case,
    actor: Actor,
    *,
    happened_at: datetime = datetime(2026, 10, 21, 14, 0, tzinfo=UTC),
    **over: Any,
) -> ContactLog:
    """A visit at home on 21 October 2026, attended."""
    known = {
        "kind": "face_to_face",
        "with_whom": "person",
        "attended": "yes",
        "note": "Seen at home. Settling in.",
    }
    return contacts.record_contact(
        actor=actor, at=over.pop("at", NOW), case_id=case.id, happened_at=happened_at, **{**known, **over}
    )


def current_determination(case: Case, kind: str) -> Determination:
    """The current determination of a kind: entitlement, council or nhs_body."""
    return Determination.objects.get(case=case, kind=kind, is_current=True)


def header(actor: Actor, case: Case) -> queries.CaseHeader:
    """The header as the actor would see it."""
    return queries.case_for(actor, case.reference)


def refreshed(case: Case | UUID) -> Case:
    """The case as it is in the database now."""
    return Case.objects.get(pk=case if isinstance(case, UUID) else case.pk)


def shares(case: Case) -> set[tuple[str, str]]:
    """Who shares the case now, and as what."""
    rows = Participation.objects.filter(case=case, ends_on__isnull=True)
    return set(rows.values_list("organisation__code", "capacity"))


def a_file(
    case: Case, *, actor: Actor | None = None, kind: str = "council", data: bytes = A_PDF, **over: Any
) -> Evidence:
    """A tenancy agreement as a PDF, added by the coordinator as evidence of the council."""
    return evidence.add_evidence(
        actor=actor or accounts.coordinator(),
        at=over.pop("at", NOW),
        case_id=case.id,
        kind=kind,
        data=data,
        **{"title": "Tenancy agreement", **over},
    )


def withdraw_file(
    file: Evidence,
    *,
    actor: Actor | None = None,
    reason: str = "The wrong file",
    seen_version: int | None = None,
) -> None:
    """The coordinator takes a file back."""
    evidence.withdraw_evidence(
        actor=actor or accounts.coordinator(),
        at=NOW,
        case_id=file.case_id,
        evidence_id=file.id,
        reason=reason,
        seen_version=seen_version,
    )
