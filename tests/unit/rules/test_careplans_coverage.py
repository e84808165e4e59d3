"""What a plan must hold before each step (law P-2, P-3, P-12, M-1)."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from careplans.rules.coverage import (
    NeedFact,
    PlanFacts,
    charge_refusal,
    checks,
    factors_to_consider,
    facts_of,
    missing,
)
from careplans.rules.factors import FACTORS, missing_factors
from careplans.rules.sections import Section, Stage
from careplans.rules.terms import AgreementAnswer, Group, Party, Unit
from tests.builders.snapshots import a_service, a_snapshot

WHOLE = facts_of(a_snapshot())


def lacking(facts: PlanFacts, stage: Stage = Stage.PUBLISH) -> set[str]:
    """The fields of what is missing."""
    return {check.field for check in missing(facts, stage)}


def test_a_whole_plan_lacks_nothing() -> None:
    assert lacking(WHOLE) == set()


@pytest.mark.parametrize(
    ("field", "stage"),
    [
        ("what_matters", Stage.SUBMIT),
        ("strengths", Stage.SUBMIT),
        ("medication", Stage.SUBMIT),
        ("early_signs", Stage.SUBMIT),
        ("first_steps", Stage.SUBMIT),
        ("risks", Stage.SUBMIT),
        ("effective_from", Stage.SUBMIT),
        ("persons_views", Stage.PUBLISH),
        ("review_due_on", Stage.PUBLISH),
    ],
)
def test_each_missing_thing_is_named_by_its_field_and_holds_up_its_step(field: str, stage: Stage) -> None:
    empty = None if field.endswith(("_on", "_from")) else ""
    facts = replace(WHOLE, **{field: empty})
    assert lacking(facts) == {field}
    assert (field in lacking(facts, Stage.SUBMIT)) is (stage is Stage.SUBMIT)


def test_no_crisis_contact_no_goal_and_no_copy_are_missing_things_too() -> None:
    assert lacking(replace(WHOLE, crisis_contacts=0)) == {"contacts"}
    assert lacking(replace(WHOLE, goals=0)) == {"goals"}
    assert lacking(replace(WHOLE, recipients=0)) == {"recipients"}


def test_an_aftercare_need_is_met_by_a_service_or_a_reason() -> None:
    need = next(need for need in WHOLE.needs if need.is_aftercare)
    without = replace(WHOLE, services=tuple(line for line in WHOLE.services if line.need_id != need.id))
    assert f"need_{need.id}" in lacking(without)
    answered = replace(need, no_service_reason="Amara has declined it for now")
    others = tuple(other for other in WHOLE.needs if other.id != need.id)
    assert lacking(replace(without, needs=(answered, *others))) == set()


def test_a_need_outside_aftercare_needs_no_service() -> None:
    outside = next(need for need in WHOLE.needs if not need.is_aftercare)
    without = tuple(line for line in WHOLE.services if line.need_id != outside.id)
    assert lacking(replace(WHOLE, services=without)) == set()


def test_a_plan_without_an_assessed_need_is_not_a_plan() -> None:
    assert "needs" in lacking(replace(WHOLE, needs=(), services=()))


def test_what_each_of_the_four_parties_says_must_be_asked_but_may_be_no() -> None:
    assert "agreement_nhs" in lacking(replace(WHOLE, agreements=WHOLE.agreements[:-1]))
    refused = tuple((party, AgreementAnswer.DOES_NOT) for party in Party)
    assert lacking(replace(WHOLE, agreements=refused)) == set()


def test_an_aftercare_service_is_never_charged_and_a_charged_one_never_meets_an_aftercare_need() -> None:
    aftercare = NeedFact(UUID(int=1), "accommodation", "A home", True)
    other = replace(aftercare, is_aftercare=False)
    assert "cannot be charged" in charge_refusal(Group.OUTSIDE, aftercare)
    assert "outside aftercare" in charge_refusal(Group.SOCIAL_CARE, other)
    assert charge_refusal(Group.UNIVERSAL, aftercare) == charge_refusal(Group.OUTSIDE, other) == ""


def test_a_charged_service_slipped_onto_an_aftercare_need_holds_up_the_plan() -> None:
    line = replace(WHOLE.services[0], group=Group.OUTSIDE)
    assert "services" in lacking(replace(WHOLE, services=(line, *WHOLE.services[1:])))


def test_every_factor_of_the_code_is_met_by_a_need_or_thought_about() -> None:
    nothing = replace(WHOLE, factors_considered=frozenset())
    found = [check.text for check in missing(nothing, Stage.SUBMIT)]
    assert "Think about drugs and alcohol" in found
    assert "Think about appropriate accommodation" not in found
    assert {factor.code for factor in factors_to_consider(nothing)} <= {factor.code for factor in FACTORS}


def test_vector_t04_a_plan_without_crisis_risk_and_welfare_sections_is_incomplete() -> None:
    found = missing_factors({"mental_health", "physical_health", "accommodation", "employment"})
    assert {"contingency_plan", "crisis_contact", "risks", "welfare_rights_and_finances"} <= set(found)


def test_every_check_names_a_section_where_it_is_put_right_and_a_source() -> None:
    for check in checks(PlanFacts()):
        assert check.section in Section
        assert check.rule.citation


def test_how_often_a_service_runs_reads_as_people_say_it() -> None:
    line = a_service(1, 1, Group.SOCIAL_CARE, "Support")
    assert line.how_often == "every week"

    assert replace(line, unit=Unit.HOUR).how_often == "1 hour a week"
    assert replace(line, unit=Unit.HOUR, quantity=Decimal("1.50")).how_often == "1.5 hours a week"
    assert replace(line, unit=Unit.ONE_OFF).how_often == "one-off"
    assert replace(line, unit=None, quantity=None, frequency="Tuesdays").how_often == "Tuesdays"
