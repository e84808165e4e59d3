"""The frozen plan survives storage word for word, and its fingerprint changes with any word."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from careplans.rules.lifecycle import PLAN, REVIEW, PlanStatus, ReviewStatus
from careplans.rules.snapshot import check_reference, fingerprint, from_json, to_json
from tests.builders.snapshots import a_snapshot


def test_a_plan_read_back_from_storage_is_the_plan_that_was_stored() -> None:
    plan = a_snapshot()
    assert from_json(to_json(plan)) == plan


@given(st.text(max_size=40), st.dates())
def test_any_text_and_any_date_survive_storage(words: str, day: date) -> None:
    plan = a_snapshot(what_matters=words, effective_from=day)
    assert from_json(to_json(plan)) == plan


def test_the_fingerprint_is_of_the_words_not_of_the_order_they_are_kept_in() -> None:
    data = to_json(a_snapshot())
    reversed_keys = dict(reversed(list(data.items())))
    assert fingerprint(data) == fingerprint(reversed_keys)
    other = to_json(replace(a_snapshot(), medication="None"))
    assert fingerprint(data) != fingerprint(other)


def test_the_check_reference_can_be_read_out() -> None:
    assert check_reference("5b16d5f8f2d2" + "0" * 52) == "5B16-D5F8-F2D2"


def test_every_state_of_a_plan_and_a_review_can_be_reached_and_the_last_ones_are_closed() -> None:
    assert PLAN.reachable() == frozenset(PlanStatus)
    assert PLAN.terminal() == {PlanStatus.SUPERSEDED}
    assert REVIEW.reachable() == frozenset(ReviewStatus)
    assert REVIEW.terminal() == {ReviewStatus.SIGNED_OFF}
    for lifecycle in (PLAN, REVIEW):
        actions = {action for _, action in lifecycle.moves}
        assert actions == set(lifecycle.permissions) == set(lifecycle.events)
