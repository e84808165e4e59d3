"""Which council owes the duty: Mental Health Act 1983 section 117(3), by dated regime (rules L-0 to L-13).

The question is asked once for each qualifying detention: where was the person ordinarily resident
immediately before being detained? The answer then stays until the episode ends.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules.answers import Alternative, Firmness
from cases.rules.council_ground import (
    Basis,
    CouncilAnswer,
    CouncilFlag,
    Ground,
    left_open,
    limb_for,
    not_recorded,
    sent_on_discharge_to,
    several_homes,
)
from cases.rules.council_record import (
    after_prison,
    after_recall,
    as_determined,
    latest_determination,
    overruled,
    succeeded,
    taken_over,
    with_history,
)
from cases.rules.deeming import SECTION_117_HOME, Deemed, care_act_home, deemed_home, deeming_provision
from cases.rules.episodes import Opening, Reading, openings
from cases.rules.facts import CaseFacts, Power, ResidenceFact
from cases.rules.former_law import straddling, under_former_law
from cases.rules.history import as_known_on, day_before, odd_rows, under_18
from cases.rules.residence import Home, Situation, home_before
from cases.rules.rulebook import finding
from cases.rules.rulesets import LAW, ORDINARY_RESIDENCE_BEGINS, Law, Nation, regime, stamp
from cases.rules.words import day, either
from s117.kernel.findings import Answer, Finding, Outcome

__all__ = ["Basis", "CouncilAnswer", "CouncilFlag", "care_act_council", "determine", "fixing_detention"]


WHETHER_RESIDENT = "whether the person was resident there when detained"
WHERE_RESIDENT = "in which of them the person was resident when detained"


def determine(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[CouncilAnswer]:
    """Which council answers for aftercare on a day.

    YES: the rules give it. CANNOT_TELL: a person decides; the value is the answer proposed or the
    default to show. NO: no qualifying detention, so no council owes the duty.
    """
    known = as_known_on(facts, on)
    opening = fixing_detention(known)
    ground = (
        taken_over(known, opening)
        or _determined_by_ministers(known, opening, on, law)
        or _by_residence(known, opening, on, law)
    )
    if ground is None:
        return _no_ground(known, opening)
    return _outcome(succeeded(after_prison(ground, known, opening, law), known, on), known)


def fixing_detention(known: CaseFacts) -> Opening | None:
    """The detention that fixes the council: the latest qualifying one (L-5), recalls left aside (A-8).

    Where no detention plainly qualifies, one whose order must still be confirmed is used.
    """
    opened = openings(known, Reading()) or openings(known, Reading(doubtful_orders=True))
    return opened[-1] if opened else None


def _determined_by_ministers(known: CaseFacts, opening: Opening | None, on: date, law: Law) -> Ground | None:
    """A determination binds the parties; one on rejected reasoning stands beside what the law gives (X-6)."""
    ruling = latest_determination(known, opening)
    if ruling is None:
        return None
    if ruling.rejected_reasoning:
        return overruled(ruling, _by_residence(known, opening, on, law))
    return as_determined(ruling)


def _by_residence(known: CaseFacts, opening: Opening | None, on: date, law: Law) -> Ground | None:
    """Test residence immediately before the unbroken detention began, by the law of the day of leaving
    hospital (L-0, L-1, L-6)."""
    if opening is None or opening.taken_over:
        return None
    tested_on = opening.run.starts_on
    left_or_asked = opening.left_on or on
    if regime("council", left_or_asked).id == "L-0":
        ground = under_former_law(known, tested_on)
    elif tested_on < ORDINARY_RESIDENCE_BEGINS:
        ground = straddling(under_current_law(known, opening, law), under_former_law(known, tested_on))
    else:
        ground = under_current_law(known, opening, law)
    ground = with_history(replace(ground, tested_on=tested_on), known, opening)
    return after_recall(ground, known, opening, law)


# ---------------------------------------------------------------- section 117(3) from 1 April 2015


def under_current_law(known: CaseFacts, opening: Opening, law: Law) -> Ground:
    """Limb (a), ordinarily resident in England; else (b), in Wales; else (c), resident or sent there."""
    tested_on = opening.run.starts_on
    home = home_before(known, tested_on)
    provided = deeming_provision(known, opening, home, law) is SECTION_117_HOME
    deemed = deemed_home(
        known, opening, home, law, owing=_owing_before(known, opening, law) if provided else ""
    )
    if deemed is not None:
        return _deemed(deemed, home, tested_on)
    match home.situation:
        case Situation.AT_HOME:
            return _ordinarily_resident(known, home, tested_on)
        case Situation.SEVERAL_HOMES:
            return several_homes(home, tested_on)
        case Situation.IN_PRISON | Situation.COMPELLED:
            return _under_compulsion(home, tested_on)
        case Situation.LOST_IN_HOSPITAL:
            return _home_lost_in_hospital(home, tested_on)
        case _:
            return _in_any_other_case(known, home, tested_on)


def _ordinarily_resident(known: CaseFacts, home: Home, tested_on: date) -> Ground:
    """Limbs (a) and (b): the area where the person was ordinarily resident."""
    address = home.address or ResidenceFact(area=home.area, starts_on=None)
    text = (
        f"Immediately before detention on {day(tested_on)} the person was ordinarily resident in the "
        f"area of {home.area}."
    )
    findings = (finding("L-1", text), *_about(address, known, home.presumed))
    ground = Ground(home.area, limb_for(address.nation), Firmness.DETERMINED, findings)
    if not _placed_child(known, address, tested_on):
        return ground
    text = (
        "The person was a child placed by a council. Section 117(3) does not disregard such a placement, and "
        "such cases are regularly disputed."
    )
    missing = ("where those with parental responsibility meant the child to live",)
    return ground.noting("L-13", text, firmness=Firmness.OPEN, missing=missing)


def _about(address: ResidenceFact, known: CaseFacts, presumed: bool) -> list[Finding]:
    """What is said of the address relied on: whether it was settled (L-3), who placed the person there (L-2),
    a district's county (J-4)."""
    found: list[Finding] = []
    if presumed:
        found.append(
            finding("L-3", "Nobody has recorded whether it was a settled home; it is taken to be one.")
        )
    if address.lacks_capacity:
        text = (
            "The person lacked capacity to choose where to live, so the purpose of whoever had power to "
            "decide counts."
        )
        found.append(finding("L-3", text))
    if address.arranged_by and address.arranged_by != address.area:
        text = (
            f"{address.arranged_by} arranged the placement, but no deeming rule applies: living in the area "
            f"of {address.area} counts."
        )
        found.append(finding("L-2", text))
    if address.district:
        text = f"{address.district} is a district: {address.area} is its social services authority."
        found.append(finding("J-4", text))
    if known.present_in_area and known.present_in_area != address.area:
        text = (
            f"A temporary absence in the area of {known.present_in_area} does not end ordinary residence in "
            f"the area of {address.area}."
        )
        found.append(finding("L-3", text))
    return found


def _placed_child(known: CaseFacts, address: ResidenceFact, on: date) -> bool:
    """A child whom a council placed there, or looks after from elsewhere (L-13)."""
    looked_after = known.looked_after_by not in ("", address.area)
    return under_18(known, on) and (address.power is Power.CHILDREN_ACT or looked_after)


def _under_compulsion(home: Home, tested_on: date) -> Ground:
    """Prison and compelled living are not voluntary, so the last home freely chosen is proposed (L-8)."""
    jailed = home.situation is Situation.IN_PRISON
    what = "in prison" if jailed else "living where they had to, as under a condition of residence"
    text = (
        f"Immediately before detention on {day(tested_on)} the person was {what}. That is not voluntary, so "
        "the last home freely chosen is looked at."
    )
    others = (
        Alternative(a, "lived_under_compulsion", f"{a}, where the person in fact was") for a in home.areas
    )
    if home.address is None:
        wanted = "the address before custody" if jailed else "the last address freely chosen"
        return left_open("L-8", text, wanted, *others)
    missing = ("whether that home was given up for good",)
    ground = Ground(
        home.area, limb_for(home.address.nation), Firmness.PROPOSED, (finding("L-8", text),), missing=missing
    )
    return ground.beside(*others)


def _home_lost_in_hospital(home: Home, tested_on: date) -> Ground:
    """An informal in-patient whose home has gone: the authorities point different ways (L-7)."""
    text = (
        f"Immediately before detention on {day(tested_on)} the person was an informal in-patient and had no "
        "home left. The authorities point different ways."
    )
    where, before = home.hospital_area, home.area
    others = [Alternative(where, "resident_at_hospital", f"{where}, where the hospital is")] if where else []
    if before:
        words = f"{before}, the last home, if no other was adopted for settled purposes"
        others.append(Alternative(before, "last_settled_home", words))
    return left_open("L-7", text, "a decision by a named person on where the person was resident", *others)


def _in_any_other_case(known: CaseFacts, home: Home, tested_on: date) -> Ground:
    """Limb (c): first the area where resident, only then the area sent to on discharge (L-9, L-10)."""
    sent_to = sent_on_discharge_to(known, tested_on)
    if home.unknown:
        return not_recorded(home, sent_to, tested_on)
    ground = Ground(None, Basis.RESIDENT_OR_SENT, Firmness.OPEN, ())
    if home.situation is Situation.OUTSIDE:
        text = "The person was ordinarily resident outside England and Wales, so limb (c) applies."
        ground = ground.noting("L-10", text)
    if home.areas:
        return _resident_when_detained(ground, home.areas, tested_on)
    if sent_to:
        return _sent_on_discharge(ground, sent_to, home)
    text = (
        f"No residence immediately before detention on {day(tested_on)} is found, so the area to which the "
        "hospital sends the person will answer."
    )
    return ground.noting("L-9", text, missing=("the area to which the hospital sends the person",))


def _resident_when_detained(ground: Ground, areas: tuple[str, ...], tested_on: date) -> Ground:
    """Limb (c), first: where the person was resident, though not ordinarily, which a person confirms."""
    text = (
        f"With no ordinary residence in England or Wales, on {day(tested_on)} the person was resident in "
        f"the area of {either(areas)}."
    )
    if len(areas) > 1:
        others = (Alternative(a, "resident_there", f"{a}, if the person was resident there") for a in areas)
        return ground.noting("L-9", text).beside(*others).needing(WHERE_RESIDENT, Firmness.OPEN)
    missing = (WHETHER_RESIDENT,)
    return ground.noting("L-9", text, area=areas[0], firmness=Firmness.PROPOSED, missing=missing)


def _sent_on_discharge(ground: Ground, area: str, home: Home) -> Ground:
    """Limb (c), second: where the hospital sent the person. Scotland and Northern Ireland have duties of
    their own, so a person confirms it for those who lived there (L-10)."""
    text = f"With no residence when detained, {area} answers: the area to which the hospital sent the person."
    if home.nation not in (Nation.SCOTLAND, Nation.NORTHERN_IRELAND):
        return ground.noting("L-9", text, area=area, firmness=Firmness.DETERMINED)
    missing = ("whether the other nation's own arrangements apply",)
    reason = "cross_border_arrangements"
    return ground.noting("L-9", text, area=area, firmness=Firmness.PROPOSED, missing=missing, reason=reason)


# ---------------------------------------------------------------- deeming, and the Care Act's council


def _deemed(deemed: Deemed, home: Home, tested_on: date) -> Ground:
    """Section 117(3A), once commenced; proposed only, because its drafting is doubted (L-11)."""
    text = (
        f"Immediately before detention on {day(tested_on)} residence is deemed to be in the area of "
        f"{deemed.area}, under {deemed.via}. At least one practitioner doubts the drafting."
    )
    ground = Ground(
        deemed.area, limb_for(deemed.nation), Firmness.PROPOSED, (), regime="L-11", via=deemed.via
    )
    in_fact = home.areas[0] if home.areas else home.area
    other = Alternative(in_fact, "residence_in_fact", f"{in_fact}, where the person was in fact")
    return ground.noting("L-11", text, missing=("whether the deeming rules reach this case",)).beside(other)


def _owing_before(known: CaseFacts, opening: Opening, law: Law) -> str:
    """The council that owed the duty on the day before a detention began, or ''.

    A home that was itself deemed by section 39(4) kept the council before it, so those are stepped over.
    """
    while True:
        eve = day_before(opening.run.starts_on)
        known = as_known_on(known, eve)
        earlier = fixing_detention(known)
        if earlier is None or earlier.taken_over or not _kept_by_section_117(known, earlier, law):
            answer = determine(known, eve, law).value
            return (answer.area_code or "") if answer is not None else ""
        opening = earlier


def _kept_by_section_117(known: CaseFacts, opening: Opening, law: Law) -> bool:
    """Whether a home provided under section 117 kept the council as it was, and nothing else named one."""
    if taken_over(known, opening) is not None or latest_determination(known, opening) is not None:
        return False
    home = home_before(known, opening.run.starts_on)
    return deeming_provision(known, opening, home, law) is SECTION_117_HOME


def care_act_council(facts: CaseFacts, on: date) -> str | None:
    """The council for Care Act needs immediately before detention, which can differ (L-12).

    The Care Act has the deeming that section 117 lacks: a placement keeps the person with the council
    of the home before it, or with the one owing the duty where it was provided under section 117. None
    when no home is known.
    """
    known = as_known_on(facts, on)
    opening = fixing_detention(known)
    if opening is None or opening.taken_over:
        return None
    home = home_before(known, opening.run.starts_on)
    if home.situation is Situation.OUTSIDE:
        return None
    owing = _owing_before(known, opening, LAW)
    return care_act_home(known, home, opening.run.starts_on, owing) or home.area or None


# ---------------------------------------------------------------- outcomes


def _no_ground(known: CaseFacts, opening: Opening | None) -> Outcome[CouncilAnswer]:
    odd = odd_rows(known)
    if known.episodes or opening is not None:
        found = finding(
            "L-1", "Aftercare may be running, but the detention that fixed the council is not recorded."
        )
        return Outcome(Answer.CANNOT_TELL, None, (found, *odd), stamp("L-1"), ("the qualifying detention",))
    found = finding("Q-6", "No qualifying detention is recorded, so no council owes the duty.")
    return Outcome(Answer.NO, None, (found, *odd), stamp("L-1"))


def _outcome(ground: Ground, known: CaseFacts) -> Outcome[CouncilAnswer]:
    value = CouncilAnswer(
        ground.area,
        ground.basis,
        ground.tested_on,
        ground.firmness,
        ground.via,
        ground.reason,
        ground.flags,
        ground.alternatives,
    )
    findings = (*ground.findings, *odd_rows(known))
    words = tuple(alternative.words for alternative in ground.alternatives)
    return Outcome(ground.firmness.answer, value, findings, stamp(ground.regime), ground.missing, words)
