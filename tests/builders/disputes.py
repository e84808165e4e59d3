"""Disputes at each stage, made through the services; and F, who moved between two councils (journey J7)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cases.models import Case, DeterminationLetter, Dispute
from cases.services import dispute_outcomes, disputes, letters
from cases.services.dispute_outcomes import OutcomeInput
from cases.services.disputes import DisputeInput
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor
from tests.builders import accounts, cases
from tests.builders.accounts import NOW, TODAY

AROSE = date(2026, 11, 2)
DISPUTED = date(2026, 2, 9)


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def westerby() -> Organisation:
    """A third council."""
    return accounts.body("council", "WBC", "Westerby Council", short_name="Westerby Council")


def southvale_signatory(username: str = "bell") -> Actor:
    """Southvale Council's authorised decision maker."""
    return accounts.actor_of(accounts.user(username, "decision_maker", accounts.southvale()))


def westerby_signatory(username: str = "gale") -> Actor:
    """Westerby Council's authorised decision maker."""
    return accounts.actor_of(accounts.user(username, "decision_maker", westerby()))


def answers(**over: Any) -> DisputeInput:
    """Northmoor says that Westerby is responsible, and pays meanwhile."""
    known: dict[str, Any] = {
        "kind": "councils",
        "other": westerby(),
        "arose_on": AROSE,
        "services": "Supported living at Mill House",
        "interim_payer": accounts.northmoor(),
        "interim_from": AROSE,
        "reservation": "Paid without prejudice to who is responsible.",
        "position": "Lived in Westerby on the day before the detention.",
        "contact_name": "Sam Price",
        "contact_details": "01632 960 100",
    }
    return DisputeInput(**{**known, **over})


def a_dispute(case: Case, *, actor: Actor | None = None, at: datetime = NOW, **over: Any) -> Dispute:
    """Raised by Northmoor against Westerby on 2 November 2026, unless told otherwise."""
    return disputes.raise_dispute(
        actor=actor or accounts.council_signatory(), at=at, case_id=case.id, dispute=answers(**over)
    )


def take(dispute: Dispute, step: str, *, actor: Actor | None = None, at: datetime = NOW, **over: Any) -> None:
    """A step taken today."""
    known = {"done_on": TODAY, "note": "By telephone with both contacts"}
    disputes.record_step(
        actor=actor or accounts.council_signatory(),
        at=at,
        case_id=dispute.case_id,
        dispute_id=dispute.id,
        step=step,
        **{**known, **over},
    )


def state(dispute: Dispute) -> None:
    """A statement of facts, begun by Northmoor."""
    dispute_outcomes.save_statement(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=dispute.case_id,
        dispute_id=dispute.id,
        statement={"nature": "Where the person was ordinarily resident"},
    )


def a_referred_dispute(case: Case, **over: Any) -> Dispute:
    """Escalated and referred today."""
    made = a_dispute(case, **over)
    take(made, "escalated")
    dispute_outcomes.refer_dispute(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        dispute_id=made.id,
        referred_on=TODAY,
        referred_to="The Secretary of State",
    )
    return refreshed(made)


def a_letter(
    case: Case, *, actor: Actor | None = None, at: datetime = NOW, **over: Any
) -> DeterminationLetter:
    """From the department, of today."""
    known = {
        "dated_on": TODAY,
        "received_on": TODAY,
        "sender": "Department of Health and Social Care",
        "reference": "OR-2026-31",
        "summary": "Westerby Council is responsible",
    }
    return letters.record_letter(
        actor=actor or accounts.council_signatory(), at=at, case_id=case.id, **{**known, **over}
    )


def determine(dispute: Dispute, letter_id: UUID, *, actor: Actor | None = None, **over: Any) -> Dispute:
    """Westerby, from 19 October 2026, by the Secretary of State today."""
    known: dict[str, Any] = {
        "letter_id": letter_id,
        "decided_by": "secretary_of_state",
        "decided_on": TODAY,
        "body": westerby(),
        "effective_from": date(2026, 10, 19),
        "outcome": "Westerby Council is the responsible council",
        "facts_relied_on": "A tenancy in Westerby from 2024",
    }
    return dispute_outcomes.determine_dispute(
        actor=actor or accounts.council_signatory(),
        at=NOW,
        case_id=dispute.case_id,
        dispute_id=dispute.id,
        outcome=OutcomeInput(**{**known, **over}),
    )


def a_determined_dispute(case: Case, **over: Any) -> Dispute:
    """Referred, and determined by a letter of today."""
    made = a_referred_dispute(case, **over)
    return determine(made, a_letter(case).id)


def refreshed(dispute: Dispute) -> Dispute:
    """The dispute as it is in the database now."""
    return Dispute.objects.get(pk=dispute.pk)


def the_case_of_f(**over: Any) -> Case:
    """F: aftercare from Northmoor in 2025, a tenancy in Southvale, section 3 again from there.

    The rules propose Southvale Council and, as before, NHS Northmoor. Recovery East of Northmoor coordinates.
    """
    detained, left = date(2025, 5, 6), date(2025, 8, 10)
    case = cases.a_case(at=at(detained), family_name="Grant", given_names="Femi", **over)
    cases.detain(case, starts_on=detained, at=at(detained))
    for kind, signatory in (
        ("council", accounts.council_signatory()),
        ("nhs_body", accounts.nhs_signatory()),
    ):
        cases.accept(case, kind, signatory, at=at(date(2025, 5, 20)), decided_on=date(2025, 5, 20))
    cases.allocate(case, accounts.coordinator(), at=at(date(2025, 5, 21)), starts_on=date(2025, 5, 21))
    cases.leave(case, left_on=left, at=at(left))
    moved, again, home = date(2025, 11, 1), date(2026, 1, 5), date(2026, 2, 1)
    cases.move_home(
        case,
        at=at(moved),
        line="8 Orchard Road, Southvale",
        postcode="SV2 7OR",
        council=accounts.southvale(),
        starts_on=moved,
        settled="yes",
    )
    cases.detain(case, starts_on=again, at=at(again))
    cases.leave(case, left_on=home, at=at(home))
    return cases.refreshed(case)
