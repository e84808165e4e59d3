"""Reports of what was paid without prejudice: by dispute, and the lines of recharges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import ExtractDay

from cases import queries as cases
from cases.queries import joined
from funding.queries.ledger import SharePaid, first_interim, recharge_lines_visible_to, shares_paid_by
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
from s117.documents.columns import Column, Kind
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
    words("Dispute code", 20),
)


def _ledger(actor: Actor, filters: Filters) -> Rows:
    """Every dispute of the actor's body that arose up to the last day, with what the body paid in it."""
    found = cases.disputes_of_body(actor, filters.last)
    case_ids = {row.case_id for row in found}
    shares, marked = shares_paid_by(actor, case_ids), first_interim(case_ids)
    return listed(
        [
            _dispute(actor, row, shares.get(row.case_id, ()), marked.get(row.case_id, row.interim_from))
            for row in found
        ]
    )


def _dispute(actor: Actor, dispute: Any, shares: Sequence[SharePaid], marked: date) -> tuple[Any, ...]:
    outcome = next((row for row in dispute.outcomes.all() if row.is_current), None)
    # The same first day as on the page of the ledger.
    start = outcome.effective_from if outcome is not None else min(dispute.interim_from, marked)
    paid = [row for share in shares if (row := share.since(start)) is not None]
    total, left = sum(row.pence for row in paid), still_to_recover(paid)
    body = outcome.body.code if outcome is not None and outcome.body is not None else ""
    owed = left if body and outcome.body_id not in actor.organisation_ids else 0
    return (
        dispute.case.reference, dispute.get_kind_display(), dispute.status, dispute.interim_payer.code, body,
        start, total, total - left, owed, dispute.code,
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
    "code": words("Dispute code", 20),
    "share__line__schedule__period_from": days_column("Posting from"),
    "share__line__schedule__period_to": days_column("Posting to"),
    "share__line__nhs_number": words("NHS number", 12),
    "share__line__birth_year": number("Year of birth"),
    "days": number("Days"),
    "share__line__unit": words("Unit", 8),
    "share__line__rate_pence": money("Rate"),
    "share__line__gross_pence": money("Gross of the line"),
    "share__percent": Column("Percent", Kind.NUMBER, 8),
    "share__line__decision_reference": words("Decision reference"),
    "share__line__po_reference": words("Purchase order", 14),
    "share__line__cost_centre": words("Cost centre", 12),
    "share__line__subjective_code": words("Subjective code", 12),
    "share__line__note": words("Note", 40),
}


def _recharged(actor: Actor, filters: Filters) -> Rows:
    found = recharge_lines_visible_to(actor).filter(
        recharge__issued_at__date__gte=filters.first, recharge__issued_at__date__lte=filters.last
    )
    found = found.annotate(
        code=joined.code_of_dispute("recharge__dispute"),
        days=ExtractDay(F("service_to") - F("service_from")) + 1,
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
