"""A provider's invoice beside what frozen schedules charge for the same people and days (practice 4.4, F29).

Charges are dealt to the lines of the invoice so that each line comes as near to its amount as it can; no
day of a charge is used twice. What is left on either side is shown, never hidden in a total.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction

from funding.rules.reconcile import Match, match_invoice
from s117.kernel.money import half_up
from s117.kernel.periods import Period
from s117.kernel.terms import Term

MOST_ROWS = 2000
MOST_PENCE = 1_000_000_000


class LineStatus(Term):
    """Where a line of an invoice stands."""

    MATCHED = "matched", "Matched"
    QUERY = "query", "Query"
    SETTLED = "settled", "Query settled"


class Settlement(Term):
    """How a query was settled, and so what is paid."""

    CREDIT_NOTE = "credit_note", "The provider sends a credit note: we pay what was charged"
    ACCEPTED = "accepted", "The amount invoiced is right: we pay it"
    RATE_CORRECTED = "rate_corrected", "Our rate was wrong and has been corrected: we pay the amount invoiced"


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of an invoice: whom the provider says it served, on which days, for how many pence."""

    number: int
    client: str
    days: Period
    pence: int


@dataclass(frozen=True, slots=True)
class Charged:
    """A charge of a frozen schedule, or the part of it that no other invoice has taken."""

    key: str
    client: str
    service: str
    days: Period
    pence: int


@dataclass(slots=True)
class Matched:
    """A line with the charges that were dealt to it."""

    line: Billed
    taken: list[Charged] = field(default_factory=list)

    @property
    def charged(self) -> int:
        """What the schedules charge for it, in pence."""
        return sum(charge.pence for charge in self.taken)

    @property
    def apart(self) -> int:
        """How far invoice and charges are apart, in pence, whichever is higher."""
        return abs(self.line.pence - self.charged)


def match_lines(
    lines: Iterable[Billed], charges: Iterable[Charged]
) -> tuple[tuple[Matched, ...], tuple[Charged, ...]]:
    """Each line with its charges, and the charges that no line takes. The order of either is irrelevant."""
    results = [Matched(line) for line in sorted(lines, key=lambda line: line.number)]
    of_client: dict[str, list[Matched]] = {}
    for result in results:
        of_client.setdefault(result.line.client, []).append(result)
    pools: dict[str, list[Charged]] = {}
    for charge in sorted(
        charges, key=lambda charge: (charge.client, charge.service, charge.days, charge.key)
    ):
        pools.setdefault(charge.client, []).append(charge)
    left = [_match_client(of_client.get(client, ()), pool) for client, pool in pools.items()]
    return tuple(results), tuple(charge for rest in left for charge in rest)


def line_status(billed: int, charged: int, tolerance: int) -> LineStatus:
    """QUERY when the two differ by more than the tolerance, either way; all in pence."""
    found = match_invoice(billed, charged, tolerance).status
    return LineStatus.QUERY if found is Match.QUERY else LineStatus.MATCHED


def payable(status: LineStatus, settlement: str, billed: int, charged: int) -> int:
    """What is paid for a line, in pence; nothing while its query is open."""
    if status is LineStatus.QUERY:
        return 0
    return charged if settlement == Settlement.CREDIT_NOTE else billed


def part_of(charge: Charged, days: Period) -> Charged | None:
    """The part of the charge on those days, by days; None when it has none of them."""
    inside = charge.days.intersection(days)
    if inside is None:
        return None
    pence = half_up(Fraction(charge.pence * inside.days, charge.days.days))
    return Charged(charge.key, charge.client, charge.service, inside, pence)


def _match_client(results: Sequence[Matched], pool: list[Charged]) -> list[Charged]:
    """Deal one person's charges to their lines; what is left of them."""
    while (best := _best(results, pool)) is not None:
        result, service = best
        taken, pool = _deal(result.line, service, pool)
        result.taken += taken
    return pool


def _best(results: Sequence[Matched], pool: Sequence[Charged]) -> tuple[Matched, str] | None:
    """The line and the service of its person that bring the two nearest together, if any does."""
    found: list[tuple[int, int, str, Matched]] = []
    for result in results:
        sums = _sums(result.line, pool)
        for service, pence in sums.items():
            apart = abs(result.line.pence - result.charged - pence)
            if apart < result.apart:
                found.append((apart, result.line.number, service, result))
    if not found:
        return None
    *_, service, result = min(found, key=lambda row: row[:3])
    return result, service


def _sums(line: Billed, pool: Sequence[Charged]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for charge in pool:
        part = part_of(charge, line.days)
        if part is not None:
            sums[part.service] = sums.get(part.service, 0) + part.pence
    return sums


def _deal(line: Billed, service: str, pool: Sequence[Charged]) -> tuple[list[Charged], list[Charged]]:
    """The parts of the service on the line's days, and the pool without them."""
    taken: list[Charged] = []
    left: list[Charged] = []
    for charge in pool:
        part = part_of(charge, line.days) if charge.service == service else None
        if part is None:
            left.append(charge)
            continue
        taken.append(part)
        left += without(charge, part)
    return taken, left


def without(charge: Charged, part: Charged) -> list[Charged]:
    """What is left of the charge on either side of the part; the last piece takes the odd penny."""
    around = (Period(charge.days.start, part.days.start), Period(part.days.end or date.max, charge.days.end))
    pieces = [piece for days in around if not days.empty and (piece := part_of(charge, days)) is not None]
    odd = charge.pence - part.pence - sum(piece.pence for piece in pieces)
    if pieces and odd:
        last = pieces.pop()
        pieces.append(Charged(last.key, last.client, last.service, last.days, last.pence + odd))
    return pieces


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows read from text, and what is wrong with the others, each fault with its row's number."""

    rows: tuple[Billed, ...]
    faults: tuple[str, ...]


def read_rows(text: str) -> Sheet:
    """Lines of an invoice from text: client reference, first day, last day, amount in pounds.

    Commas, semicolons or tabs stand between them; a first row of headings is left out, and so are empty rows.
    """
    rows: list[Billed] = []
    faults: list[str] = []
    cells_of = [(n, cells) for n, cells in enumerate(_cells(text), start=1) if any(cells)]
    if cells_of and not any(character.isdigit() for cell in cells_of[0][1][1:] for character in cell):
        del cells_of[0]
    for number, cells in cells_of[:MOST_ROWS]:
        try:
            rows.append(_row(number, cells))
        except ValueError as fault:
            faults.append(f"Row {number}: {fault}")
    if len(cells_of) > MOST_ROWS:
        faults.append(f"There are {len(cells_of):,} rows. Load at most {MOST_ROWS:,} at a time")
    return Sheet(tuple(rows), tuple(faults))


def _cells(text: str) -> Iterable[list[str]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    between = max("\t;,", key=lines.count) if lines else ","
    for row in csv.reader(io.StringIO(lines), delimiter=between):
        yield [cell.strip() for cell in row]


def _row(number: int, cells: Sequence[str]) -> Billed:
    if len(cells) < 4 or not cells[0]:
        raise ValueError("give a reference, a first day, a last day and an amount")
    first, last = _day(cells[1]), _day(cells[2])
    if last < first:
        raise ValueError("the last day is before the first day")
    # "4,500.00" without quotation marks comes as two cells.
    return Billed(number, cells[0].upper()[:40], Period.inclusive(first, last), _pence("".join(cells[3:])))


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d/%m/%y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(f"“{text[:20]}” is not a date. Write it like 2026-04-30 or 30/04/2026")


def _pence(text: str) -> int:
    found = re.fullmatch(r"(-?)(\d{1,9})(?:\.(\d{1,2}))?", re.sub(r"[\s,£]", "", text), re.ASCII)
    if found is None:
        raise ValueError(f"“{text[:20]}” is not an amount in pounds. Write it like 4500.00")
    sign, whole, part = found.groups()
    pence = int(whole) * 100 + int((part or "0").ljust(2, "0"))
    if not 0 < pence <= MOST_PENCE:
        raise ValueError("the amount must be more than nothing and at most £10,000,000.00")
    return -pence if sign else pence
