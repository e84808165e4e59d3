"""What a letter about a review says, as one frozen value: kept when it is asked for, drawn later.

Every word that depends on the day or on somebody's record is put in here, so that a letter drawn an hour
or a year later says what it said when it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from careplans.rules.snapshot import PersonPart
from careplans.rules.terms import Paper, Variant


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to the person. Lines and sentences are ready to print; empty ones are left out."""

    person: PersonPart
    address: tuple[str, ...]
    written_on: date
    signed_by: str
    due_on: date | None = None
    booked_for: date | None = None
    booked_time: str = ""
    method: str = ""
    place: str = ""
    invited: tuple[str, ...] = ()
    missed_on: date | None = None
    next_step: str = ""
    held_on: date | None = None
    outcome: str = ""
    outcome_reason: str = ""
    changes: tuple[str, ...] = ()
    next_due_on: date | None = None


TITLES = {
    Paper.INVITATION: "Your aftercare review",
    Paper.MISSED: "We did not hold your review",
    Paper.OUTCOME: "What your review decided",
}
_DAYS = ("written_on", "due_on", "booked_for", "missed_on", "held_on", "next_due_on")
_LISTS = ("address", "invited", "changes")


def letter_from_json(data: dict[str, Any]) -> Letter:
    """The letter that `to_json` wrote."""
    values = {field.name: data[field.name] for field in fields(Letter)}
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in _LISTS:
        values[name] = tuple(values[name])
    person = values["person"]
    born = person["date_of_birth"]
    values["person"] = PersonPart(**{**person, "date_of_birth": date.fromisoformat(born) if born else None})
    return Letter(**values)


def letter_context(letter: Letter, paper: Paper, variant: Variant) -> dict[str, Any]:
    """Everything the printed letter needs."""
    return {
        "letter": letter,
        "person": letter.person,
        "title": TITLES[paper],
        "large": variant is not Variant.STANDARD,
        "easy": variant is Variant.EASY_READ,
    }


def format_for(needs: tuple[str, ...], paper: Paper) -> Variant:
    """The layout to offer for a person's recorded communication needs (Accessible Information Standard)."""
    for variant in (Variant.EASY_READ, Variant.LARGE_PRINT):
        if variant.value in needs and variant in paper.variants:
            return variant
    # Somebody who needs easy read and gets a letter that has none is served better by large print.
    return Variant.LARGE_PRINT if Variant.EASY_READ.value in needs else Variant.STANDARD
