"""A pooled budget under NHS Act 2006 section 75: who bears an overspend (F28)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funding.rules.split import Share, apportion


@dataclass(frozen=True, slots=True)
class PoolOutturn:
    """Pence over the pool (negative is under), each body's part of it, and what each pays in the end."""

    overspend: int
    parts: Mapping[str, int]
    final: Mapping[str, int]


def pool_outturn(contributions: Mapping[str, int], outturn: int, shares: Sequence[Share]) -> PoolOutturn:
    """Share what the pool overspent or underspent; the final figures add up to the outturn."""
    over = outturn - sum(contributions.values())
    parts = apportion(over, shares)
    bodies = dict.fromkeys((*contributions, *parts))
    final = {body: contributions.get(body, 0) + parts.get(body, 0) for body in bodies}
    return PoolOutturn(over, parts, final)
