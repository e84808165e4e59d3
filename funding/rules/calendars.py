"""Which days a council's schedules are about: calendar months, four weeks or weeks (practice 4.2).

A calendar holds from its first day, with which its first period begins too, until the next calendar begins.
Periods always meet: no day lies in two and none between them, also where a calendar follows another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from s117.kernel.dates import add_months
from s117.kernel.periods import Period, gaps
from s117.kernel.terms import Term

LOOK_BACK_MONTHS = 18
"""How far back schedules may still be asked for without a calendar that says so."""


class Every(Term):
    """How often a council settles. Thirteen times four weeks are 364 days, so one lies across 31 March."""

    MONTH = "month", "Every calendar month"
    FOUR_WEEKS = "four_weeks", "Every four weeks"
    WEEK = "week", "Every week"


WEEKS = {Every.FOUR_WEEKS: 4, Every.WEEK: 1}


@dataclass(frozen=True, slots=True, order=True)
class Calendar:
    """How often, from a day on. Weeks are counted from that day: it fixes the day of the week, and which four
    weeks belong together."""

    starts_on: date
    every: Every

    def ends_after(self, day: date) -> date:
        """The first day after the period that the day is in."""
        if self.every is Every.MONTH:
            return add_months(day.replace(day=1), 1)
        length = timedelta(weeks=WEEKS[self.every])
        return self.starts_on + length * ((day - self.starts_on) // length + 1)


def period_from(day: date, calendars: Collection[Calendar]) -> Period:
    """The days from this one to the end of its period in the calendar that holds on it; before the first
    calendar, and without one, to the end of the month (practice names the month first)."""
    holds = max((one for one in calendars if one.starts_on <= day), default=Calendar(day, Every.MONTH))
    later = [one.starts_on for one in calendars if one.starts_on > day]
    return Period(day, min([holds.ends_after(day), *later]))


def periods(first: date, until: date, calendars: Collection[Calendar]) -> Iterator[Period]:
    """The periods that follow one another from the first day, up to the one that `until` is in."""
    start = first
    while start <= until:
        period = period_from(start, calendars)
        yield period
        start += timedelta(days=period.days)


def unsettled(
    settled: Collection[Period], until: date, calendars: Collection[Calendar]
) -> tuple[Period, ...]:
    """The periods that no schedule has, in date order: those before the first, what was left out between
    two, and what follows the last, up to the one that `until` is in. `settled` are those that were frozen."""
    first = min([_first_of(until, calendars), *(period.start for period in settled)])
    found: list[Period] = []
    for gap in gaps(settled, Period(first)):
        last = until if gap.last_day is None else gap.last_day
        inside = (period.intersection(gap) for period in periods(gap.start, last, calendars))
        found += [period for period in inside if period is not None]
    return tuple(found)


def next_unsettled(settled: Collection[Period], offered: Collection[Period], today: date) -> Period | None:
    """The one that is due: what follows the last schedule; before any schedule the last one that is over, or
    the first of all."""
    ends = [period.start + timedelta(days=period.days) for period in settled]
    if ends:
        return next((period for period in offered if period.start >= max(ends)), None)
    over = [period for period in offered if period.end is not None and period.end <= today]
    return max(over, default=min(offered, default=None))


def why_reason(wanted: Period, settled: Collection[Period], calendars: Collection[Calendar]) -> str:
    """Why somebody has to say why they want these days; '' where they were frozen before (a new edition), or
    are a period of the calendar that leaves no day out since the schedule before."""
    if wanted in settled:
        return ""
    ends = [period.start + timedelta(days=period.days) for period in settled]
    before = max((end for end in ends if end <= wanted.start), default=wanted.start)
    if before < wanted.start:
        left_out = Period(before, wanted.start)
        return f"No schedule has {_days(left_out)}. Choose these days first, or say why they are left out"
    later = min((period.start for period in settled if period.start > wanted.start), default=None)
    due = period_from(wanted.start, calendars).intersection(Period(wanted.start, later))
    if due is not None and wanted != due:
        return f"Your calendar has {_days(due)}. Say why you need other days"
    return ""


def _first_of(until: date, calendars: Collection[Calendar]) -> date:
    begun = [one.starts_on for one in calendars if one.starts_on <= until]
    return min(begun, default=add_months(until.replace(day=1), -LOOK_BACK_MONTHS))


def _days(period: Period) -> str:
    last = period.last_day or period.start
    return f"{period.start:%-d %B %Y}" if period.days == 1 else f"{period.start:%-d %B} to {last:%-d %B %Y}"
