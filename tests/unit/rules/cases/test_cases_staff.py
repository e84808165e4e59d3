"""Where teams and accounts belong once their body was merged or split (rule J-8)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.facts import SuccessionFact
from cases.rules.staff import Belonging, Home, home, name_there

ON = date(2026, 11, 21)
APRIL = date(2026, 4, 1)
JULY = date(2026, 7, 1)
MERGED = SuccessionFact(predecessor="Old", successor="New", on=APRIL)
AGAIN = SuccessionFact(predecessor="New", successor="Newest", on=JULY)
SPLIT = tuple(
    SuccessionFact(predecessor="Split", successor=name, on=APRIL, by_area=True) for name in ("East", "West")
)


def test_staff_go_with_their_body_from_its_successors_day_through_every_merger():
    assert home(Belonging("Old", "Old"), (MERGED,), ON) == Home("New", APRIL)
    assert home(Belonging("Old", "Old"), (MERGED,), APRIL - timedelta(days=1)) == Home("Old")
    assert home(Belonging("Old", "New"), (MERGED,), ON) == Home("New")
    assert home(Belonging("Old", "New"), (MERGED, AGAIN), ON) == Home("Newest", JULY)


def test_a_wrong_successor_is_put_right_and_a_withdrawn_one_taken_back():
    right = SuccessionFact(predecessor="Old", successor="Other", on=APRIL)
    assert home(Belonging("Old", "New"), (right,), ON) == Home("Other", APRIL)
    assert home(Belonging("Old", "New"), (), ON) == Home("Old")


def test_of_a_body_that_was_split_a_person_places_each_team():
    unplaced = home(Belonging("Split", "Split"), SPLIT, ON)
    assert (unplaced.body, unplaced.candidates) == ("Split", ("East", "West"))
    assert home(Belonging("Split", "West"), SPLIT, ON) == Home("West")


def test_people_go_where_their_teams_were_placed_and_nowhere_while_that_is_unclear():
    person = Belonging("Split", "Split")
    assert home(person, SPLIT, ON, frozenset({"West", "Elsewhere"})) == Home("West", APRIL)
    assert home(person, SPLIT, ON, frozenset({"West", "East"})).candidates == ("East", "West")


def test_one_successor_of_a_divided_area_is_confirmed_by_a_person_and_so_is_a_circle():
    assert home(Belonging("Split", "Split"), SPLIT[:1], ON).candidates == ("East",)
    back = SuccessionFact(predecessor="New", successor="Old", on=APRIL)
    assert home(Belonging("Old", "Old"), (MERGED, back), ON).candidates == ("New",)


def test_a_team_whose_name_is_taken_keeps_it_with_the_body_it_came_from():
    assert name_there("Recovery East", "Southvale", ["Recovery East"]) == "Recovery East (Southvale)"
    assert name_there("Recovery East", "Southvale", ["Recovery West"]) == "Recovery East"


@given(st.sampled_from(["Old", "New", "Newest", "Split"]), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_once_moved_nothing_is_left_to_move(body: str, on: date):
    rows = (MERGED, AGAIN, *SPLIT)
    first = home(Belonging(body, body), rows, on)
    assert home(Belonging(body, first.body), rows, on).body == first.body
