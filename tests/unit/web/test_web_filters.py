"""How values are written on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from s117.web import charts, filters


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(0, 0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(9, 0), "9am"),
        (time(12, 0), "midday"),
        (time(12, 30), "12:30pm"),
        (time(23, 59), "11:59pm"),
        (datetime(2026, 7, 1, 9, 30, tzinfo=UTC), "10:30am"),
    ],
)
def test_times(moment: object, words: str) -> None:
    assert filters.time(moment) == words


def test_a_moment_is_the_day_it_is_in_london() -> None:
    assert filters.date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"
    assert filters.short_date(date(2026, 10, 4)) == "4 Oct 2026"


def test_missing_is_said_and_nothing_is_not_missing() -> None:
    assert filters.or_missing("") == filters.date(None) == filters.pounds(None) == "Not recorded"
    assert filters.or_missing(0) == 0
    assert filters.pounds(-5) == "-£0.05"


def test_an_nhs_number_stays_on_one_line() -> None:
    assert filters.nhs_number("9991651284") == "999\u00a0165\u00a01284"


@pytest.mark.parametrize(
    ("on", "age"), [(date(2026, 2, 28), 21), (date(2026, 3, 1), 22), (date(2028, 2, 29), 24)]
)
def test_a_leap_day_birthday_comes_on_the_first_of_march(on: date, age: int) -> None:
    assert filters.age_on(date(2004, 2, 29), on) == age


def test_bars_fill_their_share_of_a_scale_that_holds_the_longest() -> None:
    chart = charts.bars([("A", (6, 0, 7)), ("B", (0, 0, 0))], ["x", "y", "z"])
    assert chart.ticks[-1].value >= 13
    assert [segment.value for segment in chart.bars[0].segments] == [6, 7]
    total = sum(segment.width for segment in chart.bars[0].segments)
    assert total == pytest.approx(13 * 100 / chart.ticks[-1].value, abs=0.02)
    assert chart.bars[1].segments == ()


@pytest.mark.parametrize("longest", [0, 1, 7, 99, 1_234, 999_999])
def test_no_bar_runs_off_the_chart(longest: int) -> None:
    chart = charts.bars([("A", (longest,))], ["x"])
    assert chart.ticks[-1].value >= longest
    assert len(chart.ticks) <= 110
