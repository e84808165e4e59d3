"""Which council owes the duty."""

from __future__ import annotations

import pytest

from cases.rules import council, words
from cases.rules import facts as f
from cases.rules.answers import Firmness
from cases.rules.council import Basis, CouncilFlag
from cases.rules.facts import CaseFacts, Power, Side
from cases.rules.rulesets import Law, Nation, Stance
from s117.kernel.findings import Answer, cited
from tests.unit.rules.cases.council import determine
from tests.unit.rules.cases.histories import day, detained, discharged, left, lived, on_cto


def test_nobody_answers_where_nothing_qualifies() -> None:
    outcome = council.determine(
        CaseFacts(detentions=(detained("2025-01-10", section="2"),)), day("2025-01-12")
    )

    assert (outcome.answer, outcome.value) == (Answer.NO, None)


def test_an_episode_without_its_detention_asks_for_the_detention() -> None:
    outcome = council.determine(
        CaseFacts(episodes=(f.EpisodeFact(starts_on=day("2020-01-01")),)), day("2026-01-01")
    )

    assert (outcome.answer, outcome.missing) == (Answer.CANNOT_TELL, ("the qualifying detention",))


def test_the_reasons_read_as_a_coordinator_would_say_them() -> None:
    outcome, _ = determine(discharged())

    assert outcome.reasons == (
        "Immediately before detention on 10 January 2025 the person was ordinarily resident in the area of LA_A.",
    )


def test_an_address_nobody_called_settled_is_presumed_to_be_and_says_so() -> None:
    outcome, value = determine(discharged(residences=(lived("LA_A", "2015-06-01", settled=None),)))

    assert (value.firmness, cited(outcome.findings)) == (Firmness.DETERMINED, ("L-1", "L-3"))


def test_no_address_on_record_is_not_the_same_as_no_home() -> None:
    _, value = determine(
        discharged(residences=(lived("LA_A", "2015-06-01", "2024-06-01"),), sent_to_area="LA_D")
    )

    assert (value.area_code, value.firmness) == (None, Firmness.OPEN)
    assert [other.body for other in value.alternatives] == ["LA_A", "LA_D"]


@pytest.mark.parametrize("settled", [True, None, False])
@pytest.mark.parametrize("start", ["2025-01-10", "2013-01-10"])
def test_an_address_without_its_council_is_never_an_answer(settled: bool | None, start: str) -> None:
    facts = CaseFacts(
        detentions=(detained(start, start),),
        leavings=(left(start),),
        residences=(lived("", "2010-06-01", settled=settled),),
        sent_to_area="LA_D",
    )
    outcome, value = determine(facts)

    assert (outcome.answer, value.area_code) == (Answer.CANNOT_TELL, None)
    assert outcome.missing == (f"the council for the address immediately before {words.day(day(start))}",)


def test_no_home_and_not_yet_sent_anywhere_waits_for_the_hospital() -> None:
    outcome, value = determine(discharged(residences=(), no_residence=True))

    assert (value.basis, outcome.missing) == (
        Basis.RESIDENT_OR_SENT,
        ("the area to which the hospital sends the person",),
    )


def test_where_the_hospital_sent_the_person_is_read_from_the_day_of_leaving() -> None:
    facts = discharged(residences=(), no_residence=True, leavings=(left("2025-03-01", sent_to="LA_D"),))

    assert determine(facts)[1].area_code == "LA_D"


def test_a_visitor_from_abroad_falls_to_where_the_hospital_sent_them() -> None:
    home = lived("France", "2015-06-01", nation=Nation.ELSEWHERE)
    outcome, value = determine(discharged(residences=(home,), sent_to_area="LA_F"))

    assert (outcome.answer, value.area_code, value.basis) == (Answer.YES, "LA_F", Basis.RESIDENT_OR_SENT)


def test_a_visitor_staying_somewhere_is_resident_there_before_being_sent_anywhere() -> None:
    homes = (
        lived("Scotland", "2015-06-01", nation=Nation.SCOTLAND),
        lived("LA_E", "2025-01-01", settled=False),
    )
    _, value = determine(discharged(residences=homes, sent_to_area="LA_F"))

    assert (value.area_code, value.firmness) == ("LA_E", Firmness.PROPOSED)


def test_a_person_without_capacity_whose_decision_maker_meant_a_trial_is_not_settled() -> None:
    trial = lived("LA_B", "2024-12-01", settled=None, lacks_capacity=True, decision_maker_settled=False)
    facts = discharged(residences=(lived("LA_A", "2000-01-01"), trial))

    assert determine(facts)[1].area_code == "LA_A"


def test_prison_looks_back_to_the_last_free_home_and_asks_when_there_is_none() -> None:
    prison = (f.PrisonFact(starts_on=day("2023-01-01"), area="LA_C"),)
    _, value = determine(discharged(prisons=prison, residences=(lived("LA_A", "2000-01-01", "2023-01-01"),)))
    asked, nothing = determine(discharged(prisons=prison, residences=()))

    assert (value.area_code, value.firmness) == ("LA_A", Firmness.PROPOSED)
    assert (nothing.area_code, asked.missing) == (None, ("the address before custody",))


def test_a_home_fixed_by_conditional_discharge_does_not_count() -> None:
    homes = (
        lived("LA_A", "2000-01-01", "2020-01-01"),
        lived("LA_B", "2022-01-01", power=Power.DISCHARGE_CONDITION),
    )
    _, value = determine(discharged(residences=homes))

    assert (value.area_code, value.firmness) == ("LA_A", Firmness.PROPOSED)
    assert [other.body for other in value.alternatives] == ["LA_B"]


def test_a_condition_that_is_over_no_longer_matters() -> None:
    homes = (
        lived("LA_B", "2010-01-01", "2015-01-01", power=Power.DISCHARGE_CONDITION),
        lived("LA_A", "2016-01-01", "2020-01-01"),
    )

    assert determine(discharged(residences=homes))[0].missing == (
        "the address immediately before 10 January 2025",
    )


def test_a_looked_after_child_at_home_in_the_council_that_looks_after_them_is_not_in_dispute() -> None:
    facts = discharged(date_of_birth=day("2010-05-05"), looked_after_by="LA_A")

    assert determine(facts)[1].firmness is Firmness.DETERMINED


def test_a_doubtful_order_gives_a_proposal_until_the_order_is_confirmed() -> None:
    facts = discharged(detentions=(detained("2025-01-10", "2025-03-01", section="", code="32"),))
    outcome, value = determine(facts)

    assert (value.area_code, value.firmness) == ("LA_A", Firmness.PROPOSED)
    assert "the order on file" in outcome.missing


REVOKED = discharged(
    ctos=(on_cto("2025-03-01", revoked_on="2025-09-01"),),
    residences=(lived("LA_A", "2015-06-01", "2025-01-10"), lived("LA_B", "2025-03-01", "2025-09-01")),
)


@pytest.mark.parametrize(
    ("stance", "area", "firmness"),
    [
        (Stance.MANUAL, "LA_A", Firmness.OPEN),
        (Stance.NO, "LA_A", Firmness.DETERMINED),
        (Stance.YES, "LA_B", Firmness.DETERMINED),
    ],
)
def test_revocation_follows_the_stance_taken(stance: Stance, area: str, firmness: Firmness) -> None:
    _, value = determine(REVOKED, law=Law(cto_revocation_refixes_council=stance))

    assert (value.area_code, value.firmness) == (area, firmness)


def test_a_contested_recall_that_cannot_change_the_council_holds_nothing_up() -> None:
    facts = discharged(
        residences=(lived("LA_A", "2015-06-01"),), ctos=(on_cto("2025-03-01", recalled_on="2025-09-01"),)
    )
    outcome, value = determine(facts)

    assert (value.area_code, value.firmness) == ("LA_A", Firmness.DETERMINED)
    assert "A-8" in cited(outcome.findings)


def test_a_recall_from_an_address_nobody_recorded_asks_for_it() -> None:
    facts = discharged(ctos=(on_cto("2025-03-01", revoked_on="2025-09-01"),))
    outcome, value = determine(facts)

    assert (value.area_code, value.firmness) == ("LA_A", Firmness.PROPOSED)
    assert outcome.missing == ("the address before 1 September 2025",)


def test_an_earlier_register_stands_until_a_later_qualifying_detention() -> None:
    known = (f.ResponsibleFact(side=Side.COUNCIL, body="LA_Z", since=day("2025-02-01")),)
    older = (f.ResponsibleFact(side=Side.COUNCIL, body="LA_Z", since=day("2020-02-01")),)
    undated = (f.ResponsibleFact(side=Side.COUNCIL, body="LA_Z"),)

    assert determine(discharged(responsible=known))[1].area_code == "LA_Z"
    assert determine(discharged(responsible=older))[1].area_code == "LA_A"
    assert determine(discharged(responsible=undated))[1].area_code == "LA_A"
    assert determine(CaseFacts(responsible=undated))[1].area_code == "LA_Z"


@pytest.mark.parametrize(
    ("decided", "rejected", "area", "firmness"),
    [
        ("2025-06-01", False, "LA_Z", Firmness.DETERMINED),
        ("2025-06-01", True, "LA_A", Firmness.PROPOSED),
        ("2022-06-01", False, "LA_A", Firmness.DETERMINED),
    ],
    ids=["binds", "rejected reasoning", "before a later detention"],
)
def test_a_determination_binds_but_rejected_reasoning_is_not_followed(
    decided: str, rejected: bool, area: str, firmness: Firmness
) -> None:
    ruling = f.DeterminationFact(decided_on=day(decided), area="LA_Z", rejected_reasoning=rejected)
    _, value = determine(discharged(determinations=(ruling,)))

    assert (value.area_code, value.firmness) == (area, firmness)


def test_a_determination_of_the_years_of_the_rejected_view_is_checked_before_it_is_relied_on() -> None:
    ruling = f.DeterminationFact(decided_on=day("2021-06-01"), area="LA_Z")
    outcome, value = determine(CaseFacts(determinations=(ruling,)))

    assert (value.area_code, outcome.missing) == ("LA_Z", ("whether its reasoning stands",))


def test_an_overruled_determination_with_no_history_leaves_the_council_open() -> None:
    ruling = f.DeterminationFact(decided_on=day("2021-06-01"), area="LA_Z", rejected_reasoning=True)
    _, value = determine(CaseFacts(determinations=(ruling,)))

    assert (value.area_code, value.flags) == (None, (CouncilFlag.REASONING_OVERRULED,))


def succession(predecessor: str, successor: str, on: str, by_area: bool = False) -> f.SuccessionFact:
    return f.SuccessionFact(predecessor=predecessor, successor=successor, on=day(on), by_area=by_area)


@pytest.mark.parametrize(
    ("rows", "area", "firmness"),
    [
        ([succession("LA_A", "LA_N", "2027-04-01")], "LA_A", Firmness.DETERMINED),
        ([succession("LA_A", "LA_N", "2026-04-01")], "LA_N", Firmness.DETERMINED),
        ([succession("LA_A", "LA_N", "2026-04-01"), succession("LA_N", "LA_M", "2026-05-01")], "LA_M",
         Firmness.DETERMINED),
        ([succession("LA_A", "LA_N", "2026-04-01", by_area=True)], "LA_N", Firmness.PROPOSED),
        ([succession("LA_A", "LA_N", "2026-04-01"), succession("LA_A", "LA_M", "2026-04-01")], None,
         Firmness.OPEN),
        ([succession("LA_A", "LA_N", "2026-04-01"), succession("LA_N", "LA_A", "2026-05-01")], "LA_N",
         Firmness.OPEN),
    ],
    ids=["not yet", "merged", "twice", "by area", "several", "in a circle"],
)  # fmt: skip
def test_the_successor_at_the_day_asked_answers(
    rows: list[f.SuccessionFact], area: str | None, firmness: Firmness
) -> None:
    _, value = determine(discharged(successions=tuple(rows)))

    assert (value.area_code, value.firmness) == (area, firmness)
