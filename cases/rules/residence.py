"""Where somebody was living immediately before a day, from the rows alone (rules L-3, L-6 to L-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.facts import CaseFacts, Power, PrisonFact, ResidenceFact
from cases.rules.history import day_before, in_hospital_since, ordered, start_of, stay_at
from cases.rules.rulesets import Nation

ENGLAND_AND_WALES = (Nation.ENGLAND, Nation.WALES)


class Situation(StrEnum):
    """How the person stood immediately before the day."""

    AT_HOME = "at_home"
    UNSETTLED = "unsettled"
    SEVERAL_HOMES = "several_homes"
    OUTSIDE = "outside_england_and_wales"
    IN_PRISON = "in_prison"
    COMPELLED = "compelled"
    LOST_IN_HOSPITAL = "home_lost_in_hospital"
    NO_HOME = "no_home"
    NOT_RECORDED = "not_recorded"
    COUNCIL_NOT_RECORDED = "council_not_recorded"


@dataclass(frozen=True, slots=True)
class Home:
    """The situation, with the address relied on and the areas that might compete with it.

    `hospital_area` is where the hospital is, for somebody whose home was lost during an informal stay.
    """

    situation: Situation
    address: ResidenceFact | None = None
    areas: tuple[str, ...] = ()
    presumed: bool = False
    hospital_area: str = ""

    @property
    def area(self) -> str:
        """The area of the address relied on, or ''."""
        return self.address.area if self.address is not None else ""

    @property
    def unknown(self) -> bool:
        """Whether it is the record that is wanting, not the home."""
        return self.situation in (Situation.NOT_RECORDED, Situation.COUNCIL_NOT_RECORDED)

    @property
    def nation(self) -> Nation | None:
        """The nation of the address relied on."""
        return self.address.nation if self.address is not None else None


def home_before(facts: CaseFacts, on: date, compelled_counts: bool = False) -> Home:
    """Where the person was living immediately before `on`.

    `ends_on` is the day an address stopped, so one that stopped on the day was home until the day before.
    """
    earlier = [row for row in ordered(facts).residences if start_of(row) < on]
    free = [row for row in earlier if compelled_counts or not _compelled(row)]
    here = [row for row in free if _covers(row, on)]
    if here:
        return _among(here)
    last = free[-1] if free else None
    if len(free) < len(earlier) and not _compelled_is_over(earlier, on):
        return Home(Situation.COMPELLED, last, _named(earlier[-1].area))
    return _without_home(facts, on, last)


def nation_before(facts: CaseFacts, on: date) -> Nation:
    """Whose law governs: Wales for somebody who lived there before the day, else England."""
    return Nation.WALES if home_before(facts, on).nation is Nation.WALES else Nation.ENGLAND


def _without_home(facts: CaseFacts, on: date, last: ResidenceFact | None) -> Home:
    prison = next((p for p in ordered(facts).prisons if _covers(p, on)), None)
    if prison is not None:
        return Home(Situation.IN_PRISON, last, _named(prison.area))
    stay = stay_at(facts, day_before(on))
    if stay is not None and (facts.no_residence or _lost_in_hospital(facts, on, last)):
        areas = _named(stay.hospital_area, last.area if last is not None else "")
        return Home(Situation.LOST_IN_HOSPITAL, last, areas, hospital_area=stay.hospital_area)
    if facts.no_residence:
        return Home(Situation.NO_HOME)
    return Home(Situation.NOT_RECORDED, None, _named(last.area) if last is not None else ())


def _among(here: Sequence[ResidenceFact]) -> Home:
    """Which of the addresses held at the time was home: the settled one; else one nobody called unsettled."""
    settled = [row for row in here if is_settled(row)]
    unsaid = [row for row in here if is_settled(row) is None]
    homes = settled or unsaid or here
    areas = tuple(sorted({row.area for row in homes if row.area}))
    if any(not row.area and row.nation in ENGLAND_AND_WALES for row in homes):
        return Home(Situation.COUNCIL_NOT_RECORDED, None, areas)
    if homes is here:
        return Home(Situation.UNSETTLED, here[-1], areas)
    inside = any(row.nation in ENGLAND_AND_WALES for row in homes)
    if inside and len({(row.area, row.nation) for row in homes}) > 1:
        return Home(Situation.SEVERAL_HOMES, None, areas)
    return _home(homes[-1], here, presumed=homes is unsaid)


def _home(row: ResidenceFact, here: Sequence[ResidenceFact], presumed: bool) -> Home:
    if row.nation in ENGLAND_AND_WALES:
        return Home(Situation.AT_HOME, row, (row.area,), presumed)
    staying = {other.area for other in here if other.nation in ENGLAND_AND_WALES and other.area}
    return Home(Situation.OUTSIDE, row, tuple(sorted(staying)))


def is_settled(row: ResidenceFact) -> bool | None:
    """Whether the place was adopted for settled purposes; None when nobody has said.

    Somebody without capacity takes the settled purpose of whoever had power to decide (L-3).
    """
    if row.lacks_capacity and row.decision_maker_settled is not None:
        return row.decision_maker_settled
    return row.settled


def _compelled(row: ResidenceFact) -> bool:
    """Whether the person had to live there. Somebody without capacity is placed, not compelled (L-3)."""
    against_the_will = row.voluntary is False and not row.lacks_capacity
    return row.power is Power.DISCHARGE_CONDITION or row.kind == "prison" or against_the_will


def _compelled_is_over(earlier: Sequence[ResidenceFact], on: date) -> bool:
    return not any(_compelled(row) and _covers(row, on) for row in earlier)


def _covers(row: ResidenceFact | PrisonFact, on: date) -> bool:
    return start_of(row) < on and (row.ends_on is None or row.ends_on >= on)


def _lost_in_hospital(facts: CaseFacts, on: date, last: ResidenceFact | None) -> bool:
    """Whether the last home was still held on admission. If not, what came after it is not recorded."""
    return last is not None and last.ends_on is not None and last.ends_on >= in_hospital_since(facts, on)


def _named(*areas: str) -> tuple[str, ...]:
    return tuple(area for area in areas if area)
