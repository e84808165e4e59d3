"""What a dispute is about in money: the whole cost of the package, whoever pays, to the penny as charged."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from funding.rules.lines import DeliveryFact, LineFact, RateFact, SplitFact, Terms, line_cost
from funding.rules.proration import Unit
from funding.rules.split import Share
from funding.rules.stake import gross, weekly
from s117.kernel.periods import Period

FEB = date(2026, 2, 1)
HALF = Terms((Share("a", 5000), Share("b", 5000, residual=True)), "P1")


def line(**over: object) -> LineFact:
    known: dict[str, object] = {
        "key": "1", "service": Period(FEB), "rates": (RateFact(FEB, 130000),), "splits": (SplitFact(FEB, HALF),)
    }  # fmt: skip
    return LineFact(**{**known, **over})


def test_a_week_is_the_rate_of_the_day_and_the_sum_is_what_schedules_charge() -> None:
    later = line(rates=(RateFact(FEB, 130000), RateFact(date(2026, 4, 1), 140000)))
    assert weekly([later], date(2026, 3, 31)) == 130000
    assert weekly([later, line()], date(2026, 4, 1)) == 270000
    days = Period(FEB, date(2026, 10, 1))
    assert gross([later], days) == line_cost(later, days).gross > 0


def test_days_that_nobody_agreed_to_share_count_too() -> None:
    shared_late = line(splits=(SplitFact(date(2026, 3, 1), HALF),))
    week = Period(FEB, FEB + timedelta(days=7))
    assert gross([line(splits=())], week) == gross([shared_late], week) == 130000


def test_what_is_paid_by_the_hour_counts_as_delivered_and_has_no_week() -> None:
    days = Period(FEB, FEB + timedelta(days=7))
    hours = line(unit=Unit.HOUR, rates=(RateFact(FEB, 2000),), deliveries=(DeliveryFact(days, Fraction(5)),))
    assert weekly([hours], FEB) == 0
    assert gross([hours], days) == 10000


def test_a_line_that_has_not_begun_or_has_no_rate_costs_nothing() -> None:
    assert weekly([line(), line(rates=())], FEB - timedelta(days=1)) == 0
    assert weekly([line(rates=())], FEB) == gross([line(rates=())], Period(FEB, date(2026, 3, 1))) == 0


@given(st.integers(0, 400), st.integers(1, 400))
def test_more_days_never_cost_less(first: int, more: int) -> None:
    short, long = (Period(FEB, FEB + timedelta(days=days)) for days in (first, first + more))
    assert gross([line()], short) <= gross([line()], long)
