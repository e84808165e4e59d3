"""What came back of direct payments, as corrections of the council's next schedule: others are owed their
part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from funding.queries import LineInPeriod, ScheduleLineRow
from funding.queries.money_back import MoneyBack
from funding.rules.corrections import Issued, Posting, PostingKind
from funding.rules.money_back import back_postings, given_back, mended
from funding.rules.postings import Parties
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Back:
    """A posting after one return, with the issued line that charged its days, if one has."""

    posting: Posting
    return_id: UUID
    mends_id: UUID | None
    note: str


def reclaim_postings(
    line: LineInPeriod,
    parties: Parties,
    arrangements: Sequence[MoneyBack],
    issued: Sequence[ScheduleLineRow],
) -> Iterator[Back]:
    """What is posted for one service: money that came back since, and, where a share or a rate was put right
    for days of which money had come back, that line taken back and written anew."""
    mine = [row for row in issued if row.line_id == line.line_id]
    charged = [issued_of(row) for row in mine if row.reclaim_id is None]
    for held in arrangements:
        until = {row.key: row.until for row in held.returned}
        for key, charges in given_back(line.fact, held.paid, held.returned).items():
            own = tuple(filter(parties.own, charges))
            standing = [issued_of(row) for row in mine if str(row.reclaim_id) == key]
            note = f"Came back of the direct payment: return to {until[key]:%-d %B %Y}"
            for posting in back_postings(own, standing):
                yield _back(posting, UUID(key), charged, note)


def issued_of(row: ScheduleLineRow) -> Issued:
    """A line of a frozen schedule as the rules take it."""
    days = Period.inclusive(row.service_from, row.service_to)
    return Issued(str(row.id), days, row.gross_pence, row.amounts)


def _back(posting: Posting, return_id: UUID, charged: Sequence[Issued], note: str) -> Back:
    if posting.kind is PostingKind.REVERSAL:
        return Back(posting, return_id, UUID(posting.mends), "")
    found = mended(posting.days, charged)
    return Back(posting, return_id, UUID(found) if found else None, note)
