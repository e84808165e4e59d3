"""When there is a duty, from when and until when."""

from __future__ import annotations

import pytest

from cases.rules import duty
from cases.rules import facts as f
from cases.rules.duty import Duty, DutyState, EpisodeEnd, Flag, Proposal
from cases.rules.facts import CaseFacts, Side
from cases.rules.rulesets import LAW, Law, Stance
from s117.kernel.findings import Answer, Outcome, cited
from tests.unit.rules.cases.histories import day, detained, discharged, left, on_cto, satisfied, stayed

BOTH = (satisfied(Side.COUNCIL, "2025-05-01"), satisfied(Side.NHS, "2025-06-10"))


def assess(facts: CaseFacts, on: str = "2026-11-21", law: Law = LAW) -> tuple[Outcome[Duty], Duty]:
    outcome = duty.assess(facts, day(on), law)
    assert outcome.value is not None
    return outcome, outcome.value


def test_without_any_detention_there_is_no_duty_and_the_reason_is_given() -> None:
    outcome, value = assess(CaseFacts())

    assert (outcome.answer, value.state, cited(outcome.findings)) == (Answer.NO, DutyState.NONE, ("Q-6",))


def test_detention_that_ended_with_no_day_of_leaving_stays_pending_and_asks_for_the_day() -> None:
    outcome, value = assess(CaseFacts(detentions=(detained("2025-01-10", "2025-03-01"),)))

    assert (value.state, value.flags) == (DutyState.PENDING, (Flag.LEAVING_NOT_RECORDED,))
    assert outcome.missing == ("the day the person left hospital",)


def test_leaving_on_leave_before_the_section_ends_starts_the_duty_when_it_ends() -> None:
    _, value = assess(discharged(leavings=(left("2025-02-20"),)))

    assert value.starts_on == day("2025-03-01")


@pytest.mark.parametrize(
    ("more", "from_day"),
    [
        ({"stays": (stayed("2025-03-01", "2025-04-05"),)}, "2025-04-05"),
        ({"stays": (stayed("2025-03-01", "2025-04-05"), stayed("2025-04-06", "2025-05-01"))}, "2025-05-01"),
        ({"stays": (stayed("2025-01-10", "2025-03-01"),)}, "2025-03-01"),
        ({"ctos": (on_cto("2025-03-01"),)}, "2025-03-01"),
        (
            {"conditional_discharges": (f.ConditionalDischargeFact(starts_on=day("2025-03-01")),)},
            "2025-03-01",
        ),
        ({"endings": (satisfied(Side.COUNCIL, "2025-08-01"),)}, "2025-03-01"),
    ],
    ids=["voluntary stay", "two stays", "whole admission", "CTO", "conditional discharge", "ending decision"],
)
def test_leaving_is_taken_from_what_only_somebody_outside_can_do(
    more: dict[str, object], from_day: str
) -> None:
    _, value = assess(discharged(**{"leavings": (), "residences": (), **more}))

    assert (value.state, value.starts_on) == (DutyState.ACTIVE, day(from_day))


def test_leave_living_out_that_runs_to_the_end_of_the_section_is_leaving_hospital() -> None:
    leave = f.LeaveFact(kind=f.LeaveKind.LIVING_OUT, starts_on=day("2025-02-01"), ends_on=day("2025-03-01"))
    _, value = assess(discharged(leavings=(), residences=(), leave=(leave,)))

    assert value.starts_on == day("2025-03-01")


def test_a_section_recorded_as_running_during_a_cto_is_suspended() -> None:
    outcome, value = assess(CaseFacts(detentions=(detained("2025-01-10"),), ctos=(on_cto("2025-03-01"),)))

    assert (value.state, value.detained, value.on_cto) == (DutyState.ACTIVE, False, True)
    assert "A-6" in cited(outcome.findings)


def test_the_end_of_a_cto_does_not_end_the_duty() -> None:
    _, value = assess(discharged(ctos=(on_cto("2025-03-01", ends_on="2025-09-01"),)))

    assert (value.state, value.on_cto) == (DutyState.ACTIVE, False)


def test_an_admission_under_section_2_ends_nothing() -> None:
    facts = discharged(
        detentions=(detained("2025-01-10", "2025-03-01"), detained("2025-09-01", "2025-09-20", section="2"))
    )
    outcome, value = assess(facts, "2025-09-10")

    assert (value.state, value.detained) == (DutyState.ACTIVE, True)
    assert "A-10" in cited(outcome.findings)


def test_a_child_qualifies() -> None:
    outcome, value = assess(discharged(date_of_birth=day("2010-05-05")))

    assert value.state is DutyState.ACTIVE
    assert "Q-7" in cited(outcome.findings)


def test_revocation_of_a_cto_goes_to_a_person_only_while_the_readings_differ() -> None:
    revoked = discharged(ctos=(on_cto("2025-03-01", revoked_on="2025-09-01"),))
    in_hospital, held = assess(revoked)
    out_again, back = assess(discharged(ctos=revoked.ctos, leavings=(left("2025-03-01"), left("2025-10-01"))))

    assert (in_hospital.answer, held.state, held.proposal) == (
        Answer.CANNOT_TELL,
        DutyState.ACTIVE,
        Proposal.KEEP_OPEN,
    )
    assert in_hospital.alternatives == ("If recall is a new detention: pending",)
    assert (out_again.answer, back.state, back.starts_on) == (Answer.YES, DutyState.ACTIVE, day("2025-03-01"))


def test_recall_is_contested_and_never_said_to_end_nothing() -> None:
    rows = (*discharged().detentions, detained("2025-09-01", section="recall from CTO"))
    cto = on_cto("2025-03-01", recalled_on="2025-09-01")
    section_2 = detained("2026-02-01", "2026-02-10", section="2")

    contested, _ = assess(discharged(detentions=rows, ctos=(cto,)))
    assert "A-8" in cited(contested.findings)
    assert "A-10" not in cited(contested.findings)
    assert "A-10" in cited(assess(discharged(detentions=(*rows[:1], section_2)))[0].findings)


def test_a_deployment_may_take_its_own_stance_on_revocation() -> None:
    facts = discharged(
        ctos=(on_cto("2025-03-01", revoked_on="2025-09-01"),),
        leavings=(left("2025-03-01"), left("2025-10-01")),
    )
    _, value = assess(facts, law=Law(cto_revocation_refixes_council=Stance.YES))

    assert [(e.starts_on, e.ends_on) for e in value.episodes] == [
        (day("2025-03-01"), day("2025-09-01")),
        (day("2025-10-01"), None),
    ]


@pytest.mark.parametrize(
    ("stance", "answer", "state"),
    [
        (Stance.MANUAL, Answer.CANNOT_TELL, DutyState.ACTIVE),
        (Stance.NO, Answer.YES, DutyState.ACTIVE),
        (Stance.YES, Answer.NO, DutyState.ENDED),
    ],
)
def test_prison_follows_the_stance_taken(stance: Stance, answer: Answer, state: DutyState) -> None:
    facts = discharged(prisons=(f.PrisonFact(starts_on=day("2025-10-01")),))
    outcome, value = assess(facts, law=Law(imprisonment_ends_duty=stance))

    assert (outcome.answer, value.state) == (answer, state)
    if stance is Stance.YES:
        assert value.episodes[-1].end_reason is EpisodeEnd.IMPRISONMENT


def test_death_in_hospital_ends_what_was_still_to_come() -> None:
    facts = CaseFacts(detentions=(detained("2025-01-10"),), died_on=day("2025-02-01"))

    assert assess(facts)[1].state is DutyState.ENDED


def test_an_order_of_an_unknown_kind_goes_to_a_person_and_is_presumed_not_to_count() -> None:
    outcome, value = assess(
        discharged(detentions=(detained("2025-01-10", "2025-03-01", section="old order"),))
    )

    assert (outcome.answer, value.state, value.proposal) == (
        Answer.CANNOT_TELL,
        DutyState.NONE,
        Proposal.CHECK_ORDER,
    )


def test_a_doubtful_order_beside_a_plain_one_does_not_hold_up_the_answer() -> None:
    facts = discharged(
        detentions=(
            detained("1999-01-10", "1999-03-01", section="other acts"),
            detained("2025-01-10", "2025-03-01"),
        )
    )

    assert assess(facts)[0].answer is Answer.YES


def test_reversed_dates_go_to_a_person_with_the_fault_named() -> None:
    outcome, value = assess(CaseFacts(detentions=(detained("2025-03-01", "2025-01-10"),)))

    assert (outcome.answer, value.proposal) == (Answer.CANNOT_TELL, Proposal.CORRECT_DATES)
    assert "Section 3" in outcome.reasons[-1] or any("ends before it starts" in r for r in outcome.reasons)


def test_overlapping_sections_are_reported_and_still_answered() -> None:
    facts = discharged(
        detentions=(detained("2025-01-10", "2025-02-10", section="2"), detained("2025-02-05", "2025-03-01"))
    )
    outcome, value = assess(facts)

    assert (value.unbroken_start, value.qualifying_start) == (day("2025-01-10"), day("2025-02-05"))
    assert any("had not ended when section 3 began" in reason for reason in outcome.reasons)


@pytest.mark.parametrize(
    ("cto_open", "code", "answer", "state"),
    [
        (True, "03", Answer.YES, DutyState.ACTIVE),
        (False, "03", Answer.CANNOT_TELL, DutyState.PENDING),
        (False, "02", Answer.NO, DutyState.NONE),
        (False, "31", Answer.CANNOT_TELL, DutyState.NONE),
    ],
)
def test_the_national_record_alone_never_proves_that_somebody_is_in_hospital(
    cto_open: bool, code: str, answer: Answer, state: DutyState
) -> None:
    outcome, value = assess(CaseFacts(nhs_record=f.NhsRecordFact(code=code, cto_open=cto_open)))

    assert (outcome.answer, value.state) == (answer, state)


def test_a_fresh_section_3_ends_a_cto_that_nobody_closed() -> None:
    facts = discharged(
        detentions=(detained("2025-01-10", "2025-03-01"), detained("2025-09-10")),
        ctos=(on_cto("2025-03-01"),),
    )
    _, value = assess(facts)

    assert (value.state, value.on_cto, value.ends_on) == (DutyState.PENDING, False, day("2025-09-10"))


def test_a_move_between_hospitals_while_detained_is_not_leaving() -> None:
    facts = CaseFacts(
        detentions=(
            detained("2025-01-10", "2025-02-10", hospital_area="LA_H"),
            detained("2025-02-10", hospital_area="LA_J"),
        )
    )
    outcome, value = assess(facts, "2025-02-11")

    assert (value.state, value.unbroken_start) == (DutyState.PENDING, day("2025-01-10"))
    assert "A-4" in cited(outcome.findings)


def test_detention_continuing_as_a_voluntary_stay_keeps_the_duty_to_come() -> None:
    outcome, value = assess(
        discharged(leavings=(), residences=(), stays=(stayed("2025-03-01"),)), "2025-03-20"
    )

    assert (value.state, value.flags) == (DutyState.PENDING, ())
    assert "A-3" in cited(outcome.findings)


def test_an_afternoon_out_on_leave_changes_nothing() -> None:
    leave = f.LeaveFact(kind=f.LeaveKind.SHORT, starts_on=day("2025-02-01"))
    outcome, value = assess(CaseFacts(detentions=(detained("2025-01-10"),), leave=(leave,)), "2025-02-02")

    assert (outcome.answer, value.state) == (Answer.YES, DutyState.PENDING)
    assert outcome.reasons[-1] == "Short section 17 leave is not leaving hospital."


def test_leaving_on_the_day_detention_began_is_not_leaving_it() -> None:
    facts = CaseFacts(detentions=(detained("2025-01-10", "2025-03-01"),), leavings=(left("2025-01-10"),))

    assert assess(facts)[1].state is DutyState.PENDING


def test_leaving_a_later_admission_is_not_leaving_the_one_that_qualified() -> None:
    facts = CaseFacts(
        detentions=(
            detained(
                "2003-02-11", "2005-06-30", section="37/41", end_reason=f.EndReason.CONDITIONAL_DISCHARGE
            ),
            detained("2026-10-02", "2026-10-20", section="2"),
        ),
        leavings=(left("2026-10-20"),),
    )

    assert assess(facts)[1].starts_on == day("2005-06-30")


def test_what_is_proposed_is_about_the_point_that_divides_the_readings() -> None:
    over = f.LeaveFact(kind=f.LeaveKind.LIVING_OUT, starts_on=day("2025-02-01"), ends_on=day("2025-02-10"))
    jailed = f.PrisonFact(starts_on=day("2025-06-01"))

    outcome = duty.assess(discharged(leave=(over,), prisons=(jailed,)), day("2025-07-01"))

    assert outcome.value.proposal is Proposal.KEEP_OPEN
    assert outcome.alternatives == ("If imprisonment ends the duty: ended",)
