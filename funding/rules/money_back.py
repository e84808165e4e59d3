"""What came back of a direct payment goes back to the bodies that bore it (practice 4.2: corrections).

A schedule charges the days of a direct payment in full, because it is paid in advance. When the holder gives
some of it back, those days cost less. What was spent first is what was paid first, and what the holder keeps
is for the days to come: so what comes back is of the days last paid for before those, and is shared as the
cost of those days is, to the penny.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from funding.rules.corrections import Issued, Posting, PostingKind, reverse_and_replace
from funding.rules.lines import Charge, LineFact, line_cost
from funding.rules.split import apportion
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True, order=True)
class Returned:
    """What came back after one return, in pence: the return's last day and name, and what the holder kept."""

    until: date
    key: str
    pence: int
    kept: int = 0


Costs = list[tuple[Charge, int]]
"""Costs of days in date order, each with the pence of it that have not come back."""


def given_back(
    line: LineFact, paid: Iterable[Period], returned: Iterable[Returned]
) -> dict[str, tuple[Charge, ...]]:
    """By return, what comes off the cost of which days: charges below zero, at the terms of those days.

    `paid` holds the days of each payment. What no charged day can take (a one-off payment, a penny of
    rounding) was never shared, so it is in nobody's part.
    """
    waiting = sorted(paid)
    costs: Costs = []
    found: dict[str, tuple[Charge, ...]] = {}
    for row in sorted(returned):
        while waiting and waiting[0].start <= row.until:
            costs += [(charge, charge.gross) for charge in line_cost(line, waiting.pop(0)).charges]
        kept = _taken(costs, row.kept)
        came = _taken(costs, row.pence)
        costs += reversed(kept)
        came += _taken(costs, row.pence - sum(pence for _, pence in came))
        found[row.key] = tuple(_less(charge, pence) for charge, pence in _together(came))
    return found


def _taken(costs: Costs, pence: int) -> Costs:
    """The last costs first, as far as the money goes; what is left of a cost stays on the list."""
    found: Costs = []
    while pence and costs:
        charge, left = costs.pop()
        part = min(pence, left)
        if part < left:
            costs.append((charge, left - part))
        if part:
            found.append((charge, part))
        pence -= part
    return found


def _together(costs: Costs) -> Costs:
    """One entry for each cost, the latest days first."""
    found: dict[Charge, int] = {}
    for charge, pence in costs:
        found[charge] = found.get(charge, 0) + pence
    return list(found.items())


def _less(charge: Charge, pence: int) -> Charge:
    parts = tuple((payer, -part) for payer, part in apportion(pence, charge.terms.shares).items())
    return replace(charge, gross=-pence, parts=parts)


def back_postings(now: Sequence[Charge], standing: Sequence[Issued]) -> tuple[Posting, ...]:
    """What to post so that what was given back on frozen schedules equals what is to be given back now."""
    return tuple(
        posting if posting.kind is PostingKind.REVERSAL else replace(posting, kind=PostingKind.RECLAIM)
        for posting in reverse_and_replace(standing, now)
    )


def mended(days: Period, charged: Iterable[Issued]) -> str:
    """The issued line that charged the last of the days; nothing while no frozen schedule has charged any."""
    found = [line for line in charged if line.days.overlaps(days)]
    return max(found, key=lambda line: line.days.start).key if found else ""
