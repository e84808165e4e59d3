"""Scheduling, booking, holding and signing off reviews. One review is open at a time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from careplans import policies, queries
from careplans.models import CarePlan, Review
from careplans.rules.lifecycle import REVIEW, PlanStatus, ReviewAction, ReviewStatus
from careplans.rules.reviews import first_review_due, review_anchor
from careplans.rules.terms import ReviewKind, ReviewMethod, ReviewOutcome
from careplans.services.access import header
from cases import queries as cases
from cases.queries import CaseHeader
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """What was found at a review (practice 1.4 L)."""

    held_on: date
    method: ReviewMethod
    persons_views: str
    outcome: ReviewOutcome
    outcome_reason: str
    next_due_on: date
    council_attendee: str
    nhs_attendee: str
    attended: str = ""
    carers_views: str = ""
    working: str = ""
    not_working: str = ""


def schedule_for_plan(plan: CarePlan, case: CaseHeader, at: datetime) -> Review:
    """The review that a newly published plan asks for; an open one is moved to the plan's date.

    Part of publishing. `counted_from` is kept only when the date is the one the clock gives, so that
    a date set by a person is never moved when the day of leaving hospital becomes known.
    """
    due_on = plan.review_due_on
    anchor = _anchor(plan, case)
    counted = anchor if first_review_due(anchor, queries.review_clocks()) == due_on else None
    review = queries.open_review(plan.case_id)
    if review is not None:
        review.amend(plan=plan, due_on=due_on, counted_from=counted)
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
    return first_review_due(review_anchor(effective_from, left), queries.review_clocks())


@writes
def redate_first_review(*, actor: Actor, review_id: UUID, left_hospital_on: date, at: datetime) -> Review:
    """Count a first review again from the day the person really left hospital."""
    review = queries.lock_review(review_id)
    due_on = first_review_due(left_hospital_on, queries.review_clocks())
    review.amend(due_on=due_on, counted_from=left_hospital_on)
    record(Event.REVIEW_SCHEDULED, review, case_id=review.case_id)
    return review


@writes
def book_review(
    *, actor: Actor, review_id: UUID, booked_for: date, method: ReviewMethod, seen_version: int | None = None,
    at: datetime,
) -> Review:  # fmt: skip
    """Book the day of a review, or book it again. Booking never changes when it is due."""
    review = queries.lock_review(review_id)
    policies.review_book(actor, header(actor, review.case_id)).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.BOOK)
    if booked_for < london_date(at):
        raise Refused(fields={"booked_for": "The day of the review must be today or in the future"})
    review.amend(status=status.value, booked_for=booked_for, booked_method=method.value)
    record(Event.REVIEW_BOOKED, review, case_id=review.case_id)
    return review


@writes
def record_review(
    *, actor: Actor, review_id: UUID, held: ReviewInput, seen_version: int | None = None, at: datetime
) -> Review:
    """Record a review that was held and schedule the next one.

    The person's views, both bodies' attendees and a reason are asked for (practice 1.4 L, J5).
    Whatever it recommends, aftercare goes on until both bodies decide to end it.
    """
    review = queries.lock_review(review_id)
    policies.review_record(actor, header(actor, review.case_id)).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.HOLD)
    _require_sound(held, london_date(at))
    review.amend(status=status.value, recorded_by_id=actor.id, recorded_by=actor.name, **asdict(held))
    record(Event.REVIEW_RECORDED, review, case_id=review.case_id)
    following = Review.objects.create(
        case_id=review.case_id,
        plan=CarePlan.objects.filter(case_id=review.case_id, status=PlanStatus.PUBLISHED.value).first(),
        kind=ReviewKind.ANNUAL.value,
        due_on=held.next_due_on,
        counted_from=held.held_on,
    )
    record(Event.REVIEW_SCHEDULED, following, case_id=review.case_id)
    return review


@writes
def sign_off_review(
    *, actor: Actor, review_id: UUID, seen_version: int | None = None, at: datetime
) -> Review:
    """Sign off a review that was held: a second pair of eyes. Refused to who recorded it."""
    review = queries.lock_review(review_id)
    case = header(actor, review.case_id)
    policies.review_sign_off(
        actor, case, status=review.status, recorded_by_id=review.recorded_by_id
    ).require()
    require_version(review, seen_version)
    status = REVIEW.after(ReviewStatus(review.status), ReviewAction.SIGN_OFF)
    review.amend(status=status.value, signed_off_by=actor.name, signed_off_at=at)
    record(Event.REVIEW_SIGNED_OFF, review, case_id=review.case_id)
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
            redate_first_review(actor=actor, review_id=review_id, left_hospital_on=anchor, at=at)
            changed += 1
    return changed


def _anchor(plan: CarePlan, case: CaseHeader) -> date:
    return review_anchor(plan.effective_from, None if case.in_hospital else case.left_hospital_on)


def _require_sound(held: ReviewInput, today: date) -> None:
    wrong = {}
    if held.held_on > today:
        wrong["held_on"] = "The day the review was held must be today or in the past"
    if held.next_due_on <= held.held_on:
        wrong["next_due_on"] = "The next review must be after the day this one was held"
    for name, what in (
        ("persons_views", "Record the person's views, or why they could not be asked"),
        ("outcome_reason", "Say why"),
        ("council_attendee", "Name who attended for the council"),
        ("nhs_attendee", "Name who attended for the NHS body"),
    ):
        if not getattr(held, name).strip():
            wrong[name] = what
    if wrong:
        raise Refused(fields=wrong)
