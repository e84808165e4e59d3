"""Which NHS body commissions and which pays, by dated regime (rules N-0 to N-16).

Two answers, not one: commissioner and payer differ for detentions from 1 September 2020 to 30 June
2022. From 1 July 2022 the body is fixed by the application that opened the chain of detention and
aftercare, and detention again inside the chain changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules import council
from cases.rules.answers import Alternative, Firmness
from cases.rules.chains import Chain, assessed_apart, chain_at, redetained_in
from cases.rules.core_responsibility import WHERE_REGISTERED, before_custody, core_responsibility
from cases.rules.council_ground import A_NAMED_PERSON
from cases.rules.facts import CaseFacts, Side
from cases.rules.history import as_known_on, day_after, day_before, in_order, odd_rows, start_of
from cases.rules.nhs_ground import NhsAnswer, NhsBasis, NhsGround, NhsKind, one_body
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
    regime,
    stamp,
)
from cases.rules.successors import WHICH_SUCCESSOR, successor
from cases.rules.wales import health_board
from cases.rules.words import day
from s117.kernel.findings import Answer, Outcome

__all__ = ["NhsAnswer", "NhsBasis", "NhsKind", "determine", "informal_stay_payer", "other_health_needs"]

SUCCESSOR_OF_PAYER = "successor_of_paying"


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
        found = finding("Q-6", "No qualifying detention is recorded, so no NHS body owes the duty.")
        return Outcome(Answer.NO, None, (found, *odd_rows(known)), stamp("N-5"))
    return _outcome(_succeeded(_moved_to_wales(ground, known, on), known, on), known, on)


def informal_stay_payer(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[str]:
    """Who pays for an informal stay while the person is on aftercare: meant to be the same body (N-7)."""
    known = as_known_on(facts, on)
    body, chain = determine(facts, on, law).value, chain_at(known, law)
    released = chain.openings[0].run.ends_on if chain is not None else None
    if body is None or released is None or not any(start_of(s) > released for s in in_order(known.stays)):
        found = finding("N-7", "No informal stay is recorded while the person was on aftercare.")
        return Outcome(Answer.NO, None, (found,), stamp("N-7"))
    text = (
        "The body that pays for aftercare is meant to pay for the informal stay too; whether the "
        "Regulations achieve it is questioned."
    )
    return Outcome(
        Answer.CANNOT_TELL, body.payer_code, (finding("N-7", text),), stamp("N-7"), (A_NAMED_PERSON,)
    )


def other_health_needs(facts: CaseFacts, on: date) -> Outcome[str]:
    """Who answers for needs that are not mental health needs: core responsibility today (N-6)."""
    body, text = core_responsibility(as_known_on(facts, on), on)
    found = (finding("N-6", text),)
    if body is not None:
        return Outcome(Answer.YES, body, found, stamp("N-6"))
    return Outcome(Answer.CANNOT_TELL, None, found, stamp("N-6"), (WHERE_REGISTERED,))


# ---------------------------------------------------------------- the regimes


def _by_regime(known: CaseFacts, chain: Chain, on: date, law: Law) -> NhsGround:
    """The regime of the day asked about decides first, then the date of the chain (law.md 4.3)."""
    if _welsh(known, chain.began_on):
        return _health_board(known, chain.began_on)
    match regime("nhs_body", on).id:
        case "N-5":
            since = chain.applied_on >= ORIGINATING_ICB_BEGINS
            return _originating(known, chain) if since else _at_july_2022(known, chain, law)
        case "N-4":
            since = chain.began_on >= PAYER_SPLIT_BEGINS
            return _split(known, chain, on, law) if since else _at_september_2020(known, chain, law)
        case "N-3":
            return _since_april_2016(known, chain, on, law)
        case "N-1":
            return _by_gp(known, on)
        case _:
            return _primary_care_trust(known, on, law)


def _originating(known: CaseFacts, chain: Chain) -> NhsGround:
    """N-5 and N-7: core responsibility when the application that opened the chain was made."""
    free = before_custody(known, chain.applied_on)
    body, text = core_responsibility(known, free or chain.applied_on)
    ground = one_body(body, NhsBasis.ORIGINATING, "N-5", NhsKind.ICB, chain.applied_on).noting("N-5", text)
    if len(chain.openings) > 1:
        again = day(chain.openings[-1].opened_on)
        text = f"Detention again on {again}, while still on aftercare, does not change the NHS body."
        ground = ground.noting("N-7", text)
    if body is None:
        return ground.needing(WHERE_REGISTERED)
    if free is not None:
        text = "The person was in prison, so the registration before custody is used."
        ground = ground.noting("N-15", text).needing("the GP or address before custody", Firmness.PROPOSED)
    ground = _after_assessment(ground, known, chain)
    return _doubted(ground, chain) if chain.by_court or chain.in_nhs_england_bed else ground


def _after_assessment(ground: NhsGround, known: CaseFacts, chain: Chain) -> NhsGround:
    """N-10: read literally, an admission under section 2 alone opened a period that never closed."""
    earlier = assessed_apart(known, chain)
    body = core_responsibility(known, earlier)[0] if earlier is not None else None
    if earlier is None or body in (None, ground.commissioner):
        return ground
    text = (
        f"The admission on {day(earlier)} led to no aftercare and is treated as closed on leaving hospital. "
        f"Read literally the Regulations would still look at that day, which points to {body}."
    )
    other = Alternative(body or "", "on_a_literal_reading", f"{body}, if that admission never closed")
    return ground.noting("N-10", text).needing(A_NAMED_PERSON, Firmness.PROPOSED).beside(other)


def _doubted(ground: NhsGround, chain: Chain) -> NhsGround:
    """N-9: a court order, a direction or a bed of NHS England is not plainly an application."""
    if chain.in_nhs_england_bed:
        text = "NHS England commissioned the bed; aftercare still falls to the responsible body."
        ground = ground.noting("N-13", text)
    text = (
        "Detention began with a court order or direction, or in a bed that NHS England commissioned. It is "
        "contested whether the originating rule reaches it; practice follows it."
    )
    other = Alternative(
        "", "s117_3_fall_back", "the body for the area of ordinary residence, by section 117(3)"
    )
    return ground.noting("N-9", text).needing(A_NAMED_PERSON).beside(other)


def _at_july_2022(known: CaseFacts, chain: Chain, law: Law) -> NhsGround:
    """N-8: continuity from the body that paid on 30 June 2022, or a shift by GP registration next day."""
    if chain.began_on < GP_LED_RULE_BEGINS:
        text = "Aftercare began under a primary care trust. A person must trace who has answered since."
        ground = one_body(None, NhsBasis.ORIGINATING, "N-8", NhsKind.ICB).noting("N-0", text)
        return replace(ground, reason="legacy_chain_PCT_to_CCG_to_ICB").needing(
            "the body that answered at each reorganisation"
        )
    eve = day_before(ORIGINATING_ICB_BEGINS)
    paid = dict(known.paid_by).get(eve) or _then(known, chain, eve, law).payer
    by_gp, _ = core_responsibility(known, ORIGINATING_ICB_BEGINS)
    text = (
        "The person was detained or on aftercare on 1 July 2022. One reading keeps the successor of the body "
        f"that paid the day before ({paid or 'not known'}); the other takes the GP registration of that day "
        f"({by_gp or 'not known'})."
    )
    words = f"{by_gp or 'the body of the GP'}, by GP registration on 1 July 2022"
    ground = one_body(paid, NhsBasis.ORIGINATING, "N-8", NhsKind.ICB, ORIGINATING_ICB_BEGINS)
    ground = replace(ground, reason=SUCCESSOR_OF_PAYER).noting("N-8", text).needing(A_NAMED_PERSON)
    return ground.beside(Alternative(by_gp or "", "by_GP_on_2022_07_01", words))


def _split(known: CaseFacts, chain: Chain, on: date, law: Law) -> NhsGround:
    """N-4: commissioner by section 117(3); payer by the GP before the first detention of the chain."""
    payer, text = core_responsibility(known, day_before(chain.began_on))
    ground = replace(_for_area(known, on, law), payer=payer, regime="N-4")
    ground = ground.noting("N-4", f"For payment: {text[0].lower()}{text[1:]}")
    return ground if payer is not None else ground.needing(WHERE_REGISTERED)


def _at_september_2020(known: CaseFacts, chain: Chain, law: Law) -> NhsGround:
    """N-16: detained or on aftercare when the payer rule came in; its transition could not be read."""
    eve = day_before(PAYER_SPLIT_BEGINS)
    body = dict(known.commissioned_by).get(eve) or _then(known, chain, eve, law).commissioner
    text = (
        "The person was detained or on aftercare on 1 September 2020. The default is the body responsible "
        f"the day before ({body or 'not known'})."
    )
    ground = one_body(body, NhsBasis.ORDINARY_RESIDENCE, "N-16", NhsKind.CCG, eve).noting("N-16", text)
    return ground.needing("the transitional arrangements of the 2020 guidance")


def _since_april_2016(known: CaseFacts, chain: Chain, on: date, law: Law) -> NhsGround:
    """N-2 for people already on aftercare on 1 April 2016; for everyone else N-3."""
    last = chain.openings[-1]
    ceased = last.left_on or last.run.ends_on
    if ceased is not None and ceased < GP_LED_RULE_ENDS:
        frozen = _by_gp(known, day_before(GP_LED_RULE_ENDS))
        text = "Aftercare was running on 31 March 2016, so the body responsible on that day stays."
        return replace(frozen, basis=NhsBasis.FROZEN, regime="N-2").noting("N-2", text)
    if known.cross_border_category:
        text = f"The case falls in a category that moved the duty elsewhere ({known.cross_border_category})."
        ground = one_body(None, NhsBasis.ORDINARY_RESIDENCE, "N-3", NhsKind.CCG).noting("N-3", text)
        return ground.needing("which body the category points to")
    area = _for_area(known, on, law)
    if not redetained_in(chain, GP_LED_RULE_ENDS, PAYER_SPLIT_BEGINS):
        return area
    before = _then(known, chain, day_before(last.opened_on), law).commissioner
    if before == area.commissioner:
        return area
    text = (
        f"Detained again on {day(last.opened_on)} while on aftercare. The statute points to "
        f"{area.commissioner or 'a body not known'}, the guidance of the day to "
        f"{before or 'a body not known'}."
    )
    words = f"{before or 'the body before'}, on the wording of the guidance of the day"
    other = Alternative(before or "", "under_old_who_pays_wording", words)
    return area.noting("N-3", text).needing(A_NAMED_PERSON).beside(other)


def _by_gp(known: CaseFacts, on: date) -> NhsGround:
    """N-1: the group of the GP practice on the day, moving with registration."""
    body, text = core_responsibility(known, on)
    ground = one_body(body, NhsBasis.GP_REGISTRATION, "N-1", NhsKind.CCG, on).noting("N-1", text)
    return ground if body is not None else ground.needing(WHERE_REGISTERED)


def _primary_care_trust(known: CaseFacts, on: date, law: Law) -> NhsGround:
    """N-0: by residence before detention; the details of that time go to a person."""
    body = known.primary_care_trust or _for_area(known, on, law).commissioner
    text = (
        "Before 1 April 2013 the primary care trust for the area of residence answered "
        f"({body or 'not known'})."
    )
    ground = one_body(body, NhsBasis.ORDINARY_RESIDENCE, "N-0", NhsKind.PCT).noting("N-0", text)
    return ground.needing("the primary care trust responsible at the time")


def _for_area(known: CaseFacts, on: date, law: Law) -> NhsGround:
    """N-3: the body for the area of ordinary residence, which is the council's question."""
    residence = council.determine(known, on, law).value
    area = residence.area_code if residence is not None else None
    body = dict(known.area_nhs_bodies).get(area or "")
    tested_on = residence.tested_on if residence is not None else None
    text = (
        "Before detention the person was ordinarily resident in the area of "
        f"{area or 'a council not known'}, which {body or 'a body not known'} serves."
    )
    ground = one_body(body, NhsBasis.ORDINARY_RESIDENCE, "N-3", NhsKind.CCG, tested_on).noting("N-3", text)
    if residence is None or body is None:
        return ground.needing(f"the NHS body for {area or 'the area of residence'}")
    if residence.firmness is Firmness.DETERMINED:
        return ground
    return ground.needing("where the person was ordinarily resident", residence.firmness)


def _then(known: CaseFacts, chain: Chain, on: date, law: Law) -> NhsGround:
    """The answer as it stood on an earlier day of the chain."""
    earlier = as_known_on(known, on)
    return _by_regime(earlier, chain_at(earlier, law) or chain, on, law)


# ---------------------------------------------------------------- Wales, registers, successors


def _welsh(known: CaseFacts, on: date) -> bool:
    home = home_before(known, on)
    return home.situation is Situation.AT_HOME and home.nation is Nation.WALES


def _health_board(known: CaseFacts, on: date) -> NhsGround:
    """J-7 and N-11: a Welsh resident's body is the Local Health Board, under section 117(3)."""
    area = home_before(known, on).area
    board = dict(known.area_nhs_bodies).get(area) or health_board(area) or None
    text = (
        f"The person was ordinarily resident in the area of {area}, in Wales, so the Local Health Board "
        "answers."
    )
    ground = one_body(board, NhsBasis.HEALTH_BOARD, "J-7", NhsKind.LHB, on).noting("J-7", text)
    if board is None:
        return ground.needing(f"the Local Health Board for {area}")
    return ground.needing("whether the GP registration is in Wales too", Firmness.PROPOSED)


def _moved_to_wales(ground: NhsGround, known: CaseFacts, on: date) -> NhsGround:
    """N-11: the originating rule is reported to hold only while the person lives in England."""
    moved = known.moved_to_wales_on or _welsh_home_since(known, on)
    if moved is None or ground.kind is NhsKind.LHB:
        return ground
    text = (
        f"The person moved to Wales on {day(moved)}. The rule is reported to hold only while living in "
        "England."
    )
    noted = ground.noting("N-11", text, reason="reg_7_condition_resident_in_england")
    return noted.needing("a decision by a named person on the move to Wales")


def _welsh_home_since(known: CaseFacts, on: date) -> date | None:
    """The day from which the person has lived in Wales, where that is home on the day asked about."""
    home = home_before(known, day_after(on))
    return home.address.starts_on if home.address is not None and _welsh(known, day_after(on)) else None


def _taken_over(known: CaseFacts, chain: Chain | None) -> NhsGround | None:
    """A body known from an earlier register, until a chain that began after it."""
    rows = [row for row in known.responsible if row.side is Side.NHS and row.body]
    row = max(rows, key=lambda r: (r.since or date.min, r.body), default=None)
    if row is None or (chain is not None and row.since is not None and chain.began_on > row.since):
        return None
    since = f" since {day(row.since)}" if row.since else ""
    ground = one_body(row.body, NhsBasis.TAKEN_OVER, "N-7", NhsKind.ICB, row.since)
    return ground.noting("N-7", f"The earlier register names {row.body}{since}.")


def _succeeded(ground: NhsGround, known: CaseFacts, on: date) -> NhsGround:
    """Put the bodies that answer today in the place of those that have gone (J-8)."""
    heirs: dict[str | None, str | None] = {None: None}
    for body in dict.fromkeys((ground.commissioner, ground.payer)):
        if body is not None:
            heir = successor(body, known.successions, on)
            heirs[body] = heir.body
            ground = replace(ground, findings=(*ground.findings, *heir.findings))
            if heir.firmness is not Firmness.DETERMINED:
                ground = ground.needing(WHICH_SUCCESSOR, heir.firmness).beside(*heir.alternatives)
    return replace(ground, commissioner=heirs[ground.commissioner], payer=heirs[ground.payer])


def _outcome(ground: NhsGround, known: CaseFacts, on: date) -> Outcome[NhsAnswer]:
    general, _ = core_responsibility(known, on)
    value = NhsAnswer(
        ground.commissioner,
        ground.payer,
        general,
        ground.basis,
        ground.tested_on,
        ground.firmness,
        ground.reason,
        ground.kind,
        ground.alternatives,
    )
    words = tuple(alternative.words for alternative in ground.alternatives)
    findings = (*ground.findings, *odd_rows(known))
    return Outcome(ground.firmness.answer, value, findings, stamp(ground.regime), ground.missing, words)
