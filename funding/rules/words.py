"""The words of funding's closed lists, as screens and files show them."""

from __future__ import annotations

from funding.rules.corrections import PostingKind
from funding.rules.proration import Unit

UNIT_WORDS = {
    Unit.WEEK: "a week",
    Unit.HOUR: "an hour",
    Unit.NIGHT: "a night",
    Unit.SESSION: "a session",
    Unit.ONE_OFF: "one-off",
}
POSTING_WORDS = {
    PostingKind.CHARGE: "Charge",
    PostingKind.REVERSAL: "Reversal",
    PostingKind.REPLACEMENT: "Replacement",
}
