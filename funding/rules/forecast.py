"""What a service will cost, counted by days; other counts are shown only beside it, labelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from funding.rules.corrections import net_by_payer
from funding.rules.lines import Charge, LineFact, RateFact, SplitFact, line_cost
from funding.rules.proration import Unit, weekly_amount
from s117.kernel.money import half_up
from s117.kernel.periods import Period

BUDGET_WEEKS = {
    "weeks_52": Fraction(52),
    "weeks_52_14": Fraction(5214, 100),
    "weeks_52_143": Fraction(52143, 1000),
}
"""Weeks in a year as budget pages sometimes count them; never used for charging (F08)."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Pence spent, pence still to come, and what each payer will have borne. Variance is over budget."""

    actual: int
    commitment: int
    by_payer: dict[str, int]
    budget: int

    @property
    def total(self) -> int:
        """Actual and commitment together."""
        return self.actual + self.commitment

    @property
    def variance(self) -> int:
        """Forecast less budget: negative is under."""
        return self.total - self.budget


def commitment(weekly_pence: int, period: Period) -> int:
    """Pence for every day of the period at the weekly rate."""
    return weekly_amount(weekly_pence, period.days)


def budget_counts(weekly_pence: int) -> dict[str, int]:
    """A year's cost by the conventions that are not used for charging."""
    return {name: half_up(weekly_pence * weeks) for name, weeks in BUDGET_WEEKS.items()}


def forecast(line: LineFact, spent: Period, coming: Period, budget: int) -> Forecast:
    """The charges of days gone and of days to come, each segment rounded and shared once, against the budget
    (F26). A change of rate or of shares, and days that are not charged, count as they do on a schedule."""
    actual, planned = line_cost(line, spent), line_cost(line, coming)
    by_payer = net_by_payer(charge.parts for charge in (*actual.charges, *planned.charges))
    return Forecast(actual.gross, planned.gross, by_payer, budget)


def full_year(line: LineFact, year: Period) -> tuple[Charge, ...]:
    """What every day of the year would cost at the rate and share of its last day: the full-year effect of a
    weekly service that goes on past the year; nothing for one that ends in it or is paid by the unit."""
    last = year.last_day
    if last is None or line.unit is not Unit.WEEK or not line.service.contains(last):
        return ()
    rate, terms = line.rate_on(last), line.terms_on(last)
    if rate is None or terms is None:
        return ()
    lasting = replace(
        line,
        service=year,
        rates=(RateFact(year.start, rate),),
        splits=(SplitFact(year.start, terms),),
        payers=tuple(replace(row, days=year) for row in line.payers if row.days.contains(last)),
        absences=(),
    )
    return line_cost(lasting, year).charges


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """Equal payments in advance, and how far they fall short of the year's days (F21)."""

    payment: int
    paid_in_year: int
    year: int

    @property
    def difference(self) -> int:
        """Pence of the year that no payment reaches."""
        return self.year - self.paid_in_year


def payment_run(weekly_pence: int, days: int, payments: int, year: Period) -> PaymentRun:
    """A direct payment's cycle: each payment is rounded once, then repeated."""
    payment = weekly_amount(weekly_pence, days)
    return PaymentRun(payment, payment * payments, commitment(weekly_pence, year))
