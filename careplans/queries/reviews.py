"""Reading reviews and notices. `reviews_due` is the one definition of due, for lists, tiles and the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from careplans.models import Notice, Review
from careplans.rules.lifecycle import ReviewStatus
from careplans.rules.reviews import ReviewClocks, Standing, days_overdue, standing
from careplans.rules.terms import NoticeKind, NoticeStep, ReviewKind, ReviewOutcome
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound

OPEN = (ReviewStatus.DUE.value, ReviewStatus.BOOKED.value)
ACTIVE = "active"


def review_clocks() -> ReviewClocks:
    """The local clocks of practice 1.5, from the settings."""
    return ReviewClocks(
        first_review_days=settings.FIRST_REVIEW_DAYS,
        routine_months=settings.ROUTINE_REVIEW_MONTHS,
        due_soon_days=settings.REVIEW_DUE_SOON_DAYS,
        follow_up_hours=settings.FOLLOW_UP_HOURS,
    )


def open_reviews(scope: QuerySet) -> QuerySet[Review]:
    """Reviews still to be held, of people in the scope who are entitled to aftercare now (M06)."""
    return Review.objects.filter(case__in=scope, case__status=ACTIVE, status__in=OPEN)


def reviews_due(scope: QuerySet, on: date) -> QuerySet[Review]:
    """Reviews due within the 'due soon' time or already overdue, oldest first; `scope` is cases.

    `reviews_overdue` is the part of it that is late, so that a tile and its list cannot disagree.
    """
    horizon = on + timedelta(days=review_clocks().due_soon_days)
    return open_reviews(scope).filter(due_on__lte=horizon).order_by("due_on", "case_id")


def reviews_overdue(scope: QuerySet, on: date) -> QuerySet[Review]:
    """The reviews of `reviews_due` whose due date has passed."""
    return reviews_due(scope, on).filter(due_on__lt=on)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review in a list."""

    id: UUID
    kind: ReviewKind
    status: ReviewStatus
    due_on: date
    booked_for: date | None
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
class NoticeRow:
    """One notice as its reader sees it."""

    id: UUID
    reference: str
    display_name: str
    kind: NoticeKind
    step: NoticeStep
    due_on: date
    made_at: datetime
    read_at: datetime | None
    version: int


def review_rows(reviews: QuerySet[Review], on: date) -> tuple[ReviewRow, ...]:
    """Reviews as rows, with how they stand on the day."""
    return tuple(_row(review, on) for review in reviews)


def reviews_of(case_id: UUID, on: date) -> tuple[ReviewRow, ...]:
    """Every review of a person, newest due date first."""
    return review_rows(Review.objects.filter(case_id=case_id), on)


def open_review(case_id: UUID) -> Review | None:
    """The review still to be held, or None."""
    return Review.objects.filter(case_id=case_id, status__in=OPEN).first()


def review_for(actor: Actor, ref: str, review_id: UUID, on: date) -> ReviewFile:
    """One review of a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    review = Review.objects.filter(case_id=case.id, pk=review_id).first()
    if review is None:
        raise NotFound
    return ReviewFile(case, review, _row(review, on))


def lock_review(review_id: UUID) -> Review:
    """The review, its case locked first; NotFound if there is none."""
    case_id = Review.objects.filter(pk=review_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    cases.lock_case(case_id)
    return Review.objects.select_for_update().get(pk=review_id)


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices about people they still see, newest first."""
    return Notice.objects.filter(recipient_id=actor.id, case__in=cases.visible_to(actor))


def notice_rows(notices: QuerySet[Notice]) -> tuple[NoticeRow, ...]:
    """Notices as rows. One statement."""
    return tuple(
        NoticeRow(
            id=notice.id,
            reference=notice.case.reference,
            display_name=f"{notice.case.client.family_name.upper()}, {notice.case.client.given_names}",
            kind=NoticeKind(notice.kind),
            step=NoticeStep(notice.step),
            due_on=notice.due_on,
            made_at=notice.made_at,
            read_at=notice.read_at,
            version=notice.version,
        )
        for notice in notices.select_related("case__client")
    )


def notice_for(actor: Actor, notice_id: UUID) -> NoticeRow:
    """One of the actor's own notices; else NotFound."""
    row = next(iter(notice_rows(notices_for(actor).filter(pk=notice_id))), None)
    if row is None:
        raise NotFound
    return row


def _row(review: Review, on: date) -> ReviewRow:
    return ReviewRow(
        id=review.id,
        kind=ReviewKind(review.kind),
        status=ReviewStatus(review.status),
        due_on=review.due_on,
        booked_for=review.booked_for,
        held_on=review.held_on,
        outcome=ReviewOutcome(review.outcome) if review.outcome else None,
        next_due_on=review.next_due_on,
        recorded_by=review.recorded_by,
        signed_off_by=review.signed_off_by,
        standing=standing(review.due_on, on, review_clocks()),
        days_overdue=days_overdue(review.due_on, on) if review.status in OPEN else 0,
    )
