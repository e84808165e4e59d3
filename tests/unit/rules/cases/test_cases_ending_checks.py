"""The checklist before aftercare ends, and the first day it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.rules.ending_checks import (
    GROUND_WORDS,
    CheckState,
    Ground,
    LiveService,
    MovedService,
    Standing,
    checks,
    conditionally_discharged,
    first_day,
    insufficient,
)
from cases.rules.facts import CaseFacts, ConditionalDischargeFact, DetentionFact

ON = date(2027, 2, 15)
READY = Standing(
    on=ON,
    active=True,
    bodies_settled=True,
    on_cto=False,
    conditionally_discharged=False,
    grounds=frozenset({Ground.NEED_GONE}),
    council=True,
    nhs=True,
    council_name="Northmoor Council",
    nhs_name="NHS Northmoor ICB",
    services=(LiveService("Supported living", ON),),
    notice_needed=False,
)


def states(standing: Standing) -> dict[str, CheckState]:
    """What is not clear, by the check's title."""
    return {row.title: row.state for row in checks(standing) if row.state is not CheckState.CLEAR}


def test_nothing_is_in_the_way_when_all_is_done() -> None:
    assert states(READY) == {}


@pytest.mark.parametrize(
    ("change", "title", "state", "rule"),
    [
        ({"active": False}, "Duty in force", CheckState.BLOCKED, "E-1"),
        ({"bodies_settled": False}, "Responsible bodies", CheckState.BLOCKED, "E-1"),
        ({"on_cto": True}, "Community treatment order", CheckState.BLOCKED, "E-2"),
        ({"conditionally_discharged": True}, "Conditional discharge", CheckState.WARNING, "E-1"),
        ({"grounds": frozenset({Ground.REFUSES})}, "Reason for ending", CheckState.BLOCKED, "E-3"),
        ({"council": None}, "Council’s decision", CheckState.WAITING, "E-1"),
        ({"nhs": False}, "NHS body’s decision", CheckState.BLOCKED, "E-1"),
        ({"services": (LiveService("Day centre", None),)}, "Aftercare services", CheckState.BLOCKED, "E-9"),
        (
            {"services": (LiveService("Day centre", date(2027, 3, 31)),)},
            "Aftercare services",
            CheckState.BLOCKED,
            "E-9",
        ),
        ({"notice_needed": True}, "Notice to the person", CheckState.WAITING, "E-4"),
    ],
)
def test_each_thing_in_the_way_is_named_with_its_rule_and_who_clears_it(
    change: dict[str, object], title: str, state: CheckState, rule: str
) -> None:
    standing = replace(READY, **change)
    assert states(standing) == {title: state}
    (row,) = (row for row in checks(standing) if row.title == title)
    assert row.finding.rule.id == rule
    assert row.who


def test_no_ground_but_a_need_that_has_gone_is_enough() -> None:
    assert insufficient([]) is not None
    for ground in set(Ground) - {Ground.NEED_GONE}:
        lacking = insufficient([ground])
        assert lacking is not None
        assert GROUND_WORDS[ground] in lacking.text
        assert insufficient([ground, Ground.NEED_GONE]) is None


def test_the_first_day_is_the_later_decision_or_the_last_services_end() -> None:
    decided = [date(2027, 2, 1), date(2027, 2, 3)]
    assert first_day(decided, []) == date(2027, 2, 3)
    assert first_day(decided, [LiveService("Support", date(2027, 2, 14))]) == date(2027, 2, 14)
    assert first_day(decided, [LiveService("Support", None)]) is None
    assert first_day([], []) is None


def test_a_conditional_discharge_lives_until_it_ends_or_the_person_is_detained_again() -> None:
    made = ConditionalDischargeFact(starts_on=date(2026, 5, 1))
    facts = CaseFacts(conditional_discharges=(made,))
    assert conditionally_discharged(facts, ON)
    assert not conditionally_discharged(facts, date(2026, 4, 30))
    for over in ({"ends_on": ON}, {"recalled_on": ON}, {"starts_on": None}):
        ended = replace(facts, conditional_discharges=(replace(made, **over),))
        assert not conditionally_discharged(ended, ON)
    again = DetentionFact(section="3", starts_on=date(2026, 9, 1))
    assert not conditionally_discharged(replace(facts, detentions=(again,)), ON)
    assert conditionally_discharged(replace(facts, detentions=(replace(again, starts_on=None),)), ON)


@pytest.mark.parametrize(("charged", "price"), [(True, "may be charged"), (False, "without charge")])
def test_a_service_that_goes_on_outside_aftercare_is_named_with_its_price(charged: bool, price: str) -> None:
    moved = MovedService("Day centre", charged, date(2026, 10, 1))
    told = " ".join(row.finding.text for row in checks(replace(READY, services=(), moved=(moved,))))

    assert f"Day centre ({price}; the person was told on 1 October 2026)" in told
    assert moved.words_to_person == f"Day centre, {price}. You were told on 1 October 2026."
