"""When reviews and follow-ups fall due, and what makes one overdue (law P-6, P-7; practice 1.5).

There is no statutory interval for reviews: the clocks are local policy, one value an organisation
(`PracticeSettings`). Overdue is always worked out from dates and never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from careplans.rules.terms import NoticeStep
from cases.rules.follow_up import follow_up_due, follow_up_window
from s117.kernel.dates import add_months
from s117.kernel.periods import Period
from s117.kernel.terms import Term

# A person who left hospital this long before the plan starts, or at any time after, left under it.
STAY_BELONGS_DAYS = 28
# A missed follow-up is told until this many days after leaving; later it is history, not a task.
FOLLOW_UP_TOLD_DAYS = 14


@dataclass(frozen=True, slots=True)
class ReviewClocks:
    """The clocks of practice 1.5, in whole days or months."""

    first_review_days: int = 42
    routine_months: int = 12
    trigger_days: int = 28
    due_soon_days: int = 28
    red_days: int = 28
    head_days: int = 90
    follow_up_hours: int = 72


class Standing(Term):
    """How a review stands against its due date on a given day."""

    LATER = "later", "Not due yet"
    DUE_SOON = "due_soon", "Due soon"
    DUE = "due", "Due today"
    OVERDUE = "overdue", "Overdue"
    LONG_OVERDUE = "long_overdue", "Long overdue"
    MONTHS_OVERDUE = "months_overdue", "Overdue for months"


def first_review_due(counted_from: date, clocks: ReviewClocks = ReviewClocks()) -> date:
    """The first review's due date, counted from the day the person left hospital (practice 1.5)."""
    return counted_from + timedelta(days=clocks.first_review_days)


def review_anchor(effective_from: date, left_hospital_on: date | None) -> date:
    """The day the first review is counted from: leaving hospital when it belongs to this plan, else the
    day the plan starts. A stay that ended long before the plan has nothing to do with it."""
    if left_hospital_on is None or left_hospital_on < effective_from - timedelta(days=STAY_BELONGS_DAYS):
        return effective_from
    return left_hospital_on


def next_review_due(held_on: date, clocks: ReviewClocks = ReviewClocks()) -> date:
    """The next routine review's due date; months clamp to the month's end, so never late (T03)."""
    return add_months(held_on, clocks.routine_months)


def trigger_due(opened_on: date, clocks: ReviewClocks = ReviewClocks()) -> date:
    """When a review that a change calls for is due, counted from the day it was opened."""
    return opened_on + timedelta(days=clocks.trigger_days)


def calls_for_review(happened_on: date, *, looked_at_on: date | None) -> bool:
    """Whether a change came after the plan was last looked at: published, or reviewed. What was known
    then has been taken into account; on the day itself it may not have been."""
    return looked_at_on is not None and happened_on >= looked_at_on


def days_overdue(due_on: date, on: date) -> int:
    """Whole days past the due date; nothing on the due date itself."""
    return max(0, (on - due_on).days)


def standing(due_on: date, on: date, clocks: ReviewClocks = ReviewClocks()) -> Standing:
    """How a review due on `due_on` stands on the day `on` (amber 1 to 28 days, red after; 90: escalated)."""
    late = days_overdue(due_on, on)
    if late >= clocks.head_days:
        return Standing.MONTHS_OVERDUE
    if late > clocks.red_days:
        return Standing.LONG_OVERDUE
    if late:
        return Standing.OVERDUE
    if due_on == on:
        return Standing.DUE
    return Standing.DUE_SOON if (due_on - on).days <= clocks.due_soon_days else Standing.LATER


def reminder_step(due_on: date, on: date, clocks: ReviewClocks = ReviewClocks()) -> NoticeStep | None:
    """The step whose reminder the day calls for, or None while the review is still far off."""
    return {
        Standing.LATER: None,
        Standing.DUE_SOON: NoticeStep.DUE_SOON,
        Standing.DUE: NoticeStep.DUE,
        Standing.OVERDUE: NoticeStep.OVERDUE,
        Standing.LONG_OVERDUE: NoticeStep.ESCALATED,
        Standing.MONTHS_OVERDUE: NoticeStep.HEAD,
    }[standing(due_on, on, clocks)]


def follow_up_due_by(left_at: datetime, clocks: ReviewClocks = ReviewClocks()) -> datetime:
    """The moment the follow-up falls due, counted in hours from leaving hospital (P-6, T01)."""
    return follow_up_due(left_at, clocks.follow_up_hours)


def follow_up_step(left_on: date, on: date) -> NoticeStep | None:
    """What the day calls for while nobody has seen the person: due on day 1 to 3, missed until day 14."""
    if follow_up_window(left_on).contains(on):
        return NoticeStep.DUE
    missed = Period.inclusive(left_on + timedelta(days=4), left_on + timedelta(days=FOLLOW_UP_TOLD_DAYS))
    return NoticeStep.OVERDUE if missed.contains(on) else None
