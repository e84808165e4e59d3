"""Report over providers' invoices: every line, what the schedules charge for it, and what is paid."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.fields import BigIntegerField

from funding.models import InvoiceLine
from funding.queries.invoices import invoices_visible_to
from funding.queries.reports.base import Filters, Report, Rows, days_column, money, number, streamed, words
from funding.rules.invoices import LineStatus, Settlement
from funding.rules.settling import InvoiceStatus
from s117.kernel.actor import Actor

INVOICES = {
    "invoice__provider_name": words("Provider", 28),
    "invoice__number": words("Invoice"),
    "invoice__received_on": days_column("Received on"),
    "invoice__period_from": days_column("Invoice from"),
    "invoice__period_to": days_column("Invoice to"),
    "number": number("Line"),
    "client_reference": words("Local reference"),
    "service_from": days_column("Service from"),
    "service_to": days_column("Service to"),
    "amount_pence": money("Invoiced"),
    "charged_pence": money("Charged"),
    "difference": money("Difference"),
    "outcome": words("Status", 14),
    "how": words("Query settled by", 40),
    "settled_words": words("What was agreed", 40),
    "to_pay": money("To pay"),
    "state": words("Invoice status", 20),
    "invoice__approved_by__full_name": words("Approved by", 20),
    "invoice__approved_at__date": days_column("Approved on"),
}


def worded(field: str, terms: Any) -> Case:
    """A stored value in words."""
    cases = [When(**{field: term.value}, then=Value(term.words)) for term in terms]
    return Case(*cases, default=Value(""), output_field=CharField())


def _invoices(actor: Actor, filters: Filters) -> Rows:
    """Lines of the invoices of the actor's body whose days begin on the days asked for."""
    found: QuerySet[InvoiceLine] = InvoiceLine.objects.filter(
        invoice__in=invoices_visible_to(actor),
        invoice__period_from__gte=filters.first,
        invoice__period_from__lte=filters.last,
    )
    if filters.provider:
        found = found.filter(invoice__provider_name__icontains=filters.provider)
    found = found.annotate(
        difference=F("amount_pence") - F("charged_pence"),
        outcome=worded("status", LineStatus),
        how=worded("settlement", Settlement),
        state=worded("invoice__status", InvoiceStatus),
        to_pay=Case(
            When(invoice__status=InvoiceStatus.WITHDRAWN.value, then=Value(0)),
            When(status=LineStatus.QUERY.value, then=Value(0)),
            When(settlement=Settlement.CREDIT_NOTE.value, then=F("charged_pence")),
            default=F("amount_pence"),
            output_field=BigIntegerField(),
        ),
    )
    return streamed(found.order_by("invoice__provider_name", "invoice__number", "number", "id"), *INVOICES)


REPORTS = (
    Report(
        "provider_invoices",
        "Provider invoices",
        "Every line of providers' invoices: what the schedules charge for it, the difference, what is paid.",
        "Invoices whose days begin on these days",
        tuple(INVOICES.values()),
        _invoices,
        ("Invoiced", "Charged", "To pay"),
    ),
)
