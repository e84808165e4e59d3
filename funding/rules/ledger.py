"""What was paid without prejudice in a dispute, and what is still to recover of it (practice 4.2, F19, F20).

The ledger is made of the shares as they were issued, never of a fresh formula, so that recharge and
ledger come to nothing together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funding.rules.proration import financial_year
from s117.kernel.money import half_up
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Paid:
    """One issued share of a body: its days of service, its pence, and whether it has been recharged."""

    days: Period
    pence: int
    recharged: bool = False


def at_stake(days: Period, pence: int, start: date) -> tuple[Period, int] | None:
    """The part of a share that lies on or after the first day in dispute, by days; None when none does."""
    inside = days.intersection(Period(start))
    if inside is None:
        return None
    return inside, half_up(Fraction(pence * inside.days, days.days))


def still_to_recover(paid: Iterable[Paid]) -> int:
    """Pence that no recharge has mirrored yet: nothing once everything is recharged (rule 7)."""
    return sum(row.pence for row in paid if not row.recharged)


def by_year(paid: Iterable[Paid]) -> Mapping[str, int]:
    """Pence by financial year of the first day of service."""
    found: dict[str, int] = {}
    for row in paid:
        year = financial_year(row.days.start)
        found[year] = found.get(year, 0) + row.pence
    return dict(sorted(found.items()))
