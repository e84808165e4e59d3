"""The words of funding's closed lists, as screens and files show them."""

from __future__ import annotations

from funding.rules.corrections import PostingKind

POSTING_WORDS = {
    PostingKind.CHARGE: "Charge",
    PostingKind.REVERSAL: "Reversal",
    PostingKind.REPLACEMENT: "Replacement",
    PostingKind.REFUND: "Refund",
    PostingKind.RECLAIM: "Came back",
}
