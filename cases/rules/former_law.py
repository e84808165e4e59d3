"""Which council under the law before 1 April 2015: residence, not ordinary residence (rule L-0)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules.answers import Alternative, Firmness
from cases.rules.council_ground import (
    Basis,
    CouncilFlag,
    Ground,
    not_recorded,
    sent_on_discharge_to,
    several_homes,
)
from cases.rules.facts import CaseFacts
from cases.rules.residence import Home, Situation, home_before
from cases.rules.rulebook import finding
from cases.rules.words import day


def under_former_law(known: CaseFacts, tested_on: date) -> Ground:
    """The area where the person was resident before detention; if none, where sent on discharge."""
    home = home_before(known, tested_on)
    several = home.situation is Situation.UNSETTLED and len(home.areas) > 1
    if several or home.situation is Situation.SEVERAL_HOMES:
        return replace(several_homes(home, tested_on), regime="L-0")
    area, rule, text = _resident(home, tested_on)
    if area:
        return _ground(area, rule, text)
    sent_to = sent_on_discharge_to(known, tested_on)
    if sent_to and home.situation in (Situation.NO_HOME, Situation.OUTSIDE):
        text = (
            f"With no residence before {day(tested_on)}, {sent_to} answers: the area to which the hospital "
            "sent the person."
        )
        return _ground(sent_to, "L-0", text)
    return replace(not_recorded(home, sent_to, tested_on), regime="L-0")


def _ground(area: str, rule: str, text: str) -> Ground:
    return Ground(area, Basis.FORMER_LAW, Firmness.DETERMINED, (finding(rule, text),), regime="L-0")


def _resident(home: Home, tested_on: date) -> tuple[str, str, str]:
    before = f"Before detention on {day(tested_on)}"
    if home.situation is Situation.LOST_IN_HOSPITAL:
        area = home.hospital_area
        text = f"{before} the home was lost during an informal stay, so the person was resident where the "
        return area, "L-7", f"{text}hospital is, in the area of {area}."
    if home.situation in (Situation.IN_PRISON, Situation.COMPELLED):
        return (
            home.area,
            "L-8",
            f"{before} the person lived under compulsion, so residence stayed in the area of {home.area}.",
        )
    area = "" if home.situation is Situation.OUTSIDE else home.area
    return area, "L-0", f"{before} the person was resident in the area of {area}."


def straddling(current: Ground, former: Ground) -> Ground:
    """Detained before 1 April 2015 and left after it: the later law, flagged where the two differ.

    No source found says which law governs (law.md 3.1), so a difference goes to a person.
    """
    if former.area == current.area:
        return current
    other = former.area or "no council"
    text = (
        "Detention began before 1 April 2015, and the person had not left hospital by then. Which law "
        f"governs is not settled; the law before that day gives {other}."
    )
    alternative = Alternative(
        former.area or "", "law_before_1_april_2015", f"{other}, under the law before 1 April 2015"
    )
    noted = current.noting("L-0", text, flags=(*current.flags, CouncilFlag.REGIMES_DIFFER))
    return noted.beside(alternative).needing("which of the two laws governs", Firmness.PROPOSED)
