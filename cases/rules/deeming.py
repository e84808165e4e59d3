"""Deemed residence for the council under the Mental Health Act 2025 s46(3), once commenced (rule L-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.rules.episodes import Opening
from cases.rules.facts import CaseFacts, Power, ResidenceFact
from cases.rules.history import ordered, start_of, under_18
from cases.rules.residence import Home, Situation
from cases.rules.rulesets import DeemingKey, Law, Nation
from cases.rules.wales import is_welsh

CHILD = "Children Act 1989 s105(6) as applied by s117(3A)(a)"
SECTION_117_HOME = "Care Act 2014 s39(4) as applied by s117(3A)(b)(i)"
SPECIFIED_HOME = "Care Act 2014 s39(1) as applied by s117(3A)(b)(i)"
NHS_HOME = "Care Act 2014 s39(5) as applied by s117(3A)(b)(i)"
SPECIFIED_KINDS = frozenset({"care_home", "shared_lives", "supported_living"})


@dataclass(frozen=True, slots=True)
class Deemed:
    """The area a person is taken to be ordinarily resident in, and the provision that says so."""

    area: str
    nation: Nation
    via: str


def deemed_home(facts: CaseFacts, opening: Opening, home: Home, law: Law, owing: str) -> Deemed | None:
    """The deemed residence, or None when deeming is not in force or does not bite on the address.

    `owing` is the council that owed the duty when the detention began, '' when none is known: a home
    provided under section 117 is in its area, wherever the person lived before (s39(4)).
    """
    address, via = home.address, deeming_provision(facts, opening, home, law)
    if address is None or via is None:
        return None
    if home.situation is Situation.LOST_IN_HOSPITAL:
        return Deemed(address.area, address.nation, via)
    if via is SECTION_117_HOME and owing:
        deemed = Deemed(owing, Nation.WALES if is_welsh(owing) else Nation.ENGLAND, via)
    else:
        origin = _before_placements(facts, address)
        area = origin.area if origin is not None else address.arranged_by
        deemed = Deemed(area, origin.nation if origin is not None else address.nation, via)
    return deemed if deemed.area not in ("", address.area) else None


def deeming_provision(facts: CaseFacts, opening: Opening, home: Home, law: Law) -> str | None:
    """The provision that deems residence for a detention, or None when none is in force for it."""
    address = home.address
    if home.situation not in (Situation.AT_HOME, Situation.LOST_IN_HOSPITAL) or address is None:
        return None
    commenced = law.deeming_from(address.nation)
    if commenced is None or not _applies(law.deeming_key, opening, commenced):
        return None
    if home.situation is Situation.LOST_IN_HOSPITAL:
        return NHS_HOME
    return _provision(facts, address, opening.run.starts_on)


def _applies(key: DeemingKey, opening: Opening, commenced: date) -> bool:
    """Whether the event that the transitional switch turns on falls on or after commencement."""
    if key is DeemingKey.DETENTION_START:
        return opening.run.starts_on >= commenced
    if key is DeemingKey.LEAVING_HOSPITAL:
        return opening.left_on is None or opening.left_on >= commenced
    return True


def _provision(facts: CaseFacts, address: ResidenceFact, on: date) -> str | None:
    if under_18(facts, on):
        disregarded = address.power in (Power.CHILDREN_ACT, Power.SECTION_117, Power.NHS)
        return CHILD if disregarded else None
    if address.power is Power.SECTION_117:
        return SECTION_117_HOME
    if address.power is Power.NHS:
        return NHS_HOME
    if address.power is Power.CARE_ACT and address.kind in SPECIFIED_KINDS:
        return SPECIFIED_HOME
    return None


def _before_placements(facts: CaseFacts, address: ResidenceFact) -> ResidenceFact | None:
    """The last home before the placement that was not itself a placement."""
    earlier = (
        row
        for row in ordered(facts).residences
        if start_of(row) < start_of(address) and row.power in (Power.NONE, Power.OTHER)
    )
    return max(earlier, key=lambda row: (start_of(row), row.area), default=None)


def care_act_home(facts: CaseFacts, home: Home, on: date, owing: str) -> str | None:
    """The area the Care Act deems the person to be resident in; None when it deems nothing (L-12).

    A home provided under section 117 is deemed to be in the area of the council owing that duty.
    """
    via = _provision(facts, home.address, on) if home.address is not None else None
    if home.address is None or via is None:
        return None
    if via is SECTION_117_HOME and owing:
        return owing
    origin = _before_placements(facts, home.address)
    return origin.area if origin is not None else home.address.arranged_by or None
