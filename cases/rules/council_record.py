"""What surrounds the test of residence: recalls, determinations, earlier registers, successors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules.answers import Alternative, Firmness
from cases.rules.council_ground import A_NAMED_PERSON, Basis, CouncilFlag, Ground
from cases.rules.episodes import Opening, Reading, openings
from cases.rules.facts import CaseFacts, DeterminationFact, Side
from cases.rules.history import jailed_since, recall_stance, recalls
from cases.rules.residence import home_before
from cases.rules.rulebook import finding
from cases.rules.rulesets import ORDINARY_RESIDENCE_BEGINS, REJECTED_REASONING, Law, Stance
from cases.rules.sections import qualifies
from cases.rules.successors import WHICH_SUCCESSOR, successor
from cases.rules.words import day, either
from s117.kernel.findings import Answer


def with_history(ground: Ground, known: CaseFacts, opening: Opening) -> Ground:
    """Say why this detention is the one that counts (L-5, L-6), and what since then has not moved
    responsibility (L-4)."""
    began = opening.run.starts_on
    if any(earlier.opened_on < opening.opened_on for earlier in openings(known, Reading())):
        ground = ground.noting("L-5", f"The detention on {day(opening.opened_on)} fixed the council afresh.")
    if began < opening.opened_on:
        text = f"Detention was unbroken from {day(began)}, so residence is tested before that day."
        ground = ground.noting("L-6", text)
    since = {row.area for row in known.residences if row.starts_on is not None and row.starts_on >= began}
    elsewhere = sorted(since - {ground.area, ""})
    if ground.area and elsewhere:
        ground = ground.noting(
            "L-4", f"Living in the area of {either(elsewhere)} since then does not move responsibility."
        )
    if any(qualifies(d)[0] is Answer.CANNOT_TELL for d in opening.run.detentions):
        text = "Whether this detention qualifies must be confirmed first."
        ground = ground.noting("Q-9", text).needing("the order on file", Firmness.PROPOSED)
    return ground


def after_recall(ground: Ground, known: CaseFacts, opening: Opening, law: Law) -> Ground:
    """Recall and revocation: no change in the former law (Wiltshire); since then contested (A-8)."""
    since = [on for on in recalls(known) if on > opening.opened_on]
    if not since:
        return ground
    last = since[-1]
    if last < ORDINARY_RESIDENCE_BEGINS:
        return ground.noting(
            "A-8", f"The recall on {day(last)} was no new order, so the council stays as first fixed."
        )
    area = home_before(known, last, compelled_counts=True).area
    stance = recall_stance(known, law)
    if not area and stance is not Stance.NO:
        text = f"Where the person lived before the recall or revocation on {day(last)} is not recorded."
        return ground.noting("A-8", text).needing(f"the address before {day(last)}", Firmness.PROPOSED)
    if stance is Stance.NO or area == ground.area:
        return ground.noting("A-8", f"The recall or revocation on {day(last)} does not change the council.")
    if stance is Stance.YES:
        text = (
            f"By local decision on a contested point, the recall or revocation on {day(last)} fixed the "
            "council afresh."
        )
        return ground.noting("A-8", text, area=area, tested_on=last)
    text = f"Whether the recall or revocation on {day(last)} fixes the council afresh is contested."
    other = Alternative(area, "recall_refixes", f"{area}, if recall is a detention of its own")
    return ground.noting("A-8", text).beside(other).needing(A_NAMED_PERSON, Firmness.OPEN)


def after_prison(ground: Ground, known: CaseFacts, opening: Opening | None, law: Law) -> Ground:
    """Whether prison ended the duty, and the council's part with it, is contested (A-9)."""
    jailed = jailed_since(known, opening.left_on if opening is not None else None)
    if jailed is None or law.imprisonment_ends_duty is not Stance.MANUAL:
        return ground
    text = (
        f"Prison from {day(jailed)}: whether it ended the duty, and the council's part with it, is contested."
    )
    return ground.noting("A-9", text).needing(A_NAMED_PERSON, Firmness.OPEN)


def taken_over(known: CaseFacts, opening: Opening | None) -> Ground | None:
    """A council known from an earlier register, until a later qualifying detention."""
    rows = [row for row in known.responsible if row.side is Side.COUNCIL and row.body]
    if not rows:
        return None
    row = max(rows, key=lambda r: (r.since or date.min, r.body))
    later = opening is not None and not opening.taken_over
    if later and opening is not None and (row.since is None or opening.opened_on > row.since):
        return None
    since = f" since {day(row.since)}" if row.since else ""
    found = finding("L-4", f"The earlier register names {row.body}{since}.")
    return Ground(row.body, Basis.TAKEN_OVER, Firmness.DETERMINED, (found,))


def latest_determination(known: CaseFacts, opening: Opening | None) -> DeterminationFact | None:
    """The determination that still speaks: no qualifying detention has come after it (L-5, X-6)."""
    dated = [row for row in known.determinations if row.decided_on is not None and row.area]
    row = max(dated, key=lambda r: (r.decided_on or date.min, r.area), default=None)
    if row is None or opening is None or opening.taken_over:
        return row
    return row if opening.opened_on <= (row.decided_on or date.min) else None


def as_determined(row: DeterminationFact) -> Ground:
    """A determination binds the parties. One made while a rejected view was followed is checked first."""
    on = row.decided_on or date.min
    found = finding("X-6", f"The determination of {day(on)} binds the parties: {row.area}.")
    ground = Ground(row.area, Basis.DETERMINATION, Firmness.DETERMINED, (found,))
    if REJECTED_REASONING.contains(on):
        text = (
            "It was made while decisions followed a view that the Supreme Court later rejected: check its "
            "reasoning."
        )
        return ground.noting("X-6", text).needing("whether its reasoning stands", Firmness.PROPOSED)
    return ground


def overruled(row: DeterminationFact, ground: Ground | None) -> Ground:
    """A determination on rejected reasoning binds until reviewed; the law is shown beside it (X-6)."""
    text = (
        "The determination rests on reasoning rejected in 2023. It binds the parties until reviewed or "
        "quashed."
    )
    other = Alternative(
        row.area, "determination_binds", f"{row.area}, bound by the determination until it is reviewed"
    )
    ground = ground or Ground(None, None, Firmness.OPEN, ())
    flagged = ground.noting("X-6", text, flags=(*ground.flags, CouncilFlag.REASONING_OVERRULED))
    return flagged.beside(other).needing("a review of the determination", Firmness.PROPOSED)


def succeeded(ground: Ground, known: CaseFacts, on: date) -> Ground:
    """Put the body that answers today in the place of one that has gone (J-8)."""
    if not ground.area:
        return ground
    heir = successor(ground.area, known.successions, on)
    changed = replace(ground, area=heir.body, findings=(*ground.findings, *heir.findings))
    if heir.firmness is Firmness.DETERMINED:
        return changed
    return changed.beside(*heir.alternatives).needing(WHICH_SUCCESSOR, heir.firmness)
