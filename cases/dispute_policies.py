"""Who may do what in a dispute now. Each party acts for itself; nobody writes or agrees for the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from cases.policies.base import CaseLike, change, state
from cases.rules.dispute_steps import DisputeKind
from cases.rules.lifecycle import DISPUTE, LIVE_DISPUTE, MAY_BE_OWED, DisputeAction, DisputeStatus
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision, first_refusal
from s117.kernel.permissions import Permission

RAISED_BY = ("council", "icb", "lhb")


class DisputeLike(Protocol):
    """What the decisions need of a dispute."""

    @property
    def status(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def party_ids(self) -> Collection[object]: ...
    @property
    def raised_for_id(self) -> UUID | None: ...


def dispute_view(actor: Actor) -> Decision:
    """See the disputes about a person."""
    return actor.holds(Permission.DISPUTE_VIEW)


def dispute_raise(actor: Actor, case: CaseLike) -> Decision:
    """Raise a dispute for one's own council or NHS body."""
    return first_refusal(
        change(actor, case, Permission.DISPUTE_RAISE),
        state(case.status in MAY_BE_OWED, "There is no duty to be in dispute about."),
        state(actor.organisation_kind in RAISED_BY, "A council or an NHS body raises a dispute."),
    )


def dispute_position(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Write one's own body's position, while it can still count."""
    return first_refusal(
        _party(actor, case, dispute, Permission.DISPUTE_POSITION),
        state(dispute.status in LIVE_DISPUTE, "This dispute has been settled."),
    )


def dispute_advice(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Keep and read one's own body's legal advice."""
    return _party(actor, case, dispute, Permission.DISPUTE_ADVICE)


def dispute_step(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Record a step, taken together or by one party."""
    return _act(actor, case, dispute, DisputeAction.TAKE_STEP)


def step_once(*, done: bool) -> Decision:
    """A step is recorded once: what was recorded stays as it is."""
    return state(not done, "This step has been recorded already.")


def dispute_statement(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Write the statement of facts, or agree it for one's own body."""
    return first_refusal(
        _party(actor, case, dispute, Permission.DISPUTE_STATEMENT),
        state(dispute.status in LIVE_DISPUTE, "This dispute has been settled."),
    )


def dispute_refer(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Record the referral, once a step has been taken locally."""
    return _act(actor, case, dispute, DisputeAction.REFER)


def dispute_determine(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Record the determination of somebody outside the dispute."""
    return _act(actor, case, dispute, DisputeAction.DETERMINE)


def dispute_agree(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Agree terms for one's own body. A person’s disagreement is not settled over their head."""
    return first_refusal(
        _act(actor, case, dispute, DisputeAction.AGREE),
        state(
            dispute.kind not in (DisputeKind.PROVIDER, DisputeKind.PERSON),
            "Only councils and NHS bodies settle a dispute here between themselves. Withdraw it instead.",
        ),
    )


def dispute_withdraw(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Withdraw a dispute: the body that raised it."""
    return first_refusal(
        _act(actor, case, dispute, DisputeAction.WITHDRAW),
        state(
            dispute.raised_for_id in actor.organisation_ids,
            "Only the body that raised a dispute withdraws it.",
        ),
    )


def dispute_recharge(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Record what was recovered after the determination."""
    return _act(actor, case, dispute, DisputeAction.RECHARGE)


def dispute_close(actor: Actor, case: CaseLike, dispute: DisputeLike) -> Decision:
    """Close a dispute that was determined, with what was learnt."""
    return _act(actor, case, dispute, DisputeAction.CLOSE)


def letter_record(actor: Actor, case: CaseLike) -> Decision:
    """Record a determination letter on a person's file."""
    return change(actor, case, Permission.LETTER_RECORD)


def letter_move(actor: Actor, case: CaseLike) -> Decision:
    """Move a letter that was recorded on the wrong person's file."""
    return change(actor, case, Permission.LETTER_MOVE)


def _act(actor: Actor, case: CaseLike, dispute: DisputeLike, action: DisputeAction) -> Decision:
    """Role, party and the state that the action leads from."""
    possible = action in DISPUTE.actions_from(DisputeStatus(dispute.status))
    wait = _NOT_YET if dispute.status in LIVE_DISPUTE else _ONCE_SETTLED
    return first_refusal(
        _party(actor, case, dispute, DISPUTE.permissions[action]),
        state(possible, wait.get(action, "This dispute has been settled.")),
    )


_ONCE_SETTLED = {
    DisputeAction.RECHARGE: "Sums are recovered once, after the dispute has been determined.",
    DisputeAction.CLOSE: "A dispute is closed once it has been determined.",
}
_NOT_YET = {
    **_ONCE_SETTLED,
    DisputeAction.REFER: "A dispute is referred once a step has been taken to settle it locally.",
    DisputeAction.DETERMINE: "Record first to whom the dispute was referred.",
}


def _party(actor: Actor, case: CaseLike, dispute: DisputeLike, permission: Permission) -> Decision:
    own = set(actor.organisation_ids) & set(dispute.party_ids)
    return first_refusal(
        change(actor, case, permission),
        state(bool(own), "Your organisation is not a party to this dispute."),
    )
