"""Charged days and what they cost: weekly rate x days / 7, exact until one rounding a segment.

Days count with both ends inclusive. 52, 52.14 and 365.25 are for budget pages, never for charging
(practice 4.2). A segment is the longest run of days on which nothing that prices them changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

from funding.rules.split import FULL
from s117.kernel.money import half_up
from s117.kernel.periods import Period
from s117.kernel.terms import Term


class Unit(Term):
    """What a rate buys. WEEK is prorated by the day; the others are paid as delivered."""

    WEEK = "week", "a week"
    HOUR = "hour", "an hour"
    NIGHT = "night", "a night"
    SESSION = "session", "a session"
    ONE_OFF = "one_off", "one-off"


@dataclass(frozen=True, slots=True)
class EndRule:
    """The contract's rule for the last days. It is data on the line because contracts differ (F15)."""

    leaving_day_charged: bool = True
    days_after_death: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of days with the value that each track holds throughout it (None where it holds none)."""

    days: Period
    values: tuple[Any, ...]


Track = Sequence[tuple[Period, Any]]


def steps(rows: Iterable[tuple[date, Any]]) -> Track:
    """Dated values as a track: each holds from its day until the next one's."""
    ordered = sorted(rows, key=lambda row: row[0])
    ends = (*(start for start, _ in ordered[1:]), None)
    return tuple((Period(start, end), value) for (start, value), end in zip(ordered, ends, strict=False))


def cut(within: Period, *tracks: Track) -> tuple[Cut, ...]:
    """`within` as the fewest runs of days on which no track changes, in date order."""
    if within.empty or within.end is None:
        return ()
    edges = {within.start, within.end}
    for track in tracks:
        for period, _ in track:
            edges.update(day for day in (period.start, period.end) if day and within.contains(day))
    return tuple(_merged(_pieces(sorted(edges), tracks)))


def _pieces(edges: Sequence[date], tracks: Sequence[Track]) -> Iterator[Cut]:
    for first, after in pairwise(edges):
        yield Cut(Period(first, after), tuple(_held_on(track, first) for track in tracks))


def _merged(pieces: Iterable[Cut]) -> Iterator[Cut]:
    for values, alike in groupby(pieces, key=lambda piece: piece.values):
        run = list(alike)
        yield Cut(Period(run[0].days.start, run[-1].days.end), values)


def _held_on(track: Track, day: date) -> Any:
    return next((value for period, value in track if period.contains(day)), None)


def weekly_amount(weekly_pence: int, days: int, retained: int = FULL) -> int:
    """Pence for `days` at a weekly rate; `retained` basis points of it while a place is only held."""
    return half_up(Fraction(weekly_pence * days * retained, 7 * FULL))


def week_cost(rate_pence: int, unit: Unit, quantity: Fraction = Fraction(1)) -> Fraction:
    """Exact pence in a week of seven days, the one way a week is counted: the rate itself where it is weekly,
    the rate times the `quantity` of units a week where they are paid for, nothing for a single payment."""
    if unit is Unit.ONE_OFF:
        return Fraction(0)
    return Fraction(rate_pence) * (1 if unit is Unit.WEEK else quantity)


def unit_amount(units: Fraction, unit_pence: int) -> int:
    """Pence for the hours, nights or sessions that were delivered (F14, F31)."""
    return half_up(units * unit_pence)


def rounded_daily_amount(weekly_pence: int, days: int) -> int:
    """The daily rate rounded first: a provider-contract setting, never mixed on a schedule (F32)."""
    return daily_rate(weekly_pence) * days


def daily_rate(weekly_pence: int) -> int:
    """A seventh of the weekly rate, rounded to the penny."""
    return half_up(Fraction(weekly_pence, 7))


def uplifted(weekly_pence: int, percent: Fraction) -> int:
    """A weekly rate raised by a percentage, rounded to the penny before it is used (F10)."""
    return half_up(weekly_pence * (1 + percent / 100))


def charged_days(service: Period, rule: EndRule, died_on: date | None = None) -> Period:
    """The days of a service that are paid for, by the contract's end rule (F15).

    A death stops the charge `days_after_death` days later; where the leaving day is not charged,
    the day of leaving or of death is the first day that is not.
    """
    if died_on is not None:
        last = died_on + timedelta(days=rule.days_after_death)
        if rule.days_after_death == 0 and not rule.leaving_day_charged:
            last -= timedelta(days=1)
        return _ending(service, last)
    if service.last_day is not None and not rule.leaving_day_charged:
        return _ending(service, service.last_day - timedelta(days=1))
    return service


def _ending(service: Period, last: date) -> Period:
    return service.intersection(Period.inclusive(service.start, last)) or Period(service.start, service.start)


def financial_year(day: date) -> str:
    """'2026/27' for any day from 1 April 2026 to 31 March 2027."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def by_financial_year(period: Period) -> tuple[Period, ...]:
    """The period in pieces that each lie in one financial year (1 April to 31 March)."""
    return tuple(_pieces_at(period, lambda first: first.month == 4))


def by_month(period: Period) -> tuple[Period, ...]:
    """The period in pieces that each lie in one calendar month."""
    return tuple(_pieces_at(period, lambda first: True))


def _pieces_at(period: Period, breaks_at: Callable[[date], bool]) -> Iterator[Period]:
    if period.end is None:
        raise ValueError("an open period has no number of pieces")
    start = period.start
    while start < period.end:
        end = _next_first(start)
        while end < period.end and not breaks_at(end):
            end = _next_first(end)
        yield Period(start, min(end, period.end))
        start = end


def _next_first(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
