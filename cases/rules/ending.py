"""When the two bodies' decisions end the duty, and what bars them (rules E-1 to E-4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.facts import CaseFacts, CtoFact, EndingFact, Side, once
from cases.rules.history import revivals
from cases.rules.rulebook import finding
from cases.rules.sections import qualifies
from cases.rules.words import day
from s117.kernel.findings import Answer, Finding


class Bar(StrEnum):
    """Why decisions that were made do not end the duty."""

    NOT_ACTIVE = "duty_not_active"
    COMMUNITY_PATIENT = "community_patient"
    ONE_BODY_ONLY = "one_body_only"
    NOT_SATISFIED = "not_satisfied"
    WRONG_BODY = "wrong_body"
    NO_JOINT_NOTICE = "no_joint_notice"


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of the bodies' decisions in one episode. `ends_on` is None when they do not end it."""

    ends_on: date | None
    bars: tuple[Bar, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the decisions end the duty."""
        return self.ends_on is not None


def on_cto(facts: CaseFacts, on: date) -> bool:
    """Whether the person is a community patient on a day. The day an order ends is not counted.

    While they are, the bodies cannot be satisfied (E-2).
    """
    if facts.nhs_record is not None and facts.nhs_record.cto_open:
        return True
    return any(_runs(order, on, _detained_afresh(facts)) for order in facts.ctos)


@once
def _detained_afresh(facts: CaseFacts) -> list[date]:
    revived = set(revivals(facts))
    fresh = [d for d in facts.detentions if d not in revived and qualifies(d)[0] is Answer.YES]
    return [d.starts_on for d in fresh if d.starts_on is not None]


def _runs(order: CtoFact, on: date, detained_afresh: Iterable[date]) -> bool:
    """Whether an order runs on a day: begun, not over, and not ended by a fresh qualifying detention, as
    section 6(4) and section 17C say, even where nobody recorded that end."""
    began = order.starts_on
    if began is None or on < began or (order.over_on is not None and order.over_on <= on):
        return False
    return not any(began < start <= on for start in detained_afresh)


def joint_ending(
    facts: CaseFacts,
    since: date,
    began_on: date,
    until: date | None,
    notice_from: date | None,
    letters_suffice: bool = False,
) -> Ending | None:
    """Whether the decisions made since a day and before `until` end the duty; None when there are none.

    A decision made before `began_on`, the day the duty began, is reported and does not count.
    The duty ends on the later of the two bodies' decisions (E-1), or, from `notice_from`, the day on
    which section 46(2) of the 2025 Act commences, when joint written notice is given (E-4).
    Whether two separate letters are joint notice is not settled: `letters_suffice` reads them so.
    """
    decisions = sorted(_made(facts, since, until), key=lambda made: (made[0], repr(made[1])))
    bars: dict[Bar, Finding] = {}
    standing: dict[Side, bool] = {}
    for on, decision in decisions:
        barred = _barred(facts, decision, on, began_on)
        if barred is not None:
            bars.setdefault(*barred)
            continue
        standing[decision.side] = decision.satisfied
        if standing.get(Side.COUNCIL) and standing.get(Side.NHS):
            return _effect(facts, on, until, notice_from, letters_suffice)
    return _not_ended(standing, bars) if decisions else None


def _made(facts: CaseFacts, since: date, until: date | None) -> Iterator[tuple[date, EndingFact]]:
    """The decisions that speak of this run of the duty, each with its day."""
    for decision in facts.endings:
        on = decision.decided_on
        if on is not None and since <= on and (until is None or on < until):
            yield on, decision


def _barred(facts: CaseFacts, decision: EndingFact, on: date, began_on: date) -> tuple[Bar, Finding] | None:
    """Why one body's decision does not count: not a responsible body, too early (E-1), or made of a
    community patient (E-2). None when it counts."""
    made = f"The decision of {day(on)} does not count"
    responsible = {row.body for row in facts.responsible if row.side is decision.side}
    if decision.side is Side.OTHER or (decision.body and responsible and decision.body not in responsible):
        who = decision.body or "a body that is not responsible"
        return Bar.WRONG_BODY, finding("E-1", f"{made}: it was made by {who}, not by a responsible body.")
    if on < began_on:
        return Bar.NOT_ACTIVE, finding("E-1", f"{made}: the duty began on {day(began_on)}.")
    if decision.satisfied and on_cto(facts, on):
        text = f"{made}: the person was on a community treatment order."
        return Bar.COMMUNITY_PATIENT, finding("E-2", text)
    return None


def _effect(
    facts: CaseFacts, later: date, until: date | None, notice_from: date | None, letters_suffice: bool
) -> Ending:
    """Both are satisfied: the duty ends that day (E-1), or when joint written notice is given (E-4)."""
    if notice_from is None or later < notice_from:
        text = (
            f"Both bodies were satisfied by {day(later)} that aftercare is no longer needed, so the duty "
            "ended."
        )
        return Ending(later, (), (finding("E-1", text),))
    written = (n for n in facts.notices if n.in_writing and (n.joint or letters_suffice))
    given = (n.given_on for n in written if n.given_on >= later)
    notice = min((on for on in given if until is None or on < until), default=None)
    if notice is None:
        text = "Both bodies are satisfied, but they have not jointly given the person notice in writing."
        return Ending(None, (Bar.NO_JOINT_NOTICE,), (finding("E-4", text),))
    text = f"The bodies jointly gave the person notice in writing on {day(notice)}, so the duty ended."
    return Ending(notice, (), (finding("E-4", text),))


def _not_ended(standing: dict[Side, bool], bars: dict[Bar, Finding]) -> Ending:
    """One body alone cannot end it (E-1), and neither can two that say it is still needed."""
    if any(standing.values()):
        side = "council" if standing.get(Side.COUNCIL) else "NHS body"
        text = f"Only the {side} is satisfied. Both responsible bodies must be, so the duty continues."
        bars.setdefault(Bar.ONE_BODY_ONLY, finding("E-1", text))
    elif standing:
        text = "The bodies decided that aftercare is still needed, so the duty continues."
        bars.setdefault(Bar.NOT_SATISFIED, finding("E-1", text))
    return Ending(None, tuple(bars), tuple(bars.values()))
