"""The steps of a care plan and of a review. Overdue is worked out from dates, never stored."""

from __future__ import annotations

from enum import StrEnum

from s117.kernel.events import Event
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission
from s117.kernel.terms import Term


class PlanStatus(Term):
    """Where a plan stands. Only one of a person's plans is published, and one is being written."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "For agreement"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced"


class PlanAction(StrEnum):
    """What can be done to a plan."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"


class ReviewStatus(Term):
    """Where a review stands."""

    DUE = "due", "Due"
    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    SIGNED_OFF = "signed_off", "Signed off"


class ReviewAction(StrEnum):
    """What can be done to a review."""

    OPEN = "open"
    BOOK = "book"
    MISS = "miss"
    HOLD = "hold"
    SIGN_OFF = "sign_off"


PLAN: Lifecycle[PlanStatus, PlanAction] = Lifecycle(
    name="care plan",
    start=frozenset({PlanStatus.DRAFT}),
    moves={
        (PlanStatus.DRAFT, PlanAction.SUBMIT): PlanStatus.SUBMITTED,
        (PlanStatus.SUBMITTED, PlanAction.RETURN): PlanStatus.DRAFT,
        (PlanStatus.SUBMITTED, PlanAction.PUBLISH): PlanStatus.PUBLISHED,
        (PlanStatus.PUBLISHED, PlanAction.SUPERSEDE): PlanStatus.SUPERSEDED,
    },
    permissions={
        PlanAction.SUBMIT: Permission.PLAN_SUBMIT,
        PlanAction.RETURN: Permission.PLAN_RETURN,
        PlanAction.PUBLISH: Permission.PLAN_PUBLISH,
        PlanAction.SUPERSEDE: Permission.PLAN_PUBLISH,
    },
    events={
        PlanAction.SUBMIT: Event.PLAN_SUBMITTED,
        PlanAction.RETURN: Event.PLAN_RETURNED,
        PlanAction.PUBLISH: Event.PLAN_PUBLISHED,
        PlanAction.SUPERSEDE: Event.PLAN_SUPERSEDED,
    },
)

REVIEW: Lifecycle[ReviewStatus, ReviewAction] = Lifecycle(
    name="review",
    start=frozenset({ReviewStatus.DUE}),
    moves={
        (ReviewStatus.DUE, ReviewAction.OPEN): ReviewStatus.DUE,
        (ReviewStatus.BOOKED, ReviewAction.OPEN): ReviewStatus.BOOKED,
        (ReviewStatus.DUE, ReviewAction.BOOK): ReviewStatus.BOOKED,
        (ReviewStatus.BOOKED, ReviewAction.BOOK): ReviewStatus.BOOKED,
        (ReviewStatus.DUE, ReviewAction.MISS): ReviewStatus.DUE,
        (ReviewStatus.BOOKED, ReviewAction.MISS): ReviewStatus.DUE,
        (ReviewStatus.DUE, ReviewAction.HOLD): ReviewStatus.HELD,
        (ReviewStatus.BOOKED, ReviewAction.HOLD): ReviewStatus.HELD,
        (ReviewStatus.HELD, ReviewAction.HOLD): ReviewStatus.HELD,
        (ReviewStatus.HELD, ReviewAction.SIGN_OFF): ReviewStatus.SIGNED_OFF,
    },
    permissions={
        ReviewAction.OPEN: Permission.REVIEW_OPEN,
        ReviewAction.BOOK: Permission.REVIEW_BOOK,
        ReviewAction.MISS: Permission.REVIEW_MISS,
        ReviewAction.HOLD: Permission.REVIEW_RECORD,
        ReviewAction.SIGN_OFF: Permission.REVIEW_SIGN_OFF,
    },
    events={
        ReviewAction.OPEN: Event.REVIEW_OPENED,
        ReviewAction.BOOK: Event.REVIEW_BOOKED,
        ReviewAction.MISS: Event.REVIEW_MISSED,
        ReviewAction.HOLD: Event.REVIEW_RECORDED,
        ReviewAction.SIGN_OFF: Event.REVIEW_SIGNED_OFF,
    },
)
