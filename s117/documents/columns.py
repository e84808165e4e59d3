"""What a column of an exported table holds, so that every format writes it the same way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """TEXT is guarded against spreadsheet formulas; MONEY is whole pence; DATE is a date."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the kind of its cells. None is an empty cell in every kind."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
