"""Letters to the person about a review: their words frozen in the service that leads to them, drawn later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from careplans import queries
from careplans.models import PlanDocument, Review, ReviewAttempt
from careplans.queries.plans import person_part
from careplans.rules.letters import Letter
from careplans.rules.snapshot import to_json
from careplans.rules.terms import Invitee, NeedStanding, Paper, ServiceStanding, Variant
from careplans.services.documents import queue_letter_document
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.refusals import Refused

STOPS_OR_CHANGES = {ServiceStanding.CHANGE: "will change", ServiceStanding.STOP: "will stop"}


def queue_letter(
    review: Review,
    case: CaseHeader,
    paper: Paper,
    variant: Variant,
    *,
    actor: Actor,
    at: datetime,
    attempt: ReviewAttempt | None = None,
) -> PlanDocument:
    """Freeze the letter's words and ask for it, inside the running service's transaction."""
    if variant not in paper.variants:
        raise Refused(fields={"letter": f"There is no {variant.words.lower()} of this letter"})
    on = london_date(at)
    letter = Letter(
        person=person_part(case),
        address=cases.postal_address(case.client_id, on),
        written_on=on,
        signed_by=case.coordinator_name or actor.name,
        due_on=review.due_on,
        **_said(review, paper, attempt),
    )
    return queue_letter_document(review, to_json(letter), paper, variant, actor=actor, at=at)


def _said(review: Review, paper: Paper, attempt: ReviewAttempt | None) -> dict[str, Any]:
    if paper is Paper.INVITATION:
        return {
            "booked_for": review.booked_for,
            "booked_time": queries.time_words(review.booked_time),
            "method": review.get_booked_method_display(),
            "place": review.place,
            "invited": tuple(Invitee(who).words for who in review.invited if who != Invitee.PERSON),
        }
    if paper is Paper.MISSED:
        return {
            "missed_on": attempt.on if attempt else None,
            "next_step": attempt.next_step if attempt else "",
        }
    return {
        "held_on": review.held_on,
        "outcome": review.outcome,
        "outcome_reason": review.outcome_reason,
        "changes": _changes(review),
        "next_due_on": review.next_due_on,
    }


def _changes(review: Review) -> tuple[str, ...]:
    services = [
        f"{row.description} {STOPS_OR_CHANGES[ServiceStanding(row.standing)]}: {row.reason}"
        for row in review.services.exclude(standing=ServiceStanding.CONTINUE.value)
    ]
    needs = [
        f"{row.title}: no longer needed. {row.reason}"
        for row in review.needs.filter(standing=NeedStanding.GONE.value)
    ]
    return (*services, *needs)
