"""Reports of what was paid without prejudice: by dispute, and the lines of recharges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases import queries as cases
from funding.queries.ledger import SharePaid, recharge_lines_visible_to, shares_paid_by
from funding.queries.reports.base import (
    Filters,
    Report,
    Rows,
    days_column,
    listed,
    money,
    number,
    streamed,
    words,
)
from funding.rules.ledger import still_to_recover
from s117.kernel.actor import Actor

LEDGER = (
    words("Local reference"),
    words("Dispute", 34),
    words("Status", 16),
    words("Interim payer", 10),
    words("Found responsible", 10),
    days_column("At stake from"),
    money("Paid to date"),
    money("Recharged"),
    money("Still to recover"),
)


def _ledger(actor: Actor, filters: Filters) -> Rows:
    """Every dispute of the actor's body that arose up to the last day, with what the body paid in it."""
    found = cases.disputes_of_body(actor, filters.last)
    shares = shares_paid_by(actor, {row.case_id for row in found})
    return listed([_dispute(actor, row, shares.get(row.case_id, ())) for row in found])


def _dispute(actor: Actor, dispute: Any, shares: Sequence[SharePaid]) -> tuple[Any, ...]:
    outcome = next((row for row in dispute.outcomes.all() if row.is_current), None)
    start = outcome.effective_from if outcome is not None else dispute.interim_from
    paid = [row for share in shares if (row := share.since(start)) is not None]
    total, left = sum(row.pence for row in paid), still_to_recover(paid)
    body = outcome.body.code if outcome is not None and outcome.body is not None else ""
    owed = left if body and outcome.body_id not in actor.organisation_ids else 0
    return (
        dispute.case.reference, dispute.get_kind_display(), dispute.status, dispute.interim_payer.code, body,
        start, total, total - left, owed,
    )  # fmt: skip


RECHARGED = {
    "recharge__from_body__code": words("From", 10),
    "recharge__to_body__code": words("To", 10),
    "recharge__number": number("Recharge"),
    "number": number("Line"),
    "recharge__dispute_id": words("Dispute", 36),
    "share__line__schedule__council__code": words("Schedule of", 10),
    "share__line__schedule__number": number("Schedule"),
    "share__line__number": number("Schedule line"),
    "share__line__case_reference": words("Local reference"),
    "share__line__initials": words("Initials", 8),
    "share__line__provider_name": words("Provider", 28),
    "share__line__category": words("Category", 16),
    "service_from": days_column("Service from"),
    "service_to": days_column("Service to"),
    "amount_pence": money("Amount"),
    "recharge__reference": words("Reference"),
    "recharge__issued_at__date": days_column("Issued on"),
}


def _recharged(actor: Actor, filters: Filters) -> Rows:
    found = recharge_lines_visible_to(actor).filter(
        recharge__issued_at__date__gte=filters.first, recharge__issued_at__date__lte=filters.last
    )
    return streamed(
        filters.on(found, "share__line__").order_by(
            "recharge__from_body__code", "recharge__number", "number"
        ),
        *RECHARGED,
    )


REPORTS = (
    Report(
        "ledger",
        "Without-prejudice ledger",
        "Each dispute with what your body has paid meanwhile, has recharged and expects back.",
        "Disputes that arose up to the last day",
        LEDGER,
        _ledger,
        ("Paid to date", "Recharged", "Still to recover"),
        filtered=False,
    ),
    Report(
        "dispute_recharge",
        "Recharges after a dispute",
        "Lines that councils or NHS bodies recharge to one another after a determination, with their origin.",
        "Recharges issued on these days",
        tuple(RECHARGED.values()),
        _recharged,
        ("Amount",),
    ),
)
