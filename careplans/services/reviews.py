"""Scheduling, booking, holding and signing off reviews. One review is open at a time."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from careplans import policies, queries
from careplans.models import (
    CarePlan,
    Review,
    ReviewAttempt,
    ReviewGoal,
    ReviewNeed,
    ReviewService,
)
from careplans.rules.lifecycle import REVIEW, PlanStatus, ReviewAction, ReviewStatus
from careplans.rules.review_record import ReviewInput, faults, sign_off_lacks
from careplans.rules.reviews import first_review_due, review_anchor
from careplans.rules.terms import (
    Invitee,
    MissedReason,
    Paper,
    ReviewKind,
    ReviewMethod,
    ReviewOutcome,
    Variant,
)
from careplans.services.access import header
from careplans.services.letters import queue_letter
from careplans.services.plans import draft_plan
from cases import queries as cases
from cases.queries import CaseHeader
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

PARTS = ("needs", "services", "goals", "checked")


@dataclass(frozen=True, slots=True)
class Booking:
    """When and how a review is to be held, who is asked, and the letter that asks the person."""

    booked_for: date
    method: ReviewMethod
    booked_time: time | None = None
    place: str = ""
    invited: tuple[Invitee, ...] = ()
    letter: Variant | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a review was not held, what was tried and what comes next; the letter that tells the person."""

    on: date
    method: ReviewMethod
    reason: MissedReason
    tried: str
    next_step: str
    letter: Variant | None = None


def schedule_for_plan(plan: CarePlan, case: CaseHeader, at: datetime) -> Review:
    """The review that a newly published plan asks for; an open one is moved to the plan's date.

    Part of publishing. `counted_from` is kept only when the date is the one the clock gives, so that
    a date set by a person is never moved when the day of leaving hospital becomes known.
    """
    due_on = plan.review_due_on
    anchor = _anchor(plan, case)
    counted = anchor if first_review_due(anchor, queries.review_clocks(case.council_id)) == due_on else None
    review = queries.open_review(plan.case_id)
    if review is not None:
        review.amend(plan=plan, due_on=due_on, counted_from=counted, brought_forward_from=None)
    else:
        held = Review.objects.filter(case_id=plan.case_id).exists()
        kind = ReviewKind.ANNUAL if held else ReviewKind.FIRST
        review = Review.objects.create(
            case_id=plan.case_id, plan=plan, kind=kind.value, due_on=due_on, counted_from=counted
        )
    record(Event.REVIEW_SCHEDULED, review, case_id=plan.case_id)
    return review


def proposed_review_date(case: CaseHeader, effective_from: date) -> date:
    """The first review's date by the local clock, to offer while the plan is written."""
    left = None if case.in_hospital else case.left_hospital_on
    return first_review_due(review_anchor(effective_from, left), queries.review_clocks(case.council_id))


@writes
def redate_first_review(
    *, actor: Actor, review_id: UUID, left_hospital_on: date, council_id: UUID | None, at: datetime
) -> Review:
    """Count a first review again from the day the person really left hospital."""
    review = queries.lock_review(review_id)
    due_on = first_review_due(left_hospital_on, queries.review_clocks(council_id))
    review.amend(due_on=due_on, counted_from=left_hospital_on)
    record(Event.REVIEW_SCHEDULED, review, case_id=review.case_id)
    return review


@writes
def book_review(
    *, actor: Actor, review_id: UUID, booking: Booking, seen_version: int | None = None, at: datetime
) -> Review:
    """Book the day of a review, or book it again, and ask for the invitation. Booking never changes when
    it is due."""
    review = queries.lock_review(review_id)
    case = header(actor, review.case_id)
    policies.review_book(actor, case).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.BOOK)
    if booking.booked_for < london_date(at):
        raise Refused(fields={"booked_for": "The day of the review must be today or in the future"})
    review.amend(
        status=status.value,
        booked_for=booking.booked_for,
        booked_time=booking.booked_time,
        booked_method=booking.method.value,
        place=booking.place,
        invited=[who.value for who in booking.invited],
    )
    record(Event.REVIEW_BOOKED, review, case_id=review.case_id)
    if booking.letter is not None:
        queue_letter(review, case, Paper.INVITATION, booking.letter, actor=actor, at=at)
    return review


@writes
def miss_review(
    *, actor: Actor, review_id: UUID, missed: Missed, seen_version: int | None = None, at: datetime
) -> ReviewAttempt:
    """Record that a review was not held. It is due as before and aftercare goes on: saying no to a review
    or to a service does not end the duty (Code 33.23)."""
    review = queries.lock_review(review_id)
    case = header(actor, review.case_id)
    policies.review_miss(actor, case).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.MISS)
    _require_told(missed, london_date(at))
    attempt = ReviewAttempt.objects.create(
        review=review,
        on=missed.on,
        method=missed.method.value,
        reason=missed.reason.value,
        tried=missed.tried,
        next_step=missed.next_step,
        recorded_at=at,
        recorded_by=actor.name,
    )
    review.amend(status=status.value, booked_for=None, booked_time=None, place="", invited=[])
    record(Event.REVIEW_MISSED, review, case_id=review.case_id)
    if missed.letter is not None:
        queue_letter(review, case, Paper.MISSED, missed.letter, actor=actor, at=at, attempt=attempt)
    return attempt


@writes
def record_review(
    *, actor: Actor, review_id: UUID, held: ReviewInput, seen_version: int | None = None, at: datetime
) -> Review:
    """Record a review that was held, or correct the record until it is signed off, and schedule the next.

    Every need and service of the plan is answered for (practice 1.4 L). "Change the plan" starts a draft.
    Whatever it recommends, aftercare goes on until both bodies decide to end it.
    """
    review = queries.lock_review(review_id)
    case = header(actor, review.case_id)
    policies.review_record(actor, case).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.HOLD)
    _require_sound(review, held, london_date(at))
    plain = {field.name: getattr(held, field.name) for field in fields(held) if field.name not in PARTS}
    checked = [check.value for check in held.checked]
    review.amend(
        status=status.value, recorded_by_id=actor.id, recorded_by=actor.name, checked=checked, **plain
    )
    _keep_parts(review, held)
    record(Event.REVIEW_RECORDED, review, case_id=review.case_id)
    _schedule_next(review, case, held)
    if held.outcome is ReviewOutcome.MODIFY and queries.open_plan(review.case_id) is None:
        draft_plan(actor=actor, case_id=review.case_id, at=at)
    return review


@writes
def sign_off_review(
    *,
    actor: Actor,
    review_id: UUID,
    letter: Variant | None = None,
    seen_version: int | None = None,
    at: datetime,
) -> Review:
    """Sign off a review that was held: a second pair of eyes. Refused to who recorded it, and when nobody
    is named for one of the bodies (J5 c)."""
    review = queries.lock_review(review_id)
    case = header(actor, review.case_id)
    policies.review_sign_off(
        actor, case, status=review.status, recorded_by_id=review.recorded_by_id
    ).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.SIGN_OFF)
    lacking = sign_off_lacks(review.council_attendee, review.nhs_attendee, review.checked)
    if lacking:
        raise Refused(" ".join((*lacking, "Correct the record of the review first.")))
    review.amend(status=status.value, signed_off_by=actor.name, signed_off_at=at)
    record(Event.REVIEW_SIGNED_OFF, review, case_id=review.case_id)
    if letter is not None:
        queue_letter(review, case, Paper.OUTCOME, letter, actor=actor, at=at)
    return review


def redate_first_reviews(*, actor: Actor, at: datetime) -> int:
    """Find first reviews counted from another day than the person left hospital on, and count them again.

    Asked of the data each time, so a late or corrected date of leaving heals by itself. Returns how many.
    """
    counted = Review.objects.filter(
        kind=ReviewKind.FIRST.value, status=ReviewStatus.DUE.value, counted_from__isnull=False
    ).values_list("case_id", "id", "counted_from", "plan__effective_from")
    reviews = {case_id: rest for case_id, *rest in counted}
    changed = 0
    for row in cases.register_rows(cases.visible_to(actor).filter(pk__in=reviews)):
        review_id, counted_from, effective_from = reviews[row["id"]]
        left = None if row["admitted_on"] else row["left_hospital_on"]
        anchor = review_anchor(effective_from, left)
        if left is not None and anchor != counted_from:
            redate_first_review(
                actor=actor, review_id=review_id, left_hospital_on=anchor, council_id=row["council_id"], at=at
            )
            changed += 1
    return changed


def _anchor(plan: CarePlan, case: CaseHeader) -> date:
    return review_anchor(plan.effective_from, None if case.in_hospital else case.left_hospital_on)


def _require_told(missed: Missed, today: date) -> None:
    wrong = {}
    if missed.on > today:
        wrong["on"] = "The day must be today or in the past"
    if not missed.tried.strip():
        wrong["tried"] = "Say what was tried"
    if not missed.next_step.strip():
        wrong["next_step"] = "Say what you will do next"
    if wrong:
        raise Refused(fields=wrong)


def _require_sound(review: Review, held: ReviewInput, today: date) -> None:
    wrong = faults(held, today)
    plan = queries.plan_under_review(review.plan_id)
    if plan is not None:
        if {need.key for need in plan.needs} - {need.need_key for need in held.needs}:
            wrong.setdefault("needs", "Say of each need whether it is still there")
        if {row.service_key for row in plan.services} - {row.service_key for row in held.services}:
            wrong.setdefault("services", "Say of each service whether it continues")
    if wrong:
        raise Refused(fields=wrong)


def _keep_parts(review: Review, held: ReviewInput) -> None:
    """A row a part; recording again amends the rows there are."""
    for need in held.needs:
        _keep(ReviewNeed, review, {"need_key": need.need_key}, _plain(need, "need_key"))
    for service in held.services:
        _keep(ReviewService, review, {"service_key": service.service_key}, _plain(service, "service_key"))
    for goal in held.goals:
        _keep(ReviewGoal, review, {"goal_id": goal.goal_id}, _plain(goal, "goal_id"))


def _plain(found: Any, key: str) -> dict[str, Any]:
    return {field.name: getattr(found, field.name) for field in fields(found) if field.name != key}


def _keep(model: Any, review: Review, key: dict[str, Any], values: dict[str, Any]) -> None:
    row = model.objects.filter(review=review, **key).first()
    if row is None:
        model.objects.create(review=review, **key, **values)
    elif any(getattr(row, name) != value for name, value in values.items()):
        row.amend(**values)


def _schedule_next(review: Review, case: CaseHeader, held: ReviewInput) -> None:
    """The routine review that follows; after a correction, the one there is gets the corrected date."""
    dates = {"due_on": held.next_due_on, "counted_from": held.held_on}
    following = queries.open_review(review.case_id)
    if following is None:
        months = queries.review_clocks(case.council_id).routine_months
        kind = ReviewKind.SIX_MONTHLY if months <= 6 else ReviewKind.ANNUAL
        plan = CarePlan.objects.filter(case_id=review.case_id, status=PlanStatus.PUBLISHED.value).first()
        following = Review.objects.create(case_id=review.case_id, plan=plan, kind=kind.value, **dates)
    elif following.kind == ReviewKind.TRIGGER or following.due_on == held.next_due_on:
        return
    else:
        following.amend(**dates)
    record(Event.REVIEW_SCHEDULED, following, case_id=review.case_id)
