"""Who may do what with money, role by role and body by body."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from funding import policies, settling_policies
from s117.accounts.roles import ROLES, permissions_of
from s117.kernel.actor import Actor, system_actor
from s117.kernel.decisions import Decision

COUNCIL, ICB, OTHER = uuid4(), uuid4(), uuid4()


def actor(role: str, body: UUID = COUNCIL, kind: str = "council") -> Actor:
    return Actor(
        id=uuid4(),
        name="Sam",
        organisation_id=body,
        organisation_kind=kind,
        organisation_ids=frozenset({body}),
        roles=frozenset({role}),
        permissions=permissions_of(frozenset({role})),
    )


LINE_POLICIES = (
    policies.line_fund,
    policies.line_amend,
    policies.rate_record,
    policies.split_record,
    policies.delivery_record,
    policies.line_end,
)
SCHEDULE_POLICIES = (policies.schedule_produce, policies.schedule_freeze, policies.schedule_withdraw)


@pytest.mark.parametrize("policy", LINE_POLICIES)
@pytest.mark.parametrize("role", ROLES)
def test_only_finance_changes_terms(policy: Callable[..., Decision], role: str) -> None:
    assert bool(policy(actor(role), COUNCIL)) is (role == "finance")


@pytest.mark.parametrize("policy", LINE_POLICIES)
def test_finance_changes_only_what_its_own_body_pays(policy: Callable[..., Decision]) -> None:
    refusal = policy(actor("finance"), ICB)
    assert not refusal
    assert refusal.reason == "Only the body that pays the provider may change this."
    assert policy(actor("finance", ICB, "icb"), ICB)


@pytest.mark.parametrize("policy", SCHEDULE_POLICIES)
@pytest.mark.parametrize("role", ROLES)
def test_only_the_council_s_finance_settles_schedules(policy: Callable[..., Decision], role: str) -> None:
    assert bool(policy(actor(role), COUNCIL)) is (role == "finance")
    assert not policy(actor(role, OTHER), COUNCIL)
    assert not policy(actor(role, ICB, "icb"), ICB)


def test_a_council_s_finance_and_administrator_set_its_calendar() -> None:
    may = settling_policies.calendar_record
    assert {role for role in ROLES if may(actor(role), COUNCIL)} == {"finance", "administrator"}
    assert may(actor("finance", OTHER), COUNCIL).reason == "A council sets the calendar of its own schedules."
    assert not may(actor("administrator", ICB, "icb"), ICB)
    assert may(system_actor("celery:test"), COUNCIL)


def test_money_and_schedules_are_seen_by_those_who_need_them() -> None:
    seen = {role for role in ROLES if policies.money_view(actor(role))}
    assert seen == {
        "care_coordinator",
        "team_manager",
        "decision_maker",
        "panel_administrator",
        "finance",
    }
    assert {role for role in ROLES if policies.schedule_view(actor(role))} == {"decision_maker", "finance"}


def test_a_file_is_for_the_council_and_the_body_it_was_made_for() -> None:
    def may(body: UUID, kind: str) -> bool:
        return bool(policies.schedule_download(actor("finance", body, kind), ICB, COUNCIL))

    assert may(COUNCIL, "council")
    assert may(ICB, "icb")
    assert not may(OTHER, "icb")
    assert not policies.schedule_download(actor("care_coordinator"), COUNCIL, COUNCIL)


def test_the_system_works_for_every_body() -> None:
    machine = system_actor("celery:schedule-produce")
    assert all(policy(machine, OTHER) for policy in (*LINE_POLICIES, *SCHEDULE_POLICIES))


def test_reports_are_for_finance_and_a_file_for_the_body_it_was_made_for() -> None:
    lowe = actor("finance")
    for policy in (policies.report_view, policies.report_run, policies.ledger_view):
        assert policy(lowe)
        assert not policy(actor("care_coordinator"))
    assert policies.report_download(lowe, COUNCIL)
    assert policies.report_download(system_actor("worker"), OTHER)
    assert "another body" in policies.report_download(lowe, OTHER).reason


def test_a_body_recharges_what_it_paid_once_another_is_found_responsible() -> None:
    lowe, parties = actor("finance"), frozenset({COUNCIL, OTHER})
    assert policies.recharge_issue(lowe, parties, OTHER)
    assert policies.recharge_issue(system_actor("worker"), parties, None)
    assert "stays with it" in policies.recharge_issue(lowe, parties, COUNCIL).reason
    assert "Nobody" in policies.recharge_issue(lowe, parties, None).reason
    assert "paid in the dispute" in policies.recharge_issue(lowe, frozenset({ICB, OTHER}), OTHER).reason
    assert not policies.recharge_issue(actor("analyst"), parties, OTHER)
