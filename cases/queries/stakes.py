"""The money at stake in a dispute: worked out above the register, from what is funded, and asked for here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Stake:
    """What a person's funded aftercare costs, whoever pays, in pence: a week on the last day, and in all.

    `services` were funded on these days; `by_unit` of them have no weekly cost, and count as delivered.
    """

    weekly_pence: int
    pence: int
    services: int
    by_unit: int


Reader = Callable[[UUID, Period], "Stake | None"]
# Set by the app above that knows the funding, when it is loaded.
_readers: list[Reader] = []


def read_stakes_with(reader: Reader) -> None:
    """Have the money at stake worked out by the app that knows the funding."""
    _readers[:] = [reader]


def stake_of(case_id: UUID, days: Period) -> Stake | None:
    """What the person's funded aftercare costs over some days, or None where nothing is funded on them."""
    return next((reader(case_id, days) for reader in _readers), None)
