"""The parts of a home that aftercare pays come to the weekly rate that is shared (practice 1.4 F and I).

Rent, service charge, utilities and care that the two bodies pay are the shared cost; a top-up and funded
nursing care stand beside it with payers of their own (F11, F12), as does what anybody else pays. What the
plan says on the day from which its parts hold is compared with the rate on that day: a later uplift is a
change of rate and no fault of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funding.rules import refs
from funding.rules.refs import finding
from s117.kernel.findings import Finding
from s117.kernel.money import half_up, pounds
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class HomePart:
    """A part of the cost that the bodies share: its name, exact pence a week where known, and its days."""

    words: str
    weekly: Fraction | None
    days: Period


@dataclass(frozen=True, slots=True)
class HomeRate:
    """A service that is the home: its days, its weekly rates, and the difference that was named, if one
    was."""

    days: Period
    rates: tuple[tuple[date, int], ...]
    named: int | None = None

    def on(self, day: date) -> int:
        """Pence a week on a day of the service; nothing before its first rate."""
        begun = [row for row in self.rates if row[0] <= day]
        return max(begun)[1] if begun else 0


@dataclass(frozen=True, slots=True)
class HomeCheck:
    """What the parts come to beside the rate, in pence a week, on the day from which the parts hold."""

    on: date
    parts: tuple[HomePart, ...]
    rate: int
    named: frozenset[int]

    @property
    def total(self) -> int:
        """The parts whose price is known, rounded to the penny once."""
        return half_up(sum((part.weekly for part in self.parts if part.weekly is not None), Fraction(0)))

    @property
    def difference(self) -> int:
        """The rate less the parts."""
        return self.rate - self.total

    @property
    def settled(self) -> bool:
        """Whether the parts come to the rate, or somebody said why this very difference stands."""
        known = all(part.weekly is not None for part in self.parts)
        return (known and self.difference == 0) or self.difference in self.named


def home_check(since: date, parts: Iterable[HomePart], rates: Iterable[HomeRate]) -> HomeCheck | None:
    """The check on the day from which the parts hold; None where no part is shared or no home runs that
    day."""
    held, homes = tuple(parts), tuple(rates)
    if not held or not homes:
        return None
    on = max(since, min(home.days.start for home in homes), *(part.days.start for part in held))
    running = [home for home in homes if home.days.contains(on)]
    standing = tuple(part for part in held if part.days.contains(on))
    if not running or not standing:
        return None
    named = frozenset(home.named for home in homes if home.named is not None)
    return HomeCheck(on, standing, sum(home.on(on) for home in running), named)


def home_findings(check: HomeCheck | None) -> tuple[Finding, ...]:
    """Nothing when the parts come to the rate or the difference was named; else what is apart, and by how
    much."""
    return () if check is None or check.settled else (finding(refs.HOME_PARTS, difference_words(check)),)


def difference_words(check: HomeCheck) -> str:
    """What the parts come to, what the rate is, and what is not known, as one or two sentences."""
    known = [
        f"{part.words.lower()} {pounds(half_up(part.weekly))}"
        for part in check.parts
        if part.weekly is not None
    ]
    named = f" ({', '.join(known)})" if known else ""
    rate = f"the rate to {pounds(check.rate)} on {check.on:%-d %B %Y}"
    words = (
        f"The parts of the home that aftercare pays come to {pounds(check.total)} a week{named}, and {rate}"
    )
    return f"{words}: {pounds(abs(check.difference))} apart.{_unknown(check.parts)}"


def _unknown(parts: Sequence[HomePart]) -> str:
    lacking = [part.words.lower() for part in parts if part.weekly is None]
    return f" The price of {' and '.join(lacking)} is not known." if lacking else ""
