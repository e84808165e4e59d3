"""Who may be given what about a person, by what the person said (practice 1.4 B)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from s117.kernel.terms import Term


class ConsentLevel(Term):
    """How much may be shared. The order is from the widest to the narrowest."""

    FULL = "full", "May have everything"
    LIMITED = "limited", "May have part of it"
    NONE = "none", "May have nothing"


class ConsentRecipient(Term):
    """With whom: the same kinds as those who are sent a copy of a plan, without the person."""

    CARER = "carer", "Carer, family or friend"
    GP = "gp", "GP practice"
    PROVIDER = "provider", "Provider"
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS body"
    HOUSING = "housing", "Housing"
    ADVOCATE = "advocate", "Advocate"
    OTHER = "other", "Someone else"


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person said of one recipient: a name, or every recipient of the kind when it is empty."""

    recipient: ConsentRecipient
    name: str
    level: ConsentLevel
    words: str
    on: date


def standing_consent(consents: Iterable[Consent], recipient: str, name: str) -> Consent | None:
    """What holds for a recipient: what was said of them by name, whatever kind they are listed as, else what
    was said of their kind. Of several, the narrowest: a refusal is never lost to a wider answer."""
    given = tuple(consents)
    by_name = [row for row in given if row.name and _same(row.name, name)]
    by_kind = [row for row in given if not row.name and row.recipient == recipient]
    levels = list(ConsentLevel)
    return max(by_name or by_kind, key=lambda row: levels.index(row.level), default=None)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
