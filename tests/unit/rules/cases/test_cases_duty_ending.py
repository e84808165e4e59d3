"""Which decisions end the duty, and what puts it back."""

from __future__ import annotations

import pytest

from cases.rules import facts as f
from cases.rules.duty import DutyState, Proposal
from cases.rules.ending import Bar
from cases.rules.facts import Side
from cases.rules.rulesets import Law, Nation
from s117.kernel.findings import Answer
from tests.unit.rules.cases.histories import day, detained, discharged, left, lived, on_cto, satisfied
from tests.unit.rules.cases.test_cases_duty import BOTH, assess


@pytest.mark.parametrize(
    ("endings", "bar"),
    [
        (BOTH[:1], Bar.ONE_BODY_ONLY),
        ((BOTH[0], satisfied(Side.NHS, "2025-06-10", still_needed=True)), Bar.ONE_BODY_ONLY),
        ((satisfied(Side.NHS, "2025-06-10", still_needed=True),), Bar.NOT_SATISFIED),
        ((satisfied(Side.OTHER, "2025-05-01", "Northmoor Trust"),), Bar.WRONG_BODY),
        ((satisfied(Side.COUNCIL, "2025-02-01"), BOTH[1]), Bar.NOT_ACTIVE),
        ((satisfied(Side.COUNCIL, "2025-05-01", "LA_B"), BOTH[1]), Bar.WRONG_BODY),
    ],
)
def test_decisions_that_do_not_end_the_duty_say_why(endings: tuple[f.EndingFact, ...], bar: Bar) -> None:
    named = (f.ResponsibleFact(side=Side.COUNCIL, body="LA_A"),)
    _, value = assess(discharged(endings=endings, responsible=named))

    assert value.state is DutyState.ACTIVE
    assert bar in value.bars


def test_a_decision_made_on_a_cto_never_counts_even_after_the_cto() -> None:
    facts = discharged(
        ctos=(on_cto("2025-03-01", ends_on="2025-06-01"),),
        endings=(satisfied(Side.COUNCIL, "2025-05-01"), satisfied(Side.NHS, "2025-07-01")),
    )
    _, value = assess(facts)

    assert (value.state, value.bars) == (DutyState.ACTIVE, (Bar.COMMUNITY_PATIENT, Bar.ONE_BODY_ONLY))


def test_a_decision_that_was_taken_back_does_not_count() -> None:
    again = satisfied(Side.COUNCIL, "2025-05-20", still_needed=True)

    assert assess(discharged(endings=(*BOTH, again)))[1].state is DutyState.ACTIVE


@pytest.mark.parametrize(
    ("notice", "ended_on"),
    [
        (None, None),
        (f.NoticeFact(given_on=day("2025-06-01")), None),
        (f.NoticeFact(given_on=day("2025-06-20")), "2025-06-20"),
    ],
    ids=["none", "too early", "joint"],
)
def test_once_commenced_only_joint_written_notice_ends_the_duty(
    notice: f.NoticeFact | None, ended_on: str | None
) -> None:
    law = Law(joint_notice_in_england_from=day("2025-06-01"))
    _, value = assess(discharged(endings=BOTH, notices=(notice,) if notice else ()), law=law)

    assert value.ends_on == (day(ended_on) if ended_on else None)
    assert value.bars == (() if ended_on else (Bar.NO_JOINT_NOTICE,))


def test_whether_two_separate_letters_are_joint_notice_is_for_a_person() -> None:
    law = Law(joint_notice_in_england_from=day("2025-06-01"))
    letters = f.NoticeFact(given_on=day("2025-06-20"), joint=False)
    outcome, value = assess(discharged(endings=BOTH, notices=(letters,)), law=law)

    assert outcome.manual_review
    assert outcome.alternatives == ("If two separate letters are joint notice: ended",)
    assert (value.state, value.bars, value.proposal) == (
        DutyState.ACTIVE,
        (Bar.NO_JOINT_NOTICE,),
        Proposal.KEEP_OPEN,
    )
    together = f.NoticeFact(given_on=day("2025-07-01"))
    settled, value = assess(discharged(endings=BOTH, notices=(letters, together)), law=law)
    assert not settled.manual_review
    assert value.ends_on == day("2025-07-01")


def test_commencement_in_wales_alone_asks_for_notice_only_in_wales() -> None:
    law = Law(joint_notice_in_wales_from=day("2025-06-01"))
    welsh = discharged(residences=(lived("Powys", "2015-06-01", nation=Nation.WALES),), endings=BOTH)

    assert assess(discharged(endings=BOTH), law=law)[1].state is DutyState.ENDED
    assert assess(welsh, law=law)[1].bars == (Bar.NO_JOINT_NOTICE,)


def test_decisions_complete_before_commencement_need_no_notice() -> None:
    law = Law(joint_notice_in_england_from=day("2025-06-11"))

    assert assess(discharged(endings=BOTH), law=law)[1].ends_on == day("2025-06-10")


def test_a_flawed_ending_goes_to_both_bodies_for_reinstatement() -> None:
    flawed = (f.FlawedEndingFact(found_on=day("2025-09-01")),)
    outcome, value = assess(discharged(endings=BOTH, flawed_endings=flawed))

    assert (outcome.answer, value.proposal) == (Answer.CANNOT_TELL, Proposal.REINSTATE)


def test_an_order_open_in_the_national_record_bars_an_ending_like_any_other() -> None:
    record = f.NhsRecordFact(code="03", cto_open=True)
    _, value = assess(discharged(endings=BOTH, nhs_record=record))

    assert (value.state, value.bars, value.on_cto) == (DutyState.ACTIVE, (Bar.COMMUNITY_PATIENT,), True)


# ---------------------------------------------------------------- reinstatement


def reinstated(on: str) -> tuple[f.ReinstatementFact, ...]:
    return (f.ReinstatementFact(on=day(on)),)


def test_both_bodies_can_put_aftercare_back_and_the_years_between_stay_as_they_were() -> None:
    flawed = (f.FlawedEndingFact(found_on=day("2025-09-01")),)
    outcome, value = assess(
        discharged(endings=BOTH, flawed_endings=flawed, reinstatements=reinstated("2025-10-01"))
    )

    assert (outcome.answer, value.state) == (Answer.YES, DutyState.ACTIVE)
    assert [(e.starts_on, e.ends_on) for e in value.episodes] == [
        (day("2025-03-01"), day("2025-06-10")),
        (day("2025-10-01"), None),
    ]
    assert "Both bodies put aftercare back from 1 October 2025." in outcome.reasons


def test_what_was_put_back_can_be_ended_again_by_new_decisions_alone() -> None:
    again = (satisfied(Side.COUNCIL, "2026-01-05"), satisfied(Side.NHS, "2026-01-06"))
    _, once = assess(discharged(endings=(*BOTH, again[0]), reinstatements=reinstated("2025-10-01")))
    _, both = assess(discharged(endings=(*BOTH, *again), reinstatements=reinstated("2025-10-01")))

    assert (once.state, once.bars) == (DutyState.ACTIVE, (Bar.ONE_BODY_ONLY,))
    assert (both.state, both.ends_on) == (DutyState.ENDED, day("2026-01-06"))


@pytest.mark.parametrize("on", ["2025-05-01", "2025-06-09"])
def test_nothing_is_put_back_that_had_not_ended(on: str) -> None:
    assert assess(discharged(endings=BOTH, reinstatements=reinstated(on)))[1].state is DutyState.ENDED


def test_decisions_of_an_earlier_episode_say_nothing_of_a_later_one() -> None:
    facts = discharged(
        detentions=(detained("2023-01-10", "2023-03-01"), detained("2025-01-10", "2025-03-01")),
        leavings=(left("2023-03-01"), left("2025-03-01")),
        endings=(satisfied(Side.COUNCIL, "2024-05-01"), satisfied(Side.NHS, "2024-05-02")),
    )

    assert assess(facts)[1].bars == ()
