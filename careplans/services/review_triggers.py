"""Opening a review because something changed: by itself from the record, or because somebody says so.

A review that is open already is brought forward, so that one meeting answers for everything that changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from careplans import policies, queries
from careplans.models import CarePlan, Review, ReviewTrigger
from careplans.queries.triggers import Change, unreviewed_changes
from careplans.rules.lifecycle import REVIEW, PlanStatus, ReviewAction, ReviewStatus
from careplans.rules.reviews import trigger_due
from careplans.rules.terms import ReviewKind, TriggerKind
from careplans.services.access import header
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused


@writes
def open_review(
    *,
    actor: Actor,
    case_id: UUID,
    kind: TriggerKind,
    happened_on: date,
    asked_by: str = "",
    words: str = "",
    at: datetime,
) -> Review:
    """Open a review because somebody asked or something happened. A request is answered, not weighed:
    nobody is asked why they may have one (practice 1.2 stage 14)."""
    case = header(actor, case_id)
    policies.review_open(actor, case).require()
    wrong = {}
    if happened_on > london_date(at):
        wrong["happened_on"] = "The day must be today or in the past"
    if not words.strip():
        wrong["words"] = "Say in a few words what happened or was asked"
    if wrong:
        raise Refused(fields=wrong)
    change = Change(kind, uuid4(), case_id, happened_on)
    return _open(change, case.council_id, actor, at, asked_by=asked_by, words=words)


def open_reviews_after_changes(*, actor: Actor, at: datetime) -> int:
    """Open a review for each recorded change that calls for one and has none yet. Returns how many.

    Each in a transaction of its own; the database lets one change open one review, once.
    """
    return sum(open_after_change(actor=actor, change=change, at=at) for change in unreviewed_changes())


@writes
def open_after_change(*, actor: Actor, change: Change, at: datetime) -> bool:
    """Open the review that one change calls for: False when another run has done so."""
    case = header(actor, change.case_id)
    if ReviewTrigger.objects.filter(kind=change.kind.value, subject_id=change.subject_id).exists():
        return False
    _open(change, case.council_id, actor, at)
    return True


@writes
def open_after_reclassification(
    *, actor: Actor, at: datetime, plan_id: UUID, case_id: UUID, changed: Sequence[str]
) -> Review | None:
    """A new version that makes a service aftercare, or takes it out, calls for a review of the reasons.

    Part of publishing it; None when it changes no service so (`changed` says each in words).
    """
    if not changed:
        return None
    case = header(actor, case_id)
    change = Change(TriggerKind.RECLASSIFIED, plan_id, case_id, london_date(at))
    words = f"Look again at the reasons, and at what was charged: {'; '.join(changed)}."
    return _open(change, case.council_id, actor, at, words=words)


def _open(
    change: Change,
    council_id: UUID | None,
    actor: Actor,
    at: datetime,
    *,
    asked_by: str = "",
    words: str = "",
) -> Review:
    due_on = trigger_due(london_date(at), queries.review_clocks(council_id))
    review = queries.open_review(change.case_id)
    if review is None:
        review = _new(change.case_id, due_on)
    else:
        _bring_forward(review, due_on)
    ReviewTrigger.objects.create(
        review=review,
        kind=change.kind.value,
        subject_id=change.subject_id,
        happened_on=change.happened_on,
        asked_by=asked_by,
        words=words,
        recorded_at=at,
        recorded_by=actor.name,
    )
    detail = {"kind": change.kind.value}
    record(Event.REVIEW_OPENED, review, case_id=change.case_id, reason=words, detail=detail)
    return review


def _new(case_id: UUID, due_on: date) -> Review:
    plan = CarePlan.objects.filter(case_id=case_id, status=PlanStatus.PUBLISHED.value).first()
    if plan is None:
        raise Refused("There is no published plan to review yet. Write and publish the plan first.")
    return Review.objects.create(case_id=case_id, plan=plan, kind=ReviewKind.TRIGGER.value, due_on=due_on)


def _bring_forward(review: Review, due_on: date) -> None:
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.OPEN)
    sooner = due_on < review.due_on
    review.amend(
        status=status.value,
        kind=ReviewKind.TRIGGER.value,
        counted_from=None,
        brought_forward_from=(review.brought_forward_from or review.due_on) if sooner else None,
        due_on=min(due_on, review.due_on),
    )
