"""Who may do what with providers' invoices, queries about schedule lines and the days of schedules."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny, first_refusal
from s117.kernel.permissions import Permission


def invoice_view(actor: Actor) -> Decision:
    """See the invoices sent to the actor's own body; which ones is the scope of the queries."""
    return actor.holds(Permission.INVOICE_VIEW)


def invoice_record(actor: Actor) -> Decision:
    """Record an invoice that a provider sent to the actor's own body."""
    return actor.holds(Permission.INVOICE_RECORD)


def invoice_match(actor: Actor) -> Decision:
    """Match it with the schedules again, for example after the month was frozen."""
    return actor.holds(Permission.INVOICE_MATCH)


def invoice_settle(actor: Actor) -> Decision:
    """Settle a query on a line."""
    return actor.holds(Permission.INVOICE_SETTLE)


def invoice_approve(actor: Actor, handled_by: Collection[UUID | None], queries: int) -> Decision:
    """Approve it for payment: another person than those who recorded it or settled a query on it."""
    return first_refusal(
        actor.holds(Permission.INVOICE_APPROVE),
        deny("You recorded this invoice or settled a query on it, so another person approves it.")
        if actor.id in handled_by
        else ALLOW,
        deny("Settle every query first. Then it can be approved.") if queries else ALLOW,
    )


def invoice_withdraw(actor: Actor) -> Decision:
    """Take back an invoice that was recorded wrongly."""
    return actor.holds(Permission.INVOICE_WITHDRAW)


def calendar_record(actor: Actor, organisation_id: UUID | None) -> Decision:
    """See and set how often one's own council settles: its finance staff or its administrator."""
    held = actor.holds(Permission.CALENDAR_RECORD)
    if not held or actor.system:
        return held
    if actor.organisation_kind == "council" and organisation_id in actor.organisation_ids:
        return ALLOW
    return deny("A council sets the calendar of its own schedules.")


def line_query_view(actor: Actor) -> Decision:
    """See queries; which ones is the scope of the queries."""
    return actor.holds(Permission.LINE_QUERY_VIEW)


def line_query_raise(actor: Actor, council_id: UUID, *, frozen: bool) -> Decision:
    """Query a line of another body's frozen schedule in which one's own body has a part."""
    return first_refusal(
        actor.holds(Permission.LINE_QUERY_RAISE),
        deny("This is your own council's schedule. Correct the service, and the next schedule posts it.")
        if council_id in actor.organisation_ids
        else ALLOW,
        ALLOW if frozen else deny("A schedule is queried once it is frozen."),
    )


def line_query_answer(actor: Actor, council_id: UUID) -> Decision:
    """Answer for the council whose schedule it is."""
    mine = actor.system or council_id in actor.organisation_ids
    other = ALLOW if mine else deny("The council whose schedule it is answers.")
    return first_refusal(actor.holds(Permission.LINE_QUERY_ANSWER), other)


def line_query_close(actor: Actor, body_id: UUID) -> Decision:
    """Close one's own body's query, content or not."""
    return first_refusal(actor.holds(Permission.LINE_QUERY_CLOSE), _asked(actor, body_id))


def line_query_withdraw(actor: Actor, body_id: UUID) -> Decision:
    """Take one's own body's query back before it is answered."""
    return first_refusal(actor.holds(Permission.LINE_QUERY_WITHDRAW), _asked(actor, body_id))


def _asked(actor: Actor, body_id: UUID) -> Decision:
    mine = actor.system or body_id in actor.organisation_ids
    return ALLOW if mine else deny("The body that asked does this.")
