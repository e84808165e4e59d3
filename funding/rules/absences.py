"""What is paid while the person is away and the place is only held: the contract's rule, as data (F16).

A contract pays the full rate for so many weeks of each absence, then a retainer, a percentage of the rate,
for so many more, and nothing afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from funding.rules.lines import AbsenceFact
from funding.rules.split import FULL
from s117.kernel.periods import Period
from s117.kernel.terms import Term


class AbsenceKind(Term):
    """Why the person is away."""

    HOSPITAL = "hospital", "In hospital"
    OTHER = "other", "Away for another reason"
    NONE = "none", "Not away after all: take back the absence from this day"


@dataclass(frozen=True, slots=True)
class Retainer:
    """What the contract pays of each absence: all of the rate for `full_weeks`, then `retained` basis points
    of it for `weeks` (as long as the place is held where there is no limit), then nothing."""

    retained: int = FULL
    weeks: int | None = None
    full_weeks: int = 0


def absence_facts(away: Iterable[Period], rule: Retainer) -> tuple[AbsenceFact, ...]:
    """The days away with the basis points of the rate that are paid; both days of an absence are away."""
    return tuple(fact for days in sorted(away) for fact in _stages(days, rule))


def _stages(days: Period, rule: Retainer) -> Iterator[AbsenceFact]:
    first = days.start + timedelta(weeks=rule.full_weeks)
    last = None if rule.weeks is None else first + timedelta(weeks=rule.weeks)
    for within, points in _paid(days.start, first, last, rule.retained):
        held = days.intersection(within)
        if held is not None:
            yield AbsenceFact(held, points)


def _paid(start: date, first: date, last: date | None, retained: int) -> Iterator[tuple[Period, int]]:
    yield Period(start, first), FULL
    yield Period(first, last), retained
    if last is not None:
        yield Period(last), 0
