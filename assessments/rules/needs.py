"""Section 117(6): a need is an aftercare need when both limbs are met, each answered with a reason.

Each need is tested separately (law rule P-2). The rule proposes; a person may decide otherwise with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from s117.kernel.findings import Answer, Finding, Outcome, RuleRef

RULESET = "s117(6) from 1 April 2015"
S117_6 = "Mental Health Act 1983, section 117(6), inserted by Care Act 2014, section 75(5)"

ARISES = RuleRef(
    "J-9(a)", "The need arises from or is related to the person's mental disorder.", f"{S117_6} (a)"
)
REDUCES = RuleRef(
    "J-9(b)",
    "Meeting the need reduces the risk of the person's mental condition getting worse, "
    "and so of going back to hospital for treatment of mental disorder.",
    f"{S117_6} (b)",
)
DECIDED = RuleRef("P-2", "Each need is tested separately and the answer is recorded with its reason.", S117_6)


@dataclass(frozen=True, slots=True)
class LimbAnswer:
    """What the assessor answered to one limb. `answer` is None while it has not been answered."""

    answer: Answer | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """The two answers for one need, and a person's own decision where they made one."""

    arises: LimbAnswer
    reduces: LimbAnswer
    override: bool | None = None
    override_reason: str = ""


def aftercare_need(facts: NeedFacts) -> Outcome[bool]:
    """Whether the need is an aftercare need by the two limbs of section 117(6) (law rule J-9).

    NO as soon as one limb is answered no, YES when both are answered yes, otherwise CANNOT_TELL
    with what is missing. The person's override is left out: see `conclusion`.
    """
    limbs = ((ARISES, facts.arises), (REDUCES, facts.reduces))
    findings = tuple(_finding(rule, limb) for rule, limb in limbs if limb.answer is not None)
    answers = {limb.answer for _, limb in limbs}
    if Answer.NO in answers:
        return Outcome(Answer.NO, False, findings, RULESET)
    if answers == {Answer.YES}:
        return Outcome(Answer.YES, True, findings, RULESET)
    missing = tuple(f"whether it {_WORDS[rule.id]}" for rule, limb in limbs if limb.answer is not Answer.YES)
    return Outcome(Answer.CANNOT_TELL, None, findings, RULESET, missing=missing)


def conclusion(facts: NeedFacts) -> Outcome[bool]:
    """What is recorded for the need: the person's own decision when given, else what the limbs say."""
    proposed = aftercare_need(facts)
    if facts.override is None:
        return proposed
    words = "This is an aftercare need" if facts.override else "This is not an aftercare need"
    finding = Finding(DECIDED, f"{words}, decided by the assessor: {facts.override_reason}")
    answer = Answer.YES if facts.override else Answer.NO
    return Outcome(answer, facts.override, (*proposed.findings, finding), RULESET)


def missing_from_need(facts: NeedFacts) -> tuple[str, ...]:
    """What must still be answered before the assessment can be signed off, in words.

    Both limbs want an answer and a reason, even when one "no" settles it, so that the record shows
    that both were asked; an override wants its reason; CANNOT_TELL must be decided by a person.
    """
    missing: list[str] = []
    for rule, limb in ((ARISES, facts.arises), (REDUCES, facts.reduces)):
        if limb.answer is None:
            missing.append(f"whether it {_WORDS[rule.id]}")
        elif not limb.reason.strip():
            missing.append(f"the reason for your answer on whether it {_WORDS[rule.id]}")
    if facts.override is not None and not facts.override_reason.strip():
        missing.append("the reason for deciding against what the two answers say")
    if facts.override is None and not missing and aftercare_need(facts).manual_review:
        missing.append("your own decision with a reason, because the two answers do not settle it")
    return tuple(missing)


_WORDS = {
    ARISES.id: "arises from or is related to the mental disorder",
    REDUCES.id: "reduces the risk of deterioration or readmission when met",
}
_ANSWER_WORDS = {Answer.YES: "yes", Answer.NO: "no", Answer.CANNOT_TELL: "cannot tell"}


def _finding(rule: RuleRef, limb: LimbAnswer) -> Finding:
    answer = _ANSWER_WORDS[limb.answer] if limb.answer is not None else "not answered"
    label = _WORDS[rule.id]
    return Finding(rule, f"{label[0].upper()}{label[1:]}: {answer}. {limb.reason}".strip())
