"""What an application costs, what a panel may decide, who makes a quorum and who may sign."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding import policies
from funding.rules.applications import (
    Amount,
    Cost,
    MemberFact,
    Outcome,
    PlannedService,
    Score,
    ServiceFact,
    Signing,
    TermFact,
    changed_findings,
    decision_findings,
    last_day,
    limit_findings,
    quorum_findings,
    suggested_share,
    unsigned,
)
from funding.rules.proration import Unit, weekly_amount
from funding.rules.split import FULL, Share
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission

MAY = date(2026, 5, 1)
HALVES = (Share("nhs", 5000), Share("council", 5000, residual=True))
HOME = ServiceFact("Home", MAY)


def words(*found: object) -> str:
    return " ".join(finding.text for finding in found)


@pytest.mark.parametrize(
    ("cost", "weekly", "annual"),
    [
        (Cost(140_000), 140_000, 7_300_000),
        (Cost(100), 100, 5_214),
        (Cost(1_550, Unit.HOUR, Fraction(13, 2)), 10_075, 525_339),
        (Cost(99_900, Unit.ONE_OFF), 0, 99_900),
    ],
)
def test_cost_a_week_and_in_365_days(cost: Cost, weekly: int, annual: int) -> None:
    assert (cost.weekly, cost.annual) == (weekly, annual)
    assert cost.once == (annual if cost.unit is Unit.ONE_OFF else 0)


@given(st.integers(1, 10**8))
def test_a_year_is_what_365_days_are_charged(pence: int) -> None:
    assert Cost(pence).annual == weekly_amount(pence, 365)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=8))
def test_the_suggestion_is_a_share_and_mirrors_the_scores(rows: list[tuple[int, int]]) -> None:
    there = suggested_share(Score("", health, social) for health, social in rows)
    back = suggested_share(Score("", social, health) for health, social in rows)
    if there is None or back is None:
        assert not any(health + social for health, social in rows)
    else:
        assert 0 <= there <= FULL
        assert there + back in (FULL, FULL + 1)


@pytest.mark.parametrize(
    ("terms", "services", "said"),
    [
        ([TermFact(MAY, HALVES)], [HOME], ""),
        ([TermFact(MAY, HALVES), TermFact(date(2026, 5, 15), HALVES)], [HOME], ""),
        ([], [HOME], "Enter the first day and each body's share."),
        ([TermFact(MAY, HALVES), TermFact(MAY, HALVES)], [HOME], "Two shares start on the same day"),
        (
            [TermFact(MAY - timedelta(days=1), HALVES)],
            [HOME],
            "Home: the decision cannot start before 1 May 2026",
        ),
        ([TermFact(MAY, (Share("nhs", 7000), Share("c", 2000, residual=True)))], [HOME], "come to 90.00%"),
        ([TermFact(MAY, HALVES)], [ServiceFact("Home", MAY, (MAY,))], ""),
        ([TermFact(MAY, HALVES)], [ServiceFact("Home", MAY, (date(2026, 6, 1),))], "stands from 1 June 2026"),
        (
            [TermFact(MAY, HALVES), TermFact(date(2026, 6, 1), HALVES)],
            [ServiceFact("Home", MAY, (date(2026, 6, 1),))],
            "",
        ),
    ],
)
def test_what_a_panel_may_decide(terms: list[TermFact], services: list[ServiceFact], said: str) -> None:
    found = words(*decision_findings(terms, services))
    assert said in found
    assert bool(found) == bool(said)


def test_each_paying_body_needs_a_member_who_may_decide() -> None:
    paying = {"c": "Council", "n": "ICB"}
    assert quorum_findings([MemberFact("c"), MemberFact("n")], paying) == ()
    assert "ICB has no member" in words(*quorum_findings([MemberFact("c")], paying))
    assert "ICB has no member" in words(
        *quorum_findings([MemberFact("c"), MemberFact("n", barred=True)], paying)
    )
    assert len(quorum_findings([], paying)) == 2


@pytest.mark.parametrize(
    ("decided", "limit", "said"),
    [
        (Amount(100, 0), Amount(), ""),
        (Amount(100, 5), Amount(100, 5), ""),
        (Amount(100, 5_000), Amount(100, None), ""),
        (Amount(), Amount(0, 0), ""),
        (Amount(100, 0), Amount(99, None), "£0.99 a week and this decision is £1.00 a week"),
        (Amount(0, 5_000), Amount(100, 4_999), "£49.99 in single payments"),
    ],
)
def test_a_limit_is_the_most_a_week_and_the_most_in_single_payments(
    decided: Amount, limit: Amount, said: str
) -> None:
    found = words(*limit_findings(decided, limit))
    assert said in found
    assert bool(found) == bool(said)


def test_what_was_applied_for_is_what_the_plan_still_says() -> None:
    key = uuid4()
    asked = {key: PlannedService("Home", "Larch")}
    assert changed_findings(asked, {**asked, uuid4(): PlannedService("Day", "")}) == ()
    assert "no longer in the published care plan" in words(*changed_findings(asked, {}))
    moved = changed_findings(asked, {key: PlannedService("Flat", "")})
    assert words(*moved) == "The care plan now says Flat. Home, Larch was applied for."


@pytest.mark.parametrize(
    ("standing", "until", "continues", "expected"),
    [
        (None, None, False, None),
        (None, MAY, False, MAY),
        (MAY, date(2026, 6, 1), False, MAY),
        (MAY, None, True, None),
        (MAY, date(2026, 6, 1), True, date(2026, 6, 1)),
    ],
)
def test_only_a_decision_to_go_on_puts_off_the_last_day(
    standing: date | None, until: date | None, continues: bool, expected: date | None
) -> None:
    assert last_day(standing, until, continues=continues) == expected


def test_outcomes() -> None:
    assert {outcome for outcome in Outcome if outcome.funds} == {
        Outcome.APPROVE, Outcome.IN_PART, Outcome.INTERIM,
    }  # fmt: skip
    assert {outcome for outcome in Outcome if not outcome.is_signed} == {Outcome.DEFER}
    assert unsigned(["a", "b"], ["b"]) == {"a"}


COUNCIL, ICB, OTHER = uuid4(), uuid4(), uuid4()


def signatory(**over: object) -> Actor:
    known = {"organisation_ids": frozenset({COUNCIL}), "permissions": frozenset({Permission.DECISION_SIGN})}
    return Actor(id=uuid4(), name="Sam", **{**known, **over})


def signing(**over: object) -> Signing:
    known = {
        "parties": frozenset({COUNCIL, ICB}), "signed": {}, "own": frozenset(), "interested": frozenset(),
        "decided": Amount(100, 0), "limit": Amount(), "waiting": True,
    }  # fmt: skip
    return Signing(**{**known, **over})


def test_who_signs() -> None:
    sam = signatory()
    me = frozenset({sam.id})
    refused = {
        "No decision waits": signing(waiting=False),
        "no part in this decision": signing(parties=frozenset({ICB, OTHER})),
        "so another signs": signing(own=me),
        "declared an interest": signing(interested=me),
        "Nobody signs for two bodies": signing(signed={COUNCIL: sam.id}),
        "for your organisation already": signing(signed={COUNCIL: uuid4()}),
        "Your limit": signing(limit=Amount(99)),
    }
    assert policies.decision_sign(sam, signing())
    assert policies.decision_sign(sam, signing(limit=Amount(99), decided=Amount())), "a refusal costs nothing"
    assert policies.decision_sign(sam, signing(signed={ICB: uuid4()}))
    for said, facts in refused.items():
        assert said in policies.decision_sign(sam, facts).reason
    assert "Your role" in policies.decision_sign(signatory(permissions=frozenset()), signing()).reason


def test_a_merged_bodys_signatory_signs_for_one_of_its_predecessors_only() -> None:
    sam = signatory(organisation_ids=frozenset({COUNCIL, ICB}))
    assert policies.signs_for(sam, signing()) == min(COUNCIL, ICB)
    once = signing(signed={min(COUNCIL, ICB): sam.id})
    assert "Nobody signs for two bodies" in policies.decision_sign(sam, once).reason
