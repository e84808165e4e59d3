"""The yearly confirmation of the register in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import policies
from cases.presenters.links import href_if
from cases.queries import CaseHeader, EntryRow, side_of
from s117.kernel.actor import Actor
from s117.kernel.dates import add_months
from s117.web.filters import date as day_words

SIDES = {"council": "Council", "nhs_body": "NHS body"}
ANSWERS = {"yes": ("Still owed", "green"), "no": ("Should end", "orange"), "query": ("Query", "orange")}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One side's last word, or none; `earlier` are the ones before it in words."""

    side: str
    words: str
    colour: str
    said: str
    note: str
    earlier: tuple[str, ...]


def confirmation_words(side: str, today: date) -> dict[str, Any]:
    """What the list calls each side, its answers, and the day before which a confirmation is old."""
    other = "nhs_body" if side == "council" else "council"
    return {
        "ours": SIDES[side],
        "theirs": SIDES[other],
        "answers": ANSWERS,
        "old": add_months(today, -12),
    }


def entry_choices(entries: Iterable[EntryRow]) -> list[tuple[str, str]]:
    """Entries to tick: who, and when the body confirmed last."""
    return [(str(row.id), f"{row.display_name}, {row.reference}, {_when(row)}") for row in entries]


def confirmations_of(
    actor: Actor, case: CaseHeader, rows: Sequence[Any], determinations: Iterable[Any]
) -> dict[str, Any]:
    """Each side's last confirmation of an entry, and the link to give one's own."""
    own = side_of(actor)
    current = next((row for row in determinations if row.is_current and row.kind == own), None)
    may = policies.confirmation_record(actor, case, current)
    return {
        "confirmed": [_side(side, [row for row in rows if row.side == side]) for side in SIDES],
        "confirm_href": href_if(may, "cases:confirmation_record", case.reference),
        "show_confirmations": bool(rows) or case.status == "active",
    }


def _side(side: str, rows: Sequence[Any]) -> Confirmed:
    if not rows:
        return Confirmed(SIDES[side], "Never confirmed", "grey", "", "", ())
    words, colour = ANSWERS[rows[0].still_owed]
    earlier = tuple(f"{ANSWERS[row.still_owed][0]}: {_said(row)}" for row in rows[1:])
    return Confirmed(SIDES[side], words, colour, _said(rows[0]), rows[0].note, earlier)


def _said(row: Any) -> str:
    return f"{row.organisation.name}, {row.recorded_by.full_name}, {day_words(row.confirmed_on)}"


def _when(row: EntryRow) -> str:
    if row.ours_on is None:
        return "never confirmed"
    return f"last said: {ANSWERS[row.ours][0].lower()}, {day_words(row.ours_on)}"
