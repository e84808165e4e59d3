"""The two limbs of section 117(6): law rules J-9 and P-2."""

from itertools import product

import pytest

from assessments.rules.needs import (
    ARISES,
    DECIDED,
    REDUCES,
    LimbAnswer,
    NeedFacts,
    aftercare_need,
    conclusion,
    missing_from_need,
)
from s117.kernel.findings import Answer, cited

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL


def facts(arises: Answer | None, reduces: Answer | None, **more: object) -> NeedFacts:
    return NeedFacts(LimbAnswer(arises, "because a"), LimbAnswer(reduces, "because b"), **more)


def test_a_need_is_an_aftercare_need_only_when_both_purposes_are_served() -> None:
    outcome = aftercare_need(facts(YES, YES))
    assert (outcome.answer, outcome.value) == (YES, True)
    assert cited(outcome.findings) == (ARISES.id, REDUCES.id)
    assert "because a" in outcome.reasons[0]
    assert "because b" in outcome.reasons[1]


@pytest.mark.parametrize("other", [YES, NO, CANNOT_TELL, None])
def test_one_no_settles_it_whatever_the_other_answer(other: Answer | None) -> None:
    assert aftercare_need(facts(NO, other)).answer is NO
    assert aftercare_need(facts(other, NO)).answer is NO


@pytest.mark.parametrize(
    ("arises", "reduces", "count"),
    [(YES, None, 1), (None, YES, 1), (YES, CANNOT_TELL, 1), (None, None, 2), (CANNOT_TELL, None, 2)],
)
def test_without_two_answers_it_cannot_tell_and_names_what_is_missing(
    arises: Answer | None, reduces: Answer | None, count: int
) -> None:
    outcome = aftercare_need(facts(arises, reduces))
    assert outcome.manual_review
    assert outcome.value is None
    assert len(outcome.missing) == count


@pytest.mark.parametrize("override", [True, False])
def test_a_person_may_decide_against_the_proposal_and_the_reason_is_kept(override: bool) -> None:
    outcome = conclusion(facts(NO, YES, override=override, override_reason="seen at panel"))
    assert outcome.value is override
    assert outcome.findings[-1].rule is DECIDED
    assert "seen at panel" in outcome.reasons[-1]
    assert outcome.findings[:-1] == aftercare_need(facts(NO, YES)).findings


def test_every_combination_of_answers_is_decided_or_says_what_is_missing() -> None:
    for arises, reduces in product([YES, NO, CANNOT_TELL, None], repeat=2):
        outcome = conclusion(facts(arises, reduces))
        assert (outcome.value is None) == bool(outcome.missing)


@pytest.mark.parametrize(
    ("need", "missing"),
    [
        (facts(YES, YES), ()),
        (facts(NO, YES), ()),
        (facts(None, NO), ("whether it arises from or is related to the mental disorder",)),
        (
            facts(CANNOT_TELL, YES),
            ("your own decision with a reason, because the two answers do not settle it",),
        ),
        (facts(CANNOT_TELL, YES, override=True, override_reason="panel"), ()),
        (
            facts(YES, YES, override=False),
            ("the reason for deciding against what the two answers say",),
        ),
    ],
)
def test_both_answers_and_a_decision_are_wanted_before_sign_off(
    need: NeedFacts, missing: tuple[str, ...]
) -> None:
    assert missing_from_need(need) == missing


def test_an_answer_without_its_reason_is_not_enough() -> None:
    need = NeedFacts(LimbAnswer(YES, "  "), LimbAnswer(YES, "fewer admissions"))
    assert missing_from_need(need) == (
        "the reason for your answer on whether it arises from or is related to the mental disorder",
    )
