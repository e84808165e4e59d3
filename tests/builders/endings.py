"""Requests to end aftercare at each stage, made through the services as the staff of the journeys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases.models import Case, EndingRequest
from cases.rules.ending_checks import Ground
from cases.services import endings, responsibility
from s117.journeys import end_aftercare
from s117.kernel.actor import Actor
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

REVIEWED_ON = date(2026, 11, 20)
DECIDED_ON = date(2026, 11, 21)


def a_conditionally_discharged_case(**over: Any) -> Case:
    """A restricted patient (section 37 with 41) living under conditions, both bodies responsible."""
    case = cases.an_allocated_case(section_code="09", **over)
    cases.accept(case, "council", accounts.council_signatory())
    responsibility.override_determination(
        actor=accounts.nhs_signatory(),
        at=NOW,
        case_id=case.id,
        kind="nhs_body",
        body=accounts.northmoor_icb(),
        reason="The GP practice before the order was Mill Surgery",
    )
    cases.leave(case, end_reason="conditional_discharge")
    return cases.refreshed(case)


def answers(**over: Any) -> endings.EndingInput:
    """What the review of 20 November 2026 found."""
    known: dict[str, Any] = {
        "reviewed_on": REVIEWED_ON,
        "person_invited": "took_part",
        "grounds": [Ground.NEED_GONE],
        "needs": [("A supported home", "Has kept a tenancy without help since June")],
        "person_view": "I want to get on with my life",
        "person_agrees": "yes",
        "carer_view": "",
        "rc_name": "Dr Ray",
        "rc_opinion": "No symptoms for a year, off medication under review",
        "rc_opinion_on": REVIEWED_ON,
        "coordinator_name": "Jamie Jones",
        "coordinator_opinion": "No need remains that aftercare meets",
        "coordinator_opinion_on": REVIEWED_ON,
        "panel_minute": "",
        "step_down": "Visits spaced out since summer",
        "other_care": "none",
        "other_care_details": "",
        "charge_told_on": None,
        "complaint_information_on": REVIEWED_ON,
        "come_back": "Call Recovery East; aftercare can be put back",
    }
    return endings.EndingInput(**{**known, **over})


def a_request(case: Case, *, actor: Actor | None = None, at: datetime = NOW, **over: Any) -> EndingRequest:
    """Asked for by the coordinator."""
    return endings.request_ending(
        actor=actor or accounts.coordinator(), at=at, case_id=case.id, ending=answers(**over)
    )


def sign(case: Case, actor: Actor, *, at: datetime = NOW, decided_on: date = DECIDED_ON, **over: Any) -> None:
    """A body's decision, that aftercare is no longer needed unless told otherwise."""
    known = {"satisfied": True, "reasons": "No need remains", "title": "Head of service"}
    endings.sign_ending(actor=actor, at=at, case_id=case.id, decided_on=decided_on, **{**known, **over})


def a_signed_request(case: Case) -> EndingRequest:
    """Both bodies are satisfied."""
    made = a_request(case)
    sign(case, accounts.council_signatory())
    sign(case, accounts.nhs_signatory())
    return EndingRequest.objects.get(pk=made.pk)


def confirm(case: Case, *, at: datetime = NOW, effective_on: date = DECIDED_ON, **over: Any) -> None:
    """Confirm the ending, with a joint letter on the same day."""
    known = {
        "notice_on": effective_on,
        "notice_form": "letter",
        "notice_joint": True,
        "recipients": "Mill Surgery; the person’s sister",
    }
    end_aftercare.confirm_ending(
        actor=accounts.council_signatory(),
        at=at,
        case_id=case.id,
        effective_on=effective_on,
        **{**known, **over},
    )


def an_ended_case(case: Case) -> Case:
    """Aftercare ended by both bodies today."""
    a_signed_request(case)
    confirm(case)
    return Case.objects.get(pk=case.pk)


def move(
    case: Case, service_key: UUID, *, actor: Actor | None = None, at: datetime = NOW, **over: Any
) -> None:
    """The coordinator says that a service goes on outside aftercare and may be charged."""
    known = {
        "goes_on": "charged",
        "told_on": DECIDED_ON,
        "details": "The home care team takes over",
        **over,
    }
    end_aftercare.move_service(
        actor=actor or accounts.coordinator(), at=at, case_id=case.id, service_key=service_key, **known
    )


def undo(case: Case, *, actor: Actor | None = None, at: datetime = NOW) -> None:
    """Take back an ending that was confirmed by mistake."""
    end_aftercare.undo_ending(
        actor=actor or accounts.council_signatory(), at=at, case_id=case.id, reason="Meant for somebody else"
    )


def reinstate(
    case: Case,
    actor: Actor,
    *,
    at: datetime = NOW,
    effective_on: date = DECIDED_ON,
    decided_on: date = DECIDED_ON,
    **over: Any,
) -> None:
    """One body's decision that aftercare is needed again."""
    known = {"reasons": "Relapse signs since April", "title": "Head of service"}
    endings.sign_reinstatement(
        actor=actor,
        at=at,
        case_id=case.id,
        effective_on=effective_on,
        decided_on=decided_on,
        **{**known, **over},
    )
