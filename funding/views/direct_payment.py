"""A direct payment or budget of one service: set up, seen, looked after, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from funding import policies, presenters, queries
from funding.forms.direct_payment import DirectPaymentForm, LastDayForm, ReclaimForm, ReturnForm
from funding.queries import LineFile
from funding.queries import direct_payments as reads
from funding.queries.direct_payments import DirectPaymentFile
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder
from funding.rules.paying import RECLAIM, ReclaimAction, ReclaimStatus
from funding.services import direct_payments
from funding.services.direct_payments import ReturnInput, SetUpInput
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail

TERMS = {"kind": BudgetKind, "holder": Holder, "account": Account, "cycle": Cycle}


def payment_url(ref: str, direct_payment_id: UUID) -> str:
    """The page of an arrangement."""
    where = {"ref": ref, "direct_payment": direct_payment_id}
    return reverse("funding:direct_payment_view", kwargs=where)


class DirectPaymentRecord(ActionForm):
    """Set up a direct payment or budget for a funded service."""

    permission = Permission.DIRECT_PAYMENT_RECORD
    template = "funding/direct_payment_record.html"
    form_class = DirectPaymentForm
    success_message = "Set up. Its payments are in the next run."

    def load(self) -> LineFile:
        return queries.line_for(self.actor, self.kwargs["ref"], self.kwargs["line"])

    def decide(self, subject: LineFile) -> Decision:
        return policies.direct_payment_record(self.actor, subject.line.payer_id)

    def initial(self, subject: LineFile) -> dict[str, Any]:
        return {"monitoring_months": 3, "weeks_kept": 8, "starts_on": subject.line.starts_on}

    def present(self, subject: LineFile) -> dict[str, Any]:
        return {"case": subject.case, "line": subject.line}

    def perform(self, subject: LineFile, form: DirectPaymentForm) -> Any:
        given = {**form.cleaned_data, **{name: term(form.cleaned_data[name]) for name, term in TERMS.items()}}
        return direct_payments.record_direct_payment(
            actor=self.actor, at=self.at, line_id=subject.id, given=SetUpInput(**given)
        )

    def success_url(self, result: Any) -> str:
        return payment_url(self.kwargs["ref"], result.id)


class DirectPaymentView(ScopedDetail):
    """The arrangement, what was paid, the returns, and what is asked back."""

    permission = Permission.MONEY_VIEW
    template = "funding/direct_payment_view.html"

    def load(self) -> DirectPaymentFile:
        return reads.direct_payment_for(
            self.actor, self.kwargs["ref"], self.kwargs["direct_payment"], self.today
        )

    def decide(self, subject: DirectPaymentFile) -> Decision:
        return policies.money_view(self.actor)

    def present(self, subject: DirectPaymentFile) -> dict[str, Any]:
        page = presenters.direct_payment_page(self.actor, subject, self.today)
        return {"case": subject.case, "page": page}

    def accessed(self, subject: DirectPaymentFile) -> tuple[str, UUID, UUID]:
        return ("DirectPayment", subject.id, subject.case.id)


class DirectPaymentStep(ActionForm):
    """A step about one arrangement."""

    abstract = True
    permission = Permission.RETURN_RECORD

    def load(self) -> DirectPaymentFile:
        return reads.direct_payment_for(
            self.actor, self.kwargs["ref"], self.kwargs["direct_payment"], self.today
        )

    def decide(self, subject: DirectPaymentFile) -> Decision:
        return policies.return_record(self.actor, subject.held.line.payer_id)

    def present(self, subject: DirectPaymentFile) -> dict[str, Any]:
        page = presenters.direct_payment_page(self.actor, subject, self.today)
        return {"case": subject.case, "page": page, "held": subject.held}

    def success_url(self, result: Any) -> str:
        return payment_url(self.kwargs["ref"], self.kwargs["direct_payment"])


class DirectPaymentEnd(DirectPaymentStep):
    """The last day of an arrangement."""

    permission = Permission.DIRECT_PAYMENT_RECORD
    template = "funding/direct_payment_end.html"
    form_class = LastDayForm
    success_message = "Ended. Record a last return for what is left."

    def decide(self, subject: DirectPaymentFile) -> Decision:
        return policies.direct_payment_record(self.actor, subject.held.line.payer_id)

    def seen_version(self, subject: DirectPaymentFile) -> int:
        return subject.held.version

    def perform(self, subject: DirectPaymentFile, form: LastDayForm) -> Any:
        held = {"direct_payment_id": subject.id, "seen_version": form.seen_version}
        return direct_payments.end_direct_payment(actor=self.actor, at=self.at, **held, **form.cleaned_data)


class ReturnRecord(DirectPaymentStep):
    """What the holder had and spent."""

    template = "funding/return_record.html"
    form_class = ReturnForm
    success_message = "Return recorded."

    def perform(self, subject: DirectPaymentFile, form: ReturnForm) -> Any:
        given = ReturnInput(**form.cleaned_data)
        return direct_payments.record_return(
            actor=self.actor, at=self.at, direct_payment_id=subject.id, given=given
        )


class ReclaimSettle(DirectPaymentStep):
    """What was asked back came, or stays with the holder."""

    template = "funding/reclaim_settle.html"
    form_class = ReclaimForm
    success_message = "Recorded."

    def load(self) -> DirectPaymentFile:
        found = super().load()
        reads.return_for(found, self.kwargs["return_id"])
        return found

    def initial(self, subject: DirectPaymentFile) -> dict[str, Any]:
        asked = reads.return_for(subject, self.kwargs["return_id"])
        RECLAIM.after(ReclaimStatus(asked.reclaim_status), ReclaimAction.RECEIVE)
        return {"on": self.today}

    def seen_version(self, subject: DirectPaymentFile) -> int:
        return reads.return_for(subject, self.kwargs["return_id"]).version

    def present(self, subject: DirectPaymentFile) -> dict[str, Any]:
        asked = reads.return_for(subject, self.kwargs["return_id"])
        return {**super().present(subject), "asked": asked}

    def perform(self, subject: DirectPaymentFile, form: ReclaimForm) -> Any:
        given = {**form.cleaned_data, "action": ReclaimAction(form.cleaned_data["action"])}
        held = {"return_id": self.kwargs["return_id"], "seen_version": form.seen_version}
        return direct_payments.settle_reclaim(actor=self.actor, at=self.at, **held, **given)
