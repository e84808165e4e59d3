"""Which council owes the duty: before 1 April 2015, and deeming once commenced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases.rules import council
from cases.rules import facts as f
from cases.rules.answers import Firmness
from cases.rules.council import Basis, CouncilFlag
from cases.rules.deeming import NHS_HOME, SECTION_117_HOME, SPECIFIED_HOME
from cases.rules.facts import CaseFacts, Power
from cases.rules.rulesets import DeemingKey, Law
from s117.kernel.findings import Answer
from tests.unit.rules.cases.council import determine
from tests.unit.rules.cases.histories import day, detained, discharged, left, lived, stayed


def former(**more: Any) -> CaseFacts:
    """Section 3 from 1 May to 1 October 2013."""
    facts: dict[str, Any] = {
        "detentions": (detained("2013-05-01", "2013-10-01"),),
        "leavings": (left("2013-10-01"),),
        **more,
    }
    return CaseFacts(**facts)


@pytest.mark.parametrize(
    ("more", "area"),
    [
        ({"residences": (lived("LA_A", "2000-01-01", settled=False),)}, "LA_A"),
        ({"no_residence": True, "sent_to_area": "LA_D"}, "LA_D"),
        ({"residences": (lived("LA_A", "2000-01-01", "2013-02-01"),),
          "stays": (stayed("2013-01-01", "2013-05-01", "LA_H"),)}, "LA_H"),
        ({"residences": (lived("LA_A", "2000-01-01", "2012-01-01"),),
          "prisons": (f.PrisonFact(starts_on=day("2012-01-01")),)}, "LA_A"),
    ],
    ids=["resident though not settled", "sent", "home lost in hospital", "prison"],
)  # fmt: skip
def test_the_former_law_asks_where_the_person_was_resident(more: dict[str, Any], area: str) -> None:
    outcome, value = determine(former(**more))

    assert (value.area_code, value.basis, outcome.ruleset) == (area, Basis.FORMER_LAW, "2026.1 L-0")


def test_two_homes_or_none_recorded_are_for_a_person_under_the_former_law_too() -> None:
    two = former(residences=(lived("LA_A", "2000-01-01"), lived("LA_B", "2010-01-01")))

    assert determine(two)[1].firmness is Firmness.OPEN
    assert determine(former())[1].firmness is Firmness.OPEN


def test_a_detention_across_1_april_2015_is_flagged_only_where_the_laws_differ() -> None:
    across = {"detentions": (detained("2015-01-10", "2015-06-01"),), "leavings": (left("2015-06-01"),)}
    same, _ = determine(CaseFacts(**across, residences=(lived("LA_A", "2000-01-01"),)))
    differ, value = determine(
        CaseFacts(**across, stays=(stayed("2014-11-01", "2015-01-10", "LA_H"),),
                  residences=(lived("LA_A", "2000-01-01", "2014-12-01"),))
    )  # fmt: skip

    assert same.answer is Answer.YES
    assert (differ.answer, value.flags) == (Answer.CANNOT_TELL, (CouncilFlag.REGIMES_DIFFER,))


def placed(**more: Any) -> CaseFacts:
    """First section 3 from a care home in LA_B where LA_A placed the person."""
    home = lived("LA_B", "2024-01-01", arranged_by="LA_A", power=Power.CARE_ACT, kind="care_home")
    return discharged(residences=(lived("LA_A", "2015-06-01", "2024-01-01"), home), **more)


def test_a_first_detention_from_specified_accommodation_stays_with_the_placing_council_once_commenced() -> (
    None
):
    _, today = determine(placed())
    _, then = determine(placed(), law=Law(deeming_in_england_from=day("2024-06-01")))

    assert (today.area_code, today.via) == ("LA_B", "")
    assert (then.area_code, then.via, then.firmness) == ("LA_A", SPECIFIED_HOME, Firmness.PROPOSED)


@pytest.mark.parametrize(
    ("key", "commenced", "area"),
    [
        (DeemingKey.DETENTION_START, "2025-02-01", "LA_B"),
        (DeemingKey.LEAVING_HOSPITAL, "2025-02-01", "LA_A"),
        (DeemingKey.LEAVING_HOSPITAL, "2025-04-01", "LA_B"),
        (DeemingKey.OPEN_EPISODES, "2026-01-01", "LA_A"),
    ],
)
def test_which_event_deeming_turns_on_is_configuration(key: DeemingKey, commenced: str, area: str) -> None:
    law = Law(deeming_in_england_from=day(commenced), deeming_key=key)

    assert determine(placed(), law=law)[1].area_code == area


def test_commencement_in_wales_alone_changes_nothing_in_england() -> None:
    assert determine(placed(), law=Law(deeming_in_wales_from=day("2024-06-01")))[1].area_code == "LA_B"


def test_a_placement_without_a_home_before_it_is_deemed_to_the_council_that_arranged_it() -> None:
    home = lived("LA_B", "2024-01-01", arranged_by="LA_A", power=Power.NHS)
    law = Law(deeming_in_england_from=day("2024-06-01"))
    _, value = determine(discharged(residences=(home,)), law=law)

    assert (value.area_code, value.via) == ("LA_A", NHS_HOME)


def test_an_ordinary_home_or_an_arrangement_by_nobody_is_not_deemed() -> None:
    law = Law(deeming_in_england_from=day("2024-06-01"))
    nobody = discharged(residences=(lived("LA_B", "2024-01-01", power=Power.SECTION_117),))

    assert determine(discharged(), law=law)[1].via == ""
    assert determine(discharged(date_of_birth=day("2010-05-05")), law=law)[1].via == ""
    assert determine(nobody, law=law)[1].area_code == "LA_B"


def test_a_placement_inside_the_same_council_is_no_case_for_deeming() -> None:
    homes = (
        lived("LA_A", "2015-06-01", "2024-01-01"),
        lived("LA_A", "2024-01-01", arranged_by="LA_A", power=Power.CARE_ACT, kind="care_home"),
    )
    _, value = determine(discharged(residences=homes), law=Law(deeming_in_england_from=day("2024-06-01")))

    assert (value.area_code, value.firmness) == ("LA_A", Firmness.DETERMINED)


def test_an_in_patient_who_lost_the_home_keeps_the_area_before_once_commenced() -> None:
    facts = discharged(
        residences=(lived("LA_A", "2015-06-01", "2024-12-01"),),
        stays=(stayed("2024-11-01", "2025-01-10", "LA_H"),),
    )
    _, value = determine(facts, law=Law(deeming_in_england_from=day("2024-06-01")))

    assert (value.area_code, value.via) == ("LA_A", NHS_HOME)
    assert [other.body for other in value.alternatives] == ["LA_H"]


def test_the_care_act_council_keeps_the_home_before_a_placement() -> None:
    assert council.care_act_council(placed(), day("2026-11-21")) == "LA_A"
    assert council.care_act_council(discharged(), day("2026-11-21")) == "LA_A"
    assert council.care_act_council(CaseFacts(), day("2026-11-21")) is None


def thrice_detained(third: str) -> CaseFacts:
    """First from LA_A; then from an aftercare home in LA_B, which fixed LA_B; then from one in LA_C."""
    return CaseFacts(
        detentions=(
            detained("2020-03-01", "2020-07-01"),
            detained("2022-03-01", "2022-07-01"),
            detained(third),
        ),
        residences=(
            lived("LA_A", "2010-01-01", "2020-03-01"),
            lived("LA_B", "2020-07-01", "2022-03-01", arranged_by="LA_A", power=Power.SECTION_117),
            lived("LA_C", "2022-07-01", arranged_by="LA_B", power=Power.SECTION_117),
        ),
    )


def test_an_aftercare_home_is_deemed_to_the_council_owing_the_duty_and_not_to_the_first_home() -> None:
    law = Law(deeming_in_england_from=day("2025-01-01"))
    facts = thrice_detained("2025-03-01")

    assert determine(facts, law=law)[1].area_code == "LA_B"
    assert determine(facts)[1].area_code == "LA_C"
    assert council.care_act_council(facts, day("2026-11-21")) == "LA_B"


def test_a_council_kept_by_one_deeming_is_kept_by_the_next() -> None:
    law = Law(deeming_in_england_from=day("2021-01-01"))
    value = determine(thrice_detained("2025-03-01"), law=law)[1]
    register = (f.ResponsibleFact(side=f.Side.COUNCIL, body="LA_R", since=day("2022-05-01")),)
    ruled = replace(thrice_detained("2025-03-01"), responsible=register)

    assert (value.area_code, value.via) == ("LA_A", SECTION_117_HOME)
    assert determine(ruled, law=law)[1].area_code == "LA_R"


def test_an_aftercare_home_with_no_detention_before_it_goes_by_the_home_before() -> None:
    homes = (
        lived("LA_A", "2015-06-01", "2024-01-01"),
        lived("LA_B", "2024-01-01", arranged_by="LA_A", power=Power.SECTION_117),
    )
    facts = discharged(residences=homes)

    assert determine(facts, law=Law(deeming_in_england_from=day("2024-06-01")))[1].area_code == "LA_A"
    assert council.care_act_council(facts, day("2026-11-21")) == "LA_A"
