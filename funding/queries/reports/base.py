"""What every report is made of: a title, columns, and a function that gives its rows to one actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from s117.documents.columns import Column, Kind
from s117.kernel.actor import Actor

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody asked for: days (both inclusive), a category of service, part of a provider's name."""

    first: date
    last: date
    category: str = ""
    provider: str = ""

    def on(self, found: QuerySet[Any], line: str = "") -> QuerySet[Any]:
        """Rows whose service, reached by the path `line`, is of the category and the provider."""
        if self.category:
            found = found.filter(**{f"{line}category": self.category})
        if self.provider:
            found = found.filter(**{f"{line}provider_name__icontains": self.provider})
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """A report's rows: how many there will be, and each in the order of the columns, one at a time."""

    count: int
    values: Iterator[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the table. `days` says in words what its days mean, `payers` sums it by body;
    `filtered` whether kind of service and provider narrow it."""

    key: str
    title: str
    sentence: str
    days: str
    columns: tuple[Column, ...]
    rows: Callable[[Actor, Filters], Rows]
    summed: tuple[str, ...] = ()
    payers: Callable[[Actor, Filters], Mapping[str, int]] | None = None
    filtered: bool = True


def streamed(found: QuerySet[Any], *names: str) -> Rows:
    """The queryset's named columns, read through the database in pieces: memory stays flat."""
    return Rows(found.count(), found.values_list(*names).iterator(chunk_size=CHUNK))


def listed(found: Sequence[Sequence[Any]]) -> Rows:
    """Rows that were worked out by the rules, a few for each service."""
    return Rows(len(found), iter(found))


def worked(found: QuerySet[Any], row: Callable[[dict[str, Any]], Sequence[Any]]) -> Rows:
    """The queryset of `values()`, each row finished by a rule, read in pieces in the same way."""
    return Rows(found.count(), map(row, found.iterator(chunk_size=CHUNK)))


def days_column(heading: str) -> Column:
    """A column of days."""
    return Column(heading, Kind.DATE, 12)


def money(heading: str) -> Column:
    """A column of pence."""
    return Column(heading, Kind.MONEY, 14)


def number(heading: str) -> Column:
    """A column of whole numbers."""
    return Column(heading, Kind.INTEGER, 8)


def words(heading: str, width: int = 18) -> Column:
    """A column of text, guarded against formulas."""
    return Column(heading, Kind.TEXT, width)
