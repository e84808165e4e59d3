"""When reviews and follow-ups fall due (law P-6 and P-7, practice 1.5)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplans.rules.reviews import (
    ReviewClocks,
    Standing,
    days_overdue,
    first_review_due,
    follow_up_due_by,
    next_review_due,
    reminder_step,
    review_anchor,
    standing,
)
from careplans.rules.terms import NoticeStep
from cases.rules.follow_up import follow_up_met, follow_up_window

DUE = date(2026, 11, 6)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_the_first_review_falls_six_weeks_after_leaving_hospital() -> None:
    assert first_review_due(date(2026, 10, 19)) == date(2026, 11, 30)
    assert first_review_due(date(2026, 10, 19), ReviewClocks(first_review_days=28)) == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 16), date(2027, 12, 16)),
    ],
)
def test_a_yearly_review_is_never_late_by_arithmetic(held: date, due: date) -> None:
    assert next_review_due(held) == due


def test_a_six_monthly_cycle_stays_inside_the_month() -> None:
    assert next_review_due(date(2026, 8, 31), ReviewClocks(routine_months=6)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 10, 8), Standing.LATER),
        (date(2026, 10, 9), Standing.DUE_SOON),
        (date(2026, 11, 6), Standing.DUE),
        (date(2026, 11, 7), Standing.OVERDUE),
        (date(2026, 11, 21), Standing.OVERDUE),
        (date(2026, 12, 4), Standing.OVERDUE),
        (date(2026, 12, 5), Standing.LONG_OVERDUE),
    ],
)
def test_a_review_goes_amber_the_day_after_and_red_after_28_days(on: date, expected: Standing) -> None:
    assert standing(DUE, on) is expected


def test_journey_j5_is_fifteen_days_overdue() -> None:
    assert days_overdue(DUE, date(2026, 11, 21)) == 15


@pytest.mark.parametrize("changed", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_the_clocks_moves_no_due_date(changed: date) -> None:
    assert standing(changed, changed) is Standing.DUE
    assert days_overdue(changed, changed + timedelta(days=1)) == 1


def test_each_step_has_its_own_reminder_and_a_far_review_has_none() -> None:
    steps = [reminder_step(DUE, DUE + timedelta(days=days)) for days in (-29, -28, 0, 1, 29)]
    assert steps == [None, NoticeStep.DUE_SOON, NoticeStep.DUE, NoticeStep.OVERDUE, NoticeStep.ESCALATED]


def test_follow_up_falls_due_72_hours_after_leaving() -> None:
    """Vector T01; the hours run through a change of the clocks unmoved."""
    assert follow_up_due_by(datetime(2026, 11, 20, 17, tzinfo=UTC)) == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert follow_up_due_by(datetime(2026, 10, 23, 22, tzinfo=UTC)) == datetime(2026, 10, 26, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contact", "met"),
    [
        (date(2026, 10, 19), False),
        (date(2026, 10, 20), True),
        (date(2026, 10, 22), True),
        (date(2026, 10, 23), False),
    ],
)
def test_a_contact_counts_on_day_one_to_three_and_never_on_the_day_itself(contact: date, met: bool) -> None:
    """Journey J1 (c) and measure M16."""
    assert follow_up_met(date(2026, 10, 19), [contact]) is met


@given(DAYS)
def test_the_follow_up_window_is_three_days_after_the_day_of_leaving(left: date) -> None:
    window = follow_up_window(left)
    assert window.days == 3
    assert not window.contains(left)


@given(DAYS, DAYS)
def test_a_review_is_overdue_on_exactly_the_days_after_its_date(due: date, on: date) -> None:
    late = standing(due, on) in {Standing.OVERDUE, Standing.LONG_OVERDUE, Standing.MONTHS_OVERDUE}
    assert late is (on > due) is (days_overdue(due, on) > 0)


def test_the_clock_starts_when_the_person_really_leaves_not_at_a_stay_of_long_ago() -> None:
    starts = date(2026, 10, 19)
    assert review_anchor(starts, None) == starts
    assert review_anchor(starts, date(2026, 10, 26)) == date(2026, 10, 26)
    assert review_anchor(starts, date(2026, 10, 12)) == date(2026, 10, 12)
    assert review_anchor(starts, date(2005, 6, 30)) == starts
