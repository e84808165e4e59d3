"""Which NHS body commissions and which pays, by dated regime (rules N-0 to N-16).

Two answers, not one: commissioner and payer differ for detentions from 1 September 2020 to 30 June 2022. From 1 July 2022 the body is
fixed by the application that opened the chain, and detention again inside the chain changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cases.rules import council
from cases.rules.answers import Alternative, Firmness
from cases.rules.chains import Chain, chain_at, redetained_in
from cases.rules.facts import CaseFacts, GpFact, Side
from cases.rules.history import as_known_on, in_order, odd_rows
from cases.rules.residence import Situation, home_before
from cases.rules.rulebook import finding
from cases.rules.rulesets import (
    GP_LED_RULE_BEGINS,
    GP_LED_RULE_ENDS,
    LAW,
    ORIGINATING_ICB_BEGINS,
    PAYER_SPLIT_BEGINS,
    Law,
    Nation,
    stamp,
)
from cases.rules.successors import successor
from cases.rules.wales import health_board
from cases.rules.words import day
from s117.kernel.findings import Answer, Finding, Outcome

ONE_DAY = timedelta(days=1)


class NhsBasis(StrEnum):
    """What fixed the NHS body."""

    ORIGINATING = "originating_body"
    ORDINARY_RESIDENCE = "s117(3)"
    GP_REGISTRATION = "gp_registration"
    FROZEN = "frozen_on_1_april_2016"
    HEALTH_BOARD = "local_health_board"
    TAKEN_OVER = "earlier_register"


@dataclass(frozen=True, slots=True)
class NhsAnswer:
    """The NHS side on a day: who commissions aftercare, who pays, and who answers for all other health care.

    A code is None when the rules cannot name a body. `tested_on` is the day the test looks at.
    """

    commissioner_code: str | None
    payer_code: str | None
    general_health_code: str | None = None
    basis: NhsBasis | None = None
    tested_on: date | None = None
    firmness: Firmness = Firmness.OPEN
    reason: str = ""
    kind: str = "integrated_care_board"


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer on its way: the two bodies, what was found so far and how firm it is."""

    commissioner: str | None
    payer: str | None
    basis: NhsBasis | None
    firmness: Firmness
    findings: tuple[Finding, ...]
    regime: str
    tested_on: date | None = None
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""
    kind: str = "integrated_care_board"


def determine(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[NhsAnswer]:
    """Which NHS body commissions aftercare on a day and which pays.

    YES: the rules give it. CANNOT_TELL: a person decides; the value is the proposal or the default to
    show. NO: no qualifying detention, so no NHS body owes the duty.
    """
    known = as_known_on(facts, on)
    chain = chain_at(known, law)
    ground = _taken_over(known, chain)
    if ground is None and chain is not None:
        ground = _by_regime(known, chain, on, law)
    if ground is None:
        return _no_chain(known)
    return _outcome(_succeeded(_moved_to_wales(ground, known), known, on), known, on)


def informal_stay_payer(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[str]:
    """Who pays for an informal stay while the person is on aftercare: intended to be the same body (N-7)."""
    known = as_known_on(facts, on)
    body = determine(facts, on, law).value
    chain = chain_at(known, law)
    during = chain is not None and any(
        s.starts_on > chain.began_on for s in in_order(known.stays) if s.starts_on
    )
    if body is None or not during:
        found = finding("N-7", "No informal stay is recorded while the person was on aftercare.")
        return Outcome(Answer.NO, None, (found,), stamp("N-7"))
    text = (
        "The body that pays for aftercare is meant to pay for the informal stay too; whether the "
        "Regulations achieve it is questioned."
    )
    missing = ("a decision by a named person on who pays for the informal stay",)
    return Outcome(Answer.CANNOT_TELL, body.payer_code, (finding("N-7", text),), stamp("N-7"), missing)


def other_health_needs(facts: CaseFacts, on: date) -> Outcome[str]:
    """Who answers for needs that are not mental health needs: core responsibility today (N-6)."""
    known = as_known_on(facts, on)
    body, text = _core_responsibility(known, on)
    if body:
        return Outcome(Answer.YES, body, (finding("N-6", text),), stamp("N-6"))
    return Outcome(Answer.CANNOT_TELL, None, (finding("N-6", text),), stamp("N-6"), (_WHERE_REGISTERED,))


# ---------------------------------------------------------------- the regimes


def _by_regime(known: CaseFacts, chain: Chain, on: date, law: Law) -> Ground:
    """The decision tree of section 4.3: the regime of the day asked about, then the date of the chain."""
    if chain.run is not None and _welsh(known, chain.began_on):
        return _health_board(known, chain.began_on)
    if on >= ORIGINATING_ICB_BEGINS:
        if chain.applied_on >= ORIGINATING_ICB_BEGINS:
            return _originating(known, chain)
        return _at_july_2022(known, chain, law)
    if on >= PAYER_SPLIT_BEGINS:
        if chain.began_on >= PAYER_SPLIT_BEGINS:
            return _split(known, chain, on, law)
        return _at_september_2020(known, law)
    if on >= GP_LED_RULE_ENDS:
        return _by_ordinary_residence(known, chain, on, law)
    if on >= GP_LED_RULE_BEGINS:
        return _by_gp(known, on)
    return _primary_care_trust(known, on, law)


def _originating(known: CaseFacts, chain: Chain) -> Ground:
    """N-5 and N-7: core responsibility when the application that opened the chain was made."""
    on, in_prison = _before_custody(known, chain.applied_on)
    body, text = _core_responsibility(known, on)
    findings = [finding("N-5", text)]
    if in_prison:
        findings.append(
            finding("N-15", "The person was in prison, so the registration before custody is used.")
        )
    if len(chain.openings) > 1:
        again = day(chain.openings[-1].opened_on)
        findings.append(
            finding(
                "N-7", f"Detention again on {again}, while still on aftercare, does not change the NHS body."
            )
        )
    ground = Ground(
        body, body, NhsBasis.ORIGINATING, Firmness.DETERMINED, tuple(findings), "N-5", chain.applied_on
    )
    if not body:
        return replace(ground, firmness=Firmness.OPEN, missing=(_WHERE_REGISTERED,))
    if in_prison:
        ground = replace(ground, firmness=Firmness.PROPOSED, missing=("the GP or address before custody",))
    if chain.by_court or chain.in_nhs_england_bed:
        return _not_plainly_an_application(ground)
    return ground


def _not_plainly_an_application(ground: Ground) -> Ground:
    text = (
        "The detention began with a court order or direction, or in a bed that NHS England commissioned. "
        "It is contested whether the originating rule reaches it; practice follows it."
    )
    other = Alternative(
        "", "s117_3_fall_back", "the NHS body for the area of ordinary residence, under section 117(3)"
    )
    return replace(
        ground,
        firmness=Firmness.OPEN,
        findings=(*ground.findings, finding("N-9", text)),
        alternatives=(other,),
        missing=("a decision by a named person on the contested point",),
    )


def _at_july_2022(known: CaseFacts, chain: Chain, law: Law) -> Ground:
    """N-8: continuity from the body that paid on 30 June 2022, or a shift by GP registration next day."""
    if chain.began_on < GP_LED_RULE_BEGINS:
        text = (
            "Aftercare began under a primary care trust. The chain through the commissioning groups to "
            "today must be traced by a person."
        )
        return Ground(
            None,
            None,
            None,
            Firmness.OPEN,
            (finding("N-0", text), finding("N-8", text)),
            "N-8",
            reason="legacy_chain_PCT_to_CCG_to_ICB",
            missing=("the body that answered at each reorganisation",),
        )
    eve = ORIGINATING_ICB_BEGINS - ONE_DAY
    paid = dict(known.paid_by).get(eve) or _then(known, eve, law).payer
    by_gp, _ = _core_responsibility(known, ORIGINATING_ICB_BEGINS)
    text = (
        "The person was detained or on aftercare on 1 July 2022. One reading keeps the successor of the "
        "body that paid on 30 June 2022"
        f" ({paid or 'not known'}); the other takes the GP registration on 1 July 2022 "
        f"({by_gp or 'not known'})."
    )
    other = Alternative(
        by_gp or "",
        "by_GP_on_2022_07_01",
        f"{by_gp or 'the body of the GP'}, by GP registration on 1 July 2022",
    )
    return Ground(
        paid,
        paid,
        NhsBasis.ORIGINATING,
        Firmness.OPEN,
        (finding("N-8", text),),
        "N-8",
        ORIGINATING_ICB_BEGINS,
        (other,),
        ("a decision by a named person between the two readings",),
        "successor_of_paying",
    )


def _split(known: CaseFacts, chain: Chain, on: date, law: Law) -> Ground:
    """N-4: commissioner by section 117(3); payer by the GP before the first detention of the chain."""
    area = _for_area(known, on, law)
    payer, text = _core_responsibility(known, chain.began_on - ONE_DAY)
    firmness = area.firmness if area.commissioner and payer else Firmness.OPEN
    missing = area.missing if payer else (*area.missing, _WHERE_REGISTERED)
    paying = finding("N-4", f"For payment: {text[0].lower()}{text[1:]}")
    return replace(
        area, payer=payer, firmness=firmness, missing=missing, regime="N-4", findings=(*area.findings, paying)
    )


def _at_september_2020(known: CaseFacts, law: Law) -> Ground:
    """N-16: detained or on aftercare when the payer rule came in; its transition could not be read."""
    eve = PAYER_SPLIT_BEGINS - ONE_DAY
    body = dict(known.commissioned_by).get(eve) or _then(known, eve, law).commissioner
    text = (
        "The person was detained or on aftercare on 1 September 2020. The body responsible on 31 August "
        f"2020 ({body or 'not known'}) is the default."
    )
    return Ground(
        body,
        body,
        NhsBasis.ORDINARY_RESIDENCE,
        Firmness.OPEN,
        (finding("N-16", text),),
        "N-16",
        eve,
        missing=("the transitional arrangements of the 2020 guidance",),
    )


def _by_ordinary_residence(known: CaseFacts, chain: Chain, on: date, law: Law) -> Ground:
    """N-2 for people already on aftercare on 1 April 2016, else N-3."""
    last = chain.openings[-1]
    ceased = last.left_on or (last.run.ends_on if last.run is not None else last.opened_on)
    if ceased is not None and ceased < GP_LED_RULE_ENDS:
        eve = GP_LED_RULE_ENDS - ONE_DAY
        frozen = _by_gp(known, eve)
        text = (
            "Aftercare was running on 31 March 2016, so responsibility stayed with "
            f"{frozen.commissioner or 'the body of that day'}."
        )
        return replace(
            frozen, basis=NhsBasis.FROZEN, regime="N-2", findings=(*frozen.findings, finding("N-2", text))
        )
    if known.cross_border_category:
        text = (
            "The case falls in a category that moved the duty to another body "
            f"({known.cross_border_category})."
        )
        return Ground(
            None,
            None,
            None,
            Firmness.OPEN,
            (finding("N-3", text),),
            "N-3",
            missing=("which body the category points to",),
        )
    area = _for_area(known, on, law)
    if not redetained_in(chain, GP_LED_RULE_ENDS, PAYER_SPLIT_BEGINS):
        return area
    before = _then(known, last.opened_on - ONE_DAY, law).commissioner
    if before == area.commissioner:
        return area
    text = (
        f"Detained again on {day(last.opened_on)} while on aftercare. The statute points to "
        f"{area.commissioner}, the guidance of the day to {before}."
    )
    other = Alternative(
        before or "", "under_old_who_pays_wording", f"{before}, on the wording of the guidance of the day"
    )
    return replace(
        area,
        firmness=Firmness.OPEN,
        findings=(*area.findings, finding("N-3", text)),
        alternatives=(other,),
        missing=("a decision by a named person between the two readings",),
    )


def _by_gp(known: CaseFacts, on: date) -> Ground:
    """N-1: the group of the GP practice on the day, moving with registration."""
    body, text = _core_responsibility(known, on)
    ground = Ground(
        body, body, NhsBasis.GP_REGISTRATION, Firmness.DETERMINED, (finding("N-1", text),), "N-1", on
    )
    return ground if body else replace(ground, firmness=Firmness.OPEN, missing=(_WHERE_REGISTERED,))


def _primary_care_trust(known: CaseFacts, on: date, law: Law) -> Ground:
    """N-0: by residence before detention; the details of that time go to a person."""
    body = known.primary_care_trust or _for_area(known, on, law).commissioner
    text = (
        "Before 1 April 2013 the primary care trust for the area of residence answered "
        f"({body or 'not known'})."
    )
    return Ground(
        body,
        body,
        NhsBasis.ORDINARY_RESIDENCE,
        Firmness.OPEN,
        (finding("N-0", text),),
        "N-0",
        missing=("the primary care trust responsible at the time",),
    )


# ---------------------------------------------------------------- where registered, where resident

_WHERE_REGISTERED = "the GP registration, or the usual residence, on the day that counts"


def registration_at(known: CaseFacts, on: date) -> GpFact | None:
    """The GP registration on a day; on the day of a change the new one; one that ended that day if no other."""
    begun = [row for row in in_order(known.gps) if row.starts_on is not None and row.starts_on <= on]
    running = [row for row in begun if row.ends_on is None or row.ends_on > on]
    ended_today = [row for row in begun if row.ends_on == on]
    return next(reversed(running or ended_today), None)


def _core_responsibility(known: CaseFacts, on: date) -> tuple[str | None, str]:
    """The body with core responsibility on a day: by GP practice, else by usual residence."""
    registration = registration_at(known, on)
    if registration is not None:
        return (
            registration.body,
            f"On {day(on)} the person was registered with a GP practice of {registration.body}.",
        )
    if known.usual_residence_body:
        body = known.usual_residence_body
        return body, f"On {day(on)} the person had no GP, and usually lived in the area of {body}."
    area = home_before(known, on + ONE_DAY).area
    body = dict(known.area_nhs_bodies).get(area, "")
    if body:
        return (
            body,
            (
                f"On {day(on)} no GP registration is recorded, and the person lived in {area}, the area of "
                f"{body}."
            ),
        )
    return None, f"On {day(on)} neither a GP registration nor a usual residence is recorded."


def _before_custody(known: CaseFacts, on: date) -> tuple[date, bool]:
    """The day to look at: the day before custody when the person was in prison on the day (N-15)."""
    for prison in in_order(known.prisons):
        if (
            prison.starts_on is not None
            and prison.starts_on < on
            and (prison.ends_on is None or prison.ends_on >= on)
        ):
            return prison.starts_on - ONE_DAY, True
    return on, False


def _for_area(known: CaseFacts, on: date, law: Law) -> Ground:
    """N-3: the body for the area of ordinary residence, which is the council's question."""
    residence = council.determine(known, on, law)
    area = residence.value.area_code if residence.value is not None else None
    body = dict(known.area_nhs_bodies).get(area or "")
    tested_on = residence.value.tested_on if residence.value is not None else None
    text = (
        f"The person was ordinarily resident in {area or 'an area not known'} before detention, the area of "
        f"{body or 'a body not known'}."
    )
    firmness = residence.value.firmness if residence.value is not None and body else Firmness.OPEN
    missing = () if body else (f"the NHS body for {area or 'the area of residence'}",)
    return Ground(
        body,
        body,
        NhsBasis.ORDINARY_RESIDENCE,
        firmness,
        (finding("N-3", text),),
        "N-3",
        tested_on,
        missing=(*residence.missing, *missing),
    )


def _then(known: CaseFacts, on: date, law: Law) -> Ground:
    """The answer as it stood on an earlier day."""
    earlier = as_known_on(known, on)
    chain = chain_at(earlier, law)
    if chain is None:
        return Ground(None, None, None, Firmness.OPEN, (), "N-3")
    return _by_regime(earlier, chain, on, law)


# ---------------------------------------------------------------- Wales, registers, successors


def _welsh(known: CaseFacts, on: date) -> bool:
    home = home_before(known, on)
    return (
        home.situation is Situation.AT_HOME
        and home.address is not None
        and home.address.nation is Nation.WALES
    )


def _health_board(known: CaseFacts, on: date) -> Ground:
    """J-7 and N-11: a Welsh resident's body is the Local Health Board, under section 117(3)."""
    area = home_before(known, on).area
    board = dict(known.area_nhs_bodies).get(area) or health_board(area) or None
    text = (
        f"The person was ordinarily resident in Wales ({area}) before detention, so the Local Health Board "
        f"answers: {board or 'not known'}."
    )
    return Ground(
        board,
        board,
        NhsBasis.HEALTH_BOARD,
        Firmness.PROPOSED if board else Firmness.OPEN,
        (finding("J-7", text), finding("N-11", "The English regulations do not bind a Local Health Board.")),
        "J-7",
        on,
        missing=("whether the GP registration is in Wales too",),
        kind="local_health_board",
    )


def _moved_to_wales(ground: Ground, known: CaseFacts) -> Ground:
    moved = known.moved_to_wales_on
    if moved is None or ground.basis is NhsBasis.HEALTH_BOARD:
        return ground
    text = (
        f"The person moved to Wales on {day(moved)}. The originating rule is reported to hold only while "
        "resident in England."
    )
    return replace(
        ground,
        firmness=Firmness.OPEN,
        findings=(*ground.findings, finding("N-11", text)),
        reason="reg_7_condition_resident_in_england",
        missing=("a decision by a named person on the move to Wales",),
    )


def _taken_over(known: CaseFacts, chain: Chain | None) -> Ground | None:
    """A body known from an earlier register, until a chain that began after it."""
    rows = [row for row in known.responsible if row.side is Side.NHS]
    if not rows:
        return None
    row = max(rows, key=lambda r: (r.since or date.min, r.body))
    if chain is not None and row.since is not None and chain.began_on > row.since:
        return None
    text = f"The earlier register names {row.body}" + (f" since {day(row.since)}." if row.since else ".")
    return Ground(
        row.body,
        row.body,
        NhsBasis.TAKEN_OVER,
        Firmness.DETERMINED,
        (finding("N-7", text),),
        "N-5",
        row.since,
    )


def _succeeded(ground: Ground, known: CaseFacts, on: date) -> Ground:
    """Put the bodies that answer today in the place of those that have gone (J-8)."""
    found: list[Finding] = []
    others: list[Alternative] = []
    firmness = ground.firmness
    bodies: dict[str | None, str | None] = {None: None}
    for body in dict.fromkeys((ground.commissioner, ground.payer)):
        if body is not None:
            heir = successor(body, known.successions, on)
            bodies[body], firmness = heir.body, firmness.at_most(heir.firmness)
            found += heir.findings
            others += heir.alternatives
    return replace(
        ground,
        commissioner=bodies[ground.commissioner],
        payer=bodies[ground.payer],
        firmness=firmness,
        findings=(*ground.findings, *found),
        alternatives=(*ground.alternatives, *others),
    )


def _no_chain(known: CaseFacts) -> Outcome[NhsAnswer]:
    text = "No qualifying detention is recorded, so no NHS body owes the duty."
    return Outcome(Answer.NO, None, (finding("Q-6", text), *odd_rows(known)), stamp("N-5"))


def _outcome(ground: Ground, known: CaseFacts, on: date) -> Outcome[NhsAnswer]:
    general, _ = _core_responsibility(known, on)
    value = NhsAnswer(
        ground.commissioner,
        ground.payer,
        general,
        ground.basis,
        ground.tested_on,
        ground.firmness,
        ground.reason,
        ground.kind,
    )
    words = tuple(alternative.words for alternative in ground.alternatives)
    findings = (*ground.findings, *odd_rows(known))
    return Outcome(ground.firmness.answer, value, findings, stamp(ground.regime), ground.missing, words)
