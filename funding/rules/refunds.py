"""Money taken from the person for aftercare goes back to them, year by year (M-7, F25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funding.rules.corrections import net_by_payer
from funding.rules.proration import by_financial_year, financial_year, weekly_amount
from funding.rules.split import Share, apportion
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Refund:
    """Pence owed to the person by financial year, and what each body bears of it."""

    by_year: Mapping[str, int]
    by_payer: Mapping[str, int]

    @property
    def total(self) -> int:
        """Everything owed to the person, before interest."""
        return sum(self.by_year.values())


def refund(charged: Period, weekly_contribution_pence: int, shares: Sequence[Share]) -> Refund:
    """Contributions wrongly taken over the whole period, each financial year rounded and shared once."""
    by_year = {
        financial_year(year.start): weekly_amount(weekly_contribution_pence, year.days)
        for year in by_financial_year(charged)
    }
    return Refund(by_year, net_by_payer(tuple(apportion(owed, shares).items()) for owed in by_year.values()))
