"""Who may apply mergers of bodies, choose a successor, and hand a person over to another area.

Each body acts for itself: the one that gives notice withdraws it, the one that is asked answers.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from cases.policies import CaseLike
from cases.policies.base import change as changed_by
from cases.policies.base import state as holds
from cases.rules.lifecycle import MAY_BE_OWED, OPEN_TRANSFER, TransferStatus
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision, first_refusal
from s117.kernel.permissions import Permission


class ChoiceLike(Protocol):
    """What the decisions need of a choice among several successors."""

    @property
    def old_body_id(self) -> UUID: ...
    @property
    def candidates(self) -> Collection[UUID]: ...


class TransferLike(Protocol):
    """What the decisions need of a transfer."""

    @property
    def status(self) -> str: ...
    @property
    def from_body_id(self) -> UUID: ...
    @property
    def to_body_id(self) -> UUID: ...


def succession_view(actor: Actor) -> Decision:
    """See what mergers and splits of bodies would change, by count and register reference."""
    return actor.holds(Permission.SUCCESSION_VIEW)


def succession_apply(actor: Actor) -> Decision:
    """Apply mergers of bodies. It follows from the law alone, so it needs no sight of any case."""
    return actor.holds(Permission.SUCCESSION_APPLY)


def successor_choose(actor: Actor, case: CaseLike, choice: ChoiceLike) -> Decision:
    """Choose among several successors: a decision maker of the body that was split, or of one of them."""
    return first_refusal(
        changed_by(actor, case, Permission.SUCCESSOR_CHOOSE),
        holds(
            bool({choice.old_body_id, *choice.candidates} & actor.organisation_ids),
            "Only the body that was split, or one that may have taken over, can choose.",
        ),
    )


def transfer_view(actor: Actor) -> Decision:
    """See transfers between areas."""
    return actor.holds(Permission.TRANSFER_VIEW)


def transfer_propose(
    actor: Actor, case: CaseLike, last: TransferLike | None, coordinating_id: UUID | None
) -> Decision:
    """Give notice for the body that coordinates care, one notice at a time."""
    return first_refusal(
        changed_by(actor, case, Permission.TRANSFER_PROPOSE),
        holds(case.status in MAY_BE_OWED, "There is no aftercare to hand over."),
        holds(
            case.team_id is not None and case.coordinator_id is not None,
            "Nobody coordinates this person’s care yet, so there is nothing to hand over.",
        ),
        holds(
            coordinating_id in actor.organisation_ids,
            "Only the body that coordinates care can hand it over. Ask it to give notice.",
        ),
        holds(
            last is None or last.status not in OPEN_TRANSFER,
            "A transfer is under way already. Withdraw it first.",
        ),
    )


def transfer_withdraw(actor: Actor, transfer: TransferLike) -> Decision:
    """Withdraw one's own body's notice before the other has taken over."""
    return first_refusal(
        actor.holds(Permission.TRANSFER_WITHDRAW),
        holds(transfer.status in OPEN_TRANSFER, "This transfer is closed."),
        holds(
            transfer.from_body_id in actor.organisation_ids,
            "Only the body that gave notice can withdraw it.",
        ),
    )


def transfer_accept(actor: Actor, transfer: TransferLike) -> Decision:
    """Accept or decline for one's own body. Nobody signs for another body."""
    return first_refusal(
        actor.holds(Permission.TRANSFER_ACCEPT),
        holds(transfer.status == TransferStatus.PROPOSED, "This notice is answered, withdrawn or closed."),
        holds(
            transfer.to_body_id in actor.organisation_ids,
            "Only the body that is asked can answer. You cannot sign for another body.",
        ),
    )


def transfer_complete(actor: Actor, transfer: TransferLike) -> Decision:
    """Take over: a manager of the receiving body, once it has accepted."""
    return first_refusal(
        actor.holds(Permission.TRANSFER_COMPLETE),
        holds(transfer.status in OPEN_TRANSFER, "This transfer is closed."),
        holds(
            transfer.status == TransferStatus.ACCEPTED,
            "A coordinator takes over after the transfer is accepted, once.",
        ),
        holds(
            transfer.to_body_id in actor.organisation_ids,
            "Only a manager of the receiving body allocates its coordinator.",
        ),
    )
