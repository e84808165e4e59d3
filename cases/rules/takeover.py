"""What a merger, split or abolition makes of a body that was named as responsible (rule J-8).

A determination names a body and, for the NHS, who pays. From each day on which one of them was replaced,
its successor stands in its place. Where several took over, nothing is worked out: a person chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.answers import Firmness
from cases.rules.facts import SuccessionFact
from cases.rules.successors import Successor, successor
from s117.kernel.findings import Finding


class Verdict(StrEnum):
    """What is to be done about one determination."""

    UNCHANGED = "unchanged"
    TAKE_OVER = "take_over"
    CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class Named:
    """The bodies that a determination names, by name. `payer` is empty where nobody else pays."""

    body: str
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Takeover:
    """The bodies that stand from a day on."""

    on: date
    named: Named


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write for one determination: each takeover in turn, or the bodies to choose among.

    `payer_only` when the body itself is clear, and only who pays for it is to be chosen.
    """

    verdict: Verdict
    takeovers: tuple[Takeover, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidates: tuple[str, ...] = ()
    divided_on: date | None = None
    payer_only: bool = False


def plan(named: Named, taken: Sequence[Takeover], successions: Iterable[SuccessionFact], on: date) -> Plan:
    """What the successions in force on a day require, given the takeovers recorded so far, oldest first.

    `named` is what stood before any takeover. A takeover that was recorded and no longer follows from the
    list (which was corrected) is put right from its own day; what agrees already is left alone.
    """
    rows = tuple(successions)
    body = successor(named.body, rows, on)
    payer = successor(named.payer, rows, on) if named.payer else Successor("")
    findings = tuple(dict.fromkeys((*body.findings, *payer.findings)))
    unclear = [heir for heir in (body, payer) if heir.firmness is not Firmness.DETERMINED]
    if unclear:
        candidates = tuple(dict.fromkeys(name for heir in unclear for name in _candidates(heir)))
        divided_on = min(heir.divided_on for heir in unclear if heir.divided_on is not None)
        return Plan(Verdict.CHOOSE, (), findings, candidates, divided_on, unclear == [payer])
    missing = _missing(named, standing(named, taken), _required(named, body, payer))
    return Plan(Verdict.TAKE_OVER if missing else Verdict.UNCHANGED, missing, findings)


def _candidates(heir: Successor) -> tuple[str, ...]:
    """The bodies a person chooses among; the only one known where there is one to confirm."""
    last = [name for _, name in heir.steps[-1:]] or [heir.body or ""]
    return tuple(other.body for other in heir.alternatives) or tuple(last)


def standing(named: Named, recorded: Iterable[Takeover]) -> tuple[Takeover, ...]:
    """The takeovers that hold: one recorded later replaces every one from its own day on."""
    holds: list[Takeover] = []
    for row in recorded:
        holds = [earlier for earlier in holds if earlier.on < row.on]
        if row.named != (holds[-1].named if holds else named):
            holds.append(row)
    return tuple(holds)


def _required(named: Named, body: Successor, payer: Successor) -> tuple[Takeover, ...]:
    """Both chains on one line: what stands from each day on which either changed."""
    found = []
    for day in sorted({on for on, _ in (*body.steps, *payer.steps)}):
        found.append(Takeover(day, Named(_at(named.body, body, day), _at(named.payer, payer, day))))
    return tuple(found)


def _at(name: str, heir: Successor, day: date) -> str:
    return next((step for on, step in reversed(heir.steps) if on <= day), name)


def _missing(named: Named, holds: Sequence[Takeover], required: Sequence[Takeover]) -> tuple[Takeover, ...]:
    """What to record so that what is required holds. A wrong takeover is undone from its own first day."""
    same = 0
    while same < min(len(holds), len(required)) and holds[same] == required[same]:
        same += 1
    before = required[same - 1].named if same else named
    wrong, due = holds[same:], tuple(required[same:])
    if wrong and (not due or wrong[0].on < due[0].on):
        return (Takeover(wrong[0].on, before), *due)
    return due
