"""A page asks the database as often for a long plan as for a short one (performance.md section 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans import queries, services
from careplans.models import CarePlan
from careplans.services import GoalInput
from s117.kernel.actor import Actor, system_actor
from tests.builders import careplans as plans
from tests.builders import cases
from tests.builders.accounts import NOW, coordinator
from tests.builders.careplans import WRITTEN_AT

pytestmark = pytest.mark.django_db

PAGES = ("plan_view", "plan_edit", "service_list", "goal_list", "cost_list", "plan_submit")


def statements(client: Client, address: str) -> int:
    """How many statements the page takes, once the process has warmed up."""
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


def counts(client: Client, plan: CarePlan) -> dict[str, int]:
    """The statements of each page of the version."""
    where = {"ref": plan.case.reference, "number": plan.number}
    return {name: statements(client, reverse(f"careplans:{name}", kwargs=where)) for name in PAGES}


def test_a_plan_with_twenty_goals_and_services_takes_no_more_statements_than_a_small_one(
    browse: Callable[[Actor], Client],
) -> None:
    plan = plans.a_complete_draft()
    client = browse(coordinator())
    small = counts(client, plan)
    need = queries.needs_of(plan)[0]
    for number in range(20):
        goal = GoalInput(f"Goal {number}")
        services.add_goal(actor=coordinator(), plan_id=plan.id, goal=goal, at=WRITTEN_AT)
        plans.add_a_service(plan, need.key, description=f"Service {number}")
        services.add_cost(actor=coordinator(), plan_id=plan.id, cost=plans.RENT, at=WRITTEN_AT)
    assert counts(client, plan) == small
    assert max(small.values()) <= 27, small


def test_a_comparison_takes_as_many_statements_for_long_plans_as_for_short_ones(
    browse: Callable[[Actor], Client],
) -> None:
    plan, client = plans.a_published_plan(), browse(coordinator())
    later = services.draft_plan(actor=coordinator(), case_id=plan.case_id, at=plans.PUBLISHED_AT)
    compare = reverse("careplans:plan_compare", kwargs={"ref": plan.case.reference})
    short = statements(client, compare)
    for number in range(20):
        goal = GoalInput(f"Goal {number}")
        services.add_goal(actor=coordinator(), plan_id=later.id, goal=goal, at=plans.PUBLISHED_AT)
    assert statements(client, compare) == short <= 32


def test_the_notices_of_many_people_take_as_many_statements_as_of_one(
    browse: Callable[[Actor], Client],
) -> None:
    def somebody_is_told() -> None:
        cases.leave(cases.an_allocated_case())
        services.send_reminders(actor=system_actor("celery:reminders"), at=NOW.replace(month=10, day=20))

    client, address = browse(coordinator()), reverse("careplans:notice_list")
    somebody_is_told()
    one = statements(client, address)
    somebody_is_told()
    somebody_is_told()
    assert queries.notices_for(coordinator()).filter(kind="follow_up").count() == 3
    assert statements(client, address) == one


def test_a_sweep_takes_as_many_statements_for_many_people_as_for_one() -> None:
    def told(people: int) -> tuple[int, int]:
        for _ in range(people):
            cases.leave(cases.an_allocated_case())
        with CaptureQueriesContext(connection) as taken:
            made = services.send_reminders(
                actor=system_actor("celery:reminders"), at=NOW.replace(month=10, day=20)
            )
        return made, len(taken)

    (few, one), (many, several) = told(1), told(6)
    assert many > 5 * few / 2
    assert several == one <= 24


def test_the_services_in_force_are_read_in_one_statement(django_assert_num_queries: Any) -> None:
    plan = plans.a_published_plan()
    with django_assert_num_queries(1):
        assert len(queries.published_services(plan.case_id)) == len(plans.SERVICES)
