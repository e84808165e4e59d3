"""Legal powers, disputes, and the register entry's lifecycle."""

from __future__ import annotations

import pytest

from cases.rules import disputes, duty
from cases.rules import facts as f
from cases.rules.disputes import DisputeFacts, Party, Route
from cases.rules.facts import CaseFacts, DetentionFact, OrderKind, Side
from cases.rules.lifecycle import CASE, CaseAction, CaseStatus, action_for, way_back
from cases.rules.rulesets import Nation
from cases.rules.sections import power_of, qualifies
from cases.rules.wales import health_board, is_welsh
from s117.kernel.findings import Answer
from tests.unit.rules.cases.histories import day, detained, discharged, left, satisfied


@pytest.mark.parametrize(
    ("section", "code", "answer"),
    [
        ("Section 3", "", Answer.YES),
        ("s.3", "", Answer.YES),
        ("37 / 41", "", Answer.YES),
        ("", "9", Answer.YES),
        ("35", "", Answer.NO),
        ("", "35", Answer.NO),
        ("", "36", Answer.NO),
        ("section 7 guardianship", "", Answer.NO),
        ("Mental Capacity Act", "", Answer.NO),
        ("Children Act s25", "", Answer.NO),
        ("voluntary", "", Answer.NO),
        ("51(5)", "", Answer.CANNOT_TELL),
        ("", "31", Answer.CANNOT_TELL),
        ("Mental Health (Scotland) Act", "", Answer.CANNOT_TELL),
        ("", "99", Answer.CANNOT_TELL),
        ("", "55", Answer.CANNOT_TELL),
        ("not applicable", "", Answer.CANNOT_TELL),
        ("", "98", Answer.CANNOT_TELL),
        ("section 37 with section 41", "", Answer.YES),
        ("3 (MHA 1983)", "", Answer.YES),
        ("s3of4", "", Answer.CANNOT_TELL),
        ("CTO revoked, s17F", "03", Answer.NO),
        ("3", "01", Answer.CANNOT_TELL),
        ("37", "36", Answer.NO),
    ],
)
def test_which_powers_qualify(section: str, code: str, answer: Answer) -> None:
    found, finding = qualifies(DetentionFact(section=section, code=code, starts_on=None))

    assert found is answer
    assert finding.text.endswith(".")


def test_section_37_is_a_hospital_order_unless_it_is_guardianship() -> None:
    order = DetentionFact(section="37", starts_on=None)
    guardianship = DetentionFact(section="37", starts_on=None, order_kind=OrderKind.GUARDIANSHIP_ORDER)

    assert qualifies(order)[0] is Answer.YES
    assert qualifies(guardianship)[0] is Answer.NO
    assert not power_of(guardianship).detains


def test_a_hospital_order_coded_as_guardianship_goes_to_a_person() -> None:
    both = DetentionFact(code="36", starts_on=None, order_kind=OrderKind.HOSPITAL_ORDER)

    assert qualifies(both)[0] is Answer.CANNOT_TELL


@pytest.mark.parametrize(
    ("section", "start", "end", "answer"),
    [
        ("3", "1983-01-01", "1983-09-29", Answer.NO),
        ("3", "1983-01-01", None, Answer.CANNOT_TELL),
        ("3", "1983-09-30", None, Answer.YES),
        ("45A", "1997-09-30", None, Answer.CANNOT_TELL),
        ("45A", "1997-10-01", None, Answer.YES),
        ("2", "1983-01-01", "1983-02-01", Answer.NO),
        ("26 of the Act of 1959", "1979-01-01", "1980-02-01", Answer.NO),
    ],
)
def test_powers_qualify_from_the_day_they_came_into_force(
    section: str, start: str, end: str | None, answer: Answer
) -> None:
    assert qualifies(detained(start, end, section=section))[0] is answer


def test_a_detention_that_never_qualified_leaves_no_duty_behind() -> None:
    facts = CaseFacts(detentions=(detained("1982-01-01", "1982-06-01"),), leavings=(left("1982-06-01"),))

    assert duty.assess(facts, day("2026-11-21")).answer is Answer.NO


# ---------------------------------------------------------------- disputes

ENGLAND, WALES = Party("LA_A", Side.COUNCIL), Party("Powys", Side.COUNCIL, Nation.WALES)
NHS = Party("ICB_A", Side.NHS)


@pytest.mark.parametrize(
    ("parties", "route"),
    [
        ((ENGLAND, Party("LA_B", Side.COUNCIL)), Route.ENGLAND),
        ((WALES, Party("Cardiff", Side.COUNCIL, Nation.WALES)), Route.WALES),
        ((ENGLAND, WALES), Route.ENGLAND_AND_WALES),
        ((ENGLAND, NHS), Route.COUNCIL_AND_NHS),
        ((NHS, Party("ICB_B", Side.NHS)), Route.NHS_BODIES),
        ((ENGLAND,), None),
    ],
)
def test_the_route_depends_on_who_is_in_dispute(parties: tuple[Party, ...], route: Route | None) -> None:
    assert disputes.route_for(parties) is route


@pytest.mark.parametrize(
    ("facts", "interim"),
    [
        ({"meeting_needs": "LA_A", "living_in": "LA_B"}, "LA_A"),
        ({"living_in": "LA_B", "present_in": "LA_C"}, "LA_B"),
        ({"present_in": "LA_C"}, "LA_C"),
    ],
)
def test_somebody_carries_on_meanwhile(facts: dict[str, str], interim: str) -> None:
    outcome = disputes.handle(DisputeFacts(parties=(ENGLAND, WALES), arose_on=day("2026-01-31"), **facts))

    assert outcome.value is not None
    assert (outcome.answer, outcome.value.interim_body) == (Answer.YES, interim)
    assert outcome.value.lead_authority == interim


def test_a_dispute_in_which_nobody_is_known_to_carry_on_goes_to_a_person() -> None:
    outcome = disputes.handle(DisputeFacts(parties=(ENGLAND, WALES), arose_on=day("2026-01-31")))

    assert (outcome.answer, bool(outcome.missing)) == (Answer.CANNOT_TELL, True)


def test_a_dispute_with_no_parties_named_still_says_that_services_continue() -> None:
    outcome = disputes.handle(DisputeFacts(arose_on=day("2026-01-31"), meeting_needs="LA_A"))

    assert "they continue" in outcome.reasons[0]


def test_wales_is_known_by_code_and_by_name() -> None:
    assert is_welsh("Powys")
    assert is_welsh("W06000015")
    assert is_welsh("Newport City Council")
    assert not is_welsh("LA_A")
    assert health_board("City and County of Swansea Council") == "Swansea Bay University Health Board"
    assert health_board("Isle of Anglesey County Council") == health_board("Isle of Anglesey")
    assert health_board("Northmoor Council") == ""


# ---------------------------------------------------------------- the register entry

BOTH = (satisfied(Side.COUNCIL, "2025-05-01"), satisfied(Side.NHS, "2025-06-10"))


@pytest.mark.parametrize(
    ("facts", "leads_to"),
    [
        (CaseFacts(), CaseStatus.NOT_ENTITLED),
        (CaseFacts(detentions=(detained("2025-01-10"),)), CaseStatus.PROSPECTIVE),
        (discharged(), CaseStatus.ACTIVE),
        (discharged(endings=BOTH), CaseStatus.ENDED),
        (discharged(died_on=day("2025-08-01")), CaseStatus.ENDED_DEATH),
        (CaseFacts(detentions=(detained("2025-01-10"),), died_on=day("2025-02-01")), CaseStatus.ENDED_DEATH),
    ],
)
def test_an_entry_to_be_checked_moves_to_what_the_duty_answer_finds(
    facts: CaseFacts, leads_to: CaseStatus
) -> None:
    action = action_for(CaseStatus.TO_CHECK, duty.assess(facts, day("2026-11-21")))

    assert action is not None
    assert CASE.after(CaseStatus.TO_CHECK, action) is leads_to


def test_an_entry_in_line_with_the_answer_does_not_move() -> None:
    assert action_for(CaseStatus.ACTIVE, duty.assess(discharged(), day("2026-11-21"))) is None


def test_a_doubt_raises_a_question_but_never_takes_away_aftercare_in_force() -> None:
    doubt = duty.assess(discharged(prisons=(f.PrisonFact(starts_on=day("2025-10-01")),)), day("2026-11-21"))

    assert doubt.manual_review
    assert action_for(CaseStatus.ACTIVE, doubt) is None
    assert action_for(CaseStatus.NOT_ENTITLED, doubt) is CaseAction.FIND_UNCLEAR


def test_an_entry_made_in_error_is_not_brought_back_by_a_finding() -> None:
    assert action_for(CaseStatus.ENTERED_IN_ERROR, duty.assess(discharged(), day("2026-11-21"))) is None


@pytest.mark.parametrize(
    "status", sorted(set(CaseStatus) - {CaseStatus.TO_CHECK, CaseStatus.ENTERED_IN_ERROR})
)
def test_an_entry_to_check_goes_back_to_where_it_stood(status: CaseStatus) -> None:
    action = way_back(status)

    assert action is not None
    assert CASE.after(CaseStatus.TO_CHECK, action) is status


def test_an_entry_that_stood_at_to_check_has_nowhere_to_go_back_to() -> None:
    assert way_back(CaseStatus.TO_CHECK) is None
