"""The reviewed table of who reaches what, against what the site answers.

A route that is not in the table fails, and so does a row whose route is gone. To see what routes answer now,
run `python -m tests.access.table`, read it cell by cell, and only then write it into access_matrix.csv.
"""

from __future__ import annotations

import pytest

from tests.access.observe import COLUMNS, Answer, ask, cell, relations_of
from tests.access.table import TABLE, read_table, rows
from tests.access.world import World
from tests.architecture.routes import Route

ROWS = rows()


def test_every_route_and_method_has_its_row_and_no_row_is_left_over() -> None:
    assert set(read_table()) == {(route.name, method) for route, method in ROWS}, f"see {TABLE.name}"


def test_no_cell_is_blank() -> None:
    for key, row in read_table().items():
        assert set(row) == set(COLUMNS), key
        for column, letters in row.items():
            assert letters, (key, column)
            assert set(letters) <= set("ARNS-"), (key, column)


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "method"), ROWS, ids=[f"{r.name}-{m}" for r, m in ROWS])
def test_the_site_answers_as_the_table_says(world: World, route: Route, method: str) -> None:
    expected = read_table().get((route.name, method))
    assert expected is not None, f"{route.name} {method} is not in {TABLE.name}"
    found = {}
    for column in COLUMNS:
        profile = "" if column == "anonymous" else column
        letters = {}
        for relation in relations_of(column):
            answer = ask(world, route, method, profile, relation)
            letters[relation] = answer.letter
            _check(
                world,
                route,
                method,
                answer,
                f"{column}, {relation}",
                strange=relation == "stranger" or not profile,
            )
        found[column] = cell(letters)
    assert found == expected


def _check(world: World, route: Route, method: str, answer: Answer, who: str, *, strange: bool) -> None:
    """What holds for every answer, whatever the table says."""
    denied = answer.letter != "A"
    if denied or strange:
        leaked = [canary for canary in world.canaries if canary in answer.text]
        assert leaked == [], f"{who}: the answer tells of somebody they may not know of"
    if method == "get" or denied:
        assert answer.writes == [], f"{who}: looking, or being refused, changed something"
    assert answer.while_drawing == [], f"{who}: a query was sent while the page was drawn"
    if method == "get" and not denied and answer.status == 200 and "ref" in route.arguments:
        assert answer.looks == 1, f"{who}: who looked is not recorded, once"
        named = not answer.html or "zebrawood" in answer.text.lower()
        assert named, f"{who}: a page about a person that does not name them"
    if answer.letter == "N" and "ref" in route.arguments and who != "anonymous":
        assert answer.looks == 1, f"{who}: the attempt is not recorded, once"
