"""Half-open periods of days: `start` is in the period, `end` is the first day out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`; an `end` of None is open."""

    start: date
    end: date | None = None

    def __lt__(self, other: Period) -> bool:
        """Earlier start first; of two that start together the one that ends first, an open one last."""
        return (self.start, self.end or date.max) < (other.start, other.end or date.max)

    @classmethod
    def inclusive(cls, first: date, last: date | None) -> Period:
        """The period whose last day is `last` (money is counted with both ends inclusive)."""
        return cls(first, None if last is None else last + timedelta(days=1))

    @property
    def empty(self) -> bool:
        """True when the period holds no day (reversed dates included)."""
        return self.end is not None and self.end <= self.start

    @property
    def last_day(self) -> date | None:
        """The last day in the period, or None when it is open."""
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """Number of days. ValueError for an open period."""
        if self.end is None:
            raise ValueError("an open period has no number of days")
        return max(0, (self.end - self.start).days)

    def contains(self, day: date) -> bool:
        """Whether the day is in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share at least one day."""
        return self.intersection(other) is not None

    def intersection(self, other: Period) -> Period | None:
        """The days in both, or None."""
        ends = [end for end in (self.end, other.end) if end is not None]
        shared = Period(max(self.start, other.start), min(ends) if ends else None)
        return None if shared.empty else shared


def gaps(periods: Iterable[Period], within: Period) -> tuple[Period, ...]:
    """The stretches of `within` that none of the periods covers, in date order."""
    found: list[Period] = []
    cursor: date | None = within.start
    for period in sorted(p for p in periods if not p.empty):
        if cursor is None or (within.end is not None and cursor >= within.end):
            break
        if period.start > cursor:
            found.append(Period(cursor, _earlier(period.start, within.end)))
        cursor = None if period.end is None else max(cursor, period.end)
    if cursor is not None:
        found.append(Period(cursor, within.end))
    return tuple(period for period in found if not period.empty)


def overlaps(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The stretches that two neighbouring periods share, in date order."""
    ordered = sorted(p for p in periods if not p.empty)
    shared = (first.intersection(second) for first, second in pairwise(ordered))
    return tuple(period for period in shared if period is not None)


def _earlier(day: date, other: date | None) -> date:
    return day if other is None else min(day, other)
