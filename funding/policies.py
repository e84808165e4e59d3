"""Who may do what with money now. A body changes only what it pays for itself, and nothing of the other's."""

from __future__ import annotations

from uuid import UUID

from cases.rules.lifecycle import MAY_BE_OWED
from funding.rules.applications import Signing, limit_findings
from funding.rules.lifecycle import PanelStatus
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny, first_refusal
from s117.kernel.permissions import Permission
from s117.kernel.relations import CaseLike, own_people


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


def contribution_record(actor: Actor) -> Decision:
    """Record what a person pays towards a service outside aftercare: the council's finance staff."""
    return first_refusal(actor.holds(Permission.CONTRIBUTION_RECORD), _own_council(actor, None))


def contribution_end(actor: Actor, council_id: UUID | None = None) -> Decision:
    """End what a person pays to one's own council, or say that nothing earlier is given back."""
    return first_refusal(actor.holds(Permission.CONTRIBUTION_END), _own_council(actor, council_id))


def refund_view(actor: Actor) -> Decision:
    """See refunds; whose is the scope of the queries."""
    return actor.holds(Permission.REFUND_VIEW)


def refund_open(actor: Actor) -> Decision:
    """Work out what one's own council gives back; only councils take contributions."""
    return first_refusal(actor.holds(Permission.REFUND_OPEN), _own_council(actor, None))


def refund_approve(actor: Actor, council_id: UUID, opened_by: UUID) -> Decision:
    """Approve a refund of one's own council that somebody else worked out."""
    own = first_refusal(actor.holds(Permission.REFUND_APPROVE), _own_council(actor, council_id))
    return first_refusal(
        own, _unless(actor.id == opened_by, "Somebody else must approve a refund that you worked out.")
    )


def refund_pay(actor: Actor, council_id: UUID) -> Decision:
    """Record that a refund was paid."""
    return first_refusal(actor.holds(Permission.REFUND_PAY), _own_council(actor, council_id))


def refund_withdraw(actor: Actor, council_id: UUID) -> Decision:
    """Withdraw a refund that was not paid."""
    return first_refusal(actor.holds(Permission.REFUND_WITHDRAW), _own_council(actor, council_id))


def direct_payment_record(actor: Actor, payer_id: UUID) -> Decision:
    """Set up or end a direct payment or budget of a service that one's own body pays for."""
    return first_refusal(actor.holds(Permission.DIRECT_PAYMENT_RECORD), _pays(actor, payer_id))


def return_record(actor: Actor, payer_id: UUID) -> Decision:
    """Record what a holder had and spent, and settle what was asked back."""
    return first_refusal(actor.holds(Permission.RETURN_RECORD), _pays(actor, payer_id))


def payment_run_view(actor: Actor) -> Decision:
    """See the runs of one's own body."""
    return actor.holds(Permission.PAYMENT_RUN_VIEW)


def payment_run_make(actor: Actor, body_id: UUID | None = None) -> Decision:
    """Work out, or withdraw, a run of one's own body."""
    return first_refusal(actor.holds(Permission.PAYMENT_RUN_MAKE), _pays(actor, body_id))


def payment_run_approve(actor: Actor, body_id: UUID, made_by: UUID) -> Decision:
    """Approve a run of one's own body that somebody else worked out."""
    own = first_refusal(actor.holds(Permission.PAYMENT_RUN_APPROVE), _pays(actor, body_id))
    return first_refusal(
        own, _unless(actor.id == made_by, "Somebody else must approve a run that you worked out.")
    )


def top_up_record(actor: Actor, payer_id: UUID) -> Decision:
    """Record or end a top-up beside a service that one's own body pays for."""
    return first_refusal(actor.holds(Permission.TOP_UP_RECORD), _pays(actor, payer_id))


def nursing_record(actor: Actor, payer_id: UUID) -> Decision:
    """Record funded nursing care beside a service that one's own body pays for."""
    return first_refusal(actor.holds(Permission.NURSING_RECORD), _pays(actor, payer_id))


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


def budget_view(actor: Actor) -> Decision:
    """See what one's own body set aside and what will have been spent of it."""
    return actor.holds(Permission.BUDGET_VIEW)


def budget_record(actor: Actor, organisation_id: UUID | None) -> Decision:
    """Set a budget of one's own body."""
    held = actor.holds(Permission.BUDGET_RECORD)
    if not held or actor.system or organisation_id in actor.organisation_ids:
        return held
    return deny("Only a body's own finance staff set its budgets.")


def uplift_view(actor: Actor) -> Decision:
    """See the bulk rises of rates of one's own body."""
    return actor.holds(Permission.UPLIFT_VIEW)


def uplift_prepare(actor: Actor, organisation_id: UUID | None) -> Decision:
    """Prepare a rise of what one's own body pays, take services out of it, withdraw it."""
    return first_refusal(actor.holds(Permission.UPLIFT_PREPARE), _pays(actor, organisation_id))


def uplift_approve(actor: Actor, organisation_id: UUID, prepared_by_id: UUID) -> Decision:
    """Approve a colleague's rise of rates; nobody approves their own."""
    return first_refusal(
        actor.holds(Permission.UPLIFT_APPROVE),
        _pays(actor, organisation_id),
        _unless(actor.id == prepared_by_id, "You prepared this, so a second person approves it."),
    )


def uplift_undo(actor: Actor, organisation_id: UUID) -> Decision:
    """Undo a rise that no schedule has used."""
    return first_refusal(actor.holds(Permission.UPLIFT_APPROVE), _pays(actor, organisation_id))


def limit_view(actor: Actor) -> Decision:
    """See how much the signatories of one's own body may sign for."""
    return actor.holds(Permission.LIMIT_VIEW)


def limit_record(actor: Actor, organisation_id: UUID | None, user_id: UUID | None) -> Decision:
    """Set or end a limit of one's own body; nobody sets their own."""
    held = actor.holds(Permission.LIMIT_RECORD)
    if not held or actor.system:
        return held
    if organisation_id not in actor.organisation_ids:
        return deny("A body sets the limits of its own signatories.")
    return _unless(user_id == actor.id, "Nobody sets their own limit. Ask a colleague.")


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


def application_view(actor: Actor) -> Decision:
    """Read a request for funding with its case for it."""
    return actor.holds(Permission.APPLICATION_VIEW)


def application_make(actor: Actor, case: CaseLike) -> Decision:
    """Ask for funding: the person's own coordinator, or the manager, while aftercare is or may be owed."""
    over = _unless(case.status not in MAY_BE_OWED, "Aftercare is not owed, so no funding can be asked for.")
    return first_refusal(actor.holds(Permission.APPLICATION_MAKE), own_people(actor, case), over)


def application_recommend(actor: Actor, applied_by_id: UUID | None) -> Decision:
    """Advise on a colleague's request; nobody advises on their own."""
    held = actor.holds(Permission.APPLICATION_RECOMMEND)
    if held and actor.id is not None and actor.id == applied_by_id:
        return deny("You made this application, so another manager recommends it.")
    return held


def application_resubmit(actor: Actor, case: CaseLike) -> Decision:
    """Answer the questions of a panel that deferred."""
    return first_refusal(actor.holds(Permission.APPLICATION_RESUBMIT), own_people(actor, case))


def application_withdraw(actor: Actor, case: CaseLike) -> Decision:
    """Take back a request that no panel has before it."""
    return first_refusal(actor.holds(Permission.APPLICATION_WITHDRAW), own_people(actor, case))


def application_schedule(actor: Actor, convenor_id: UUID, status: str = PanelStatus.PLANNED) -> Decision:
    """Put a request on an agenda of one's own body, before the minutes are written."""
    closed = _unless(status == PanelStatus.HELD, "The minutes of this panel are written.")
    held = actor.holds(Permission.APPLICATION_SCHEDULE)
    return first_refusal(held, _convenes(actor, convenor_id), closed)


def application_unschedule(actor: Actor, convenor_id: UUID) -> Decision:
    """Take a request off an agenda; one that the panel had no time for comes off after the minutes too."""
    return first_refusal(actor.holds(Permission.APPLICATION_SCHEDULE), _convenes(actor, convenor_id))


def panel_view(actor: Actor) -> Decision:
    """See the sittings of one's own body."""
    return actor.holds(Permission.PANEL_VIEW)


def panel_documents(actor: Actor) -> Decision:
    """Ask for the plans or letters of everybody on an agenda: who sees the sitting and may open documents."""
    return first_refusal(actor.holds(Permission.PANEL_VIEW), actor.holds(Permission.DOCUMENT_DOWNLOAD))


def panel_arrange(actor: Actor, convenor_id: UUID | None) -> Decision:
    """Arrange a sitting of one's own body with another."""
    held = actor.holds(Permission.PANEL_ARRANGE)
    return first_refusal(held, _convenes(actor, convenor_id)) if convenor_id else held


def panel_minute(actor: Actor, convenor_id: UUID) -> Decision:
    """Record members, interests and minutes; the body that convenes keeps them."""
    return first_refusal(actor.holds(Permission.PANEL_MINUTE), _convenes(actor, convenor_id))


def decision_record(actor: Actor, convenor_id: UUID | None) -> Decision:
    """Record what the panel decided; the body that convenes does."""
    held = actor.holds(Permission.DECISION_RECORD)
    if held and convenor_id is None:
        return deny("This application is on no panel's agenda.")
    return first_refusal(held, _convenes(actor, convenor_id)) if convenor_id else held


def decision_tell(actor: Actor, case: CaseLike) -> Decision:
    """Record that the person was told."""
    return first_refusal(actor.holds(Permission.DECISION_TELL), own_people(actor, case))


def decision_sign(actor: Actor, signing: Signing) -> Decision:
    """Sign for one's own body: once, for no other body, and never on one's own request."""
    return first_refusal(
        actor.holds(Permission.DECISION_SIGN),
        _unless(not signing.waiting, "No decision waits for a signature."),
        _unless(
            not signing.parties & actor.organisation_ids, "Your organisation has no part in this decision."
        ),
        _unless(actor.id in signing.own, "You asked for, recommended or coordinate this, so another signs."),
        _unless(actor.id in signing.interested, "You declared an interest in this application."),
        _unless(actor.id in signing.signed.values(), "You have signed. Nobody signs for two bodies."),
        _unless(signs_for(actor, signing) is None, "Somebody signed for your organisation already."),
        _within_limit(signing),
    )


def signs_for(actor: Actor, signing: Signing) -> UUID | None:
    """The body that the actor would sign for; None when it has signed."""
    left = signing.parties & actor.organisation_ids - signing.signed.keys()
    return min(left, default=None)


def _within_limit(signing: Signing) -> Decision:
    over = limit_findings(signing.decided, signing.limit)
    return _unless(bool(over), " ".join(finding.text for finding in over))


def _unless(broken: bool, reason: str) -> Decision:
    return deny(reason) if broken else ALLOW


def _convenes(actor: Actor, convenor_id: UUID) -> Decision:
    if actor.system or convenor_id in actor.organisation_ids:
        return ALLOW
    return deny("The body that convenes the panel does this.")
