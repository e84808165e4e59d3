"""Money taken from the person for aftercare goes back to them, year by year (M-7, F25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funding.rules.corrections import net_by_payer
from funding.rules.proration import by_financial_year, financial_year, steps, weekly_amount
from funding.rules.split import FULL, Share, apportion
from s117.kernel.money import half_up
from s117.kernel.periods import Period, gaps
from s117.kernel.terms import Term


class Basis(Term):
    """Whether interest is added. The rate is data: councils have offered interest, the statute a rate."""

    NONE = "none", "No interest"
    SIMPLE = "simple", "Simple interest at a rate you enter"
    STATUTORY = "statutory", "The statutory rate: 8% a year"


STATUTORY_POINTS = 800
"""County Courts Act 1984 section 69 with the Judgments Act 1838 section 17: 8% a year."""


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


@dataclass(frozen=True, slots=True)
class Piece:
    """Days of one financial year under one cost share: the pence that go back, and who bears them."""

    days: Period
    pence: int
    shares: tuple[Share, ...]

    @property
    def parts(self) -> Mapping[str, int]:
        """Pence by body."""
        return apportion(self.pence, self.shares)


def pieces_of(
    charged: Period, weekly_pence: int, splits: Sequence[tuple[date, Sequence[Share]]], payer: str
) -> tuple[Piece, ...]:
    """What was taken, cut by year and cost share, each rounded once; `payer` bears days without a share."""
    held = [(days, shares) for days, shares in steps(splits) if days.overlaps(charged)]
    alone = (Share(payer, FULL, residual=True),)
    cuts = [
        *((days.intersection(charged), shares) for days, shares in held),
        *((days, alone) for days in gaps([days for days, _ in held], charged)),
    ]
    found = [
        Piece(year, weekly_amount(weekly_pence, year.days), tuple(shares))
        for days, shares in cuts
        if days is not None
        for year in by_financial_year(days)
    ]
    return tuple(sorted(found, key=lambda piece: piece.days.start))


def refund_of(pieces: Sequence[Piece]) -> Refund:
    """What the pieces come to by year and by body."""
    by_year: dict[str, int] = {}
    for piece in pieces:
        year = financial_year(piece.days.start)
        by_year[year] = by_year.get(year, 0) + piece.pence
    return Refund(by_year, net_by_payer(tuple(piece.parts.items()) for piece in pieces))


def interest(charged: Period, by_year: Mapping[str, int], rate_points: int, until: date) -> Mapping[str, int]:
    """Simple interest on each year's charges, from the day after the last of them to the day `until`.

    365 days to the year, rounded half-up once for each financial year.
    """
    found = {}
    for year in by_financial_year(charged):
        name, days = financial_year(year.start), max(0, (until - year.start).days - year.days)
        found[name] = half_up(Fraction(by_year[name] * rate_points * days, FULL * 365))
    return found
