"""Issued lines are never edited: they are reversed to the penny and issued anew (practice 4.2, F17-F20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from funding.rules.lines import Charge
from funding.rules.split import Share, apportion
from s117.kernel.periods import Period
from s117.kernel.terms import Term


class PostingKind(Term):
    """What a schedule line does: charge a service, take a charge back, put one in its place, recharge
    what was given back to the person, or give back what came back of a direct payment."""

    CHARGE = "charge", "Charge"
    REVERSAL = "reversal", "Reversal"
    REPLACEMENT = "replacement", "Replacement"
    REFUND = "refund", "Refund"
    RECLAIM = "reclaim", "Came back"


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount to post now for days of service then. `mends` is the issued line it takes back."""

    kind: PostingKind
    days: Period
    gross: int
    parts: tuple[tuple[str, int], ...]
    charge: Charge | None = None
    mends: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A line as it stands on a frozen schedule, in the figures that were issued."""

    key: str
    days: Period
    gross: int
    parts: tuple[tuple[str, int], ...]


def reverse(issued: Issued) -> Posting:
    """The same pence with the opposite sign, for the same days of service."""
    parts = tuple((payer, -amount) for payer, amount in issued.parts)
    return Posting(PostingKind.REVERSAL, issued.days, -issued.gross, parts, mends=issued.key)


def reverse_and_replace(issued: Sequence[Issued], now: Sequence[Charge]) -> tuple[Posting, ...]:
    """What to post so that issued lines plus postings equal today's charges; nothing when they agree.

    Lines that agree in days, total and parts stay as they were issued. Where nothing was issued, what is
    posted is a late charge, not a replacement.
    """
    kind = PostingKind.REPLACEMENT if issued else PostingKind.CHARGE
    wanted = {_figures(charge.days, charge.gross, charge.posted): charge for charge in now}
    standing = {_figures(line.days, line.gross, line.parts) for line in issued}
    reversals = [
        reverse(line) for line in issued if _figures(line.days, line.gross, line.parts) not in wanted
    ]
    replacements = [
        Posting(kind, charge.days, charge.gross, charge.posted, charge)
        for figures, charge in wanted.items()
        if figures not in standing
    ]
    return (*reversals, *replacements)


def net_by_payer(parts: Iterable[Sequence[tuple[str, int]]]) -> dict[str, int]:
    """Pence by payer, summed over several lines' parts."""
    totals: dict[str, int] = {}
    for line in parts:
        for payer, amount in line:
            totals[payer] = totals.get(payer, 0) + amount
    return totals


def recharges(issued_shares: Iterable[int], interim: Sequence[Share], determined: str) -> dict[str, int]:
    """What the determined body owes each interim payer, from the shares as they were issued.

    The ledger is summed line by line, never worked out afresh from the whole (F19: £22,471.41, not
    half of the gross). The body that was found responsible owes itself nothing.
    """
    totals = net_by_payer(tuple(apportion(share, interim).items()) for share in issued_shares)
    return {payer: amount for payer, amount in totals.items() if payer != determined}


def _figures(days: Period, gross: int, parts: Iterable[tuple[str, int]]) -> tuple[object, ...]:
    return days, gross, frozenset(parts)
