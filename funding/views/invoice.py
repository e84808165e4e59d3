"""Providers' invoices: the list, recording one, its page, and the steps until it is approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from funding import settling_policies
from funding.forms.invoice import ApproveForm, InvoiceForm, InvoiceWithdrawForm, SettleForm
from funding.presenters.invoices import invoice_href, invoice_page, invoice_state
from funding.queries import invoices as reading
from funding.queries.invoices import InvoiceRow
from funding.rules.invoices import Settlement
from funding.rules.lifecycle import INVOICE
from funding.rules.settling import InvoiceAction
from funding.services import invoices
from funding.services.invoices import InvoiceInput
from s117.kernel.decisions import Decision
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class InvoiceList(ScopedList):
    """The invoices that providers sent to the actor's body, newest first."""

    permission = Permission.INVOICE_VIEW
    template = "funding/invoice_list.html"
    listed = "Invoice"

    def rows(self) -> dict[str, Any]:
        found = reading.invoices_for(self.actor, after=self.after(), limit=self.page_size + 1)
        return {
            "page": self.page(found, lambda row: row.key),
            "states": {row.id: invoice_state(row) for row in found},
            "may_record": settling_policies.invoice_record(self.actor),
            "may_see_finance": self.actor.may(Permission.FINANCE_VIEW),
        }


class InvoiceRecord(ActionForm):
    """Type an invoice or load its lines; the lines are matched at once."""

    permission = Permission.INVOICE_RECORD
    template = "funding/invoice_record.html"
    form_class = InvoiceForm
    success_message = "Invoice recorded and matched."

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        files = {"files": self.request.FILES} if self.request.method == "POST" else {}
        return {"providers": reading.providers_paid_by(self.actor), **files}

    def perform(self, subject: None, form: InvoiceForm) -> Any:
        names = ("provider", "number", "received_on", "period_from", "period_to", "total_pence", "lines")
        given = InvoiceInput(**{name: form.cleaned_data[name] for name in names})
        return invoices.record_invoice(actor=self.actor, at=self.at, given=given)

    def success_url(self, result: Any) -> str:
        return invoice_href(result.id)


class InvoiceView(ScopedDetail):
    """An invoice beside the schedules: what agrees, what does not, what is on one side only."""

    permission = Permission.INVOICE_VIEW
    template = "funding/invoice_view.html"

    def load(self) -> InvoiceRow:
        return reading.invoice_for(self.actor, self.kwargs["invoice"])

    def present(self, subject: InvoiceRow) -> dict[str, Any]:
        days = Period.inclusive(subject.period_from, subject.period_to)
        free = reading.free_charges(self.actor.organisation_ids, subject.provider_name, days)
        lines = reading.lines_of_invoice(subject.id)
        return {"page": invoice_page(self.actor, subject, lines, reading.left_of(free))}

    def accessed(self, subject: InvoiceRow) -> tuple[str, UUID, None]:
        return ("Invoice", subject.id, None)


class InvoiceStep(ActionForm):
    """A step of one invoice, which leads back to its page."""

    abstract = True
    action: InvoiceAction

    def load(self) -> InvoiceRow:
        found = reading.invoice_for(self.actor, self.kwargs["invoice"])
        INVOICE.after(found.status, self.action)
        return found

    def seen_version(self, subject: InvoiceRow) -> int:
        return subject.version

    def present(self, subject: InvoiceRow) -> dict[str, Any]:
        lines = reading.lines_of_invoice(subject.id)
        return {"page": invoice_page(self.actor, subject, lines, ())}

    def accessed(self, subject: InvoiceRow) -> tuple[str, UUID, None]:
        return ("Invoice", subject.id, None)

    def keys(self, subject: InvoiceRow, form: BaseForm) -> dict[str, Any]:
        """What every service about an invoice takes."""
        seen = form.seen_version
        return {"actor": self.actor, "at": self.at, "invoice_id": subject.id, "seen_version": seen}

    def success_url(self, result: Any) -> str:
        return reverse("funding:invoice_view", kwargs={"invoice": self.kwargs["invoice"]})


class InvoiceMatch(InvoiceStep):
    """Match the lines with what the schedules charge by now."""

    permission = Permission.INVOICE_MATCH
    template = "funding/invoice_match.html"
    success_message = "Matched again."
    action = InvoiceAction.MATCH

    def perform(self, subject: InvoiceRow, form: BaseForm) -> Any:
        return invoices.match_again(**self.keys(subject, form))


class InvoiceSettle(InvoiceStep):
    """Say how the query on one line ended."""

    permission = Permission.INVOICE_SETTLE
    template = "funding/invoice_settle.html"
    form_class = SettleForm
    success_message = "Query settled."
    action = InvoiceAction.SETTLE

    def load(self) -> InvoiceRow:
        found = super().load()
        self.line = reading.invoice_line_for(found, self.kwargs["line"])
        return found

    def seen_version(self, subject: InvoiceRow) -> int:
        return self.line.version

    def initial(self, subject: InvoiceRow) -> dict[str, Any]:
        return {"settlement": self.line.settlement or "", "words": self.line.settled_words}

    def present(self, subject: InvoiceRow) -> dict[str, Any]:
        page = invoice_page(self.actor, subject, (self.line,), ())
        return {"page": page, "line": page.lines[0]}

    def perform(self, subject: InvoiceRow, form: SettleForm) -> Any:
        how = Settlement(form.cleaned_data["settlement"])
        told = {"line_id": self.line.id, "settlement": how, "words": form.cleaned_data["words"]}
        return invoices.settle_line(**self.keys(subject, form), **told)


class InvoiceApprove(InvoiceStep):
    """Approve the invoice for payment."""

    permission = Permission.INVOICE_APPROVE
    template = "funding/invoice_approve.html"
    form_class = ApproveForm
    success_message = "Invoice approved for payment."
    action = InvoiceAction.APPROVE

    def decide(self, subject: InvoiceRow) -> Decision:
        lines = reading.lines_of_invoice(subject.id)
        handled = {subject.recorded_by_id, *(line.settled_by_id for line in lines)} - {None}
        return settling_policies.invoice_approve(self.actor, handled, subject.queries)

    def perform(self, subject: InvoiceRow, form: ApproveForm) -> Any:
        return invoices.approve_invoice(**self.keys(subject, form))


class InvoiceWithdraw(InvoiceStep):
    """Take back an invoice that was recorded wrongly."""

    permission = Permission.INVOICE_WITHDRAW
    template = "funding/invoice_withdraw.html"
    form_class = InvoiceWithdrawForm
    success_message = "Invoice withdrawn."
    action = InvoiceAction.WITHDRAW

    def perform(self, subject: InvoiceRow, form: InvoiceWithdrawForm) -> Any:
        reason = form.cleaned_data["reason"]
        return invoices.withdraw_invoice(**self.keys(subject, form), reason=reason)
