"""Which days a report is about, and how the days of a service that no schedule charges yet are found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from funding.rules.lines import Charge, LineFact, line_cost
from s117.kernel.dates import add_months
from s117.kernel.money import half_up
from s117.kernel.periods import Period, gaps
from s117.kernel.terms import Term


class Span(Term):
    """The days of a report as people ask for them; a saved filter keeps the words, not the days."""

    LAST_MONTH = "last_month", "Last month"
    THIS_MONTH = "this_month", "This month"
    THIS_YEAR = "this_year", "This financial year"
    LAST_YEAR = "last_year", "Last financial year"
    DAYS = "days", "Other days"


def span_days(span: Span, today: date) -> Period:
    """The days that the words mean today. ValueError for DAYS, which have to be given."""
    month = today.replace(day=1)
    year = financial_year_of(today)
    if span is Span.THIS_MONTH:
        return Period(month, add_months(month, 1))
    if span is Span.LAST_MONTH:
        return Period(add_months(month, -1), month)
    if span is Span.THIS_YEAR:
        return year
    if span is Span.LAST_YEAR:
        return Period(add_months(year.start, -12), year.start)
    raise ValueError("other days have to be given")


def financial_year_of(day: date) -> Period:
    """1 April to 31 March, the year that the day lies in."""
    first = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    return Period(first, add_months(first, 12))


def part_of(pence: int, served: Period, days: Period) -> int:
    """The part of an amount for days of service that falls on some of them: four weeks across 31 March belong
    to both years by the day (practice 4.2, F09).

    Counted up to each edge and rounded there, so that the parts of days that meet always sum to the whole.
    """
    inside = served.intersection(days)
    if inside is None or served.days == 0:
        return 0
    before = Period(served.start, inside.start).days
    return half_up(Fraction(pence * (before + inside.days), served.days)) - half_up(
        Fraction(pence * before, served.days)
    )


def uncharged(line: LineFact, days: Period, issued: Iterable[Period]) -> tuple[Charge, ...]:
    """What the line costs on those of the days that no issued line charges, in date order.

    For accruals (service delivered, not yet on a schedule) and for what is still to come.
    """
    own = line.service.intersection(days)
    if own is None:
        return ()
    return tuple(charge for gap in gaps(issued, own) for charge in line_cost(line, gap).charges)
