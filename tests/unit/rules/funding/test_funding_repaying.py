"""A payment that a later rate made too small or too large is put right once, and never below nothing."""

from __future__ import annotations

from datetime import date

from funding.rules.repaying import PaidFor, owed, set_off, too_much
from s117.kernel.periods import Period

APRIL, MAY = date(2026, 4, 1), date(2026, 4, 29)
FIRST = PaidFor(Period.inclusive(APRIL, date(2026, 4, 28)), "first", 128_180)
SECOND = PaidFor(Period.inclusive(MAY, date(2026, 5, 26)), "second", 128_180)
ALWAYS = Period(APRIL)


def test_a_rate_raised_from_the_middle_of_a_period_is_owed_from_that_day() -> None:
    """£350.00 from 15 April on: two weeks of the first period, all of the second."""
    rates = [(APRIL, 32_045), (date(2026, 4, 15), 35_000)]
    assert owed([SECOND, FIRST], rates, ALWAYS) == {"first": 2 * 2_955, "second": 4 * 2_955}
    assert list(owed([SECOND, FIRST], rates, ALWAYS)) == ["first", "second"]


def test_days_on_which_the_service_does_not_run_were_paid_too_much() -> None:
    ended = Period.inclusive(APRIL, date(2026, 5, 12))
    assert owed([FIRST, SECOND], [(APRIL, 32_045)], ended) == {"first": 0, "second": -64_090}


def test_what_was_paid_too_much_is_taken_from_what_the_run_pays_and_the_rest_waits() -> None:
    low = {"first": -20_000, "second": -15_000}
    assert set_off(low, 0, 128_180) == {"first": -20_000, "second": -15_000}
    assert set_off(low, 0, 30_000) == {"first": -20_000, "second": -10_000}
    assert set_off(low, 0, 0) == {}
    assert set_off({"first": 4_000, "second": -15_000}, 0, 0) == {"first": 4_000, "second": -4_000}
    assert set_off({}, 0, 500) == {}


def test_what_came_back_with_a_return_is_not_taken_again() -> None:
    low = {"first": -20_000, "second": -15_000}
    assert too_much(low, 0) == 35_000
    assert too_much(low, 25_000) == 10_000
    assert set_off(low, 25_000, 128_180) == {"second": -10_000}
    assert too_much({"first": 5_000}, 0) == 0


def test_what_came_back_and_is_owed_again_after_all_is_paid() -> None:
    assert set_off({"first": 0, "second": 0}, 25_000, 0) == {"second": 25_000}
    assert set_off({"first": 0, "second": -5_000}, 25_000, 0) == {"second": 20_000}
    assert set_off({}, 25_000, 0) == {}
