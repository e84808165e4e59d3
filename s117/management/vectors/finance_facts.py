"""The facts of a vector, each remembered once it is read, so that none is ignored in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from s117.kernel.periods import Period

T = TypeVar("T")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,20})?", re.ASCII)


Answer = dict[str, Any]


class Facts:
    """A mapping that knows which of its keys were asked for, so that none is ignored in silence.

    A value of the wrong shape (words where a day should be) counts as not given, and is reported.
    """

    def __init__(self, values: Any, path: str = "") -> None:
        told = isinstance(values, Mapping)
        self._values = {str(key): value for key, value in values.items()} if told else {}
        self._path = path
        self._read: set[str] = set()
        self._odd: set[str] = set() if told or values is None else {path.rstrip(".") or "facts"}
        self._children: dict[str, list[Facts]] = {}
        self._figures: tuple[tuple[str, Any], ...] | None = None

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The names of the facts given, read or not."""
        return tuple(self._values)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, remembered as read."""
        self._read.add(key)
        return self._values.get(key, default)

    def inner(self, key: str) -> Facts:
        """A mapping inside this one (an empty one where it is absent)."""
        given = self.get(key) or {}
        return self._inside(key, [given if isinstance(given, Mapping) else self._set_aside(key, {})])[0]

    def rows(self, key: str) -> list[Facts]:
        """A list of mappings inside this one."""
        given = list(self._listed(key))
        rows = [row for row in given if isinstance(row, Mapping)]
        if len(rows) < len(given):
            self._set_aside(key, ())
        return self._inside(key, rows)

    def several(self, key: str) -> list[Facts]:
        """The mappings under a key, whether the file gives one, a list of them or none."""
        if isinstance(self.get(key), list):
            return self.rows(key)
        return [self.inner(key)] if self.get(key) else []

    def day(self, key: str) -> date | None:
        """A date, however the file's reader gave it."""
        given = self.get(key)
        try:
            return as_day(given)
        except ValueError:
            self._set_aside(key, None)
            return None

    def first_day(self, *keys: str) -> date | None:
        """The first date given under any of the keys, all of which count as read."""
        return next((day for day in [self.day(key) for key in keys] if day is not None), None)

    def word(self, *keys: str) -> str:
        """The first words given under any of the keys, all of which count as read; else ''."""
        given = [self._as_word(key) for key in keys]
        return next((word for word in given if word), "")

    def truth(self, key: str) -> bool | None:
        """Yes, no, or nothing said."""
        given = self.get(key)
        return given if given is None or isinstance(given, bool) else self._set_aside(key, None)

    def whole(self, key: str, default: int) -> int:
        """A whole number of a size that months and hours can have."""
        given = self.get(key)
        sensible = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 10_000
        return given if sensible else default if given is None else self._set_aside(key, default)

    def one_of(self, key: str, known: Mapping[str, T], default: T) -> T:
        """What a word stands for."""
        given = self.get(key)
        if given is not None and str(given) not in known:
            self._set_aside(key, default)
        return known.get(str(given), default)

    def days(self, key: str) -> list[date]:
        """The dates of a list."""
        found = []
        for given in self._listed(key):
            try:
                found.append(as_day(given))
            except ValueError:
                self._set_aside(key, None)
        return [day for day in found if day is not None]

    def words(self, key: str) -> list[str]:
        """The words of a list."""
        return [str(given) for given in self._listed(key)]

    def period(self, key: str = "") -> Period:
        """`from` and `to`, both inclusive, of this mapping or of one inside it."""
        where = self.inner(key) if key else self
        first, last = where.day("from"), where.day("to")
        return Period.inclusive(first or date.min, last)

    def closed(self, key: str) -> Period:
        """A period inside this mapping. ValueError where a day is missing or they are the wrong way round."""
        found = self.period(key)
        if found.start == date.min or found.end is None or found.empty:
            raise ValueError(f"{self._path}{key}: it needs a first day, and a last one that is not before it")
        return found

    def exact(self, key: str, default: Any = None) -> Fraction:
        """An exact number. ValueError, with the name of the fact, where it is missing or is not one."""
        given = self.get(key)
        try:
            return number(default if given is None else given)
        except ValueError as fault:
            raise ValueError(f"{self._path}{key}: {fault}") from fault

    def pence(self, key: str, default: Any = None) -> int:
        """Whole pence. ValueError for a part of a penny, which is never cut off unseen."""
        found = self.exact(key, default)
        if found.denominator != 1:
            raise ValueError(f"{self._path}{key}: {found} is not whole pence")
        return found.numerator

    def figures(self) -> tuple[tuple[str, Any], ...]:
        """The numbers that were not asked for by name; words and dates stay unread."""
        if self._figures is None:
            found = [
                key for key, value in self._values.items() if key not in self._read and _is_number(value)
            ]
            self._figures = tuple((key, self.get(key)) for key in found)
        return self._figures

    def remaining(self) -> Iterator[tuple[str, Any]]:
        """Keys not asked for yet, each remembered as read once it is given out."""
        for key in [key for key in self._values if key not in self._read]:
            yield key, self.get(key)

    def unread(self) -> list[str]:
        """Paths of the keys that nothing asked for."""
        own = [f"{self._path}{key}" for key in self._values if key not in self._read]
        inside = (child for rows in self._children.values() for child in rows)
        return sorted(own + [path for child in inside for path in child.unread()])

    def unreadable(self) -> list[str]:
        """Paths of the values that were of the wrong shape, so were set aside."""
        inside = (child for rows in self._children.values() for child in rows)
        return sorted({*self._odd, *(path for child in inside for path in child.unreadable())})

    def _listed(self, key: str) -> Iterable[Any]:
        given = self.get(key) or ()
        return given if isinstance(given, list | tuple) else self._set_aside(key, ())

    def _as_word(self, key: str) -> str:
        given = self.get(key)
        if isinstance(given, list | tuple | Mapping):
            self._set_aside(key, "")
            return ""
        return "" if given is None else str(given)

    def _set_aside(self, key: str, instead: Any) -> Any:
        self._odd.add(f"{self._path}{key}")
        return instead

    def _inside(self, key: str, rows: Iterable[Mapping[str, Any]]) -> list[Facts]:
        """The same mappings however often they are asked for, so that what one reader read stays read."""
        return self._children.setdefault(key, [Facts(row, f"{self._path}{key}.") for row in rows])


Case = tuple[Facts, Mapping[str, Any], Mapping[str, Any]]
"""Facts, configuration, and the whole file (a schedule case names other cases of it)."""


def as_day(value: Any) -> date | None:
    """A date from a date, an instant or ISO words. ValueError for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return datetime.fromisoformat(str(value)).date()


def number(value: Any) -> Fraction:
    """An exact number from an integer, a decimal or its words. ValueError for anything else.

    Powers of ten are refused: a few letters of them could ask for more digits than there is memory.
    """
    if not _is_number(value):
        raise ValueError(f"{value!r} is not a number" if value is not None else "it is not given")
    return Fraction(str(value))


def _is_number(value: Any) -> bool:
    return _NUMBER.fullmatch(str(value)) is not None
