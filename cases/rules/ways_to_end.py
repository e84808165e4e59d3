"""What would have to be true for a duty to end, and what would not end it (rules E-1 to E-7, A-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.rules.ending import on_cto
from cases.rules.episodes import DutyState
from cases.rules.facts import CaseFacts
from cases.rules.history import as_known_on
from cases.rules.residence import nation_before
from cases.rules.rulebook import finding
from cases.rules.rulesets import LAW, Law
from cases.rules.words import day
from s117.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class WaysToEnd:
    """`needed` is what any ending by decision needs, `by_itself` what ends the duty without a decision.

    `never` does not end it, and whether `contested` does is for a person to decide.
    """

    needed: tuple[Finding, ...] = ()
    by_itself: tuple[Finding, ...] = ()
    never: tuple[Finding, ...] = ()
    contested: tuple[Finding, ...] = ()


def ways_to_end(facts: CaseFacts, state: DutyState, on: date, law: Law = LAW) -> WaysToEnd:
    """The ways in which a duty that stands so on a day may end. None for a duty that is not there."""
    if state in (DutyState.NONE, DutyState.ENDED):
        return WaysToEnd()
    if state is DutyState.PENDING:
        return WaysToEnd(needed=(_not_begun(),), by_itself=(_death(),), never=_never())
    known = as_known_on(facts, on)
    notice = _notice(known, on, law)
    needed = [_both_bodies(by_notice=bool(notice)), *notice, *_community_patient(known, on)]
    return WaysToEnd(tuple(needed), (_detained_again(), _death()), _never(), (_prison(),))


def _not_begun() -> Finding:
    text = "The duty has not begun: it begins when the person has left hospital. Only then can it be ended."
    return finding("A-1", text)


def _both_bodies(*, by_notice: bool) -> Finding:
    text = (
        "Both responsible bodies, the council and the NHS body, are satisfied that the person no longer "
        "needs aftercare. Each decides for itself"
    )
    return finding(
        "E-1", f"{text}." if by_notice else f"{text}, and it ends on the later of the two decisions."
    )


def _notice(known: CaseFacts, on: date, law: Law) -> tuple[Finding, ...]:
    begins = law.joint_notice_from(nation_before(known, on))
    if begins is None or on < begins:
        return ()
    text = (
        f"Since {day(begins)} the bodies must also jointly give the person notice in writing: it ends on "
        "that day."
    )
    return (finding("E-4", text),)


def _community_patient(known: CaseFacts, on: date) -> tuple[Finding, ...]:
    if not on_cto(known, on):
        return ()
    text = "The community treatment order is over. While it runs, aftercare cannot be ended."
    return (finding("E-2", text),)


def _detained_again() -> Finding:
    text = (
        "A further detention that qualifies: the duty ends on its first day, and a fresh one arises on "
        "leaving hospital."
    )
    return finding("A-11", text)


def _death() -> Finding:
    return finding("E-7", "The person’s death.")


def _never() -> tuple[Finding, ...]:
    services = "Discharge from a mental health team, refusing services, being settled, or time having passed."
    moving = "Moving to another area, or another body paying."
    hospital = "Going into hospital informally, or under section 2 alone."
    return finding("E-3", services), finding("L-4", moving), finding("A-10", hospital)


def _prison() -> Finding:
    return finding("A-9", "Going to prison. Until a person decides, the entry stays open.")
