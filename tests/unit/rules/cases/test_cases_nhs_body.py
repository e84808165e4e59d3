"""Which NHS body commissions and which pays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases.rules import facts as f
from cases.rules import nhs_body
from cases.rules.answers import Firmness
from cases.rules.facts import CaseFacts, Side
from cases.rules.nhs_body import NhsAnswer, NhsBasis
from cases.rules.rulesets import Nation
from s117.kernel.findings import Answer, Outcome, cited
from tests.unit.rules.cases.histories import (
    day,
    detained,
    discharged,
    left,
    lived,
    registered,
    satisfied,
    stayed,
)

MAP = (("LA_A", "CCG_A"), ("LA_B", "CCG_B"))


def determine(facts: CaseFacts, on: str = "2026-11-21") -> tuple[Outcome[Any], NhsAnswer]:
    outcome = nhs_body.determine(facts, day(on))
    assert outcome.value is not None
    return outcome, outcome.value


def test_nobody_answers_where_nothing_qualifies() -> None:
    assert nhs_body.determine(CaseFacts(), day("2026-11-21")).answer is Answer.NO


def test_both_bodies_ending_aftercare_closes_the_chain_so_the_next_detention_fixes_it_afresh() -> None:
    facts = discharged(
        detentions=(detained("2023-01-10", "2023-03-01"), detained("2025-01-10", "2025-03-01")),
        leavings=(left("2023-03-01"), left("2025-03-01")),
        gps=(registered("ICB_A", "2015-01-01", "2024-01-01"), registered("ICB_B", "2024-01-01")),
        endings=(satisfied(Side.COUNCIL, "2024-05-01"), satisfied(Side.NHS, "2024-05-02")),
    )

    assert determine(facts)[1].commissioner_code == "ICB_B"
    assert determine(facts, "2024-04-01")[1].commissioner_code == "ICB_A"


def test_aftercare_put_back_goes_on_with_the_same_chain() -> None:
    facts = discharged(
        detentions=(detained("2023-01-10", "2023-03-01"), detained("2025-01-10", "2025-03-01")),
        leavings=(left("2023-03-01"), left("2025-03-01")),
        gps=(registered("ICB_A", "2015-01-01", "2024-01-01"), registered("ICB_B", "2024-01-01")),
        endings=(satisfied(Side.COUNCIL, "2024-05-01"), satisfied(Side.NHS, "2024-05-02")),
        reinstatements=(f.ReinstatementFact(on=day("2024-06-01")),),
    )

    assert determine(facts)[1].commissioner_code == "ICB_A"


def test_the_day_of_the_application_counts_not_the_day_of_detention() -> None:
    facts = discharged(
        detentions=(detained("2025-01-10", "2025-03-01", application_made_on=day("2025-01-08")),),
        gps=(registered("ICB_A", "2015-01-01", "2025-01-09"), registered("ICB_B", "2025-01-09")),
    )

    assert determine(facts)[1].commissioner_code == "ICB_A"


def test_a_section_2_before_the_section_3_opens_the_chain() -> None:
    facts = discharged(
        detentions=(
            detained("2025-01-10", "2025-02-01", section="2"),
            detained("2025-02-01", "2025-03-01"),
        ),
        gps=(registered("ICB_A", "2015-01-01", "2025-01-20"), registered("ICB_B", "2025-01-20")),
    )

    assert determine(facts)[1].commissioner_code == "ICB_A"


def test_neither_gp_nor_home_asks_for_them() -> None:
    outcome, value = determine(discharged(gps=(), residences=()))

    assert (value.commissioner_code, outcome.answer) == (None, Answer.CANNOT_TELL)


def test_a_gp_practice_whose_body_nobody_recorded_is_never_an_answer() -> None:
    outcome, value = determine(discharged(gps=(registered("", "2015-01-01"),)))

    assert (outcome.answer, value.commissioner_code) == (Answer.CANNOT_TELL, None)


def test_without_a_gp_the_home_of_the_day_gives_the_body() -> None:
    assert determine(discharged(gps=(), area_nhs_bodies=MAP))[1].commissioner_code is None
    home = lived("LA_A", "2015-06-01", "2025-01-11")
    assert (
        determine(discharged(gps=(), residences=(home,), area_nhs_bodies=MAP))[1].commissioner_code == "CCG_A"
    )


def test_somebody_in_prison_keeps_the_gp_of_the_day_before_custody() -> None:
    facts = discharged(
        prisons=(f.PrisonFact(starts_on=day("2024-01-01")),),
        gps=(registered("ICB_A", "2015-01-01", "2024-01-01"), registered("ICB_P", "2024-01-02")),
    )
    outcome, value = determine(facts)

    assert (value.commissioner_code, value.firmness) == ("ICB_A", Firmness.PROPOSED)
    assert "N-15" in cited(outcome.findings)


def test_a_bed_that_nhs_england_commissioned_is_contested() -> None:
    outcome, value = determine(
        discharged(detentions=(detained("2025-01-10", "2025-03-01", nhs_england_bed=True),))
    )

    assert (value.commissioner_code, value.firmness) == ("ICB_A", Firmness.OPEN)
    assert {"N-9", "N-13"} <= set(cited(outcome.findings))


def test_general_health_care_follows_the_gp_of_today() -> None:
    facts = discharged(
        gps=(registered("ICB_A", "2015-01-01", "2026-01-01"), registered("ICB_B", "2026-01-01"))
    )
    _, value = determine(facts)

    assert (value.commissioner_code, value.general_health_code) == ("ICB_A", "ICB_B")
    assert nhs_body.other_health_needs(facts, day("2026-11-21")).value == "ICB_B"
    assert nhs_body.other_health_needs(CaseFacts(), day("2026-11-21")).answer is Answer.CANNOT_TELL


# ---------------------------------------------------------------- earlier regimes


def in_2021(**more: Any) -> CaseFacts:
    """Section 3 from 10 January to 1 March 2021, home in LA_A, GP of CCG_B."""
    facts: dict[str, Any] = {
        "detentions": (detained("2021-01-10", "2021-03-01"),),
        "leavings": (left("2021-03-01"),),
        "residences": (lived("LA_A", "2015-06-01", "2021-01-10"),),
        "gps": (registered("CCG_B", "2016-06-01"),),
        "area_nhs_bodies": MAP,
        **more,
    }
    return CaseFacts(**facts)


def test_from_september_2020_commissioner_and_payer_are_two_answers() -> None:
    outcome, value = determine(in_2021(), "2021-06-01")

    assert (value.commissioner_code, value.payer_code, outcome.answer) == ("CCG_A", "CCG_B", Answer.YES)


def test_a_split_lacks_its_payer_or_its_commissioner_when_the_facts_do() -> None:
    no_gp, _ = determine(
        in_2021(gps=(), residences=(lived("LA_C", "2015-06-01", "2021-01-09"),)), "2021-06-01"
    )
    unknown_area, value = determine(in_2021(area_nhs_bodies=()), "2021-06-01")

    assert no_gp.answer is Answer.CANNOT_TELL
    assert (value.payer_code, unknown_area.missing) == ("CCG_B", ("the NHS body for LA_A",))


def test_a_council_that_must_be_confirmed_makes_the_commissioner_no_firmer() -> None:
    homes = (lived("LA_A", "2015-06-01", settled=False),)

    assert determine(in_2021(residences=homes), "2021-06-01")[1].firmness is Firmness.PROPOSED


def test_at_july_2022_the_body_that_paid_is_the_default_and_the_gp_the_other_reading() -> None:
    outcome, value = determine(
        in_2021(gps=(registered("CCG_B", "2016-06-01", "2022-01-01"), registered("ICB_D", "2022-01-01")))
    )

    assert (value.payer_code, value.firmness) == ("CCG_B", Firmness.OPEN)
    assert [(o.body, o.because) for o in value.alternatives] == [("ICB_D", "by_GP_on_2022_07_01")]
    assert "N-8" in cited(outcome.findings)


def test_from_april_2013_the_gp_leads_and_its_absence_asks() -> None:
    facts = CaseFacts(detentions=(detained("2013-11-01", "2014-02-01"),))

    assert determine(facts, "2015-01-01")[0].answer is Answer.CANNOT_TELL


@pytest.mark.parametrize(("trust", "body"), [("PCT_X", "PCT_X"), ("", "CCG_A")])
def test_before_april_2013_a_person_confirms_the_trust(trust: str, body: str) -> None:
    facts = CaseFacts(
        detentions=(detained("2010-11-01", "2011-02-01"),),
        residences=(lived("LA_A", "2000-01-01"),),
        area_nhs_bodies=MAP,
        primary_care_trust=trust,
    )
    outcome, value = determine(facts, "2012-01-01")

    assert (value.commissioner_code, outcome.answer) == (body, Answer.CANNOT_TELL)


def test_a_second_detention_between_2016_and_2020_from_the_same_area_is_not_contested() -> None:
    facts = CaseFacts(
        detentions=(detained("2017-01-10", "2017-05-10"), detained("2019-03-01", "2019-06-01")),
        residences=(lived("LA_A", "2000-01-01"),),
        area_nhs_bodies=MAP,
    )

    assert determine(facts, "2019-08-01")[0].answer is Answer.YES


# ---------------------------------------------------------------- Wales, registers, successors


@pytest.mark.parametrize(
    ("area", "board", "firmness"),
    [
        ("Powys", "Powys Teaching Health Board", Firmness.PROPOSED),
        ("W06000015", "7A4", Firmness.PROPOSED),
        ("Somewhere in Wales", None, Firmness.OPEN),
    ],
)
def test_a_welsh_home_gives_the_local_health_board(area: str, board: str | None, firmness: Firmness) -> None:
    _, value = determine(discharged(residences=(lived(area, "2010-01-01", nation=Nation.WALES),)))

    assert (value.commissioner_code, value.firmness, value.basis) == (board, firmness, NhsBasis.HEALTH_BOARD)


def test_moving_to_wales_leaves_a_welsh_board_where_it_is() -> None:
    facts = discharged(
        residences=(lived("Powys", "2010-01-01", nation=Nation.WALES),),
        moves=(f.MoveFact(on=day("2026-01-01"), nation=Nation.WALES),),
    )

    assert determine(facts)[1].reason == ""


def test_a_register_stands_until_a_chain_that_began_after_it() -> None:
    older = (f.ResponsibleFact(side=Side.NHS, body="ICB_Z", since=day("2020-01-01")),)
    newer = (f.ResponsibleFact(side=Side.NHS, body="ICB_Z", since=day("2025-02-01")),)

    assert determine(discharged(responsible=older))[1].commissioner_code == "ICB_A"
    assert determine(discharged(responsible=newer))[1].commissioner_code == "ICB_Z"


def test_a_body_with_several_successors_goes_to_a_person() -> None:
    rows = tuple(
        f.SuccessionFact(predecessor="ICB_A", successor=name, on=day("2026-04-01"))
        for name in ("ICB_M", "ICB_N")
    )
    outcome, value = determine(discharged(successions=rows))

    assert (value.commissioner_code, outcome.answer) == (None, Answer.CANNOT_TELL)


def test_the_payer_of_an_informal_stay_is_a_question_only_while_there_is_one() -> None:
    with_stay = discharged(stays=(stayed("2026-01-01", "2026-02-01"),))

    assert nhs_body.informal_stay_payer(with_stay, day("2026-11-21")).value == "ICB_A"
    assert nhs_body.informal_stay_payer(discharged(), day("2026-11-21")).answer is Answer.NO


@pytest.mark.parametrize("nation", [Nation.WALES, Nation.SCOTLAND, Nation.ELSEWHERE])
def test_a_move_out_of_england_told_without_an_address_goes_to_a_person(nation: Nation) -> None:
    moved = f.MoveFact(on=day("2026-01-01"), nation=nation)

    assert determine(discharged(moves=(moved,)))[1].reason == "reg_7_condition_resident_in_england"


def test_a_move_before_detention_or_back_again_is_no_move_out_of_england() -> None:
    away = f.MoveFact(on=day("2026-01-01"), nation=Nation.SCOTLAND)
    back = f.MoveFact(on=day("2026-02-01"), nation=Nation.ENGLAND)
    home = lived("LA_B", "2026-02-01")

    assert determine(discharged(moves=(replace(away, on=day("2020-01-01")),)))[1].reason == ""
    assert determine(discharged(moves=(away, back)))[1].reason == ""
    facts = discharged(moves=(away,))
    facts = replace(facts, residences=(replace(facts.residences[0], ends_on=day("2026-01-01")), home))
    assert determine(facts)[1].reason == ""


def test_an_order_in_doubt_or_a_register_alone_leaves_the_body_to_be_confirmed() -> None:
    doubtful = f.DetentionFact(section="2", code="03", starts_on=day("2025-01-10"), ends_on=day("2025-03-01"))
    outcome, value = determine(discharged(detentions=(doubtful,)))
    known_since = f.EpisodeFact(starts_on=day("2025-03-01"))

    assert (value.commissioner_code, value.firmness) == ("ICB_A", Firmness.PROPOSED)
    assert "Q-9" in cited(outcome.findings)
    assert determine(discharged(detentions=(), episodes=(known_since,)))[1].firmness is Firmness.PROPOSED


@pytest.mark.parametrize("board", ["Powys Teaching Health Board", "7A7"])
def test_a_home_in_england_with_a_gp_in_wales_is_for_a_person(board: str) -> None:
    facts = discharged(gps=(registered(board, "2015-01-01"),), area_nhs_bodies=(("LA_A", "ICB_A"),))
    outcome, value = determine(facts)

    assert (value.commissioner_code, value.firmness) == (board, Firmness.OPEN)
    assert [other.body for other in value.alternatives] == ["ICB_A"]
    assert "J-7" in cited(outcome.findings)
