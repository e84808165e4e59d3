"""Keyset paging: a page starts after a row, never after a count, so rows neither repeat nor go missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Page:
    """The rows to show, the query string of the next page (None on the last) and of the first."""

    rows: tuple[Any, ...]
    next_query: str | None
    first_query: str | None


def page_of(
    rows: Sequence[Any], size: int, key: Callable[[Any], Any], query: QueryDict, *, first: bool
) -> Page:
    """A page from up to size + 1 rows; the one too many says that there is another page."""
    shown = tuple(rows[:size])
    kept = query.copy()
    kept.pop("after", None)
    first_query = None if first else f"?{kept.urlencode()}"
    if len(rows) <= size:
        return Page(shown, None, first_query)
    kept["after"] = str(key(shown[-1]))
    return Page(shown, f"?{kept.urlencode()}", first_query)
