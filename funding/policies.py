"""Who may do what with money now. A body changes only what it pays for itself, and nothing of the other's."""

from __future__ import annotations

from uuid import UUID

from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny, first_refusal
from s117.kernel.permissions import Permission


def money_view(actor: Actor) -> Decision:
    """See what a person's services cost and who pays."""
    return actor.holds(Permission.MONEY_VIEW)


def line_fund(actor: Actor, payer_id: UUID | None) -> Decision:
    """Put a rate on a service; only the body that pays its provider may."""
    return first_refusal(actor.holds(Permission.LINE_FUND), _pays(actor, payer_id))


def line_amend(actor: Actor, payer_id: UUID) -> Decision:
    """Change the cost centre, codes and purchase order."""
    return first_refusal(actor.holds(Permission.LINE_AMEND), _pays(actor, payer_id))


def rate_record(actor: Actor, payer_id: UUID) -> Decision:
    """Record a rate from a day on."""
    return first_refusal(actor.holds(Permission.RATE_RECORD), _pays(actor, payer_id))


def split_record(actor: Actor, payer_id: UUID) -> Decision:
    """Record how a cost is shared from a day on."""
    return first_refusal(actor.holds(Permission.SPLIT_RECORD), _pays(actor, payer_id))


def delivery_record(actor: Actor, payer_id: UUID) -> Decision:
    """Record the units that were delivered."""
    return first_refusal(actor.holds(Permission.DELIVERY_RECORD), _pays(actor, payer_id))


def line_end(actor: Actor, payer_id: UUID) -> Decision:
    """Record the last day of a funded service."""
    return first_refusal(actor.holds(Permission.LINE_END), _pays(actor, payer_id))


def schedule_produce(actor: Actor, council_id: UUID | None) -> Decision:
    """Have a schedule worked out for the actor's own council."""
    return first_refusal(actor.holds(Permission.SCHEDULE_PRODUCE), _own_council(actor, council_id))


def schedule_freeze(actor: Actor, council_id: UUID) -> Decision:
    """Freeze the council's figures for ever."""
    return first_refusal(actor.holds(Permission.SCHEDULE_FREEZE), _own_council(actor, council_id))


def schedule_withdraw(actor: Actor, council_id: UUID) -> Decision:
    """Drop a schedule from which nothing was issued."""
    return first_refusal(actor.holds(Permission.SCHEDULE_WITHDRAW), _own_council(actor, council_id))


def schedule_view(actor: Actor) -> Decision:
    """See schedules; which ones, and which of their lines, is the scope of the queries."""
    return actor.holds(Permission.SCHEDULE_VIEW)


def schedule_download(actor: Actor, audience_id: UUID, council_id: UUID) -> Decision:
    """Take a file: the council any of its own, another body the one made for it."""
    held = actor.holds(Permission.SCHEDULE_DOWNLOAD)
    if not held or actor.system or {audience_id, council_id} & actor.organisation_ids:
        return held
    return deny("This file was made for another body.")


def ledger_view(actor: Actor) -> Decision:
    """See what one's own body paid in a dispute; which disputes is the scope of the queries."""
    return actor.holds(Permission.LEDGER_VIEW)


def recharge_issue(actor: Actor, bodies: frozenset[UUID], debtor: UUID | None) -> Decision:
    """Recharge what one's own body paid in the dispute, once another is found responsible."""
    held = actor.holds(Permission.RECHARGE_ISSUE)
    if not held or actor.system:
        return held
    if not bodies & actor.organisation_ids:
        return deny("Only a body that paid in the dispute may recharge.")
    if debtor is None:
        return deny("Nobody has been found responsible yet, so there is nobody to recharge.")
    if debtor in actor.organisation_ids:
        return deny("Your organisation was found responsible: what it paid stays with it.")
    return ALLOW


def report_view(actor: Actor) -> Decision:
    """See the finance reports that the actor's own body has run."""
    return actor.holds(Permission.REPORT_VIEW)


def report_run(actor: Actor) -> Decision:
    """Run a finance report over what the actor may see; keep and drop filters of one's own."""
    return actor.holds(Permission.REPORT_RUN)


def report_download(actor: Actor, organisation_id: UUID) -> Decision:
    """Take a file that was made for the actor's own body."""
    held = actor.holds(Permission.REPORT_DOWNLOAD)
    if not held or actor.system or organisation_id in actor.organisation_ids:
        return held
    return deny("This report was made for another body.")


def _pays(actor: Actor, payer_id: UUID | None) -> Decision:
    if actor.system or payer_id is None or payer_id in actor.organisation_ids:
        return ALLOW
    return deny("Only the body that pays the provider may change this.")


def _own_council(actor: Actor, council_id: UUID | None) -> Decision:
    if actor.system or (
        actor.organisation_kind == "council" and council_id in {None, *actor.organisation_ids}
    ):
        return ALLOW
    return deny("Only the council's own finance staff may do this.")
