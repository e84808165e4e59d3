"""Which days a report is about, and which days of a service no schedule charges."""

from __future__ import annotations

from datetime import date

import pytest

from funding.rules.lines import LineFact, RateFact, SplitFact, Terms
from funding.rules.reporting import Span, financial_year_of, span_days, uncharged
from funding.rules.split import Share
from s117.kernel.periods import Period

YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
HALF = Terms((Share("LA", 5000, residual=True), Share("ICB", 5000)), "PANEL-1")


def a_line(first: date, last: date | None = None) -> LineFact:
    return LineFact(
        key="x",
        service=Period.inclusive(first, last),
        rates=(RateFact(first, 70_000),),
        splits=(SplitFact(first, HALF),),
    )


@pytest.mark.parametrize(
    ("span", "today", "first", "last"),
    [
        (Span.LAST_MONTH, date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        (Span.THIS_MONTH, date(2028, 2, 3), date(2028, 2, 1), date(2028, 2, 29)),
        (Span.THIS_YEAR, date(2026, 3, 31), date(2025, 4, 1), date(2026, 3, 31)),
        (Span.THIS_YEAR, date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (Span.LAST_YEAR, date(2026, 11, 21), date(2025, 4, 1), date(2026, 3, 31)),
    ],
)
def test_words_mean_days(span: Span, today: date, first: date, last: date) -> None:
    assert span_days(span, today) == Period.inclusive(first, last)


def test_other_days_have_to_be_given() -> None:
    with pytest.raises(ValueError, match="given"):
        span_days(Span.DAYS, date(2026, 4, 1))


def test_what_was_issued_is_not_charged_again_and_the_rest_is_the_year() -> None:
    line = a_line(date(2026, 4, 1))
    april, june = (Period(date(2026, month, 1), date(2026, month + 1, 1)) for month in (4, 6))
    charges = uncharged(line, YEAR, [june, april])
    assert [charge.days for charge in charges] == [
        Period(date(2026, 5, 1), date(2026, 6, 1)),
        Period(date(2026, 7, 1), date(2027, 4, 1)),
    ]
    assert sum(charge.days.days for charge in charges) + april.days + june.days == 365


def test_a_service_outside_the_days_has_nothing_to_come() -> None:
    assert uncharged(a_line(date(2025, 1, 1), date(2025, 2, 1)), YEAR, []) == ()
    assert financial_year_of(date(2026, 4, 1)) == YEAR
