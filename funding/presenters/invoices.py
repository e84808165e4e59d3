"""Providers' invoices in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from funding import settling_policies
from funding.presenters.days import days_words
from funding.queries.invoices import InvoiceLineRow, InvoiceRow, LeftRow
from funding.rules.invoices import LineStatus, payable
from funding.rules.settling import InvoiceStatus
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.web.filters import date as date_words
from s117.web.filters import date_time, plural

TAGS = {InvoiceStatus.CHECKING: "yellow", InvoiceStatus.APPROVED: "green", InvoiceStatus.WITHDRAWN: "grey"}
LINE_TAGS = {LineStatus.MATCHED: "green", LineStatus.QUERY: "red", LineStatus.SETTLED: "blue"}


@dataclass(frozen=True, slots=True)
class InvoiceLineWords:
    """A line as its table shows it."""

    number: int
    client: str
    days: str
    invoiced: str
    charged: str
    difference: str
    status: tuple[str, str]
    settled: str
    settle_href: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """An invoice in words: facts, lines, what the schedules charge and it leaves out, what may be done."""

    invoice: InvoiceRow
    title: str
    href: str
    status: tuple[str, str]
    facts: tuple[tuple[str, Any], ...]
    lines: tuple[InvoiceLineWords, ...]
    left: tuple[tuple[str, ...], ...]
    left_total: str
    urls: dict[str, str]
    why_not: str


def invoice_href(invoice_id: Any) -> str:
    """An invoice's page."""
    return reverse("funding:invoice_view", kwargs={"invoice": invoice_id})


def invoice_state(invoice: InvoiceRow) -> tuple[str, str]:
    """Words and colour: while it is checked, how many queries stand."""
    if invoice.status is InvoiceStatus.CHECKING and invoice.queries:
        return plural(invoice.queries, "query", "queries"), "red"
    if invoice.status is InvoiceStatus.CHECKING:
        return "Ready to approve", "blue"
    return invoice.status.words, TAGS[invoice.status]


def invoice_page(
    actor: Actor, invoice: InvoiceRow, lines: Sequence[InvoiceLineRow], left: Iterable[LeftRow]
) -> InvoicePage:
    """The page of an invoice as the actor's body may see it."""
    rest = tuple(left)
    open_ = invoice.status is InvoiceStatus.CHECKING
    handled = {invoice.recorded_by_id, *(line.settled_by_id for line in lines)}
    may_approve = settling_policies.invoice_approve(actor, handled - {None}, invoice.queries)
    may_settle = open_ and settling_policies.invoice_settle(actor)
    return InvoicePage(
        invoice=invoice,
        title=f"Invoice {invoice.number}",
        href=invoice_href(invoice.id),
        status=invoice_state(invoice),
        facts=_facts(invoice, lines),
        lines=tuple(_line(invoice, line, bool(may_settle)) for line in lines),
        left=tuple(
            (row.client, row.description, days_words(row.days.start, row.days.last_day or row.days.start),
             f"{row.schedule}, line {row.number}", pounds(row.pence))
            for row in rest
        ),
        left_total=pounds(sum(row.pence for row in rest)),
        urls=_urls(actor, invoice, bool(may_approve)),
        why_not=may_approve.reason if open_ and not may_approve else "",
    )  # fmt: skip


def _facts(invoice: InvoiceRow, lines: Sequence[InvoiceLineRow]) -> tuple[tuple[str, Any], ...]:
    to_pay = invoice.payable_pence
    if to_pay is None:
        to_pay = sum(
            payable(line.status, line.settlement or "", line.amount_pence, line.charged_pence)
            for line in lines
        )
    facts: list[tuple[str, Any]] = [
        ("Provider", invoice.provider_name),
        ("Days", days_words(invoice.period_from, invoice.period_to)),
        ("Received", date_words(invoice.received_on)),
        ("Invoiced", pounds(invoice.total_pence)),
        ("Charged on frozen schedules", pounds(invoice.charged_pence)),
        ("Difference", pounds(invoice.total_pence - invoice.charged_pence)),
        ("To pay" if not invoice.queries else "To pay so far, without the queries", pounds(to_pay)),
        ("A line may differ by", pounds(invoice.tolerance_pence)),
        ("Recorded", f"{date_time(invoice.recorded_at)} by {invoice.recorded_by_name}"),
        ("Matched with the schedules", date_time(invoice.matched_at)),
    ]
    if invoice.approved_at is not None:
        facts.append(("Approved", f"{date_time(invoice.approved_at)} by {invoice.approved_by_name}"))
    return tuple(facts)


def _line(invoice: InvoiceRow, line: InvoiceLineRow, may_settle: bool) -> InvoiceLineWords:
    where = {"invoice": invoice.id, "line": line.id}
    settle = may_settle and line.status is not LineStatus.MATCHED
    return InvoiceLineWords(
        number=line.number,
        client=line.client_reference,
        days=days_words(line.days.start, line.days.last_day or line.days.start),
        invoiced=pounds(line.amount_pence),
        charged=pounds(line.charged_pence) if line.charges else "Nothing charged",
        difference=pounds(line.difference),
        status=(line.status.words, LINE_TAGS[line.status]),
        settled=f"{line.settlement.words}. {line.settled_words} ({line.settled_by_name})"
        if line.settlement
        else "",
        settle_href=reverse("funding:invoice_settle", kwargs=where) if settle else "",
    )


def _urls(actor: Actor, invoice: InvoiceRow, may_approve: bool) -> dict[str, str]:
    if invoice.status is not InvoiceStatus.CHECKING:
        return {}
    allowed = {
        "invoice_approve": may_approve,
        "invoice_match": settling_policies.invoice_match(actor),
        "invoice_withdraw": settling_policies.invoice_withdraw(actor),
    }
    where = {"invoice": invoice.id}
    return {name: reverse(f"funding:{name}", kwargs=where) for name, may in allowed.items() if may}
