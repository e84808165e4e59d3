"""What people pay towards services outside aftercare, beside a schedule and never on it (M-2, F24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from funding.rules.proration import weekly_amount
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Contributed:
    """A service outside aftercare: for which days, and the pence a week that it costs and the person pays."""

    days: Period
    cost_weekly_pence: int
    weekly_pence: int


@dataclass(frozen=True, slots=True)
class Outside:
    """Services outside aftercare in some days: pence that they cost and that people paid towards them."""

    services: int
    cost: int
    paid: int

    @property
    def net(self) -> int:
        """What is left for the council, which shares it with nobody."""
        return self.cost - self.paid


def outside_aftercare(rows: Iterable[Contributed], period: Period) -> Outside:
    """The sums of the days inside the period; cost and payment are each rounded once a service."""
    inside = [(row, days) for row in rows if (days := row.days.intersection(period)) is not None]
    return Outside(
        services=len(inside),
        cost=sum(weekly_amount(row.cost_weekly_pence, days.days) for row, days in inside),
        paid=sum(weekly_amount(row.weekly_pence, days.days) for row, days in inside),
    )
