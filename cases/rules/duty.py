"""Whether the aftercare duty exists, from when and until when (rules A-1 to A-12, E-1 to E-8).

A contested or unconfirmed point does not stop the reckoning: the case is worked out under each
reading. When every reading gives the same state the answer stands; otherwise a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cases.rules import explain
from cases.rules.deciders import with_deciders_weighed
from cases.rules.ending import Bar, on_cto
from cases.rules.episodes import (
    Course,
    DutyEpisode,
    DutyState,
    EpisodeEnd,
    Opening,
    Reading,
    course,
    detained_now,
)
from cases.rules.facts import CaseFacts, DetentionFact, LeaveKind, NhsRecordFact
from cases.rules.history import as_known_on, recall_stance, recalls, stay_at, unusable_detentions
from cases.rules.rulesets import LAW, Law, Stance, stamp
from cases.rules.sections import power_of, qualifies
from s117.kernel.findings import Answer, Outcome

__all__ = ["Duty", "DutyEpisode", "DutyState", "EpisodeEnd", "Flag", "Proposal", "assess"]

NO_CONTACT = "no_contact"


class Proposal(StrEnum):
    """What to propose to the person who must decide a duty that the rules cannot."""

    CONFIRM_ORDER = "confirm_order_is_a_s37_type_hospital_order"
    CHECK_ORDER = "check_the_order_on_file"
    ACTIVE_FROM_LEAVE = "active_from_leave"
    KEEP_OPEN = "keep_open_flag_contested"
    REINSTATE = "reinstate_by_joint_decision"
    CORRECT_DATES = "correct_the_dates"
    CONFIRM_IN_HOSPITAL = "confirm_whether_in_hospital"


WANTED = {
    Proposal.CONFIRM_ORDER: "the order on file",
    Proposal.CHECK_ORDER: "the order on file",
    Proposal.ACTIVE_FROM_LEAVE: "whether the person has in fact left hospital while on leave",
    Proposal.KEEP_OPEN: "a decision by a named person on the contested point",
    Proposal.REINSTATE: "a joint decision by both bodies whether to reinstate aftercare",
    Proposal.CORRECT_DATES: "the right dates of the detention",
    Proposal.CONFIRM_IN_HOSPITAL: "whether the person is in hospital now",
}
"""What would settle each proposal."""


class Flag(StrEnum):
    """Something to act on that does not change the answer."""

    OVERDUE_REVIEW = "overdue_review"
    ACCOMMODATION_SCOPE = "accommodation_only_if_need_arises_from_mental_disorder"
    LEAVING_NOT_RECORDED = "leaving_hospital_not_recorded"


@dataclass(frozen=True, slots=True)
class Duty:
    """The duty on a day.

    `qualifying_start` is the first day of the latest qualifying detention and `unbroken_start` the
    first day of the unbroken detention it belongs to. `starts_on` and `ends_on` are those of the
    latest episode. `bars` are the reasons why ending decisions that were made have no effect.
    """

    state: DutyState
    qualifies: Answer
    episodes: tuple[DutyEpisode, ...] = ()
    qualifying_start: date | None = None
    unbroken_start: date | None = None
    detained: bool = False
    on_cto: bool = False
    bars: tuple[Bar, ...] = ()
    proposal: Proposal | None = None
    proposed_from: date | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def starts_on(self) -> date | None:
        """The first day of the latest episode."""
        return self.episodes[-1].starts_on if self.episodes else None

    @property
    def ends_on(self) -> date | None:
        """The day the latest episode ended."""
        return self.episodes[-1].ends_on if self.episodes else None


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point that the law or the papers leave open: another reading of it, and what to propose."""

    words: str
    reading: Reading
    proposal: Proposal


def assess(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[Duty]:
    """The duty to provide aftercare on a day, with every finding that led there.

    YES: there is a duty, running or to come (ACTIVE, PENDING). NO: there is none (NONE, ENDED).
    CANNOT_TELL: the readings differ; the value is the default to show and `alternatives` the others.
    """
    known = with_deciders_weighed(as_known_on(facts, on), law)
    if not known.detentions and not known.episodes and known.nhs_record is not None:
        return _from_nhs_record(known.nhs_record)
    default = _default_reading(known, law)
    main = course(known, default, law)
    other_states = [(p, course(known, p.reading, law).state) for p in _open_points(known, default, main, law)]
    differing = [(point, state) for point, state in other_states if state is not main.state]
    proposal = _proposal(known, main, [point for point, _ in differing])
    value, findings = _duty(known, main, proposal, on), explain.duty(known, main)
    if proposal is not None:
        alternatives = tuple(f"{point.words}: {state.value}" for point, state in differing)
        return Outcome(Answer.CANNOT_TELL, value, findings, stamp(), (WANTED[proposal],), alternatives)
    answer = Answer.YES if main.state in (DutyState.PENDING, DutyState.ACTIVE) else Answer.NO
    missing = ("the day the person left hospital",) if Flag.LEAVING_NOT_RECORDED in value.flags else ()
    return Outcome(answer, value, findings, stamp(), missing)


def _default_reading(facts: CaseFacts, law: Law) -> Reading:
    """What is shown unless a person decides otherwise: contested points end nothing (A-8, A-9)."""
    return Reading(
        imprisonment_ends=law.imprisonment_ends_duty is Stance.YES,
        recall_is_detention=recall_stance(facts, law) is Stance.YES,
    )


def _open_points(facts: CaseFacts, default: Reading, main: Course, law: Law) -> Iterator[OpenPoint]:
    """The order on file (Q-5, Q-9), living out on leave (A-5), prison (A-9), recall (A-8) and separate
    letters (E-4), where the facts raise them and the deployment has taken no stance."""
    if _order_in_doubt(facts):
        check = Proposal.CHECK_ORDER if main.state is DutyState.NONE else Proposal.CONFIRM_ORDER
        counts, does_not = (replace(default, doubtful_orders=counted) for counted in (True, False))
        yield OpenPoint("If the order counts as a hospital order", counts, check)
        yield OpenPoint("If the order does not count", does_not, check)
    if any(leave.kind is LeaveKind.LIVING_OUT for leave in facts.leave):
        still_in = replace(default, living_out_is_leaving=False)
        yield OpenPoint("If leave is not leaving hospital", still_in, Proposal.ACTIVE_FROM_LEAVE)
    if facts.prisons and law.imprisonment_ends_duty is Stance.MANUAL:
        ended = replace(default, imprisonment_ends=True)
        yield OpenPoint("If imprisonment ends the duty", ended, Proposal.KEEP_OPEN)
    if recalls(facts) and recall_stance(facts, law) is Stance.MANUAL:
        detained = replace(default, recall_is_detention=True)
        yield OpenPoint("If recall is a new detention", detained, Proposal.KEEP_OPEN)
    if any(not notice.joint for notice in facts.notices):
        ended = replace(default, letters_suffice=True)
        yield OpenPoint("If two separate letters are joint notice", ended, Proposal.KEEP_OPEN)


def _order_in_doubt(facts: CaseFacts) -> bool:
    return any(qualifies(row)[0] is Answer.CANNOT_TELL for row in facts.detentions)


def _proposal(facts: CaseFacts, main: Course, differing: list[OpenPoint]) -> Proposal | None:
    """What to propose to a person, or None when the rules can answer."""
    if facts.flawed_endings and main.state is DutyState.ENDED and facts.died_on is None:
        return Proposal.REINSTATE
    if unusable_detentions(facts) and main.state is not DutyState.ACTIVE:
        return Proposal.CORRECT_DATES
    return differing[0].proposal if differing else None


def _duty(facts: CaseFacts, main: Course, proposal: Proposal | None, on: date) -> Duty:
    last = main.openings[-1] if main.openings else None
    order_open = proposal in (Proposal.CONFIRM_ORDER, Proposal.CHECK_ORDER, Proposal.CORRECT_DATES)
    bars = main.ending.bars if main.ending is not None and not main.ending.valid else ()
    return Duty(
        state=main.state,
        qualifies=Answer.CANNOT_TELL if order_open else (Answer.YES if main.openings else Answer.NO),
        episodes=main.episodes,
        qualifying_start=last.opened_on if last is not None and not last.taken_over else None,
        unbroken_start=last.run.starts_on if last is not None and not last.taken_over else None,
        detained=detained_now(facts),
        on_cto=on_cto(facts, on),
        bars=bars,
        proposal=proposal,
        proposed_from=main.episodes[-1].starts_on if proposal and main.episodes else None,
        flags=_flags(facts, main, last),
    )


def _flags(facts: CaseFacts, main: Course, last: Opening | None) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if main.state is DutyState.ACTIVE and any(event.what.startswith(NO_CONTACT) for event in facts.events):
        flags.append(Flag.OVERDUE_REVIEW)
    if facts.no_recourse and main.openings:
        flags.append(Flag.ACCOMMODATION_SCOPE)
    ceased = last.run.ends_on if last is not None and main.state is DutyState.PENDING else None
    if ceased is not None and stay_at(facts, ceased) is None:
        flags.append(Flag.LEAVING_NOT_RECORDED)
    return tuple(flags)


def _from_nhs_record(record: NhsRecordFact) -> Outcome[Duty]:
    """The answer from the national data set alone: never proof that somebody is in hospital (Q-12)."""
    coded = DetentionFact(code=record.code, starts_on=None)
    answer, found = qualifies(coded)
    state = DutyState.NONE
    if answer is Answer.YES:
        state = DutyState.ACTIVE if record.cto_open else DutyState.PENDING
    sure = answer is Answer.NO or (answer is Answer.YES and record.cto_open)
    proposal = None if sure else Proposal.CONFIRM_IN_HOSPITAL
    held = power_of(coded).detains and not record.cto_open
    value = Duty(state, answer, on_cto=record.cto_open, detained=held, proposal=proposal)
    findings = (found, explain.nhs_record(record))
    if proposal is None:
        return Outcome(answer, value, findings, stamp())
    return Outcome(Answer.CANNOT_TELL, value, findings, stamp(), (WANTED[proposal],))
