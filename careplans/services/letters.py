"""Letters to the person: their words frozen in the service that leads to them, drawn and kept later."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from careplans import policies, queries
from careplans.models import DocumentWithdrawal, PlanDocument, Review, ReviewAttempt
from careplans.queries.plans import person_part
from careplans.rules.letters import (
    NO_WORDS,
    Invitation,
    Letter,
    Missed,
    Outcome,
    OwnWords,
    RefundOwed,
    letter_context,
)
from careplans.rules.snapshot import to_json
from careplans.rules.terms import Invitee, NeedStanding, Paper, ServiceStanding, Variant
from careplans.services.access import header
from careplans.services.documents import queue
from cases import queries as cases
from cases.queries import CaseHeader
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.fonts import undrawable
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused

STOPS_OR_CHANGES = {ServiceStanding.CHANGE: "will change", ServiceStanding.STOP: "will stop"}


@writes
def write_letter(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    paper: Paper,
    about: UUID,
    variant: Variant,
    own: OwnWords = NO_WORDS,
) -> PlanDocument:
    """Freeze a letter that the record gives rise to, and ask for its file.

    NotFound when the record no longer does: a notice of ending exists only while aftercare stands ended.
    """
    case = header(actor, case_id)
    policies.letter_write(actor, case).require()
    letter = draft_letter(case, paper, about, actor=actor, at=at, own=own)
    if paper is Paper.ENDING_NOTICE and _kept(about, variant):
        raise Refused(fields={"variant": "The notice is kept in this layout already"})
    if characters := undrawable(own.note):
        raise Refused(fields={"note": f"The letter cannot show these characters: {' '.join(characters)}"})
    return queue(case_id, to_json(letter), variant, actor, at, paper=paper, about=about)


@writes
def queue_ending_notice(*, actor: Actor, at: datetime, case_id: UUID) -> PlanDocument:
    """The notice of an ending just confirmed, in the layout that the person needs. Part of confirming."""
    case = cases.header_for(actor, case_id)
    ending = cases.ending_for(case_id)
    letter = draft_letter(case, Paper.ENDING_NOTICE, ending.id, actor=actor, at=at)
    variant = queries.format_needs(case).layout
    return queue(case_id, to_json(letter), variant, actor, at, paper=Paper.ENDING_NOTICE, about=ending.id)


@writes
def queue_refund_letter(
    *, actor: Actor, at: datetime, case_id: UUID, about: UUID, said: RefundOwed
) -> PlanDocument:
    """The letter about a refund just approved, in the layout that the person needs. Part of approving."""
    case = cases.header_for(actor, case_id)
    variant = queries.format_needs(case).layout
    frozen = to_json(_letter(case, said, actor, at))
    return queue(case_id, frozen, variant, actor, at, paper=Paper.REFUND, about=about)


@writes
def withdraw_letters(*, actor: Actor, at: datetime, paper: Paper, about: UUID, reason: str) -> None:
    """Mark every letter that told of something as holding no longer, because that was withdrawn. Part of
    withdrawing it. The letters stay as they were made; one that may have been sent is on the record for
    ever."""
    for document in PlanDocument.objects.filter(paper=paper.value, about=about, withdrawal__isnull=True):
        DocumentWithdrawal.objects.create(
            document=document, reason=reason, withdrawn_at=at, withdrawn_by=actor.name
        )
        record(Event.DOCUMENT_WITHDRAWN, document, case_id=document.case_id, reason=reason)


def draft_letter(
    case: CaseHeader,
    paper: Paper,
    about: UUID,
    *,
    actor: Actor,
    at: datetime,
    own: OwnWords = NO_WORDS,
) -> Letter:
    """The letter as it would be kept now. NotFound when the record does not give rise to it."""
    said = queries.letter_subject(case, paper, about, london_date(at)).said
    return _letter(case, said, actor, at, own)


def letter_words(letter: Letter, paper: Paper, variant: Variant) -> str:
    """The letter's own page part, as HTML: what is read before it is kept."""
    context = letter_context(letter, paper, variant)
    return render_to_string(context["body"], context)


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
    """Freeze the words of a letter about a review and ask for it, inside the running transaction."""
    frozen = to_json(_letter(case, _said(review, paper, attempt), actor, at))
    plan_id = review.plan_id
    return queue(
        case.id, frozen, variant, actor, at, paper=paper, review=review, plan_id=plan_id, about=review.id
    )


def _letter(case: CaseHeader, said: Any, actor: Actor, at: datetime, own: OwnWords = NO_WORDS) -> Letter:
    on = london_date(at)
    return Letter(
        person=person_part(case),
        address=cases.postal_address(case.client_id, on),
        written_on=on,
        signed_by=case.coordinator_name or actor.name,
        phone=own.phone.strip(),
        note=own.note.strip(),
        said=said,
    )


def _kept(about: UUID, variant: Variant) -> bool:
    kept = PlanDocument.objects.filter(paper=Paper.ENDING_NOTICE.value, about=about)
    return kept.filter(variant=variant.value).exists()


def _said(review: Review, paper: Paper, attempt: ReviewAttempt | None) -> Any:
    if paper is Paper.INVITATION:
        return Invitation(
            booked_for=review.booked_for,
            booked_time=queries.time_words(review.booked_time),
            method=review.get_booked_method_display(),
            place=review.place,
            invited=tuple(Invitee(who).words for who in review.invited if who != Invitee.PERSON),
        )
    if paper is Paper.MISSED:
        return Missed(attempt.on if attempt else None, attempt.next_step if attempt else "")
    return Outcome(
        held_on=review.held_on,
        outcome=review.outcome,
        outcome_reason=review.outcome_reason,
        changes=_changes(review),
        next_due_on=review.next_due_on,
    )


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
