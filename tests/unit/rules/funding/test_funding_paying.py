"""Direct payments, top-ups, contributions and refunds by their rules alone; who may do what with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from funding import policies
from funding.rules.contributions import Contributed, outside_aftercare
from funding.rules.direct_payments import Cycle, cycles, furthest_due, monitoring_due, payment, surplus
from funding.rules.proration import weekly_amount
from funding.rules.refunds import pieces_of, refund_of
from funding.rules.split import Share
from funding.rules.top_ups import TopUpFacts, conditions
from s117.accounts.roles import ROLES
from s117.kernel.actor import Actor
from s117.kernel.periods import Period

APRIL = date(2026, 4, 1)
ALWAYS = Period(APRIL)
HALVES = (Share("LA", 5000, residual=True), Share("ICB", 5000))
LAWFUL = TopUpFacts(
    usual_pence=105_000,
    chosen_pence=120_000,
    option_at_usual=True,
    accommodation=True,
    payer_is_council=True,
    health_budget=False,
    wheelchair=False,
    born=date(1960, 1, 1),
    starts_on=APRIL,
    agreed_on=APRIL,
    review_on=date(2027, 4, 1),
    able_to_pay=True,
)


def test_thirteen_payments_of_four_weeks_and_the_year_by_the_day() -> None:
    """F21: £1,281.80 thirteen times is £16,663.40; the year is £16,709.18, a day more."""
    paid = [
        payment(days, [(APRIL, 32_045)], ALWAYS)
        for days in cycles(APRIL, date(2027, 3, 30), Cycle.FOUR_WEEKS, date(2027, 3, 30))
    ]
    assert (len(paid), sum(paid)) == (13, 1_666_340)
    assert weekly_amount(32_045, 365) == 1_670_918


def test_a_month_begins_on_the_first_and_the_last_is_cut_short() -> None:
    found = cycles(date(2026, 11, 16), date(2027, 1, 10), Cycle.MONTH, date(2027, 6, 1))
    assert [(days.start, days.last_day) for days in found] == [
        (date(2026, 11, 16), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 10)),
    ]


def test_days_without_a_service_or_a_rate_cost_nothing() -> None:
    days = Period.inclusive(APRIL, date(2026, 4, 28))
    assert payment(days, [(APRIL, 7_000)], Period(date(2026, 5, 1))) == 0
    assert payment(days, [(date(2026, 4, 22), 7_000)], ALWAYS) == 7_000
    assert (surplus(10_000, 3_000, 4), surplus(20_000, 3_000, 4)) == (0, 8_000)
    assert monitoring_due(APRIL, None, 3) == date(2026, 7, 1)
    assert monitoring_due(APRIL, date(2026, 6, 30), 3) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("over", "rules"),
    [
        ({}, []),
        ({"born": None}, []),
        ({"born": date(2008, 4, 2)}, ["top_up_adult"]),
        ({"accommodation": False}, ["top_up_home"]),
        ({"payer_is_council": False}, ["top_up_council"]),
        ({"health_budget": True, "payer_is_council": False}, ["phb_top_up"]),
        ({"health_budget": True, "wheelchair": True, "accommodation": False, "payer_is_council": False}, []),
        ({"review_on": APRIL}, ["top_up_review"]),
    ],
)
def test_every_condition_of_a_top_up_has_its_name(over: dict[str, Any], rules: list[str]) -> None:
    assert [found.rule.id for found in conditions(replace(LAWFUL, **over))] == rules


def test_services_outside_aftercare_cost_and_are_paid_for_by_the_day() -> None:
    """F24: £885.71 less £377.76 leaves the council £507.95."""
    december = Period.inclusive(date(2026, 12, 1), date(2026, 12, 31))
    elsewhen = Contributed(Period.inclusive(APRIL, APRIL), 20_000, 8_530)
    found = outside_aftercare([Contributed(Period(APRIL), 20_000, 8_530), elsewhen], december)
    assert (found.services, found.cost, found.paid, found.net) == (1, 88_571, 37_776, 50_795)


def test_a_refund_is_cut_by_year_and_by_cost_share_and_days_without_one_stay_with_the_council() -> None:
    """F25 with a share from 2025 on only: the council alone bears 2024/25."""
    charged = Period.inclusive(date(2024, 4, 1), date(2026, 3, 31))
    pieces = pieces_of(charged, 11_235, [(date(2025, 4, 1), HALVES)], "LA")
    assert [(piece.pence, dict(piece.parts)) for piece in pieces] == [
        (585_825, {"LA": 585_825}),
        (585_825, {"LA": 292_912, "ICB": 292_913}),
    ]
    assert refund_of(pieces).by_year == {"2024/25": 585_825, "2025/26": 585_825}


def somebody(kind: str = "council", role: str = "finance") -> Actor:
    body = uuid4()
    return Actor(
        id=uuid4(),
        name="Somebody",
        permissions=ROLES[role].permissions,
        organisation_id=body,
        organisation_ids=frozenset({body}),
        organisation_kind=kind,
    )


def test_only_the_council_that_took_the_money_gives_it_back_and_two_of_its_people() -> None:
    lowe, other = somebody(), uuid4()
    own = lowe.organisation_id
    assert own is not None
    assert policies.refund_open(lowe)
    assert not policies.refund_open(somebody("icb"))
    assert policies.refund_pay(lowe, own)
    assert not policies.refund_pay(lowe, other)
    assert not policies.refund_withdraw(lowe, other)
    assert policies.refund_approve(lowe, own, opened_by=uuid4())
    assert not policies.refund_approve(lowe, own, opened_by=lowe.id)
    assert not policies.contribution_end(lowe, other)
    assert not policies.contribution_record(somebody(role="care_coordinator"))


def test_a_body_runs_its_own_direct_payments_and_another_person_approves() -> None:
    lowe = somebody()
    own = lowe.organisation_id
    assert own is not None
    assert policies.payment_run_make(lowe, own)
    assert not policies.payment_run_make(lowe, uuid4())
    assert not policies.payment_run_approve(lowe, own, made_by=lowe.id)
    assert policies.payment_run_approve(lowe, own, made_by=uuid4())
    assert not policies.direct_payment_record(lowe, uuid4())
    assert not policies.top_up_record(somebody(role="decision_maker"), own)


def test_a_run_reaches_a_month_ahead_at_most() -> None:
    assert furthest_due(date(2026, 11, 21)) == date(2026, 12, 21)
    assert furthest_due(date(2027, 1, 31)) == date(2027, 2, 28)
