"""Record a provider's invoice, match it with the schedules, settle its queries, approve it for payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from funding import queries, settling_policies
from funding.models import Invoice, InvoiceCharge, InvoiceLine
from funding.queries import invoices
from funding.rules.invoices import (
    Billed,
    LineStatus,
    Matched,
    Settlement,
    line_status,
    match_lines,
    payable,
)
from funding.rules.settling import INVOICE, InvoiceAction, InvoiceStatus
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.money import pounds
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound, Refused, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceInput:
    """What a provider's invoice says: days inclusive, pence."""

    provider: str
    number: str
    received_on: date
    period_from: date
    period_to: date
    total_pence: int
    lines: tuple[Billed, ...]


@writes
def record_invoice(*, actor: Actor, at: datetime, given: InvoiceInput) -> Invoice:
    """Keep an invoice that a provider sent to the actor's body, and match its lines.

    Refused when its lines do not come to its total, lie outside its days, or its number is here already.
    """
    settling_policies.invoice_record(actor).require()
    if actor.organisation_id is None:
        raise NotFound
    body = queries.lock_council(actor.organisation_id)
    _require_sound(given)
    _require_new(body.id, given)
    invoice = Invoice.objects.create(
        body=body,
        provider_name=given.provider,
        number=given.number,
        received_on=given.received_on,
        period_from=given.period_from,
        period_to=given.period_to,
        total_pence=given.total_pence,
        tolerance_pence=settings.INVOICE_TOLERANCE_PENCE,
        recorded_by_id=actor.id,
        recorded_at=at,
        matched_at=at,
    )
    InvoiceLine.objects.insert_new(
        [
            InvoiceLine(
                invoice=invoice,
                number=number,
                client_reference=line.client,
                service_from=line.days.start,
                service_to=line.days.last_day,
                amount_pence=line.pence,
            )
            for number, line in enumerate(given.lines, start=1)
        ]
    )
    record(Event.INVOICE_RECORDED, invoice, detail={"lines": len(given.lines)})
    _match(actor, invoice)
    return invoice


@writes
def match_again(*, actor: Actor, at: datetime, invoice_id: UUID, seen_version: int | None = None) -> Invoice:
    """Match with what the schedules charge by now. Lines that somebody settled stay as they are."""
    invoice = invoices.lock_invoice(actor, invoice_id)
    settling_policies.invoice_match(actor).require()
    INVOICE.after(InvoiceStatus(invoice.status), InvoiceAction.MATCH)
    require_version(invoice, seen_version)
    queries.lock_council(invoice.body_id)
    _match(actor, invoice)
    invoice.amend(matched_at=at)
    return invoice


@writes
def settle_line(
    *,
    actor: Actor,
    at: datetime,
    invoice_id: UUID,
    line_id: UUID,
    settlement: Settlement,
    words: str,
    seen_version: int | None = None,
) -> InvoiceLine:
    """Say how a query ended; saying it again before approval takes the place of what was said first."""
    invoice = invoices.lock_invoice(actor, invoice_id)
    settling_policies.invoice_settle(actor).require()
    INVOICE.after(InvoiceStatus(invoice.status), InvoiceAction.SETTLE)
    line = InvoiceLine.objects.filter(pk=line_id, invoice=invoice).first()
    if line is None:
        raise NotFound
    require_version(line, seen_version)
    if line.status == LineStatus.MATCHED:
        raise Refused("This line agrees with the schedule, so there is nothing to settle.")
    line.amend(
        status=LineStatus.SETTLED.value,
        settlement=settlement.value,
        settled_words=words,
        settled_by_id=actor.id,
        settled_at=at,
    )
    record(Event.INVOICE_SETTLED, invoice, detail={"line": line.number, "settlement": settlement.value})
    return line


@writes
def approve_invoice(
    *, actor: Actor, at: datetime, invoice_id: UUID, seen_version: int | None = None
) -> Invoice:
    """Approve for payment, by another person than those who handled it. Nothing of it changes afterwards."""
    invoice = invoices.lock_invoice(actor, invoice_id)
    lines = invoices.lines_of_invoice(invoice.id)
    handled = {invoice.recorded_by_id, *(line.settled_by_id for line in lines)} - {None}
    waiting = sum(line.status is LineStatus.QUERY for line in lines)
    settling_policies.invoice_approve(actor, handled, waiting).require()
    status = INVOICE.after(InvoiceStatus(invoice.status), InvoiceAction.APPROVE)
    require_version(invoice, seen_version)
    total = sum(
        payable(line.status, line.settlement or "", line.amount_pence, line.charged_pence) for line in lines
    )
    invoice.amend(status=status.value, approved_by_id=actor.id, approved_at=at, payable_pence=total)
    record(Event.INVOICE_APPROVED, invoice, detail={"lines": len(lines)})
    return invoice


@writes
def withdraw_invoice(
    *, actor: Actor, at: datetime, invoice_id: UUID, reason: str, seen_version: int | None = None
) -> Invoice:
    """Take back an invoice that was recorded wrongly; its number and its charges are free again."""
    invoice = invoices.lock_invoice(actor, invoice_id)
    settling_policies.invoice_withdraw(actor).require()
    status = INVOICE.after(InvoiceStatus(invoice.status), InvoiceAction.WITHDRAW)
    require_version(invoice, seen_version)
    InvoiceCharge.objects.filter(line__invoice=invoice).delete()
    invoice.amend(status=status.value)
    record(Event.INVOICE_WITHDRAWN, invoice, reason=reason)
    return invoice


def _match(actor: Actor, invoice: Invoice) -> None:
    """Deal the charges that are free to the lines nobody settled, and say which of them agree."""
    lines = list(InvoiceLine.objects.filter(invoice=invoice).exclude(status=LineStatus.SETTLED.value))
    InvoiceCharge.objects.filter(line__in=[line.pk for line in lines]).delete()
    days = Period.inclusive(
        min([invoice.period_from, *(line.service_from for line in lines)]),
        max([invoice.period_to, *(line.service_to for line in lines)]),
    )
    free = invoices.free_charges(actor.organisation_ids, invoice.provider_name, days)
    billed = [
        Billed(
            line.number,
            line.client_reference,
            Period.inclusive(line.service_from, line.service_to),
            line.amount_pence,
        )
        for line in lines
    ]
    results, _ = match_lines(billed, free)
    _keep(invoice, lines, results)
    record(Event.INVOICE_MATCHED, invoice, detail={"lines": len(lines)})


def _keep(invoice: Invoice, lines: Sequence[InvoiceLine], results: Sequence[Matched]) -> None:
    """What each line was dealt: a fixed number of statements, however many lines there are."""
    by_number = {result.line.number: result for result in results}
    changed = []
    for line in lines:
        charged = by_number[line.number].charged
        status = line_status(line.amount_pence, charged, invoice.tolerance_pence).value
        if (line.charged_pence, line.status) != (charged, status):
            line.charged_pence, line.status = charged, status
            changed.append(line)
    InvoiceLine.objects.save_rows(changed, "charged_pence", "status")
    InvoiceCharge.objects.bulk_create(
        InvoiceCharge(
            line=line,
            charge_id=UUID(charge.key),
            service_from=charge.days.start,
            service_to=charge.days.last_day,
            pence=charge.pence,
        )
        for line in lines
        for charge in by_number[line.number].taken
    )


def _require_sound(given: InvoiceInput) -> None:
    if given.period_to < given.period_from:
        raise Refused(fields={"period_to": "The last day must be on or after the first day"})
    days = Period.inclusive(given.period_from, given.period_to)
    outside = [line.number for line in given.lines if days.intersection(line.days) != line.days]
    if outside:
        rows = ", ".join(str(number) for number in outside[:20])
        raise Refused(fields={"lines": f"These rows have days outside the invoice's days: {rows}"})
    total = sum(line.pence for line in given.lines)
    if total != given.total_pence:
        words = f"The lines come to {pounds(total)}, not to {pounds(given.total_pence)}"
        raise Refused(fields={"total_pence": words})


def _require_new(body_id: UUID, given: InvoiceInput) -> None:
    same = invoices.same_invoice(body_id, given.provider, given.number)
    if same is not None:
        words = (
            f"Invoice {same.number} of {same.provider_name} is here already, for {pounds(same.total_pence)}"
        )
        raise Refused(fields={"number": words})
