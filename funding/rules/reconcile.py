"""Do the figures agree: control totals of a schedule, and a provider's invoice against it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

INVOICE_TOLERANCE_PENCE = 100


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals: number of lines, gross, and pence by payer."""

    rows: int
    gross: int
    by_payer: Mapping[str, int]

    @property
    def balanced(self) -> bool:
        """Whether the payers' parts add up to the gross."""
        return sum(self.by_payer.values()) == self.gross


def control_totals(lines: Iterable[tuple[int, Iterable[tuple[str, int]]]]) -> Totals:
    """Totals over (gross, parts by payer) of every line."""
    rows, gross = 0, 0
    by_payer: dict[str, int] = {}
    for line_gross, parts in lines:
        rows += 1
        gross += line_gross
        for payer, amount in parts:
            by_payer[payer] = by_payer.get(payer, 0) + amount
    return Totals(rows, gross, dict(sorted(by_payer.items())))


class ControlHash:
    """SHA-256 over lines in a canonical form, one at a time: the same figures give the same hash for ever."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, line: Mapping[str, Any]) -> None:
        """The next line."""
        self._digest.update(
            json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
        )
        self._digest.update(b"\n")

    @property
    def words(self) -> str:
        """The hash of the lines so far."""
        return self._digest.hexdigest()


def control_hash(lines: Iterable[Mapping[str, Any]]) -> str:
    """The control hash of all the lines."""
    found = ControlHash()
    for line in lines:
        found.add(line)
    return found.words


class Match(StrEnum):
    """Whether an invoice may be paid or a question goes back to the provider."""

    MATCHED = "matched"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class InvoiceMatch:
    """An invoice beside the schedule. `variance` is invoice less schedule, in pence."""

    status: Match
    variance: int


def match_invoice(invoice: int, scheduled: int, tolerance: int = INVOICE_TOLERANCE_PENCE) -> InvoiceMatch:
    """QUERY when the invoice differs from the schedule by more than the tolerance, either way (F29)."""
    variance = invoice - scheduled
    return InvoiceMatch(Match.QUERY if abs(variance) > tolerance else Match.MATCHED, variance)
