"""What would have to be true for a duty to end, as the page of the entitlement tells it."""

from __future__ import annotations

import pytest

from cases.rules.episodes import DutyState
from cases.rules.rulesets import Law
from cases.rules.ways_to_end import WaysToEnd, ways_to_end
from s117.kernel.findings import cited
from tests.unit.rules.cases.histories import day, discharged, on_cto

TODAY = day("2026-11-21")


def test_a_running_duty_needs_both_bodies_and_ends_by_itself_on_detention_or_death() -> None:
    ways = ways_to_end(discharged(), DutyState.ACTIVE, TODAY)

    assert cited(ways.needed) == ("E-1",)
    assert cited(ways.by_itself) == ("A-11", "E-7")
    assert cited(ways.never) == ("E-3", "L-4", "A-10")
    assert cited(ways.contested) == ("A-9",)


def test_a_community_patient_must_first_be_off_the_order() -> None:
    facts = discharged(ctos=(on_cto("2025-03-01"),))

    assert cited(ways_to_end(facts, DutyState.ACTIVE, TODAY).needed) == ("E-1", "E-2")


@pytest.mark.parametrize(("begins", "rules"), [("2026-11-21", ("E-1", "E-4")), ("2026-11-22", ("E-1",))])
def test_joint_notice_is_needed_from_the_day_it_commences(begins: str, rules: tuple[str, ...]) -> None:
    law = Law(joint_notice_in_england_from=day(begins))

    needed = ways_to_end(discharged(), DutyState.ACTIVE, TODAY, law).needed

    assert cited(needed) == rules
    assert ("the later of the two decisions" in needed[0].text) is (len(rules) == 1), "one day, not two"


def test_a_duty_that_has_not_begun_cannot_be_ended_by_decision() -> None:
    ways = ways_to_end(discharged(), DutyState.PENDING, TODAY)

    assert cited(ways.needed) == ("A-1",)
    assert cited(ways.by_itself) == ("E-7",)


@pytest.mark.parametrize("state", [DutyState.NONE, DutyState.ENDED])
def test_where_there_is_no_duty_there_is_nothing_to_end(state: DutyState) -> None:
    assert ways_to_end(discharged(), state, TODAY) == WaysToEnd()
