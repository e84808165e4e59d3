"""Payments that a later rate makes too small or too large: put right by the next run, to the penny.

A payment of an approved run never changes. What its days cost at the rates that stand today, less what was
paid for them, is owed to the holder, or was paid too much. Too much is taken from what the next runs pay,
never below nothing, or comes back with a return; none of it is put right twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from funding.rules.direct_payments import payment
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True, order=True)
class PaidFor:
    """A payment period with what was paid for it so far, corrections included. Pence."""

    days: Period
    key: str
    pence: int


def owed(paid: Iterable[PaidFor], rates: Iterable[tuple[date, int]], service: Period) -> dict[str, int]:
    """By payment, oldest first, the pence still owed for its days; below zero where too much was paid.

    `service` holds the days of the arrangement on which the service runs: other days are owed nothing.
    """
    standing = tuple(rates)
    return {row.key: payment(row.days, standing, service) - row.pence for row in sorted(paid)}


def too_much(differences: Mapping[str, int], returned: int) -> int:
    """Pence paid too much that nothing has put right; `returned` of it came back, or is asked, with
    returns."""
    return max(0, -sum(differences.values()) - returned)


def set_off(differences: Mapping[str, int], returned: int, payable: int) -> dict[str, int]:
    """By payment, what the next run puts right: all that is owed, and of what was paid too much, the oldest
    first, no more than the run pays (`payable` for new periods, and what is owed).

    What came back with returns and is owed again after all is added to the latest payment.
    """
    found = {key: pence for key, pence in differences.items() if pence > 0}
    room = payable + sum(found.values())
    for key, pence in differences.items():
        covered = min(returned, max(0, -pence))
        returned -= covered
        part = min(room, max(0, -pence) - covered)
        room -= part
        if part:
            found[key] = -part
    if returned and differences:
        latest = list(differences)[-1]
        found[latest] = found.get(latest, 0) + returned
    return {key: pence for key, pence in found.items() if pence}
