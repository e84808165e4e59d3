"""Which body pays for which service, as the plan on paper says it (practice 7.1, section 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from careplans.rules.paper import paper_context
from careplans.rules.payers import payers_of, who_funds
from careplans.rules.readers import copy_for
from careplans.rules.snapshot import CostPart, HomePart, ServicePart, to_json
from careplans.rules.terms import Category, CostKind, CostPer, Delivery, Funder, Group, Party, Reader, Variant
from tests.builders.snapshots import COUNCIL, ICB, a_service, a_snapshot, key

PERSON = a_snapshot().person
ON = date(2026, 11, 1)
NO_HOME = HomePart()


def a_visit(group: Group, **changes: object) -> ServicePart:
    return a_service(1, 1, group, "Visits", category=Category.DAILY_LIVING, **changes)


def a_home(*funders: Funder, kind: CostKind = CostKind.RENT, ends_on: date | None = None) -> HomePart:
    return HomePart(
        costs=tuple(
            CostPart(key(n), kind, 100, CostPer.WEEK, funder, "", "", None, ends_on, None)
            for n, funder in enumerate(funders)
        )
    )


@pytest.mark.parametrize(
    ("group", "delivery", "payer"),
    [
        (Group.HEALTH, None, (ICB,)),
        (Group.SOCIAL_CARE, Delivery.COMMISSIONED, (COUNCIL,)),
        (Group.SOCIAL_CARE, Delivery.BUDGET_THIRD, (ICB,)),
        (Group.HEALTH, Delivery.DIRECT_PAYMENT, (COUNCIL,)),
        (Group.OUTSIDE, None, ()),
        (Group.UNIVERSAL, Delivery.IN_HOUSE, ()),
    ],
)
def test_the_side_that_arranges_a_service_pays_unless_the_arrangement_names_the_other(
    group: Group, delivery: Delivery | None, payer: tuple[str, ...]
) -> None:
    assert who_funds(a_visit(group, delivery=delivery), NO_HOME, PERSON, ON) == payer


def test_what_the_bodies_decided_goes_before_who_arranges_but_makes_nothing_else_aftercare() -> None:
    decided = ("Westvale Council", ICB)

    assert who_funds(a_visit(Group.SOCIAL_CARE), NO_HOME, PERSON, ON, decided) == decided
    assert who_funds(a_visit(Group.OUTSIDE), NO_HOME, PERSON, ON, decided) == ()


def test_nobody_pays_for_a_service_that_is_over() -> None:
    last = a_visit(Group.HEALTH, ends_on=ON)

    assert who_funds(last, NO_HOME, PERSON, ON) == (ICB,)
    assert who_funds(replace(last, ends_on=date(2026, 10, 31)), NO_HOME, PERSON, ON) == ()


@pytest.mark.parametrize(
    ("home", "payers"),
    [
        (NO_HOME, (COUNCIL,)),
        (a_home(Funder.JOINT), (COUNCIL, ICB)),
        (a_home(Funder.COUNCIL, Funder.NHS), (COUNCIL, ICB)),
        (a_home(Funder.NHS), (ICB,)),
        (a_home(Funder.BENEFIT, Funder.PERSON), (COUNCIL,)),
        (a_home(Funder.NHS, kind=CostKind.NURSING), (COUNCIL,)),
        (a_home(Funder.NHS, ends_on=date(2026, 10, 31)), (COUNCIL,)),
    ],
)
def test_a_home_is_paid_by_those_whom_its_parts_name(home: HomePart, payers: tuple[str, ...]) -> None:
    living = a_service(1, 1, Group.SOCIAL_CARE, "Supported living")

    assert who_funds(living, home, PERSON, ON) == payers
    assert who_funds(a_visit(Group.SOCIAL_CARE), home, PERSON, ON) == (COUNCIL,)


def test_a_body_that_is_not_known_yet_is_not_said_to_pay() -> None:
    assert who_funds(a_visit(Group.HEALTH), NO_HOME, replace(PERSON, nhs_body=""), ON) == ()


def test_each_body_has_what_it_pays_alone_and_then_what_it_pays_a_share_of() -> None:
    council, nhs = payers_of(a_snapshot())

    assert (council.title, council.name, council.since) == ("Council", COUNCIL, date(2026, 10, 19))
    assert council.lines == (
        "Support to budget and keep up benefits",
        "Individual placement and support into work",
        "A share of: Supported living with staff on site at night",
    )
    assert (nhs.side, nhs.name, len(nhs.pays)) == (Party.NHS, ICB, 2)
    assert nhs.shares == ("Supported living with staff on site at night",)


def test_a_body_that_pays_though_it_is_not_responsible_stands_by_its_own_name() -> None:
    plan = a_snapshot(services=(a_visit(Group.HEALTH, funders=("Westvale Council", ICB)),))

    council, nhs, other = payers_of(plan)

    assert (council.lines, nhs.shares) == ((), ("Visits",))
    assert (other.title, other.name, other.since, other.shares) == (
        "Also pays",
        "Westvale Council",
        None,
        ("Visits",),
    )


def test_a_copy_tells_of_the_services_that_its_reader_may_see_and_of_no_other() -> None:
    copy = copy_for(a_snapshot(), Reader.HOUSING)

    assert {line for payer in payers_of(copy) for line in payer.lines} == {
        "A share of: Supported living with staff on site at night"
    }
    assert not any(payer.lines for payer in payers_of(replace(copy, services=())))


def test_where_a_body_pays_for_nothing_the_paper_says_so_and_says_when_it_was_not_recorded() -> None:
    plan = a_snapshot()
    before = replace(plan, services=tuple(replace(row, funders=()) for row in plan.services))

    def said(of: object, reader: Reader) -> str:
        return paper_context(of, to_json(of), Variant.STANDARD, draft=False, reader=reader)["pays_nothing"]

    assert said(plan, Reader.PERSON) == "Nothing in this plan"
    assert said(plan, Reader.GP) == "Nothing in this copy"
    assert said(before, Reader.PERSON) == "Not recorded"
