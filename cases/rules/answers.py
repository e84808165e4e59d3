"""What the two 'which body' rules share: how firm an answer is, and the other readings beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from s117.kernel.findings import Answer


class Firmness(StrEnum):
    """How far the rules go.

    DETERMINED: the rules give the answer. PROPOSED: they point one way, and a person confirms it.
    OPEN: the authorities or the facts divide; the body shown is a default, not an answer.
    """

    DETERMINED = "determined"
    PROPOSED = "proposed"
    OPEN = "open"

    @property
    def answer(self) -> Answer:
        """Only a determined answer may stand without a person."""
        return Answer.YES if self is Firmness.DETERMINED else Answer.CANNOT_TELL

    def at_most(self, other: Firmness) -> Firmness:
        """The less firm of the two."""
        order = list(Firmness)
        return max(self, other, key=order.index)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading: the body it gives and why."""

    body: str
    because: str
    words: str
