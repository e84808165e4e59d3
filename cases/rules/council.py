"""Which council owes the duty: Mental Health Act 1983 section 117(3), by dated regime (rules L-0 to L-13).

The question is asked once for each qualifying detention: where was the person ordinarily resident
immediately before they were detained? The answer then stays until the episode ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cases.rules.answers import Alternative, Firmness
from cases.rules.deeming import deemed_home
from cases.rules.episodes import Opening, Reading, openings
from cases.rules.facts import CaseFacts, DeterminationFact, Power, ResidenceFact, Side
from cases.rules.history import as_known_on, odd_rows, recalls
from cases.rules.residence import Home, Situation, home_before
from cases.rules.rulebook import finding
from cases.rules.rulesets import (
    LAW,
    ORDINARY_RESIDENCE_BEGINS,
    REJECTED_REASONING,
    Law,
    Nation,
    Stance,
    regime,
    stamp,
)
from cases.rules.sections import qualifies
from cases.rules.successors import successor
from cases.rules.words import day, either
from s117.kernel.dates import add_months
from s117.kernel.findings import Answer, Finding, Outcome


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
    `reason` a short code for why a person must confirm.
    """

    area_code: str | None
    basis: Basis | None = None
    tested_on: date | None = None
    firmness: Firmness = Firmness.OPEN
    via: str = ""
    reason: str = ""
    flags: tuple[CouncilFlag, ...] = ()


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


def determine(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[CouncilAnswer]:
    """Which council answers for aftercare on a day.

    YES: the rules give it. CANNOT_TELL: a person decides; the value is the answer proposed or the
    default to show. NO: no qualifying detention, so no council owes the duty.
    """
    known = as_known_on(facts, on)
    opening = fixing_detention(known)
    ground = _taken_over(known, opening) or _determination(known, opening, on, law)
    if ground is None and opening is not None and opening.run is not None:
        ground = _by_residence(known, opening, on, law)
    if ground is None:
        return _no_ground(known)
    return _outcome(_succeeded(ground, known, on), known)


def fixing_detention(known: CaseFacts) -> Opening | None:
    """The detention that fixes the council: the latest qualifying one (L-5), recalls left aside (A-8)."""
    opened = openings(known, Reading()) or openings(known, Reading(doubtful_orders=True))
    return opened[-1] if opened else None


def _by_residence(known: CaseFacts, opening: Opening, on: date, law: Law) -> Ground:
    """Apply the law of the day on which the person left hospital to the day before detention began (L-6)."""
    assert opening.run is not None
    tested_on = opening.run.starts_on
    law_of = opening.left_on or on
    if regime("council", law_of).id == "L-0":
        ground = under_former_law(known, tested_on)
    else:
        ground = under_current_law(known, tested_on, opening, law)
        if tested_on < ORDINARY_RESIDENCE_BEGINS:
            ground = _straddling(ground, under_former_law(known, tested_on))
    ground = _with_history(replace(ground, tested_on=tested_on), known, opening)
    return _recalled(ground, known, opening, law)


# ---------------------------------------------------------------- section 117(3) from 1 April 2015


def under_current_law(known: CaseFacts, tested_on: date, opening: Opening, law: Law) -> Ground:
    """Limb (a), ordinarily resident in England; else (b), in Wales; else (c), resident or sent."""
    home = home_before(known, tested_on)
    deemed = deemed_home(known, opening, home, law)
    if deemed is not None:
        alternative = Alternative(
            home.area, "residence_in_fact", f"{home.area}, where the person lived in fact"
        )
        text = (
            f"{day(tested_on)}: residence is deemed to be {deemed.area} under {deemed.via}. At least one "
            "practitioner doubts the drafting."
        )
        return Ground(
            deemed.area,
            _limb(deemed.nation),
            Firmness.PROPOSED,
            (finding("L-11", text),),
            regime="L-11",
            via=deemed.via,
            alternatives=(alternative,),
        )
    match home.situation:
        case Situation.AT_HOME:
            return _ordinarily_resident(known, home, tested_on)
        case Situation.SEVERAL_HOMES:
            return _several_homes(home, tested_on)
        case Situation.IN_PRISON | Situation.COMPELLED:
            return _under_compulsion(home, tested_on)
        case Situation.LOST_IN_HOSPITAL:
            return _home_lost_in_hospital(home, tested_on)
        case _:
            return _in_any_other_case(known, home, tested_on)


def _limb(nation: Nation) -> Basis:
    return Basis.ORDINARILY_RESIDENT_WALES if nation is Nation.WALES else Basis.ORDINARILY_RESIDENT_ENGLAND


def _ordinarily_resident(known: CaseFacts, home: Home, tested_on: date) -> Ground:
    """Limbs (a) and (b)."""
    assert home.address is not None
    address = home.address
    text = (
        f"Immediately before detention on {day(tested_on)} the person was ordinarily resident in {home.area}."
    )
    if home.presumed:
        text += " Nobody has recorded that it was not a settled home."
    findings = [finding("L-1", text), *_about(address)]
    if known.present_in_area and known.present_in_area != home.area:
        findings.append(
            finding(
                "L-3",
                f"Being away in {known.present_in_area} for a time does not lose residence in {home.area}.",
            )
        )
    ground = Ground(home.area, _limb(address.nation), Firmness.DETERMINED, tuple(findings))
    if _placed_child(known, address, tested_on):
        words = (
            "The person was a child placed by a council. There is no disregard in section 117(3), and such "
            "cases are regularly disputed."
        )
        return replace(
            ground,
            firmness=Firmness.OPEN,
            findings=(*ground.findings, finding("L-13", words)),
            missing=("where those with parental responsibility meant the child to live",),
        )
    return ground


def _about(address: ResidenceFact) -> list[Finding]:
    found: list[Finding] = []
    if address.lacks_capacity:
        found.append(
            finding(
                "L-3",
                (
                    "The person lacked capacity to choose where to live, so the purpose of whoever had "
                    "power to decide counts."
                ),
            )
        )
    if address.arranged_by and address.arranged_by != address.area:
        text = (
            f"{address.arranged_by} arranged the placement, but there is no deeming: living in "
            f"{address.area} is what counts."
        )
        found.append(finding("L-2", text))
    if address.district:
        found.append(
            finding(
                "J-4", f"{address.district} is a district: {address.area} is its social services authority."
            )
        )
    return found


def _placed_child(known: CaseFacts, address: ResidenceFact, on: date) -> bool:
    if known.date_of_birth is None or add_months(known.date_of_birth, 18 * 12) <= on:
        return False
    placed_by = known.looked_after_by or address.arranged_by
    return address.power is Power.CHILDREN_ACT or (bool(known.looked_after_by) and placed_by != address.area)


def _several_homes(home: Home, tested_on: date) -> Ground:
    text = (
        f"More than one home is recorded immediately before {day(tested_on)}: {either(home.areas)}. Which "
        "was the settled one?"
    )
    others = tuple(
        Alternative(area, "possible_home", f"{area}, if that was the settled home") for area in home.areas
    )
    return Ground(
        None,
        None,
        Firmness.OPEN,
        (finding("L-3", text),),
        alternatives=others,
        missing=("which home was the settled one",),
    )


def _under_compulsion(home: Home, tested_on: date) -> Ground:
    """Prison and conditions of residence do not count, so the last free home is proposed (L-8)."""
    what = "in prison" if home.situation is Situation.IN_PRISON else "living under a condition of residence"
    text = (
        f"Before {day(tested_on)} the person was {what}, which is not voluntary, so the last free home is "
        "looked at."
    )
    others = tuple(
        Alternative(a, "lived_there_under_compulsion", f"{a}, where the person in fact lived")
        for a in home.areas
    )
    if home.address is None:
        return Ground(
            None,
            None,
            Firmness.OPEN,
            (finding("L-8", text),),
            alternatives=others,
            missing=("the address before custody",),
        )
    return Ground(
        home.area,
        _limb(home.address.nation),
        Firmness.PROPOSED,
        (finding("L-8", text),),
        alternatives=others,
        missing=("whether the home before was given up for good",),
    )


def _home_lost_in_hospital(home: Home, tested_on: date) -> Ground:
    text = (
        f"The person was an informal in-patient before {day(tested_on)} and had no home left by then. The "
        "authorities point different ways."
    )
    others = tuple(
        Alternative(area, "home_lost_in_hospital", f"{area}, on one reading") for area in home.areas
    )
    return Ground(
        None,
        None,
        Firmness.OPEN,
        (finding("L-7", text),),
        alternatives=others,
        missing=("a decision by a named person on where the person was resident",),
    )


def _in_any_other_case(known: CaseFacts, home: Home, tested_on: date) -> Ground:
    """Limb (c): first the area where resident, only then the area sent to on discharge (L-9)."""
    limb = Basis.RESIDENT_OR_SENT
    sent_to = _sent_to(known, tested_on)
    if home.situation is Situation.NOT_RECORDED:
        return _not_recorded(home, sent_to, tested_on)
    findings: tuple[Finding, ...] = ()
    if home.situation is Situation.OUTSIDE:
        findings = (
            finding(
                "L-10", "The person was ordinarily resident outside England and Wales, so limb (c) applies."
            ),
        )
    if home.areas:
        area = home.areas[-1]
        text = (
            f"With no ordinary residence in England or Wales, {area} is where the person was resident when "
            f"detained on {day(tested_on)}."
        )
        return Ground(
            area,
            limb,
            Firmness.PROPOSED,
            (*findings, finding("L-9", text)),
            missing=("whether the person was resident there when detained",),
        )
    if not sent_to:
        text = (
            f"No residence before {day(tested_on)} is found, so the area the hospital sends the person to "
            "will answer."
        )
        return Ground(
            None,
            limb,
            Firmness.OPEN,
            (*findings, finding("L-9", text)),
            missing=("the area to which the hospital sends the person",),
        )
    findings = (
        *findings,
        finding(
            "L-9", f"With no residence when detained, {sent_to}, where the hospital sent the person, answers."
        ),
    )
    if _has_duties_of_its_own(home):
        return Ground(
            sent_to,
            limb,
            Firmness.PROPOSED,
            findings,
            reason="cross_border_arrangements",
            missing=("whether the other nation's own arrangements apply",),
        )
    return Ground(sent_to, limb, Firmness.DETERMINED, findings)


def _has_duties_of_its_own(home: Home) -> bool:
    return home.address is not None and home.address.nation in (Nation.SCOTLAND, Nation.NORTHERN_IRELAND)


def _sent_to(known: CaseFacts, tested_on: date) -> str:
    sent = [row for row in known.leavings if row.sent_to_area and row.left_on >= tested_on]
    return (
        min(sent, key=lambda row: (row.left_on, row.sent_to_area)).sent_to_area
        if sent
        else known.sent_to_area
    )


def _not_recorded(home: Home, sent_to: str, tested_on: date) -> Ground:
    text = f"No address is recorded immediately before detention on {day(tested_on)}."
    places = [(area, "last_known_home") for area in home.areas] + (
        [(sent_to, "sent_on_discharge")] if sent_to else []
    )
    others = tuple(Alternative(area, why, f"{area} ({why.replace('_', ' ')})") for area, why in places)
    return Ground(
        None,
        None,
        Firmness.OPEN,
        (finding("L-1", text),),
        alternatives=others,
        missing=(f"the address immediately before {day(tested_on)}",),
    )


# ---------------------------------------------------------------- the law before 1 April 2015


def under_former_law(known: CaseFacts, tested_on: date) -> Ground:
    """The area where the person was resident before detention; if none, where sent on discharge (L-0)."""
    home = home_before(known, tested_on)
    if home.situation is Situation.SEVERAL_HOMES:
        return replace(_several_homes(home, tested_on), regime="L-0")
    area, rule, text = _formerly_resident(home, tested_on)
    if area:
        return Ground(area, Basis.FORMER_LAW, Firmness.DETERMINED, (finding(rule, text),), regime="L-0")
    sent_to = _sent_to(known, tested_on)
    if sent_to and home.situation is not Situation.NOT_RECORDED:
        text = (
            f"With no residence before {day(tested_on)}, {sent_to}, where the hospital sent the person, "
            "answers."
        )
        return Ground(sent_to, Basis.FORMER_LAW, Firmness.DETERMINED, (finding("L-0", text),), regime="L-0")
    return replace(_not_recorded(home, sent_to, tested_on), regime="L-0")


def _formerly_resident(home: Home, tested_on: date) -> tuple[str, str, str]:
    if home.situation is Situation.LOST_IN_HOSPITAL and home.areas:
        area = home.areas[0]
        return (
            area,
            "L-7",
            (
                f"The home was lost during the informal stay, so by {day(tested_on)} the person was "
                f"resident in {area}."
            ),
        )
    if home.situation in (Situation.IN_PRISON, Situation.COMPELLED):
        return (
            home.area,
            "L-8",
            f"Before {day(tested_on)} the person lived under compulsion, so residence stayed in {home.area}.",
        )
    area = home.area if home.situation is not Situation.OUTSIDE else ""
    return area, "L-0", f"Before detention on {day(tested_on)} the person was resident in {area}."


def _straddling(current: Ground, former: Ground) -> Ground:
    """Detained before 1 April 2015 and left after: the later law, flagged where the two differ (3.1)."""
    if former.area == current.area:
        return current
    text = (
        "Detention began before 1 April 2015 and ended after it. The former law gives "
        f"{former.area or 'no council'}."
    )
    other = Alternative(
        former.area or "",
        "law_before_1_april_2015",
        f"{former.area or 'no council'} under the law before 1 April 2015",
    )
    return replace(
        current,
        firmness=current.firmness.at_most(Firmness.PROPOSED),
        findings=(*current.findings, finding("L-0", text)),
        alternatives=(*current.alternatives, other),
        flags=(CouncilFlag.REGIMES_DIFFER,),
    )


# ---------------------------------------------------------------- what came before and after


def _with_history(ground: Ground, known: CaseFacts, opening: Opening) -> Ground:
    """Say what made this the detention that counts, and what since then has not moved responsibility."""
    assert opening.run is not None
    found: list[Finding] = []
    earlier = [o for o in openings(known, Reading()) if o.opened_on < opening.opened_on]
    if earlier:
        found.append(finding("L-5", f"The detention on {day(opening.opened_on)} fixed the council afresh."))
    if opening.run.starts_on < opening.opened_on:
        text = (
            f"Detention was unbroken from {day(opening.run.starts_on)}, so residence is tested before that "
            "day."
        )
        found.append(finding("L-6", text))
    moved = {
        row.area
        for row in known.residences
        if row.starts_on is not None and row.starts_on >= opening.run.starts_on
    }
    if ground.area and moved - {ground.area, ""}:
        found.append(
            finding(
                "L-4",
                (
                    f"Living in {either(sorted(moved - {ground.area, ''}))} since then does not move "
                    "responsibility."
                ),
            )
        )
    if any(qualifies(d)[0] is Answer.CANNOT_TELL for d in opening.run.detentions):
        found.append(finding("Q-5", "Whether this detention qualifies must be confirmed first."))
        ground = replace(ground, firmness=ground.firmness.at_most(Firmness.PROPOSED))
    return replace(ground, findings=(*ground.findings, *found))


def _recalled(ground: Ground, known: CaseFacts, opening: Opening, law: Law) -> Ground:
    """Recall and revocation: no change in former law (Wiltshire); since then contested (A-8)."""
    since = [on for on in recalls(known) if on > opening.opened_on]
    if not since:
        return ground
    last = since[-1]
    if last < ORDINARY_RESIDENCE_BEGINS:
        text = f"Recall on {day(last)} was no new order, so the council stays as first fixed."
        return replace(ground, findings=(*ground.findings, finding("A-8", text)))
    home = home_before(known, last, compelled_counts=True)
    stance = _stance(known, law)
    if stance is Stance.NO or home.area in ("", ground.area):
        text = f"The recall or revocation on {day(last)} does not change the council."
        return replace(ground, findings=(*ground.findings, finding("A-8", text)))
    if stance is Stance.YES:
        text = (
            f"The recall or revocation on {day(last)} fixed the council afresh, by local decision on a "
            "contested point."
        )
        return replace(
            ground, area=home.area, tested_on=last, findings=(*ground.findings, finding("A-8", text))
        )
    text = f"Whether the recall or revocation on {day(last)} fixes the council afresh is contested."
    other = Alternative(home.area, "recall_refixes", f"{home.area}, if recall is a detention of its own")
    return replace(
        ground,
        firmness=Firmness.OPEN,
        findings=(*ground.findings, finding("A-8", text)),
        alternatives=(*ground.alternatives, other),
        missing=("a decision by a named person on the contested point",),
    )


def _stance(known: CaseFacts, law: Law) -> Stance:
    by_order = any(cto.recalled_on or cto.revoked_on for cto in known.ctos)
    return law.cto_revocation_refixes_council if by_order else law.discharge_recall_refixes_council


# ---------------------------------------------------------------- earlier decisions and registers


def _taken_over(known: CaseFacts, opening: Opening | None) -> Ground | None:
    """A council known from an earlier register, until a later qualifying detention."""
    rows = [row for row in known.responsible if row.side is Side.COUNCIL]
    if not rows:
        return None
    row = max(rows, key=lambda r: (r.since or date.min, r.body))
    if (
        opening is not None
        and opening.run is not None
        and (row.since is None or opening.opened_on > row.since)
    ):
        return None
    text = f"The earlier register names {row.body}" + (f" since {day(row.since)}." if row.since else ".")
    return Ground(row.body, Basis.TAKEN_OVER, Firmness.DETERMINED, (finding("L-4", text),))


def _determination(known: CaseFacts, opening: Opening | None, on: date, law: Law) -> Ground | None:
    """A determination binds until the next qualifying detention, but rejected reasoning is not followed (X-6)."""
    dated = [row for row in known.determinations if row.decided_on is not None]
    if not dated:
        return None
    row = max(dated, key=lambda r: (r.decided_on or date.min, r.area))
    assert row.decided_on is not None
    if opening is not None and opening.run is not None and opening.opened_on > row.decided_on:
        return None
    if row.rejected_reasoning:
        return _overruled(known, opening, row, on, law)
    found = finding("X-6", f"The determination of {day(row.decided_on)} binds the parties: {row.area}.")
    if REJECTED_REASONING.contains(row.decided_on):
        text = (
            "It was made while a view was followed that the Supreme Court later rejected: check its "
            "reasoning."
        )
        return Ground(row.area, Basis.DETERMINATION, Firmness.PROPOSED, (found, finding("X-6", text)))
    return Ground(row.area, Basis.DETERMINATION, Firmness.DETERMINED, (found,))


def _overruled(
    known: CaseFacts, opening: Opening | None, row: DeterminationFact, on: date, law: Law
) -> Ground:
    assert row.decided_on is not None
    text = (
        f"The determination of {day(row.decided_on)} rests on reasoning rejected in 2023. It binds the "
        "parties until reviewed or quashed."
    )
    other = Alternative(
        row.area, "determination_binds", f"{row.area}, which the determination binds until it is reviewed"
    )
    flags = (CouncilFlag.REASONING_OVERRULED,)
    if opening is None or opening.run is None:
        return Ground(None, None, Firmness.OPEN, (finding("X-6", text),), alternatives=(other,), flags=flags)
    ground = _by_residence(known, opening, on, law)
    return replace(
        ground,
        firmness=ground.firmness.at_most(Firmness.PROPOSED),
        findings=(finding("X-6", text), *ground.findings),
        alternatives=(*ground.alternatives, other),
        flags=(*ground.flags, *flags),
    )


def _succeeded(ground: Ground, known: CaseFacts, on: date) -> Ground:
    """Put the body that answers today in the place of one that has gone (J-8)."""
    if not ground.area:
        return ground
    heir = successor(ground.area, known.successions, on)
    return replace(
        ground,
        area=heir.body,
        firmness=ground.firmness.at_most(heir.firmness),
        findings=(*ground.findings, *heir.findings),
        alternatives=(*ground.alternatives, *heir.alternatives),
    )


def _no_ground(known: CaseFacts) -> Outcome[CouncilAnswer]:
    found = odd_rows(known)
    if known.episodes:
        text = "Aftercare is running, but the detention that fixed the council is not recorded."
        return Outcome(
            Answer.CANNOT_TELL,
            None,
            (finding("L-1", text), *found),
            stamp("L-1"),
            ("the qualifying detention",),
        )
    text = "No qualifying detention is recorded, so no council owes the duty."
    return Outcome(Answer.NO, None, (finding("Q-6", text), *found), stamp("L-1"))


def _outcome(ground: Ground, known: CaseFacts) -> Outcome[CouncilAnswer]:
    value = CouncilAnswer(
        ground.area, ground.basis, ground.tested_on, ground.firmness, ground.via, ground.reason, ground.flags
    )
    return Outcome(
        ground.firmness.answer,
        value,
        (*ground.findings, *odd_rows(known)),
        stamp(ground.regime),
        ground.missing,
        tuple(alternative.words for alternative in ground.alternatives),
    )
