"""What is frozen with a plan beside its own words: whom to call, since when a body is responsible, who pays."""

from __future__ import annotations

from datetime import date

import pytest

from careplans import queries
from careplans.models import CarePlan, PlanVersion
from careplans.rules.snapshot import PlanSnapshot, from_json
from cases.models import Case
from s117.accounts import services as accounts_services
from s117.accounts.models import User
from s117.kernel.permissions import Permission
from tests.builders import accounts, funding
from tests.builders import careplans as plans
from tests.builders import cases as people

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)
COUNCIL, ICB = "Northmoor Council", "NHS Northmoor Integrated Care Board"


def paper(case: Case) -> PlanSnapshot:
    """The plan in force as it would go on paper now."""
    plan = CarePlan.objects.get(case=case, status="published")
    return queries.paper_of(plan, people.header(accounts.coordinator(), case), ON)


def test_a_published_plan_keeps_the_coordinators_phone_and_what_each_body_pays_for() -> None:
    case = plans.a_planned_case()
    jones = User.objects.get(username="jones")
    jones.phone = "01632 960 118"
    accounts_services.save_from_admin(
        actor=accounts.SETTING_UP, at=accounts.NOW, row=jones, permission=Permission.USERS_MANAGE
    )

    frozen = PlanVersion.objects.get(plan=plans.a_published_plan(case)).snapshot

    assert frozen["person"]["coordinator_phone"] == "01632 960 118"
    # She is in hospital still: either body's duty begins when she leaves.
    assert (frozen["person"]["council_since"], frozen["person"]["duty_to_come"]) == (None, True)
    funders = {row["description"]: row["funders"] for row in frozen["services"]}
    assert funders["Supported living with staff at night"] == [COUNCIL, ICB]
    assert funders["Depot clinic"] == [ICB]
    assert funders["Support hours at home"] == [COUNCIL]
    assert funders.get("Stair rails", []) == []


def test_a_body_is_responsible_since_the_duty_runs_and_not_since_its_residence_was_tested() -> None:
    case = people.an_active_case()
    funding.a_planned_service(case)

    person = paper(case).person

    assert people.current_determination(case, "council").starts_on < people.LEFT_ON
    assert (person.council_since, person.nhs_body_since) == (people.LEFT_ON, people.LEFT_ON)
    assert person.duty_to_come is False


def test_the_shares_that_the_bodies_agreed_say_who_pays_from_their_day() -> None:
    case = people.an_active_case()
    line = funding.a_line_without_share(case)
    assert paper(case).services[0].funders == (COUNCIL,)

    funding.share(line, starts_on=date(2026, 4, 1))
    assert set(paper(case).services[0].funders) == {COUNCIL, ICB}

    funding.share(line, starts_on=date(2026, 11, 1), nhs="100.00", council="0.00")
    assert paper(case).services[0].funders == (ICB,)


def test_a_plan_published_before_these_were_kept_reads_back_without_them() -> None:
    frozen = PlanVersion.objects.get(plan=plans.a_published_plan()).snapshot
    for name in ("coordinator_phone", "council_since", "nhs_body_since", "duty_to_come"):
        del frozen["person"][name]
    for row in frozen["services"]:
        del row["funders"]

    plan = from_json(frozen)

    assert (plan.person.coordinator_phone, plan.person.council_since, plan.person.nhs_body_since) == (
        "",
        None,
        None,
    )
    assert {row.funders for row in plan.services} == {()}
