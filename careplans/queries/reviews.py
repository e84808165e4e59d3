"""Reading reviews. `overdue` and `reviews_due` are the one definition, for lists, tiles, notices, API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import DateField, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from careplans.models import (
    PlanVersion,
    Review,
    ReviewAttempt,
    ReviewGoal,
    ReviewNeed,
    ReviewService,
    ReviewTrigger,
)
from careplans.rules.lifecycle import ReviewStatus
from careplans.rules.reviews import ReviewClocks, Standing, days_overdue, standing
from careplans.rules.snapshot import PlanSnapshot, from_json
from careplans.rules.terms import MissedReason, ReviewKind, ReviewMethod, ReviewOutcome, TriggerKind
from cases import queries as cases
from cases.queries import CaseHeader
from s117.accounts.models import PracticeSettings
from s117.accounts.queries import practice_settings, practice_settings_of
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

OPEN = (ReviewStatus.DUE.value, ReviewStatus.BOOKED.value)
ACTIVE, PROSPECTIVE = "active", "prospective"
MOST_DUE_SOON_DAYS = 92


def review_clocks(council_id: UUID | None = None) -> ReviewClocks:
    """The clocks of the council's own policy; those of the settings for a council that has none."""
    return _clocks(practice_settings_of(council_id))


def clocks_by_council() -> Callable[[UUID | None], ReviewClocks]:
    """The clocks of any council, read in one statement."""
    known = {body: _clocks(row) for body, row in practice_settings().items()}
    default = _clocks(None)
    return lambda council_id: known.get(council_id, default) if council_id else default


def _clocks(row: PracticeSettings | None) -> ReviewClocks:
    if row is None:
        return ReviewClocks(
            first_review_days=settings.FIRST_REVIEW_DAYS,
            routine_months=settings.ROUTINE_REVIEW_MONTHS,
            due_soon_days=settings.REVIEW_DUE_SOON_DAYS,
            follow_up_hours=settings.FOLLOW_UP_HOURS,
        )
    return ReviewClocks(
        first_review_days=row.first_review_days,
        routine_months=row.routine_months,
        trigger_days=row.trigger_days,
        due_soon_days=row.due_soon_days,
        red_days=row.manager_days,
        head_days=row.head_days,
        follow_up_hours=settings.FOLLOW_UP_HOURS,
    )


def open_reviews() -> QuerySet[Review]:
    """Reviews still to be held of people entitled to aftercare now, and, of people who are back in hospital
    under a section, those that this called for: they are to be held before they leave again."""
    back = Q(case__status=PROSPECTIVE, kind=ReviewKind.TRIGGER.value)
    return Review.objects.filter(Q(case__status=ACTIVE) | back, status__in=OPEN)


def overdue(on: date) -> QuerySet[Review]:
    """THE definition of overdue (M06): still to be held, and the due date has passed on that day."""
    return open_reviews().filter(due_on__lt=on)


def due_soon(on: date) -> QuerySet[Review]:
    """Still to be held, and due today or within the days that the council's policy calls soon."""
    return due_or_overdue(on).filter(due_on__gte=on)


def reviews_due(scope: QuerySet, on: date) -> QuerySet[Review]:
    """Reviews due within the 'due soon' time or already overdue, oldest first; `scope` is cases.

    `reviews_overdue` is the part of it that is late, so that a tile and its list cannot disagree.
    """
    return due_or_overdue(on).filter(case__in=scope).order_by("due_on", "case_id")


def reviews_overdue(scope: QuerySet, on: date) -> QuerySet[Review]:
    """The reviews of `reviews_due` whose due date has passed."""
    return overdue(on).filter(case__in=scope).order_by("due_on", "case_id")


def due_or_overdue(on: date) -> QuerySet[Review]:
    """The same of everybody. The first bound is for the index: no policy looks further ahead (the table's
    constraint)."""
    policy = PracticeSettings.objects.filter(
        organisation__in=cases.council_now(OuterRef(OuterRef("case"))).values("body")
    )
    soon = Coalesce(Subquery(policy.values("due_soon_days")[:1]), settings.REVIEW_DUE_SOON_DAYS)
    far = on + timedelta(days=MOST_DUE_SOON_DAYS)
    return open_reviews().filter(due_on__lte=far).filter(due_on__lte=_days_after(on, soon))


def _days_after(on: date, days: object) -> Func:
    added = {"template": "(%(expressions)s)", "arg_joiner": "::date + "}
    return Func(Value(on), days, output_field=DateField(), **added)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review in a list."""

    id: UUID
    kind: ReviewKind
    status: ReviewStatus
    due_on: date
    brought_forward_from: date | None
    booked_for: date | None
    booked_time: time | None
    booked_method: ReviewMethod | None
    place: str
    held_on: date | None
    outcome: ReviewOutcome | None
    next_due_on: date | None
    recorded_by: str
    signed_off_by: str
    standing: Standing
    days_overdue: int

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.status.value in OPEN


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A review with the person's case, as the pages about it load it."""

    case: CaseHeader
    review: Review
    row: ReviewRow

    @property
    def id(self) -> UUID:
        """The review's id, for the record of who looked."""
        return self.review.id


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """Why a review was opened before its time."""

    kind: TriggerKind
    happened_on: date
    asked_by: str
    words: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A review that was not held."""

    on: date
    method: ReviewMethod
    reason: MissedReason
    tried: str
    next_step: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class ReviewParts:
    """What a review found of each need, service and goal."""

    needs: tuple[ReviewNeed, ...]
    services: tuple[ReviewService, ...]
    goals: tuple[ReviewGoal, ...]


def parts_of_review(review_id: UUID) -> ReviewParts:
    """The parts of one review. Three statements."""
    return ReviewParts(
        tuple(ReviewNeed.objects.filter(review=review_id)),
        tuple(ReviewService.objects.filter(review=review_id)),
        tuple(ReviewGoal.objects.filter(review=review_id)),
    )


def review_rows(reviews: QuerySet[Review], on: date, clocks: ReviewClocks) -> tuple[ReviewRow, ...]:
    """Reviews as rows, with how they stand on the day."""
    return tuple(_row(review, on, clocks) for review in reviews)


def reviews_of(case: CaseHeader, on: date) -> tuple[ReviewRow, ...]:
    """Every review of a person, newest due date first."""
    return review_rows(Review.objects.filter(case_id=case.id), on, review_clocks(case.council_id))


def triggers_of(review_id: UUID | None) -> tuple[TriggerRow, ...]:
    """What called for the review, oldest first. One statement."""
    return tuple(
        TriggerRow(TriggerKind(row.kind), row.happened_on, row.asked_by, row.words, row.recorded_by)
        for row in ReviewTrigger.objects.filter(review=review_id)
    )


def attempts_of(review_id: UUID | None) -> tuple[AttemptRow, ...]:
    """The times it was to be held and was not, oldest first. One statement."""
    return tuple(
        AttemptRow(
            row.on, ReviewMethod(row.method), MissedReason(row.reason), row.tried, row.next_step,
            row.recorded_by,
        )
        for row in ReviewAttempt.objects.filter(review=review_id)
    )  # fmt: skip


def plan_under_review(plan_id: UUID | None) -> PlanSnapshot | None:
    """The plan as it was published, which a review goes through; None where there is none. One statement."""
    version = PlanVersion.objects.filter(plan=plan_id).first()
    return None if version is None else from_json(version.snapshot)


def time_words(moment: time | None) -> str:
    """A time of day as letters say it: 2pm, 10:30am; empty when none is set."""
    if moment is None:
        return ""
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def open_review(case_id: UUID) -> Review | None:
    """The review still to be held, or None."""
    return Review.objects.filter(case_id=case_id, status__in=OPEN).first()


def review_for(actor: Actor, ref: str, review_id: UUID, on: date) -> ReviewFile:
    """One review of a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref, reads=Permission.REVIEW_VIEW)
    review = Review.objects.filter(case_id=case.id, pk=review_id).first()
    if review is None:
        raise NotFound
    return ReviewFile(case, review, _row(review, on, review_clocks(case.council_id)))


def lock_review(review_id: UUID) -> Review:
    """The review, its case locked first; NotFound if there is none."""
    case_id = Review.objects.filter(pk=review_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    cases.lock_case(case_id)
    return Review.objects.select_for_update().get(pk=review_id)


def _row(review: Review, on: date, clocks: ReviewClocks) -> ReviewRow:
    return ReviewRow(
        id=review.id,
        kind=ReviewKind(review.kind),
        status=ReviewStatus(review.status),
        due_on=review.due_on,
        brought_forward_from=review.brought_forward_from,
        booked_for=review.booked_for,
        booked_time=review.booked_time,
        booked_method=ReviewMethod(review.booked_method) if review.booked_method else None,
        place=review.place,
        held_on=review.held_on,
        outcome=ReviewOutcome(review.outcome) if review.outcome else None,
        next_due_on=review.next_due_on,
        recorded_by=review.recorded_by,
        signed_off_by=review.signed_off_by,
        standing=standing(review.due_on, on, clocks),
        days_overdue=days_overdue(review.due_on, on) if review.status in OPEN else 0,
    )
