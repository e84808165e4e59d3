"""The shapes of the council's answer, and the grounds on which every regime may leave it to a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from cases.rules.answers import Alternative, Firmness
from cases.rules.facts import CaseFacts
from cases.rules.residence import Home, Situation
from cases.rules.rulebook import finding
from cases.rules.rulesets import Nation
from cases.rules.words import day, either
from s117.kernel.findings import Finding

A_NAMED_PERSON = "a decision by a named person on the contested point"


class Basis(StrEnum):
    """The limb or ruling that the answer rests on."""

    ORDINARILY_RESIDENT_ENGLAND = "s117(3)(a)"
    ORDINARILY_RESIDENT_WALES = "s117(3)(b)"
    RESIDENT_OR_SENT = "s117(3)(c)"
    FORMER_LAW = "s117(3) before 1 April 2015"
    DETERMINATION = "determination of ordinary residence"
    TAKEN_OVER = "earlier register"


class CouncilFlag(StrEnum):
    """Something to act on beside the answer."""

    REASONING_OVERRULED = "determination_reasoning_overruled"
    REGIMES_DIFFER = "regimes_differ_across_1_april_2015"


@dataclass(frozen=True, slots=True)
class CouncilAnswer:
    """The council, the limb, and the day before which residence was tested.

    `area_code` is None when the rules cannot name a council. `via` is the deeming provision applied,
    `reason` a short code for why a person must confirm, `alternatives` the other readings.
    """

    area_code: str | None
    basis: Basis | None = None
    tested_on: date | None = None
    firmness: Firmness = Firmness.OPEN
    via: str = ""
    reason: str = ""
    flags: tuple[CouncilFlag, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer on its way: what was found so far and how firm it is."""

    area: str | None
    basis: Basis | None
    firmness: Firmness
    findings: tuple[Finding, ...]
    regime: str = "L-1"
    tested_on: date | None = None
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[str, ...] = ()
    via: str = ""
    reason: str = ""
    flags: tuple[CouncilFlag, ...] = ()

    def noting(self, rule_id: str, text: str, **changes: Any) -> Ground:
        """The same ground with one more finding, and with any other changes."""
        return replace(self, findings=(*self.findings, finding(rule_id, text)), **changes)

    def needing(self, missing: str, firmness: Firmness) -> Ground:
        """The same ground, left to a person for want of something; never made firmer."""
        return replace(self, missing=(*self.missing, missing), firmness=self.firmness.at_most(firmness))

    def beside(self, *others: Alternative) -> Ground:
        """The same ground with other readings beside it."""
        return replace(self, alternatives=(*self.alternatives, *others))


def limb_for(nation: Nation) -> Basis:
    """Limb (b) for a home in Wales, limb (a) for one in England."""
    return Basis.ORDINARILY_RESIDENT_WALES if nation is Nation.WALES else Basis.ORDINARILY_RESIDENT_ENGLAND


def left_open(rule_id: str, text: str, missing: str, *others: Alternative, area: str | None = None) -> Ground:
    """A ground that only a person can settle; `area` is the default to show, if there is one."""
    return Ground(
        area, None, Firmness.OPEN, (finding(rule_id, text),), missing=(missing,), alternatives=others
    )


def several_homes(home: Home, tested_on: date) -> Ground:
    """More than one home: which of them was the settled one is a question of fact (L-3)."""
    places = home.areas if len(home.areas) > 1 else (*home.areas, "a place outside England and Wales")
    text = f"Before {day(tested_on)} more than one home is recorded: {either(places)}."
    others = (Alternative(a, "possible_home", f"{a}, if that was the settled home") for a in home.areas)
    return left_open("L-3", text, "which home was the settled one", *others)


def not_recorded(home: Home, sent_to: str, tested_on: date) -> Ground:
    """Nobody recorded where the person lived, which is not the same as having no home."""
    wanted, text = "the address", f"No address is recorded immediately before detention on {day(tested_on)}."
    if home.situation is Situation.COUNCIL_NOT_RECORDED:
        wanted, text = "the council for the address", f"The address before {day(tested_on)} names no council."
    others = [Alternative(area, "last_known_home", f"{area}, the last known home") for area in home.areas]
    if sent_to:
        others.append(
            Alternative(sent_to, "sent_on_discharge", f"{sent_to}, where the hospital sent the person")
        )
    return left_open("L-1", text, f"{wanted} immediately before {day(tested_on)}", *others)


def sent_on_discharge_to(known: CaseFacts, tested_on: date) -> str:
    """The area to which the hospital sent the person after the detention, or ''."""
    sent = [row for row in known.leavings if row.sent_to_area and row.left_on >= tested_on]
    first = min(sent, key=lambda row: (row.left_on, row.sent_to_area), default=None)
    return first.sent_to_area if first is not None else known.sent_to_area
