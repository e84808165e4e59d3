"""What each reader of a copy sees of a plan, and what none but the person ever does (practice 7.1)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from careplans.rules.readers import ALWAYS, SEES, copy_for, reader_of
from careplans.rules.snapshot import PlanSnapshot
from careplans.rules.terms import Reader
from tests.builders.snapshots import a_snapshot

ROWAN = "Rowan House Supported Living"
CARE = {"how_i_communicate", "please_do", "please_dont"}
HEALTH = {"medication", "physical_health", "conditions", "capacity"}
# What of the plan is not empty in each copy, beside whose it is and which version.
EXPECTED = {
    Reader.PROVIDER: CARE
    | {"what_matters", "strengths", "preferences", "goals", "needs", "services", "crisis", "contacts"},
    Reader.GP: CARE | HEALTH | {"what_matters", "goals", "needs", "services", "crisis", "contacts"},
    Reader.HOUSING: CARE | {"services", "crisis", "contacts", "home"},
    Reader.FINANCE: {"services", "home"},
}


@pytest.mark.parametrize("reader", list(EXPECTED))
def test_a_copy_holds_what_its_reader_may_see_and_nothing_else(reader: Reader) -> None:
    plan = a_snapshot(factors_note="Nothing else")

    copy = copy_for(plan, reader, ROWAN if reader is Reader.PROVIDER else "")

    shown = {f.name for f in fields(PlanSnapshot) if getattr(copy, f.name) not in ("", (), None)}
    parts = {name: getattr(copy, name) for name in ("crisis", "home")}
    empty = {name for name, part in parts.items() if not any(getattr(part, f.name) for f in fields(part))}
    assert shown - ALWAYS - empty == EXPECTED[reader]


@pytest.mark.parametrize("reader", [Reader.HOUSING, Reader.FINANCE])
def test_a_landlord_and_a_payer_see_what_a_home_costs_and_not_why_it_is_needed(reader: Reader) -> None:
    home = copy_for(a_snapshot(), reader).home

    assert [cost.pence for cost in home.costs] == [18_500, None]
    assert not any([home.reason, home.preference, home.move_on, *(cost.reason for cost in home.costs)])


def test_what_is_added_to_plans_is_seen_by_nobody_until_it_is_decided() -> None:
    known = {field.name for field in fields(PlanSnapshot)}

    assert all(seen <= known for seen in SEES.values())
    assert set(SEES) == set(Reader) - {Reader.PERSON}


def test_the_person_sees_the_whole_plan() -> None:
    plan = a_snapshot()

    assert copy_for(plan, Reader.PERSON) is plan


def test_a_provider_sees_its_own_services_and_the_needs_that_they_meet_without_the_illness() -> None:
    copy = copy_for(a_snapshot(), Reader.PROVIDER, f" {ROWAN.upper()}")

    assert {service.provider for service in copy.services} == {ROWAN}
    assert [need.title for need in copy.needs] == ["A settled home with support"]
    assert all(need.reasons == () for need in copy.needs)
    assert copy.crisis.risks
    assert not copy.crisis.admission_preference
    assert copy.person.section == ""


def test_a_landlord_sees_the_home_and_no_number_of_the_health_record() -> None:
    copy = copy_for(a_snapshot(), Reader.HOUSING)

    assert [service.description for service in copy.services] == [
        "Supported living with staff on site at night"
    ]
    assert (copy.person.nhs_number, copy.person.section) == ("", "")
    assert (copy.crisis.risks, copy.crisis.home_pets_children) == (
        "",
        "Ngozi has a key and will feed the cat.",
    )


def test_finance_sees_services_without_needs_or_telephone_numbers() -> None:
    copy = copy_for(a_snapshot(), Reader.FINANCE)

    assert len(copy.services) == len(a_snapshot().services)
    assert all(row.need_key is None and not row.contact_phone for row in copy.services)


@pytest.mark.parametrize(
    ("kind", "reader"),
    [("gp", Reader.GP), ("provider", Reader.PROVIDER), ("housing", Reader.HOUSING), ("carer", Reader.PERSON)],
)
def test_the_kinds_on_the_list_of_copies_have_their_reader(kind: str, reader: Reader) -> None:
    assert reader_of(kind) is reader


@pytest.mark.parametrize("reader", list(Reader))
def test_whoever_sees_the_coordinator_sees_how_to_call_them_and_since_when_each_body_is_responsible(
    reader: Reader,
) -> None:
    person = copy_for(a_snapshot(), reader, ROWAN).person

    assert (person.coordinator, person.coordinator_phone) == ("Megan Jones", "01632 960 118")
    assert person.council_since == person.nhs_body_since == date(2026, 10, 19)
