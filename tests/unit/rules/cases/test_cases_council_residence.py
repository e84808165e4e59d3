"""Where the person was living before detention: what is said, and what is asked, when it is not plain."""

from __future__ import annotations

from typing import Any

import pytest

from cases.rules import council
from cases.rules import facts as f
from cases.rules.answers import Firmness
from cases.rules.council import Basis
from cases.rules.facts import CaseFacts
from cases.rules.rulesets import Nation
from s117.kernel.findings import Answer, cited
from tests.unit.rules.cases.council import determine
from tests.unit.rules.cases.histories import day, detained, discharged, left, lived, stayed

HOME = lived("LA_A", "2015-06-01", "2024-12-01")


def test_a_home_lost_in_hospital_shows_which_reading_gives_which_council() -> None:
    stay = stayed("2024-11-01", "2025-01-10", "LA_H")
    _, value = determine(discharged(residences=(HOME,), stays=(stay,)))

    assert (value.area_code, value.firmness) == (None, Firmness.OPEN)
    assert [other.words for other in value.alternatives] == [
        "LA_H, where the hospital is",
        "LA_A, the last home, if no other was adopted for settled purposes",
    ]


def test_a_home_lost_in_hospital_before_a_move_to_another_hospital_was_lost_in_hospital() -> None:
    stays = (stayed("2024-11-01", "2024-12-20", "LA_G"), stayed("2024-12-20", "2025-01-10", "LA_H"))
    outcome, _ = determine(discharged(residences=(HOME,), stays=stays))

    assert "L-7" in cited(outcome.findings)


@pytest.mark.parametrize(
    "homes", [(), (lived("LA_A", "2015-06-01", "2019-01-01"),)], ids=["none", "long before"]
)
def test_an_informal_stay_is_not_taken_for_the_loss_of_a_home_that_nobody_recorded(homes: Any) -> None:
    stay = stayed("2024-11-01", "2025-01-10", "LA_H")
    outcome, value = determine(discharged(residences=homes, stays=(stay,)))

    assert (value.area_code, outcome.missing) == (None, ("the address immediately before 10 January 2025",))


def test_an_informal_patient_known_to_have_had_no_home_is_for_a_person() -> None:
    stay = stayed("2024-11-01", "2025-01-10")
    outcome, value = determine(discharged(residences=(), stays=(stay,), no_residence=True))

    assert (outcome.answer, value.alternatives) == (Answer.CANNOT_TELL, ())


def test_the_former_law_does_not_name_a_council_for_a_hospital_whose_area_nobody_recorded() -> None:
    facts = CaseFacts(
        detentions=(detained("2013-05-01", "2013-10-01"),),
        leavings=(left("2013-10-01", sent_to="LA_D"),),
        residences=(lived("LA_A", "2000-01-01", "2013-02-01"),),
        stays=(stayed("2013-01-01", "2013-05-01"),),
    )

    assert determine(facts)[1].firmness is Firmness.OPEN


def test_a_home_that_the_person_had_to_live_in_asks_for_the_last_one_freely_chosen() -> None:
    outcome, _ = determine(discharged(residences=(lived("", "2022-01-01", voluntary=False),)))

    assert outcome.missing == ("the last address freely chosen",)
    assert outcome.alternatives == ()


@pytest.mark.parametrize("start", ["2025-01-10", "2013-01-10"])
def test_two_places_where_the_person_merely_stayed_are_for_a_person(start: str) -> None:
    staying = tuple(lived(area, "2012-01-01", settled=False) for area in ("LA_Z", "LA_B"))
    _, value = determine(
        CaseFacts(detentions=(detained(start, start),), leavings=(left(start),), residences=staying)
    )

    assert (value.area_code, value.firmness) == (None, Firmness.OPEN)
    assert [other.body for other in value.alternatives] == ["LA_B", "LA_Z"]


def test_a_second_home_outside_england_and_wales_is_named_beside_the_one_inside() -> None:
    abroad = lived("", "2015-06-01", nation=Nation.ELSEWHERE)
    outcome, _ = determine(discharged(residences=(lived("LA_A", "2015-06-01"), abroad)))

    assert outcome.reasons[0] == (
        "Before 10 January 2025 more than one home is recorded: LA_A or a place outside England and Wales."
    )


def test_two_homes_that_are_both_outside_england_and_wales_fall_to_limb_c() -> None:
    homes = (
        lived("Spain", "2015-06-01", nation=Nation.ELSEWHERE),
        lived("France", "2016-06-01", nation=Nation.ELSEWHERE),
    )
    _, value = determine(discharged(residences=homes, sent_to_area="LA_D"))

    assert (value.area_code, value.basis) == ("LA_D", Basis.RESIDENT_OR_SENT)
    assert council.care_act_council(discharged(residences=homes), day("2026-11-21")) is None


def test_somebody_detained_across_1_april_2015_who_is_still_there_is_not_said_to_have_left() -> None:
    facts = CaseFacts(
        detentions=(detained("2015-01-10"),),
        residences=(lived("LA_A", "2000-01-01", "2014-12-01"),),
        stays=(f.StayFact(starts_on=day("2014-11-01"), ends_on=day("2015-01-10"), hospital_area="LA_H"),),
    )
    outcome, _ = determine(facts)

    assert any("the person had not left hospital by then" in reason for reason in outcome.reasons)
