"""access_matrix.csv: one row for each route and method, one column for each role.

`python -m tests.access.table` prints the rows as the site answers now, for a person to read through. It
needs the test settings and a database of its own to build the world in; nothing stays there.
"""

from __future__ import annotations

import csv
import sys
from functools import cache
from pathlib import Path
from typing import Any

from tests.architecture.routes import Route, routes

TABLE = Path(__file__).with_name("access_matrix.csv")


def rows() -> list[tuple[Route, str]]:
    """Every route with each method that it answers to."""
    return [(route, method) for route in routes() for method in route.methods if method in ("get", "post")]


@cache
def read_table() -> dict[tuple[str, str], dict[str, str]]:
    """(route, method) -> column -> letters."""
    with TABLE.open(newline="") as file:
        return {(row.pop("route"), row.pop("method")): row for row in csv.DictReader(file)}


def print_table() -> None:
    """What the site answers now."""
    from django.db import transaction

    from tests.access.observe import COLUMNS, cell, relations_of
    from tests.access.world import make_world

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("route", "method", *COLUMNS))
    with transaction.atomic():
        world = make_world()
        for route, method in rows():
            cells = []
            for column in COLUMNS:
                profile = "" if column == "anonymous" else column
                cells.append(cell({r: _try(world, route, method, profile, r) for r in relations_of(column)}))
            writer.writerow((route.name, method, *cells))
        transaction.set_rollback(True)


def _try(*asked: Any) -> str:
    """The letter, or "E" for a page that breaks; what broke goes to standard error."""
    from tests.access.observe import ask

    try:
        return ask(*asked).letter
    except Exception as fault:
        sys.stderr.write(f"{asked[1].name} {asked[2:]} {fault!r:.300}\n")
        return "E"


if __name__ == "__main__":
    import django

    django.setup()
    print_table()
