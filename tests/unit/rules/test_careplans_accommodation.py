"""Who may be asked to pay for which part of a home (law M-1, M-4, M-6), and the checklist P-1 to P-16."""

from dataclasses import replace
from datetime import date

import pytest

from careplans.rules.accommodation import a_week, cost_question, cost_refusal, is_adult, is_shared
from careplans.rules.checklist import Standing, points
from careplans.rules.comparison import compare
from careplans.rules.coverage import PlanFacts, facts_of, missing
from careplans.rules.sections import Stage
from careplans.rules.snapshot import HomePart, from_json, to_json
from careplans.rules.terms import CostKind, CostPer, Funder, HomeKind, HomeNeed
from tests.builders.snapshots import a_snapshot

WHOLE = facts_of(a_snapshot())
YES, NO = HomeNeed.YES, HomeNeed.NO


@pytest.mark.parametrize("kind", [CostKind.RENT, CostKind.SERVICE_CHARGE, CostKind.CARE])
def test_the_person_never_pays_for_accommodation_that_is_aftercare(kind: CostKind) -> None:
    assert "Nobody may be charged" in cost_refusal(kind, Funder.PERSON, YES, adult=True)
    assert cost_refusal(kind, Funder.RELATIVE, YES, adult=True)
    assert cost_refusal(kind, Funder.JOINT, YES, adult=True) == ""
    assert cost_refusal(kind, Funder.PERSON, NO, adult=True) == "", "ordinary rent is the person's own"


def test_household_bills_may_be_the_persons_own() -> None:
    assert cost_refusal(CostKind.UTILITIES, Funder.PERSON, YES, adult=True) == ""


def test_a_top_up_is_paid_by_an_adult_or_for_them_and_only_for_aftercare_accommodation() -> None:
    assert cost_refusal(CostKind.TOP_UP, Funder.PERSON, YES, adult=True) == ""
    assert "Answer that question first" in cost_refusal(CostKind.TOP_UP, Funder.PERSON, "", adult=True)
    assert "above the usual cost" in cost_refusal(CostKind.TOP_UP, Funder.COUNCIL, YES, adult=True)
    assert "Only an adult" in cost_refusal(CostKind.TOP_UP, Funder.PERSON, YES, adult=False)


def test_benefit_for_aftercare_rent_is_a_question_with_both_readings_not_an_answer() -> None:
    assert cost_refusal(CostKind.RENT, Funder.BENEFIT, YES, adult=True) == ""
    assert "On the other" in cost_question(CostKind.RENT, Funder.BENEFIT, YES)
    assert "ordinary housing" in cost_question(CostKind.RENT, Funder.JOINT, NO)
    assert cost_question(CostKind.RENT, Funder.JOINT, YES) == ""


def test_adults_are_eighteen_on_the_day() -> None:
    assert is_adult(date(2008, 2, 29), date(2026, 2, 28))
    assert not is_adult(date(2008, 10, 20), date(2026, 10, 19))
    assert is_adult(None, date(2026, 1, 1))
    assert is_adult(date(2020, 1, 1), None)


def lacking(facts: PlanFacts) -> set[str]:
    return {check.field for check in missing(facts, Stage.PUBLISH)}


def test_a_plan_says_whether_accommodation_is_aftercare_and_who_pays() -> None:
    assert lacking(replace(WHOLE, home=HomePart())) == {"need"}
    undecided = replace(WHOLE.home, need=HomeNeed.UNDECIDED)
    assert lacking(replace(WHOLE, home=undecided)) == {"need"}
    assert lacking(replace(WHOLE, home=replace(WHOLE.home, costs=()))) == {"costs"}
    assert lacking(replace(WHOLE, home=replace(WHOLE.home, move_on=""))) == {"move_on"}
    own = HomePart(need=NO, reason="A tenancy of her own", kind=HomeKind.OWN)
    assert lacking(replace(WHOLE, home=own)) == set()


def test_a_charge_for_aftercare_rent_and_a_top_up_without_agreement_hold_up_the_plan() -> None:
    rent, bills = WHOLE.home.costs
    charged = replace(rent, funder=Funder.PERSON)
    assert lacking(replace(WHOLE, home=replace(WHOLE.home, costs=(charged, bills)))) == {"costs"}
    top_up = replace(rent, kind=CostKind.TOP_UP, funder=Funder.PERSON)
    held = replace(WHOLE, home=replace(WHOLE.home, costs=(rent, top_up)))
    assert lacking(held) == {"costs"}
    agreed = replace(top_up, agreed_on=date(2026, 10, 1))
    assert lacking(replace(WHOLE, home=replace(WHOLE.home, costs=(rent, agreed)))) == set()


def test_conditions_contingency_and_an_owner_of_benefits_help_are_wanted_where_they_arise() -> None:
    assert lacking(replace(WHOLE, contingency="")) == {"contingency"}
    assert lacking(replace(WHOLE, benefits_owner="")) == {"benefits_owner"}
    assert lacking(replace(WHOLE, benefits_owner="", benefits_help="")) == set()
    on_cto = replace(WHOLE, conditions="", conditions_of="community treatment order")
    assert lacking(on_cto) == {"conditions"}
    assert lacking(replace(WHOLE, conditions="")) == set()
    assert lacking(replace(WHOLE, coordinator="")) == {"coordinator"}


def standing(facts: PlanFacts) -> dict[str, Standing]:
    return {point.rule: point.standing for point in points(facts)}


def test_the_checklist_has_sixteen_points_in_order_and_a_whole_plan_misses_none() -> None:
    found = points(WHOLE)
    assert [point.rule for point in found] == [f"P-{number}" for number in range(1, 17)]
    assert Standing.MISSING not in standing(WHOLE).values()


def test_an_empty_plan_misses_what_it_can_and_leaves_the_rest_to_people() -> None:
    found = standing(PlanFacts())
    missed = {rule for rule, how in found.items() if how is Standing.MISSING}
    assert missed == {"P-1", "P-2", "P-3", "P-5", "P-7", "P-9", "P-10", "P-12"}
    assert found["P-14"] is Standing.JUDGE
    assert standing(replace(WHOLE, benefits_help=""))["P-11"] is Standing.NOT_NEEDED
    assert standing(replace(WHOLE, capacity=""))["P-12"] is Standing.JUDGE
    assert standing(replace(WHOLE, adult=False))["P-15"] is Standing.JUDGE


def test_a_plan_published_before_homes_were_recorded_is_read_with_an_empty_one() -> None:
    data = to_json(a_snapshot())
    for name in ("home", "benefits_help", "benefits_owner", "benefits_by"):
        del data[name]
    del data["crisis"]["contingency"]
    assert from_json(data).home == HomePart()


def test_two_versions_differ_in_what_was_changed_and_in_nothing_else() -> None:
    before = a_snapshot()
    line = replace(before.services[0], provider="Elm House")
    after = replace(before, services=(line, *before.services[2:]), medication="None now.", number=2)
    found = {(each.part, each.title): each for each in compare(before, after, str)}
    assert found.keys() == {
        ("Services", line.description),
        ("Services", before.services[1].description),
        ("Health and medication", "Health and medication"),
    }
    assert [each.label for each in found["Services", line.description].differences] == ["Provider"]
    assert compare(before, before, str) == ()


def test_a_price_for_four_weeks_or_a_month_is_a_fraction_of_a_week_exactly() -> None:
    """£400.00 every four weeks is £100.00 a week; twelve months are 365 days."""
    assert a_week(40_000, CostPer.FOUR_WEEKS) == 10_000
    assert a_week(10_000, CostPer.WEEK) == 10_000
    assert a_week(36_500, CostPer.MONTH) * 365 == 36_500 * 12 * 7


def test_funded_nursing_care_stands_beside_the_shared_cost_and_the_nhs_pays_it() -> None:
    assert is_shared(CostKind.RENT, Funder.JOINT)
    assert not is_shared(CostKind.NURSING, Funder.NHS)
    assert not is_shared(CostKind.RENT, Funder.BENEFIT)
    assert "what the NHS pays" in cost_refusal(CostKind.NURSING, Funder.JOINT, YES, adult=True)
    assert cost_refusal(CostKind.NURSING, Funder.NHS, YES, adult=True) == ""
    assert "on one reading. On the other" in cost_question(CostKind.NURSING, Funder.NHS, YES)
    assert cost_question(CostKind.NURSING, Funder.NHS, NO) == ""
