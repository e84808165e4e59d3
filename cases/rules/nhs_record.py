"""What surrounds the regimes of the NHS body: earlier registers, Wales, successors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules.answers import Firmness
from cases.rules.chains import Chain
from cases.rules.facts import CaseFacts, Side
from cases.rules.history import day_after, start_of
from cases.rules.nhs_ground import NhsBasis, NhsGround, NhsKind, one_body
from cases.rules.residence import Situation, home_before
from cases.rules.rulesets import Nation
from cases.rules.successors import WHICH_SUCCESSOR, successor
from cases.rules.wales import health_board
from cases.rules.words import day

OUTSIDE_ENGLAND = {
    Nation.WALES: "to Wales",
    Nation.SCOTLAND: "to Scotland",
    Nation.NORTHERN_IRELAND: "to Northern Ireland",
    Nation.ELSEWHERE: "abroad",
}


def taken_over(known: CaseFacts, chain: Chain | None) -> NhsGround | None:
    """A body known from an earlier register, until a chain that began after it (N-7)."""
    rows = [row for row in known.responsible if row.side is Side.NHS and row.body]
    row = max(rows, key=lambda r: (r.since or date.min, r.body), default=None)
    if row is None or (chain is not None and row.since is not None and chain.began_on > row.since):
        return None
    since = f" since {day(row.since)}" if row.since else ""
    ground = one_body(row.body, NhsBasis.TAKEN_OVER, "N-7", NhsKind.ICB, row.since)
    return ground.noting("N-7", f"The earlier register names {row.body}{since}.")


def lived_in_wales(known: CaseFacts, before: date) -> bool:
    """Whether the person was at home in Wales immediately before a day."""
    home = home_before(known, before)
    return home.situation is Situation.AT_HOME and home.nation is Nation.WALES


def health_board_for(known: CaseFacts, detained_on: date) -> NhsGround:
    """A Welsh resident's body is the Local Health Board, under section 117(3) (J-7, N-11)."""
    area = home_before(known, detained_on).area
    board = dict(known.area_nhs_bodies).get(area) or health_board(area) or None
    text = (
        f"The person was ordinarily resident in the area of {area}, in Wales, so the Local Health Board "
        "answers."
    )
    ground = one_body(board, NhsBasis.HEALTH_BOARD, "J-7", NhsKind.LHB, detained_on).noting("J-7", text)
    if board is None:
        return ground.needing(f"the Local Health Board for {area}")
    return ground.needing("whether the GP registration is in Wales too", Firmness.PROPOSED)


def moved_out_of_england(ground: NhsGround, known: CaseFacts, on: date) -> NhsGround:
    """The originating rule is reported to hold only while the person lives in England (N-11)."""
    move = _move_out_of_england(known, ground.tested_on or date.min, on)
    if move is None or ground.kind is NhsKind.LHB:
        return ground
    moved, where = move
    text = (
        f"The person moved {where} on {day(moved)}. The rule is reported to hold only while living in "
        "England."
    )
    noted = ground.noting("N-11", text, reason="reg_7_condition_resident_in_england")
    return noted.needing(f"a decision by a named person on the move {where}")


def _move_out_of_england(known: CaseFacts, tested_on: date, on: date) -> tuple[date, str] | None:
    """The day and where to: by the home of the day asked about if taken up since the test, or as told since
    that home was taken up."""
    home = home_before(known, day_after(on))
    since = date.min
    if home.address is not None and home.situation in (Situation.AT_HOME, Situation.OUTSIDE):
        where, since = OUTSIDE_ENGLAND.get(home.address.nation), start_of(home.address)
        if where is not None and since > tested_on:
            return since, where
    told = [(move.on, move.nation) for move in known.moves if move.on >= max(since, tested_on)]
    moved, nation = max(told, default=(None, Nation.ENGLAND))
    return (moved, OUTSIDE_ENGLAND[nation]) if moved is not None and nation in OUTSIDE_ENGLAND else None


def succeeded(ground: NhsGround, known: CaseFacts, on: date) -> NhsGround:
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
