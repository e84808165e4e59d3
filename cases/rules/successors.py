"""Which body answers today for one that has merged, split or been abolished (rule J-8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.rules.answers import Alternative, Firmness
from cases.rules.facts import SuccessionFact
from cases.rules.rulebook import finding
from cases.rules.words import day, either
from s117.kernel.findings import Finding

WHICH_SUCCESSOR = "which successor answers for the place that fixed responsibility"


@dataclass(frozen=True, slots=True)
class Successor:
    """The body that answers on a day. `body` is None when several took over and a person must choose.

    `steps` are the bodies that took over one after the other, each with its first day; `divided_on` is the
    day from which several could answer.
    """

    body: str | None
    firmness: Firmness = Firmness.DETERMINED
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    steps: tuple[tuple[date, str], ...] = ()
    divided_on: date | None = None


def successor(body: str, successions: Iterable[SuccessionFact], on: date) -> Successor:
    """Follow a body through every succession in force on the day.

    One successor takes over outright. Where the predecessor's area was divided, what is mapped is the
    place that fixed responsibility, so a person confirms it; several successors go to a person.
    """
    in_force = [row for row in successions if row.on <= on]
    firmness, seen = Firmness.DETERMINED, {body}
    findings: list[Finding] = []
    steps: list[tuple[date, str]] = []
    divided_on: date | None = None
    while heirs := sorted((row for row in in_force if row.predecessor == body), key=_in_order):
        names = list(dict.fromkeys(row.successor for row in heirs))
        if len(names) > 1:
            text = (
                f"{body} was replaced by more than one body. Decide which of {either(names)} answers for "
                "the place that fixed responsibility."
            )
            others = tuple(
                Alternative(name, "one_of_several_successors", f"{name}, by area") for name in names
            )
            return Successor(
                None, Firmness.OPEN, (*findings, finding("J-8", text)), others, tuple(steps), heirs[0].on
            )
        row = heirs[0]
        text = f"{body} was replaced by {row.successor} on {day(row.on)}."
        if row.by_area:
            firmness, divided_on = Firmness.PROPOSED, divided_on or row.on
            text += " Its area was divided: confirm that the place that fixed responsibility went there."
        findings.append(finding("J-8", text))
        if row.successor in seen:
            circle = finding("F-1", "The list of successors runs in a circle.")
            return Successor(body, Firmness.OPEN, (*findings, circle), (), tuple(steps), row.on)
        body = row.successor
        # A list that has a body take over after it had closed itself still gives each its day in order.
        steps.append((max([row.on, *(on for on, _ in steps)]), body))
        seen.add(body)
    return Successor(body, firmness, tuple(findings), (), tuple(steps), divided_on)


def _in_order(row: SuccessionFact) -> tuple[date, str, bool]:
    return row.on, row.successor, row.by_area
