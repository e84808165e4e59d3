"""Which NHS body commissions and which pays, by dated regime (rules N-0 to N-16).

Two answers, not one: commissioner and payer differ for detentions from 1 September 2020 to 30 June
2022. From 1 July 2022 the body is fixed by the application that opened the chain of detention and
aftercare, and detention again inside the chain changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cases.rules import council
from cases.rules.answers import Alternative, Firmness
from cases.rules.chains import Chain, assessed_apart, chain_at, redetained_in
from cases.rules.core_responsibility import WHERE_REGISTERED, before_custody, core_responsibility
from cases.rules.council_ground import A_NAMED_PERSON
from cases.rules.facts import CaseFacts
from cases.rules.history import as_known_on, day_before, jailed_since, odd_rows, ordered, start_of
from cases.rules.nhs_ground import NhsAnswer, NhsBasis, NhsGround, NhsKind, one_body
from cases.rules.nhs_record import (
    health_board_for,
    lived_in_wales,
    moved_out_of_england,
    succeeded,
    taken_over,
)
from cases.rules.residence import home_before
from cases.rules.rulebook import finding
from cases.rules.rulesets import (
    GP_LED_RULE_BEGINS,
    GP_LED_RULE_ENDS,
    LAW,
    ORIGINATING_ICB_BEGINS,
    PAYER_SPLIT_BEGINS,
    Law,
    Stance,
    regime,
    stamp,
)
from cases.rules.sections import qualifies
from cases.rules.wales import is_health_board
from cases.rules.words import day
from s117.kernel.findings import Answer, Outcome

__all__ = ["NhsAnswer", "NhsBasis", "NhsKind", "determine", "informal_stay_payer", "other_health_needs"]

SUCCESSOR_OF_PAYER = "successor_of_paying"


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking: the facts as known on a day, the chain they form, the day and the law.

    `body_alone`: only the body is asked for, so no other reading is looked for beside it.
    """

    known: CaseFacts
    chain: Chain
    on: date
    law: Law
    body_alone: bool = False


def determine(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[NhsAnswer]:
    """Which NHS body commissions aftercare on a day and which pays.

    YES: the rules give it. CANNOT_TELL: a person decides; the value is the proposal or the default to
    show. NO: no qualifying detention, so no NHS body owes the duty.
    """
    known = as_known_on(facts, on)
    chain = chain_at(known, law)
    ground = taken_over(known, chain)
    if ground is None and chain is not None:
        asked = Asked(known, chain, on, law)
        ground = _half_known(_after_prison(_by_regime(asked), asked), chain)
    if ground is None:
        found = finding("Q-6", "No qualifying detention is recorded, so no NHS body owes the duty.")
        return Outcome(Answer.NO, None, (found, *odd_rows(known)), stamp("N-5"))
    return _outcome(succeeded(moved_out_of_england(ground, known, on), known, on), known, on)


def _by_regime(asked: Asked) -> NhsGround:
    """A Welsh resident's board (J-7); else the law of the day asked about (law.md 4.3)."""
    if lived_in_wales(asked.known, asked.chain.began_on):
        return health_board_for(asked.known, asked.chain.began_on)
    match regime("nhs_body", asked.on).id:
        case "N-5":
            return _from_july_2022(asked)
        case "N-4":
            return _from_september_2020(asked)
        case "N-3":
            return _from_april_2016(asked)
        case "N-1":
            return _by_gp(asked.known, asked.on)
        case _:
            return _primary_care_trust(asked)


def _after_prison(ground: NhsGround, asked: Asked) -> NhsGround:
    """Whether prison ended the duty, and the chain with it, is contested (A-9)."""
    jailed = jailed_since(asked.known, asked.chain.openings[0].left_on)
    if jailed is None or asked.law.imprisonment_ends_duty is not Stance.MANUAL:
        return ground
    text = f"Prison from {day(jailed)}: whether it ended the duty, and the chain with it, is contested."
    ground = ground.noting("A-9", text).needing(A_NAMED_PERSON)
    ended = replace(asked.law, imprisonment_ends_duty=Stance.YES)
    since = replace(asked, chain=chain_at(asked.known, ended) or asked.chain, law=ended)
    body = _by_regime(since).commissioner
    if body in (None, ground.commissioner):
        return ground
    return ground.beside(
        Alternative(body or "", "if_prison_closed_the_chain", f"{body}, if prison ended the duty")
    )


def _half_known(ground: NhsGround, chain: Chain) -> NhsGround:
    """A chain opened by an order still to be confirmed (Q-9), or known from an earlier register alone, which
    does not say when the application was made (N-5)."""
    first = chain.openings[0]
    if first.taken_over:
        text = (
            "Only the earlier register tells of this aftercare; the detention that opened it is not recorded."
        )
        return ground.noting("N-5", text).needing("the detention that opened the chain", Firmness.PROPOSED)
    if all(qualifies(row)[0] is not Answer.YES for row in first.run.detentions):
        text = "Whether this detention qualifies must be confirmed first."
        return ground.noting("Q-9", text).needing("the order on file", Firmness.PROPOSED)
    return ground


def _on_the_eve_of(day_of_change: date, asked: Asked) -> NhsGround:
    """The body as it stood on the day before a change."""
    eve = day_before(day_of_change)
    known = as_known_on(asked.known, eve)
    chain = chain_at(known, asked.law) or asked.chain
    return _by_regime(Asked(known, chain, eve, asked.law, body_alone=True))


# ---------------------------------------------------------------- from 1 July 2022: the originating body


def _from_july_2022(asked: Asked) -> NhsGround:
    """The first application of the chain decides, if it was made under these Regulations (N-5)."""
    if asked.chain.applied_on >= ORIGINATING_ICB_BEGINS:
        return _originating(asked.known, asked.chain)
    if asked.chain.began_on >= GP_LED_RULE_BEGINS:
        return _open_at_july_2022(asked)
    text = "Aftercare began under a primary care trust. A person must trace who has answered since."
    ground = one_body(None, NhsBasis.ORIGINATING, "N-8", NhsKind.ICB)
    ground = ground.noting("N-0", text, reason="legacy_chain_PCT_to_CCG_to_ICB")
    return ground.needing("the body that answered at each reorganisation")


def _originating(known: CaseFacts, chain: Chain) -> NhsGround:
    """Core responsibility on the day of the application (N-5), or before custody for a prisoner (N-15).
    Detention again inside the chain changes nothing (N-7)."""
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
    ground = _across_the_border(_after_assessment(ground, known, chain), known, chain)
    return _not_plainly_applied_for(ground, chain)


def _across_the_border(ground: NhsGround, known: CaseFacts, chain: Chain) -> NhsGround:
    """A home outside Wales with a GP practice in Wales: the Regulations bind no Local Health Board (J-7)."""
    if not is_health_board(ground.commissioner):
        return ground
    text = (
        f"The home was not in Wales, but the GP practice belonged to {ground.commissioner}, a Local Health "
        "Board, which the Regulations do not bind."
    )
    area = home_before(known, chain.began_on).area
    body = dict(known.area_nhs_bodies).get(area, "")
    words = f"{body or 'the integrated care board'}, for the area of the home"
    return (
        ground.noting("J-7", text).needing(A_NAMED_PERSON).beside(Alternative(body, "home_in_england", words))
    )


def _after_assessment(ground: NhsGround, known: CaseFacts, chain: Chain) -> NhsGround:
    """Read literally, an admission under section 2 alone opened a period that never closed (N-10)."""
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


def _not_plainly_applied_for(ground: NhsGround, chain: Chain) -> NhsGround:
    """A court order, a direction or a bed of NHS England is not plainly an application (N-9, N-13)."""
    if not (chain.by_court or chain.in_nhs_england_bed):
        return ground
    if chain.in_nhs_england_bed:
        text = "NHS England commissioned the bed; aftercare still falls to the responsible body."
        ground = ground.noting("N-13", text)
    text = (
        "Detention began with a court order or direction, or in a bed that NHS England commissioned. It is "
        "contested whether the originating rule reaches it; practice follows it."
    )
    words = "the body for the area of ordinary residence, by section 117(3)"
    return (
        ground.noting("N-9", text).needing(A_NAMED_PERSON).beside(Alternative("", "s117_3_fall_back", words))
    )


def _open_at_july_2022(asked: Asked) -> NhsGround:
    """Continuity from the body that paid on 30 June 2022, or a shift by GP registration next day (N-8)."""
    paid = dict(asked.known.paid_by).get(day_before(ORIGINATING_ICB_BEGINS))
    paid = paid or _on_the_eve_of(ORIGINATING_ICB_BEGINS, asked).payer
    by_gp, _ = core_responsibility(asked.known, ORIGINATING_ICB_BEGINS)
    text = (
        "The person was detained or on aftercare on 1 July 2022. One reading keeps the successor of the body "
        f"that paid the day before ({paid or 'not known'}); the other takes the GP registration of that day "
        f"({by_gp or 'not known'})."
    )
    words = f"{by_gp or 'the body of the GP'}, by GP registration on 1 July 2022"
    ground = one_body(paid, NhsBasis.ORIGINATING, "N-8", NhsKind.ICB, ORIGINATING_ICB_BEGINS)
    ground = ground.noting("N-8", text, reason=SUCCESSOR_OF_PAYER).needing(A_NAMED_PERSON)
    return ground.beside(Alternative(by_gp or "", "by_GP_on_2022_07_01", words))


# ---------------------------------------------------------------- 1 September 2020 to 30 June 2022


def _from_september_2020(asked: Asked) -> NhsGround:
    """Detained since then: one body by section 117(3), and another pays, that of the GP before the first
    detention (N-4). Detained or on aftercare already: the transition could not be read (N-16)."""
    if asked.chain.began_on < PAYER_SPLIT_BEGINS:
        return _open_at_september_2020(asked)
    payer, text = core_responsibility(asked.known, day_before(asked.chain.began_on))
    ground = replace(_by_residence(asked), payer=payer, regime="N-4")
    ground = ground.noting("N-4", f"For payment: {text[0].lower()}{text[1:]}")
    return ground if payer is not None else ground.needing(WHERE_REGISTERED)


def _open_at_september_2020(asked: Asked) -> NhsGround:
    """The default is the body that was responsible on 31 August 2020 (N-16)."""
    eve = day_before(PAYER_SPLIT_BEGINS)
    body = dict(asked.known.commissioned_by).get(eve)
    body = body or _on_the_eve_of(PAYER_SPLIT_BEGINS, asked).commissioner
    text = (
        "The person was detained or on aftercare on 1 September 2020. The default is the body responsible "
        f"the day before ({body or 'not known'})."
    )
    ground = one_body(body, NhsBasis.ORDINARY_RESIDENCE, "N-16", NhsKind.CCG, eve).noting("N-16", text)
    return ground.needing("the transitional arrangements of the 2020 guidance")


# ---------------------------------------------------------------- 1 April 2016 to 31 August 2020


def _from_april_2016(asked: Asked) -> NhsGround:
    """Frozen for people already on aftercare (N-2); a category that moved the duty goes to a person; for
    everyone else the area of ordinary residence (N-3)."""
    last = asked.chain.openings[-1]
    ceased = last.left_on or last.run.ends_on
    if ceased is not None and ceased < GP_LED_RULE_ENDS:
        frozen = _by_gp(asked.known, day_before(GP_LED_RULE_ENDS))
        text = "Aftercare was running on 31 March 2016, so the body responsible on that day stays."
        return frozen.noting("N-2", text, basis=NhsBasis.FROZEN, regime="N-2")
    if asked.known.cross_border_category:
        category = asked.known.cross_border_category
        text = f"The case falls in a category that moved the duty elsewhere ({category})."
        ground = one_body(None, NhsBasis.ORDINARY_RESIDENCE, "N-3", NhsKind.CCG).noting("N-3", text)
        return ground.needing("which body the category points to")
    ground = _by_residence(asked)
    if not asked.body_alone and redetained_in(asked.chain, GP_LED_RULE_ENDS, PAYER_SPLIT_BEGINS):
        return _beside_the_first(ground, last.opened_on, asked)
    return ground


def _beside_the_first(ground: NhsGround, again_on: date, asked: Asked) -> NhsGround:
    """Detained again: the statute looks afresh, the guidance of the day kept the first body (N-3)."""
    before = _on_the_eve_of(again_on, asked).commissioner
    if before == ground.commissioner:
        return ground
    text = (
        f"Detained again on {day(again_on)} while on aftercare. The statute points to "
        f"{ground.commissioner or 'a body not known'}, the guidance of the day to "
        f"{before or 'a body not known'}."
    )
    words = f"{before or 'the body before'}, on the wording of the guidance of the day"
    other = Alternative(before or "", "under_old_who_pays_wording", words)
    return ground.noting("N-3", text).needing(A_NAMED_PERSON).beside(other)


def _by_residence(asked: Asked) -> NhsGround:
    """The body for the area of ordinary residence, which is the council's question (N-3)."""
    residence = council.determine(asked.known, asked.on, asked.law).value
    area = residence.area_code if residence is not None else None
    body = dict(asked.known.area_nhs_bodies).get(area or "")
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


# ---------------------------------------------------------------- before 1 April 2016


def _by_gp(known: CaseFacts, on: date) -> NhsGround:
    """From 1 April 2013 the group of the GP practice on the day, moving with registration (N-1)."""
    body, text = core_responsibility(known, on)
    ground = one_body(body, NhsBasis.GP_REGISTRATION, "N-1", NhsKind.CCG, on).noting("N-1", text)
    return ground if body is not None else ground.needing(WHERE_REGISTERED)


def _primary_care_trust(asked: Asked) -> NhsGround:
    """Before 1 April 2013 the trust, by residence before detention; a person confirms it (N-0)."""
    body = asked.known.primary_care_trust or _by_residence(asked).commissioner
    text = (
        "Before 1 April 2013 the primary care trust for the area of residence answered "
        f"({body or 'not known'})."
    )
    ground = one_body(body, NhsBasis.ORDINARY_RESIDENCE, "N-0", NhsKind.PCT).noting("N-0", text)
    return ground.needing("the primary care trust responsible at the time")


# ---------------------------------------------------------------- questions beside it, and outcomes


def informal_stay_payer(facts: CaseFacts, on: date, law: Law = LAW) -> Outcome[str]:
    """Who pays for an informal stay while the person is on aftercare: meant to be the same body (N-7)."""
    known = as_known_on(facts, on)
    body, chain = determine(facts, on, law).value, chain_at(known, law)
    released = chain.openings[0].run.ends_on if chain is not None else None
    if body is None or released is None or not any(start_of(s) > released for s in ordered(known).stays):
        found = finding("N-7", "No informal stay is recorded while the person was on aftercare.")
        return Outcome(Answer.NO, None, (found,), stamp("N-7"))
    text = (
        "The body that pays for aftercare is meant to pay for the informal stay too; whether the "
        "Regulations achieve it is questioned."
    )
    found = finding("N-7", text)
    return Outcome(Answer.CANNOT_TELL, body.payer_code, (found,), stamp("N-7"), (A_NAMED_PERSON,))


def other_health_needs(facts: CaseFacts, on: date) -> Outcome[str]:
    """Who answers for needs that are not mental health needs: core responsibility today (N-6)."""
    body, text = core_responsibility(as_known_on(facts, on), on)
    answer, missing = (Answer.YES, ()) if body is not None else (Answer.CANNOT_TELL, (WHERE_REGISTERED,))
    return Outcome(answer, body, (finding("N-6", text),), stamp("N-6"), missing)


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
