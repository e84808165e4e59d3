"""Runs of direct payments: worked out, approved by a second person, or withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from funding import policies, presenters
from funding.forms.direct_payment import RunForm
from funding.queries import direct_payments as reads
from funding.queries.direct_payments import RunFile
from funding.rules.paying import PAYMENT_RUN, PaymentRunAction, PaymentRunStatus
from funding.services import payment_runs
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class PaymentRunList(ScopedList):
    """The runs of one's own body."""

    permission = Permission.PAYMENT_RUN_VIEW
    template = "funding/payment_run_list.html"
    listed = "PaymentRun"

    def rows(self) -> dict[str, Any]:
        return {
            "runs": presenters.run_rows(reads.runs_for(self.actor)),
            "may_make": bool(policies.payment_run_make(self.actor)),
        }

    def counted(self, context: dict[str, Any]) -> int:
        return len(context["runs"])


class PaymentRunMake(ActionForm):
    """Gather what falls due up to a day."""

    permission = Permission.PAYMENT_RUN_MAKE
    template = "funding/payment_run_make.html"
    form_class = RunForm
    success_message = "Run worked out. Somebody else must approve it."

    def load(self) -> None:
        return None

    def decide(self, subject: None) -> Decision:
        return policies.payment_run_make(self.actor)

    def initial(self, subject: None) -> dict[str, Any]:
        return {"due_to": self.today}

    def present(self, subject: None) -> dict[str, Any]:
        return {}

    def perform(self, subject: None, form: RunForm) -> Any:
        return payment_runs.make_run(actor=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("funding:payment_run_view", kwargs={"number": result.number})


class PaymentRunView(ScopedDetail):
    """A run: each payment, and what is next."""

    permission = Permission.PAYMENT_RUN_VIEW
    template = "funding/payment_run_view.html"

    def load(self) -> RunFile:
        return reads.run_for(self.actor, self.kwargs["number"])

    def decide(self, subject: RunFile) -> Decision:
        return policies.payment_run_view(self.actor)

    def present(self, subject: RunFile) -> dict[str, Any]:
        return {"page": presenters.payment_run_page(self.actor, subject)}

    def accessed(self, subject: RunFile) -> tuple[str, UUID, None]:
        return ("PaymentRun", subject.id, None)


class PaymentRunStep(ActionForm):
    """A step of a run."""

    abstract = True
    permission = Permission.PAYMENT_RUN_VIEW
    form_class = BaseForm
    action = PaymentRunAction.APPROVE

    def load(self) -> RunFile:
        return reads.run_for(self.actor, self.kwargs["number"])

    def initial(self, subject: RunFile) -> dict[str, Any]:
        PAYMENT_RUN.after(PaymentRunStatus(subject.run.status), self.action)
        return {}

    def seen_version(self, subject: RunFile) -> int:
        return subject.run.version

    def present(self, subject: RunFile) -> dict[str, Any]:
        return {"page": presenters.payment_run_page(self.actor, subject)}

    def perform(self, subject: RunFile, form: BaseForm) -> Any:
        seen = {"run_id": subject.id, "seen_version": form.seen_version}
        return self.service(actor=self.actor, at=self.at, **seen)

    def success_url(self, result: Any) -> str:
        return reverse("funding:payment_run_view", kwargs=self.kwargs)


class PaymentRunApprove(PaymentRunStep):
    """The second person's word."""

    permission = Permission.PAYMENT_RUN_APPROVE
    template = "funding/payment_run_approve.html"
    success_message = "Run approved. It never changes from now on."
    service = staticmethod(payment_runs.approve_run)

    def decide(self, subject: RunFile) -> Decision:
        return policies.payment_run_approve(self.actor, subject.run.body_id, subject.run.made_by_id)


class PaymentRunWithdraw(PaymentRunStep):
    """A run with a mistake in it."""

    permission = Permission.PAYMENT_RUN_MAKE
    template = "funding/payment_run_withdraw.html"
    action = PaymentRunAction.WITHDRAW
    success_message = "Run withdrawn. What it held falls due again."
    service = staticmethod(payment_runs.withdraw_run)

    def decide(self, subject: RunFile) -> Decision:
        return policies.payment_run_make(self.actor, subject.run.body_id)
