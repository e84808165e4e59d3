"""The steps of a refund: a second person approves it, it is paid, or it is withdrawn."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from funding import policies, presenters
from funding.forms.refund import RefundPayForm, RefundWithdrawForm
from funding.queries import refunds as reads
from funding.queries.refunds import RefundFile
from funding.services import refunds
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm


class RefundStep(ActionForm):
    """A step of a refund."""

    abstract = True
    permission = Permission.REFUND_VIEW
    form_class = BaseForm

    def load(self) -> RefundFile:
        return reads.refund_for(self.actor, self.kwargs["ref"], self.kwargs["refund"])

    def seen_version(self, subject: RefundFile) -> int:
        return subject.refund.version

    def present(self, subject: RefundFile) -> dict[str, Any]:
        return {
            "case": subject.case,
            "page": presenters.refund_page(self.actor, subject),
            "refund": subject.refund,
        }

    def perform(self, subject: RefundFile, form: BaseForm) -> Any:
        seen = {"refund_id": subject.id, "seen_version": form.seen_version}
        return self.service(actor=self.actor, at=self.at, **seen, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("funding:refund_view", kwargs=self.kwargs)


class RefundApprove(RefundStep):
    """The second person's word."""

    permission = Permission.REFUND_APPROVE
    template = "funding/refund_approve.html"
    success_message = "Refund approved."
    service = staticmethod(refunds.approve_refund)

    def decide(self, subject: RefundFile) -> Decision:
        return policies.refund_approve(self.actor, subject.refund.council_id, subject.refund.opened_by_id)


class RefundPay(RefundStep):
    """The person has been paid."""

    permission = Permission.REFUND_PAY
    template = "funding/refund_pay.html"
    form_class = RefundPayForm
    success_message = "Payment recorded."
    service = staticmethod(refunds.pay_refund)

    def decide(self, subject: RefundFile) -> Decision:
        return policies.refund_pay(self.actor, subject.refund.council_id)

    def initial(self, subject: RefundFile) -> dict[str, Any]:
        return {"paid_on": self.today}


class RefundWithdraw(RefundStep):
    """A refund with a mistake in it."""

    permission = Permission.REFUND_WITHDRAW
    template = "funding/refund_withdraw.html"
    form_class = RefundWithdrawForm
    success_message = "Refund withdrawn."
    service = staticmethod(refunds.withdraw_refund)

    def decide(self, subject: RefundFile) -> Decision:
        return policies.refund_withdraw(self.actor, subject.refund.council_id)
