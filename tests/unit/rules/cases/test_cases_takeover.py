"""What a merger or a split makes of a named body (rule J-8)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.rules.facts import SuccessionFact
from cases.rules.successors import successor
from cases.rules.takeover import Named, Takeover, Verdict, plan, standing

ON = date(2026, 11, 21)
APRIL = date(2026, 4, 1)
MERGED = SuccessionFact(predecessor="Old ICB", successor="New ICB", on=APRIL)
SPLIT = tuple(
    SuccessionFact(predecessor="Split ICB", successor=name, on=APRIL, by_area=True)
    for name in ("East ICB", "West ICB")
)


def test_a_successor_takes_over_from_its_own_day_with_the_rule():
    made = plan(Named("Old ICB"), (), (MERGED,), ON)
    assert made.verdict is Verdict.TAKE_OVER
    assert made.takeovers == (Takeover(APRIL, Named("New ICB")),)
    assert [finding.rule.id for finding in made.findings] == ["J-8"]


def test_the_day_before_nothing_changes():
    assert plan(Named("Old ICB"), (), (MERGED,), APRIL - timedelta(days=1)).verdict is Verdict.UNCHANGED
    assert plan(Named("Old ICB"), (), (MERGED,), APRIL).verdict is Verdict.TAKE_OVER


def test_done_once_nothing_is_left_to_do():
    assert (
        plan(Named("Old ICB"), (Takeover(APRIL, Named("New ICB")),), (MERGED,), ON).verdict
        is Verdict.UNCHANGED
    )


def test_several_successors_go_to_a_person_and_are_never_guessed():
    made = plan(Named("Split ICB"), (), SPLIT, ON)
    assert (made.verdict, made.takeovers) == (Verdict.CHOOSE, ())
    assert made.candidates == ("East ICB", "West ICB")
    assert (made.divided_on, made.payer_only) == (APRIL, False)


def test_one_known_successor_of_a_divided_area_is_confirmed_by_a_person():
    made = plan(Named("Split ICB"), (), SPLIT[:1], ON)
    assert (made.verdict, made.candidates, made.divided_on) == (Verdict.CHOOSE, ("East ICB",), APRIL)


def test_a_circle_in_the_list_goes_to_a_person():
    back = SuccessionFact(predecessor="New ICB", successor="Old ICB", on=APRIL)
    assert plan(Named("Old ICB"), (), (MERGED, back), ON).verdict is Verdict.CHOOSE


def test_who_pays_is_followed_beside_who_commissions():
    made = plan(Named("Another ICB", "Old ICB"), (), (MERGED,), ON)
    assert made.takeovers == (Takeover(APRIL, Named("Another ICB", "New ICB")),)
    assert plan(Named("Another ICB", "Split ICB"), (), SPLIT, ON).payer_only


def test_two_mergers_in_turn_each_have_their_day():
    later = date(2026, 10, 1)
    next_one = SuccessionFact(predecessor="New ICB", successor="Newest ICB", on=later)
    made = plan(Named("Old ICB", "Old ICB"), (), (next_one, MERGED), ON)
    both = [Named("New ICB", "New ICB"), Named("Newest ICB", "Newest ICB")]
    assert made.takeovers == (Takeover(APRIL, both[0]), Takeover(later, both[1]))
    assert plan(Named("Old ICB", "Old ICB"), made.takeovers[:1], (next_one, MERGED), ON).takeovers == (
        Takeover(later, both[1]),
    )


def test_a_takeover_that_no_longer_follows_is_undone_from_its_own_day():
    wrong = Takeover(date(2026, 3, 1), Named("Wrong ICB"))
    made = plan(Named("Old ICB"), (wrong,), (MERGED,), ON)
    assert made.takeovers == (Takeover(wrong.on, Named("Old ICB")), Takeover(APRIL, Named("New ICB")))
    assert plan(Named("Old ICB"), (wrong,), (), ON).takeovers == (Takeover(wrong.on, Named("Old ICB")),)
    late = Takeover(date(2026, 5, 1), Named("New ICB"))
    assert plan(Named("Old ICB"), (late,), (MERGED,), ON).takeovers == (Takeover(APRIL, Named("New ICB")),)


names = st.sampled_from(["A", "B", "C", "D"])
days = st.dates(date(2022, 1, 1), date(2026, 12, 31))
rows = st.builds(SuccessionFact, predecessor=names, successor=names, on=days, by_area=st.booleans())
takeovers = st.lists(st.builds(Takeover, on=days, named=st.builds(Named, names, names)), max_size=4)


@given(st.builds(Named, names, names), takeovers, st.lists(rows, max_size=5), days)
def test_whatever_was_recorded_one_run_is_enough_and_the_order_of_rows_does_not_matter(
    named, recorded, known, on
):
    holds = standing(named, recorded)
    made = plan(named, recorded, known, on)
    assert plan(named, recorded, list(reversed(known)), on) == made
    if made.verdict is Verdict.CHOOSE:
        assert made.takeovers == ()
        assert made.candidates
        return
    after = plan(named, (*recorded, *made.takeovers), known, on)
    assert after.verdict is Verdict.UNCHANGED
    assert (made.verdict is Verdict.UNCHANGED) == (standing(named, (*recorded, *made.takeovers)) == holds)


def test_the_steps_of_a_body_that_was_never_replaced_are_none():
    assert successor("A", (), ON).steps == ()
