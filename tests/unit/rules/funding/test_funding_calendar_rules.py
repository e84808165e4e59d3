"""The days of a council's schedules: months, four weeks or weeks, which meet without a gap or a double day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.calendars import (
    Calendar,
    Every,
    next_unsettled,
    period_from,
    periods,
    unsettled,
    why_reason,
)
from s117.kernel.periods import Period

ANCHOR = date(2026, 3, 30)
FOUR_WEEKS = Calendar(ANCHOR, Every.FOUR_WEEKS)
MONTHS = Calendar(date(2026, 4, 1), Every.MONTH)
APRIL, MAY, JUNE = (Period(date(2026, m, 1), date(2026, m + 1, 1)) for m in (4, 5, 6))
TODAY = date(2026, 7, 10)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CALENDARS = st.lists(
    st.builds(Calendar, DAYS, st.sampled_from(Every)), max_size=4, unique_by=lambda c: c.starts_on
)


@pytest.mark.parametrize(
    ("day", "calendars", "last"),
    [
        (ANCHOR, [FOUR_WEEKS], date(2026, 4, 26)),
        (date(2026, 4, 27), [FOUR_WEEKS], date(2026, 5, 24)),
        (date(2027, 3, 29), [FOUR_WEEKS], date(2027, 4, 25)),
        (date(2026, 5, 6), [Calendar(date(2026, 4, 1), Every.WEEK)], date(2026, 5, 12)),
        (date(2028, 2, 1), [MONTHS], date(2028, 2, 29)),
        (date(2026, 12, 1), [], date(2026, 12, 31)),
        # Before the first calendar there are months, up to the day before it.
        (date(2026, 3, 1), [FOUR_WEEKS], date(2026, 3, 29)),
        # The four weeks that are under way end where the months begin.
        (date(2026, 4, 27), [FOUR_WEEKS, Calendar(date(2026, 5, 1), Every.MONTH)], date(2026, 4, 30)),
    ],
)
def test_where_a_period_ends(day: date, calendars: list[Calendar], last: date) -> None:
    assert period_from(day, calendars) == Period.inclusive(day, last)


@given(DAYS, CALENDARS)
def test_no_day_is_in_two_periods_and_none_is_left_out(day: date, calendars: list[Calendar]) -> None:
    found = list(islice(periods(day, date(2040, 1, 1), calendars), 40))
    assert found[0].start == day
    assert all(first.end == second.start for first, second in pairwise(found))
    assert all(1 <= period.days <= 31 for period in found)


@given(DAYS, st.sampled_from([Every.FOUR_WEEKS, Every.WEEK]), st.integers(0, 4000))
def test_weeks_are_counted_from_the_first_day(first: date, every: Every, days: int) -> None:
    calendar = Calendar(first, every)
    period = period_from(first + timedelta(days=days), [calendar])
    assert (calendar.ends_after(period.start) - first).days % (28 if every is Every.FOUR_WEEKS else 7) == 0


def test_thirteen_periods_of_four_weeks_are_a_year_but_for_a_day() -> None:
    year = list(islice(periods(ANCHOR, date(2027, 12, 31), [FOUR_WEEKS]), 13))
    assert (year[-1].last_day, sum(period.days for period in year)) == (date(2027, 3, 28), 364)


def test_what_is_on_no_schedule_is_what_was_left_out_and_what_follows() -> None:
    assert unsettled([APRIL, JUNE], TODAY, [MONTHS]) == (MAY, Period(date(2026, 7, 1), date(2026, 8, 1)))
    half = Period(date(2026, 6, 15), date(2026, 7, 1))
    assert unsettled([MAY, half], date(2026, 6, 20), [MONTHS]) == (
        APRIL,
        Period(date(2026, 6, 1), date(2026, 6, 15)),
    )


def test_without_a_schedule_it_is_the_calendar_or_a_year_and_a_half() -> None:
    assert unsettled([], date(2026, 4, 30), [FOUR_WEEKS])[0].start == ANCHOR
    found = unsettled([], TODAY, [Calendar(date(2026, 9, 1), Every.WEEK)])
    assert (found[0].start, found[-1], len(found)) == (
        date(2025, 1, 1),
        Period(date(2026, 7, 1), date(2026, 8, 1)),
        19,
    )


def test_the_period_that_is_due() -> None:
    fresh = unsettled([], TODAY, [MONTHS])
    assert next_unsettled([], fresh, TODAY) == JUNE
    assert next_unsettled([], fresh, date(2026, 4, 10)) == APRIL
    assert next_unsettled([], (), TODAY) is None
    assert next_unsettled([APRIL, JUNE], unsettled([APRIL, JUNE], TODAY, [MONTHS]), TODAY).start == date(
        2026, 7, 1
    )
    assert next_unsettled([APRIL], (), TODAY) is None


def test_only_days_that_are_not_the_next_ones_take_a_reason() -> None:
    assert why_reason(APRIL, [APRIL, MAY], [MONTHS]) == ""
    assert why_reason(MAY, [APRIL], [MONTHS]) == ""
    assert why_reason(MAY, [APRIL, JUNE], [MONTHS]) == ""
    assert why_reason(JUNE, [], [MONTHS]) == ""
    assert why_reason(JUNE, [APRIL], [MONTHS]).startswith(
        "No schedule has 1 May to 31 May 2026. Choose these"
    )
    days = Period.inclusive(date(2026, 5, 1), date(2026, 5, 24))
    assert why_reason(days, [APRIL], [MONTHS]).startswith("Your calendar has 1 May to 31 May 2026.")
    one = Period(date(2026, 5, 31), date(2026, 6, 1))
    assert why_reason(JUNE, [APRIL, Period(MAY.start, one.start)], [MONTHS]).startswith(
        "No schedule has 31 May 2026."
    )
