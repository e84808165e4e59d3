"""The checker's answers in words: the duty, the council and the NHS body, of facts about nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases.presenters.responsibility import AS_A_START, BASIS, ENTITLED, STANDING, alternative_words
from cases.rules import council, duty, nhs_body
from cases.rules.answers import Firmness
from cases.rules.episodes import DutyState
from cases.rules.facts import CaseFacts, outcome_as_json
from cases.rules.rulesets import Law
from cases.rules.words import day
from s117.kernel.findings import Answer, Outcome

ENDED_BY = {
    duty.EpisodeEnd.JOINT_DECISION: "the decision of both bodies",
    duty.EpisodeEnd.JOINT_NOTICE: "joint written notice",
    duty.EpisodeEnd.IMPRISONMENT: "imprisonment",
    duty.EpisodeEnd.QUALIFYING_REDETENTION: "a further qualifying detention",
    duty.EpisodeEnd.DEATH: "death",
    duty.EpisodeEnd.RECORDED: "the earlier register",
}
NO_ANSWER = ("No such body", "grey")


@dataclass(frozen=True, slots=True)
class Checked:
    """One question answered, in the form that the reasons are drawn from."""

    heading: str
    answer: str
    tag: str
    colour: str
    decide: bool
    rows: tuple[tuple[str, Any], ...]
    findings: Sequence[dict[str, str]]
    missing: Sequence[str]
    alternatives: Sequence[str]
    ruleset: str
    facts: tuple[str, ...] = ()


def checked(facts: CaseFacts, on: date, law: Law) -> list[Checked]:
    """The three answers for a day."""
    return [
        _duty(duty.assess(facts, on, law), on),
        _council(council.determine(facts, on, law), council.care_act_council(facts, on)),
        _nhs_body(nhs_body.determine(facts, on, law)),
    ]


def _duty(outcome: Outcome[duty.Duty], on: date) -> Checked:
    found = outcome.value
    assert found is not None  # noqa: S101 - the duty always has a state
    tag, colour = STANDING[Firmness.OPEN if outcome.manual_review else Firmness.DETERMINED]
    rows = (
        ("Qualifying detention from", found.qualifying_start),
        ("Aftercare", [_episode(episode) for episode in found.episodes]),
        ("To be decided", BASIS[found.proposal.value] if found.proposal else ""),
    )
    readings = [alternative_words("entitlement", words) for words in outcome.alternatives]
    state = _state(found, on) + (AS_A_START if outcome.manual_review else "")
    answer = _checked("Duty to provide aftercare", state, tag, colour, rows, outcome)
    return replace(answer, alternatives=readings)


def _state(found: duty.Duty, on: date) -> str:
    """Whether there is a duty, on the day that was asked about."""
    if found.state is DutyState.ACTIVE:
        return f"Entitled to aftercare on {day(on)}"
    return ENTITLED[found.state.value]


def _episode(episode: duty.DutyEpisode) -> str:
    if episode.ends_on is None:
        return f"From {day(episode.starts_on)}"
    why = f", ended by {ENDED_BY[episode.end_reason]}" if episode.end_reason else ""
    return f"From {day(episode.starts_on)} to {day(episode.ends_on)}{why}"


def _council(outcome: Outcome[council.CouncilAnswer], care_act: str | None) -> Checked:
    found = outcome.value
    heading = "Responsible council"
    if found is None:
        return _nobody(heading, "No council owes the duty", outcome)
    tag, colour = STANDING[found.firmness]
    rows = (
        ("Residence tested on", found.tested_on),
        ("Basis", BASIS[found.basis.value] if found.basis else ""),
        ("Care Act council, which differs", care_act if care_act != found.area_code else ""),
    )
    return _checked(heading, _named(found.area_code, found.firmness), tag, colour, rows, outcome)


def _nhs_body(outcome: Outcome[nhs_body.NhsAnswer]) -> Checked:
    found = outcome.value
    heading = "Responsible NHS body"
    if found is None:
        return _nobody(heading, "No NHS body owes the duty", outcome)
    tag, colour = STANDING[found.firmness]
    rows = (
        ("Commissions aftercare", found.commissioner_code or "Not known yet"),
        ("Pays for aftercare", found.payer_code or "Not known yet"),
        ("Other health needs", found.general_health_code or ""),
        ("Tested on", found.tested_on),
        ("Basis", BASIS[found.basis.value] if found.basis else ""),
    )
    return _checked(heading, _named(found.commissioner_code, found.firmness), tag, colour, rows, outcome)


def _named(body: str | None, firmness: Firmness) -> str:
    if not body:
        return "Not known yet"
    return f"{body}{AS_A_START}" if firmness is Firmness.OPEN else body


def _nobody(heading: str, words: str, outcome: Outcome[Any]) -> Checked:
    if outcome.manual_review:
        return _checked(heading, "Not known yet", *STANDING[Firmness.OPEN], (), outcome)
    return _checked(heading, words, *NO_ANSWER, (), outcome)


def _checked(
    heading: str, answer: str, tag: str, colour: str, rows: tuple[Any, ...], outcome: Outcome[Any]
) -> Checked:
    words = outcome_as_json(outcome)
    return Checked(
        heading=heading,
        answer=answer,
        tag=tag,
        colour=colour,
        decide=outcome.answer is Answer.CANNOT_TELL,
        rows=tuple(row for row in rows if row[1]),
        findings=words["findings"],
        missing=words["missing"],
        alternatives=words["alternatives"],
        ruleset=outcome.ruleset,
    )
