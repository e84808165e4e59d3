"""The dated episodes of the duty under one reading of the contested points (rules A-1, A-11, E-1 to E-7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.ending import Ending, joint_ending
from cases.rules.facts import CaseFacts, DetentionFact, EpisodeFact, LeaveKind, period_of
from cases.rules.history import (
    Run,
    in_order,
    left_hospital_on,
    ordered,
    recalls,
    revivals,
    runs_of,
    start_of,
    suspended,
)
from cases.rules.residence import nation_before
from cases.rules.rulesets import Law
from cases.rules.sections import POWERS, power_of, qualifies
from s117.kernel.findings import Answer


class DutyState(StrEnum):
    """Where the duty stands. PENDING: a qualifying detention, but not yet ceased and left (A-1)."""

    NONE = "none"
    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


class EpisodeEnd(StrEnum):
    """What ended an episode."""

    JOINT_DECISION = "joint_decision"
    JOINT_NOTICE = "joint_notice"
    QUALIFYING_REDETENTION = "qualifying_redetention"
    DEATH = "death"
    IMPRISONMENT = "imprisonment"
    RECORDED = "recorded"


DISCHARGES = (EpisodeEnd.JOINT_DECISION, EpisodeEnd.JOINT_NOTICE, EpisodeEnd.RECORDED)
"""The ends that discharge the person from aftercare, so that a chain closes (rule N-7)."""


@dataclass(frozen=True, slots=True)
class DutyEpisode:
    """The duty from leaving hospital until the day it ended (that day is the first without it)."""

    starts_on: date
    ends_on: date | None = None
    end_reason: EpisodeEnd | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of taking the points that the law or the papers leave open.

    `doubtful_orders` None means each order as its own rule presumes (rule Q-5); True or False takes
    them all as qualifying or not.
    """

    doubtful_orders: bool | None = None
    living_out_is_leaving: bool = True
    imprisonment_ends: bool = False
    recall_is_detention: bool = False
    letters_suffice: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A qualifying detention in its unbroken run, or an episode taken over from an earlier register.

    `opened_on` is the first day of the qualifying detention. A taken-over episode has an empty run.
    """

    opened_on: date
    run: Run
    left_on: date | None
    ends_on: date | None = None

    @property
    def taken_over(self) -> bool:
        """Whether only the earlier register is known, not the detention."""
        return not self.run.detentions


@dataclass(frozen=True, slots=True)
class Course:
    """How the duty ran under one reading."""

    state: DutyState
    openings: tuple[Opening, ...]
    episodes: tuple[DutyEpisode, ...]
    ending: Ending | None


def course(facts: CaseFacts, reading: Reading, law: Law) -> Course:
    """The openings, episodes and present state of the duty. `facts` are already as known on the day."""
    opened = openings(facts, reading)
    limits = [*(following.opened_on for following in opened[1:]), None]
    episodes: list[DutyEpisode] = []
    latest: list[tuple[DutyEpisode, Ending | None]] = []
    for opening, limit in zip(opened, limits, strict=False):
        latest = list(_episodes_of(facts, opening, limit, reading, law))
        episodes += [episode for episode, _ in latest]
    current, ending = latest[-1] if latest else (None, None)
    return Course(_state(facts, bool(opened), current), opened, tuple(episodes), ending)


def _episodes_of(
    facts: CaseFacts, opening: Opening, limit: date | None, reading: Reading, law: Law
) -> Iterator[tuple[DutyEpisode, Ending | None]]:
    """The episode that a detention opened, and each one put back after it had been ended (E-8)."""
    notice_from = law.joint_notice_from(nation_before(facts, opening.run.starts_on))
    since, began, recorded_end = opening.opened_on, opening.left_on, opening.ends_on
    while began is not None and (limit is None or began < limit):
        ending = joint_ending(facts, since, began, limit, notice_from, reading.letters_suffice)
        ends = [*_ends(facts, recorded_end, began, reading), *_joint(ending, notice_from)]
        if limit is not None:
            ends.append((limit, EpisodeEnd.QUALIFYING_REDETENTION))
        episode = DutyEpisode(began, *min(ends, key=lambda end: end[0], default=(None, None)))
        yield episode, ending
        began, recorded_end = _reinstated_on(facts, episode), None
        since = began or since


def _reinstated_on(facts: CaseFacts, ended: DutyEpisode) -> date | None:
    """The day from which the bodies put aftercare back, if they had ended it themselves."""
    if ended.ends_on is None or ended.end_reason not in DISCHARGES:
        return None
    days = (row.on for row in facts.reinstatements if row.on >= ended.ends_on and row.on > ended.starts_on)
    return min(days, default=None)


def openings(facts: CaseFacts, reading: Reading) -> tuple[Opening, ...]:
    """Every qualifying detention in date order, each with the day the person left hospital after it.

    A doubtful power outside hospital, as supervised discharge was, implies an earlier detention unrecorded.
    """
    revived = {(d.starts_on, d.section, d.code) for d in revivals(facts)}
    rows = suspended(facts)
    fresh = [d for d in rows if (d.starts_on, d.section, d.code) not in revived]
    counted = [d for d in fresh if _counts(d, reading)]
    if reading.recall_is_detention:
        again = [_recalled(facts, on) for on in recalls(facts)]
        fresh, counted = [*fresh, *again], [*counted, *again]
    powers = frozenset(counted)
    found = [
        Opening(start, run, _left(run, facts, reading))
        for run in runs_of(fresh)
        if (start := run.first(powers)) is not None
    ]
    before = min((o.opened_on for o in found), default=date.max)
    implied = (EpisodeFact(starts_on=d.starts_on) for d in counted if not power_of(d).detains)
    taken_over = [
        Opening(start_of(row), Run((), start_of(row), start_of(row)), start_of(row), row.ends_on)
        for row in in_order((*facts.episodes, *implied))
        if start_of(row) < before
    ]
    return (*taken_over, *found)


def _counts(detention: DetentionFact, reading: Reading) -> bool:
    answer = qualifies(detention)[0]
    if answer is not Answer.CANNOT_TELL:
        return answer is Answer.YES
    return power_of(detention).presumed if reading.doubtful_orders is None else reading.doubtful_orders


def _recalled(facts: CaseFacts, on: date) -> DetentionFact:
    """The detention that a recall would be, were recall a detention of its own."""
    ends = [row.ends_on for row in revivals(facts) if row.starts_on == on and row.ends_on is not None]
    ends += [row.left_on for row in facts.leavings if row.left_on > on]
    return DetentionFact(section=POWERS["recall"].name, starts_on=on, ends_on=min(ends, default=None))


def _left(run: Run, facts: CaseFacts, reading: Reading) -> date | None:
    left = left_hospital_on(run, facts)
    if left is not None or not reading.living_out_is_leaving:
        return left
    living_out = (
        start_of(leave)
        for leave in ordered(facts).leave
        if leave.kind is LeaveKind.LIVING_OUT and leave.ends_on is None
    )
    return next((on for on in living_out if on >= run.starts_on), None)


def _ends(
    facts: CaseFacts, recorded_end: date | None, began: date, reading: Reading
) -> Iterator[tuple[date, EpisodeEnd]]:
    """What ends an episode by itself: the register's own end, death and, on one reading, imprisonment."""
    if recorded_end is not None:
        yield recorded_end, EpisodeEnd.RECORDED
    if facts.died_on is not None:
        yield max(began, facts.died_on), EpisodeEnd.DEATH
    if reading.imprisonment_ends:
        jailed = (start_of(prison) for prison in ordered(facts).prisons)
        yield from ((on, EpisodeEnd.IMPRISONMENT) for on in jailed if on >= began)


def _joint(ending: Ending | None, notice_from: date | None) -> Iterator[tuple[date, EpisodeEnd]]:
    if ending is not None and ending.ends_on is not None:
        by_notice = notice_from is not None and ending.ends_on >= notice_from
        yield ending.ends_on, EpisodeEnd.JOINT_NOTICE if by_notice else EpisodeEnd.JOINT_DECISION


def _state(facts: CaseFacts, any_opening: bool, current: DutyEpisode | None) -> DutyState:
    if not any_opening:
        return DutyState.NONE
    if facts.died_on is not None:
        return DutyState.ENDED
    if current is None:
        return DutyState.PENDING
    return DutyState.ACTIVE if current.ends_on is None else DutyState.ENDED


def detained_now(facts: CaseFacts) -> bool:
    """Whether the rows show the person in hospital under detention on the day asked about."""
    covering = (period_of(run_row) for run_row in suspended(facts) if power_of(run_row).detains)
    return any(period is not None and period.end is None for period in covering)
