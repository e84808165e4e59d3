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
    """The body that answers on a day. `body` is None when several took over and a person must choose."""

    body: str | None
    firmness: Firmness = Firmness.DETERMINED
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


def successor(body: str, successions: Iterable[SuccessionFact], on: date) -> Successor:
    """Follow a body through every succession in force on the day.

    One successor takes over outright. Where the predecessor's area was divided, what is mapped is the
    place that fixed responsibility, so a person confirms it; several successors go to a person.
    """
    in_force = [row for row in successions if row.on <= on]
    firmness, seen = Firmness.DETERMINED, {body}
    findings: list[Finding] = []
    while heirs := sorted((r for r in in_force if r.predecessor == body), key=lambda r: (r.on, r.successor)):
        names = list(dict.fromkeys(row.successor for row in heirs))
        if len(names) > 1:
            text = (
                f"{body} was replaced by more than one body. Decide which of {either(names)} answers for "
                "the place that fixed responsibility."
            )
            others = tuple(
                Alternative(name, "one_of_several_successors", f"{name}, by area") for name in names
            )
            return Successor(None, Firmness.OPEN, (*findings, finding("J-8", text)), others)
        row = heirs[0]
        text = f"{body} was replaced by {row.successor} on {day(row.on)}."
        if row.by_area:
            firmness = Firmness.PROPOSED
            text += " Its area was divided: confirm that the place that fixed responsibility went there."
        findings.append(finding("J-8", text))
        if row.successor in seen:
            return Successor(
                body, Firmness.OPEN, (*findings, finding("F-1", "The list of successors runs in a circle."))
            )
        body = row.successor
        seen.add(body)
    return Successor(body, firmness, tuple(findings))
