"""The columns of a table, as the table macro takes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and how its cells stand.

    `sort_href` makes the heading a link that sorts on the server; `sorted` is then "ascending",
    "descending" or empty.
    """

    text: str
    numeric: bool = False
    nowrap: bool = False
    sort_href: str = ""
    sorted: str = ""
