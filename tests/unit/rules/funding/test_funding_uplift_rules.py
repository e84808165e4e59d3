"""A rise of rates: rounded to the penny first (F10), its cost in a year, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.asked import UpliftInput
from funding.rules.lines import LineFact, RateFact, SplitFact, Terms
from funding.rules.proration import Unit, weekly_amount
from funding.rules.split import Share
from funding.rules.uplifts import Rise, annual_effect, why_left_out
from s117.kernel.periods import Period

FIRST, FROM = date(2025, 4, 1), date(2026, 4, 1)
LINE = LineFact(
    "1",
    Period(FIRST),
    (RateFact(FIRST, 123_456),),
    (SplitFact(FIRST, Terms((Share("LA", 10_000, residual=True),), "P")),),
)


def test_a_percentage_is_rounded_to_the_penny_before_it_is_used() -> None:
    rise = Rise(Fraction("3.9"))
    assert rise.on(123_456) == 128_271
    assert weekly_amount(rise.on(123_456), 30) == 549_733
    assert (rise.words, Rise(pence=1_200).words) == ("3.90%", "£12.00 on each rate")
    assert Rise(pence=1_200).on(105_000) == 106_200


def test_what_it_comes_to_in_a_year_is_counted_by_days() -> None:
    assert annual_effect(Unit.WEEK, 105_000, 109_200) == 219_000
    assert annual_effect(Unit.HOUR, 2_440, 2_500) == 0


@given(st.integers(1, 10**7), st.decimals("0.01", "99.99", places=2))
def test_a_rise_never_lowers_a_rate(old: int, percent: object) -> None:
    new = Rise(Fraction(str(percent))).on(old)
    assert new >= old
    assert annual_effect(Unit.WEEK, old, new) >= 0


@pytest.mark.parametrize(
    ("line", "previewed", "words"),
    [
        (LINE, 123_456, ""),
        (LINE, None, ""),
        (LINE, 120_000, "Its rate is £1,234.56 now. The preview said £1,200.00."),
        (replace(LINE, rates=()), None, "It has no rate yet."),
        (
            replace(LINE, service=Period(FIRST, FROM)),
            None,
            "It does not run on the first day of the new rates.",
        ),
        (
            replace(LINE, rates=(*LINE.rates, RateFact(FROM, 1))),
            123_456,
            "A rate from 1 April 2026 is recorded already.",
        ),
    ],
)
def test_a_service_that_changed_is_left_alone_in_words(
    line: LineFact, previewed: int | None, words: str
) -> None:
    assert why_left_out(line, FROM, previewed) == words


def test_a_rise_is_by_a_percentage_or_by_an_amount() -> None:
    assert UpliftInput(percent="3.9", effective_on=FROM, reason="x").rise == Rise(Fraction(39, 10))
    assert UpliftInput(pence=5, effective_on=FROM, reason="x").rise == Rise(pence=5)
    for wrong in ({}, {"percent": "1", "pence": 1}):
        with pytest.raises(ValueError, match="percentage or by an amount"):
            UpliftInput(effective_on=FROM, reason="x", **wrong).rise  # noqa: B018 - asking is the test
