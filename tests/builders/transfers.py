"""Transfers between areas at each stage, made through the services as the staff of the journeys."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases import queries
from cases.models import Case, Transfer
from cases.services import transfers
from cases.services.transfers import TransferInput
from s117.accounts.models import User
from s117.journeys import transfer
from s117.kernel.actor import Actor
from tests.builders import accounts
from tests.builders.accounts import NOW, TODAY

PLANNED_ON = date(2026, 12, 14)


def receiving() -> tuple[Actor, Actor, Actor]:
    """Southvale's decision maker, manager and coordinator, with their team."""
    south = accounts.southvale()
    team = accounts.team("Southvale Community", south)
    makers = (
        ("vale", "decision_maker", None),
        ("lund", "team_manager", team),
        ("nowak", "care_coordinator", team),
    )
    signs, manages, coordinates = (
        accounts.actor_of(accounts.user(name, role, south, team)) for name, role, team in makers
    )
    return signs, manages, coordinates


def notice(**over: Any) -> TransferInput:
    """The person moves to Southvale on 14 December 2026."""
    known: dict[str, Any] = {
        "cause": "moves",
        "reason": "A tenancy in Southvale from 14 December",
        "planned_on": PLANNED_ON,
        "told": ["person", "gp"],
        "told_on": TODAY,
        "pack_contents": list(transfer.PARTS),
        "services_continuing": "Supported living until the move",
        "money_cut_over_on": PLANNED_ON,
        "open_actions": "Book the hand-over meeting",
    }
    return TransferInput(**{**known, **over})


def a_notice(case: Case, *, actor: Actor | None = None, **over: Any) -> Transfer:
    """Notice from Northmoor to Southvale."""
    receiving()
    giver = actor or accounts.manager()
    return transfer.propose_transfer(
        actor=giver,
        at=NOW,
        case=queries.header_for(giver, case.id),
        to_body=over.pop("to_body", accounts.southvale()),
        notice=notice(**over),
    )


def accept(made: Transfer, *, actor: Actor | None = None, **over: Any) -> Transfer:
    """Southvale accepts today."""
    known = {"accepted": True, "reason": "", "answered_on": TODAY, "title": "Head of service"}
    signs = actor or receiving()[0]
    return transfers.answer_transfer(actor=signs, at=NOW, transfer_id=made.id, **{**known, **over})


def complete(made: Transfer, *, actor: Actor | None = None, **over: Any) -> Transfer:
    """A manager of Southvale allocates its coordinator from today."""
    _, manages, coordinates = receiving()
    known = {
        "team": accounts.team("Southvale Community", accounts.southvale()),
        "coordinator": User.objects.get(pk=coordinates.id),
        "starts_on": TODAY,
        "reason": "Agreed at the hand-over meeting",
    }
    return transfers.complete_transfer(
        actor=actor or manages, at=NOW, transfer_id=made.id, **{**known, **over}
    )
