"""How often a council settles, and which days come next, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from funding.presenters.days import days_words
from funding.queries.calendars import CalendarRow, DaysToSettle
from funding.rules.calendars import Calendar, periods
from funding.rules.proration import by_financial_year, financial_year
from s117.kernel.dates import add_months
from s117.kernel.money import pounds
from s117.kernel.periods import Period
from s117.web.filters import MONTHS, plural
from s117.web.filters import date as date_words

SHOWN = 14
"""One more than the four weeks of a year."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """A calendar in words: how often, from when until when, what was agreed, who set it."""

    every: str
    first: str
    last: str
    status: tuple[str, str]
    reason: str
    by: str


def calendar_rows(rows: Sequence[CalendarRow], today: date) -> tuple[CalendarWords, ...]:
    """The calendars in the order given; one that stands ends the day before the next that stands."""
    begin = sorted(row.starts_on for row in rows if row.superseded_at is None)
    return tuple(_row(row, [day for day in begin if day > row.starts_on], today) for row in rows)


def _row(row: CalendarRow, later: list[date], today: date) -> CalendarWords:
    last = min(later) - timedelta(days=1) if later else None
    status = ("In force", "green")
    if row.superseded_at is not None:
        status = ("Replaced before use", "grey")
    elif row.starts_on > today:
        status = ("To come", "blue")
    elif last is not None and last < today:
        status = ("Over", "grey")
    return CalendarWords(
        every=row.every.words,
        first=date_words(row.starts_on),
        last=date_words(last) if last and row.superseded_at is None else "Until changed",
        status=status,
        reason=row.reason,
        by=f"{row.recorded_by}, {date_words(row.recorded_at)}",
    )


def period_words(period: Period) -> str:
    """A period as a list offers it: 'April 2026', or its two days where it is no calendar month."""
    first, last = period.start, period.last_day or period.start
    month = first.replace(day=1)
    if period == Period(month, add_months(month, 1)):
        return f"{MONTHS[first.month - 1]} {first.year}"
    return days_words(first, last)


def coming_rows(
    days: DaysToSettle, calendars: Sequence[Calendar], today: date
) -> tuple[tuple[str, ...], ...]:
    """The periods from the one that is due on: days, how many, and the financial years they belong to."""
    first = days.due.start if days.due else today
    found = islice(periods(first, add_months(today, 24), calendars), SHOWN)
    return tuple(
        (period_words(one), plural(one.days, "day"), _years(by_financial_year(one))) for one in found
    )


def year_rows(years: Mapping[str, Mapping[str, int]]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: each financial year with each body's part and their sum; nothing for one year."""
    if len(years) < 2:
        return [], []
    bodies = sorted({name for sums in years.values() for name in sums})
    rows = [
        [year, *(pounds(sums.get(name, 0)) for name in bodies), pounds(sum(sums.values()))]
        for year, sums in sorted(years.items())
    ]
    return [*bodies, "Gross"], rows


def left_out(days: DaysToSettle) -> tuple[str, ...]:
    """Days between two frozen schedules that are on none."""
    frozen = [period.start for period in days.frozen]
    between = (one for one in days.unsettled if frozen and min(frozen) < one.start < max(frozen))
    return tuple(period_words(period) for period in between)


def _years(pieces: Iterable[Period]) -> str:
    """'2026/27', or across 31 March '2 days in 2025/26, 26 days in 2026/27': the old year's are accrued."""
    found = [(plural(piece.days, "day"), financial_year(piece.start)) for piece in pieces]
    if len(found) == 1:
        return found[0][1]
    return ", ".join(f"{days} in {year}" for days, year in found)
