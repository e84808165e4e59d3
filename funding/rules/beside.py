"""What others pay a provider beside the shared cost, on the days that a line charges (F11, F12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from funding.rules.proration import weekly_amount
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Beside:
    """Pence a week on some days. `through_payer` where the body that pays the provider collects it."""

    weekly_pence: int
    days: Period
    through_payer: bool = False


@dataclass(frozen=True, slots=True)
class BesideSum:
    """Pence on the days of one line, and how much of it the provider has from the body that pays it."""

    pence: int
    through_payer: int


def beside(served: Period, paid: Iterable[Beside]) -> BesideSum:
    """What is paid on the days served: weekly x days / 7, rounded once for each sum, as charges are."""
    total, through = 0, 0
    for row in paid:
        days = row.days.intersection(served)
        pence = weekly_amount(row.weekly_pence, days.days) if days is not None else 0
        total += pence
        through += pence if row.through_payer else 0
    return BesideSum(total, through)
