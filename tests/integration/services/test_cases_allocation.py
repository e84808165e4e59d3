"""Allocating people to teams and coordinators, and contacts with them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from cases import queries
from cases.services import allocation
from s117.accounts import services as account_services
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


def test_a_manager_passes_a_case_on_within_the_team() -> None:
    jones, reed = accounts.coordinator(), accounts.coordinator("reed")
    case = cases.an_allocated_case(coordinator=jones)

    cases.allocate(case, reed, starts_on=date(2026, 11, 1))

    rows = case.allocations.order_by("starts_on").values_list("coordinator__username", "starts_on", "ends_on")
    assert list(rows) == [
        ("jones", date(2026, 9, 9), date(2026, 11, 1)),
        ("reed", date(2026, 11, 1), None),
    ]


def test_an_inactive_coordinator_or_one_of_another_team_cannot_be_chosen() -> None:
    case = cases.a_detained_case()
    west = accounts.team("Recovery West")
    outsider = accounts.actor_of(accounts.user("marsh", "care_coordinator", accounts.northmoor(), west))
    leaver = accounts.coordinator("reed")
    account_services.set_active(actor=accounts.SETTING_UP, at=NOW, user_id=leaver.id, active=False)

    for who in (outsider, leaver):
        with pytest.raises(Refused) as refusal:
            cases.allocate(case, who)
        assert "coordinator" in refusal.value.fields


def test_a_manager_allocates_to_their_own_teams_only() -> None:
    case = cases.a_detained_case()
    west = accounts.team("Recovery West")

    with pytest.raises(NotAllowed, match="own teams"):
        allocation.make_allocation(
            actor=accounts.manager(),
            at=NOW,
            case_id=case.id,
            team=west,
            coordinator=None,
            starts_on=date(2026, 9, 9),
            reason="Area",
        )


def test_a_contact_in_the_future_is_refused_and_one_made_is_never_changed() -> None:
    jones = accounts.coordinator()
    case = cases.an_allocated_case(coordinator=jones)

    with pytest.raises(Refused) as refusal:
        cases.a_contact(case, jones, happened_at=datetime(2026, 11, 21, 10, 1, tzinfo=UTC))
    assert "happened_time" in refusal.value.fields
    made = cases.a_contact(case, jones)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        made.amend(note="Something else")


def test_follow_ups_give_the_london_day_of_each_contact() -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones, happened_at=datetime(2026, 10, 19, 15, 0, tzinfo=UTC))
    cases.a_contact(case, jones, happened_at=datetime(2026, 10, 20, 23, 30, tzinfo=UTC), attended="no")

    found = queries.follow_ups(case.id, date(2026, 10, 19))

    assert [(each.on, each.attended) for each in found] == [
        (date(2026, 10, 19), True),
        (date(2026, 10, 21), False),
    ]
