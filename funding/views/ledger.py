"""The without-prejudice ledger of a dispute, and the recharge after its determination."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from cases.queries import dispute_for
from funding import policies, presenters
from funding.forms.recharge import RechargeForm
from funding.queries import ledger
from funding.queries.ledger import LedgerFile
from funding.services import recharges
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail


class LedgerView(ScopedDetail):
    """What the reader's body paid meanwhile, and what is still to recover."""

    permission = Permission.LEDGER_VIEW
    template = "funding/ledger_view.html"

    def load(self) -> LedgerFile:
        return _loaded(self)

    def decide(self, subject: LedgerFile) -> Decision:
        return policies.ledger_view(self.actor)

    def present(self, subject: LedgerFile) -> dict[str, Any]:
        page = presenters.ledger_page(self.actor, subject)
        return {"case": subject.case, "dispute": subject.file.dispute, "page": page}

    def accessed(self, subject: LedgerFile) -> tuple[str, UUID, UUID]:
        return ("Ledger", subject.file.dispute.id, subject.case.id)


class RechargeIssue(ActionForm):
    """Mirror the ledger to the body found responsible."""

    permission = Permission.RECHARGE_ISSUE
    template = "funding/recharge_issue.html"
    form_class = RechargeForm
    success_message = "Recharge issued."

    def load(self) -> LedgerFile:
        return _loaded(self)

    def decide(self, subject: LedgerFile) -> Decision:
        return presenters.may_recharge(self.actor, subject)

    def seen_version(self, subject: LedgerFile) -> int:
        return subject.file.dispute.version

    def present(self, subject: LedgerFile) -> dict[str, Any]:
        page = presenters.ledger_page(self.actor, subject)
        return {"case": subject.case, "dispute": subject.file.dispute, "page": page}

    def perform(self, subject: LedgerFile, form: RechargeForm) -> Any:
        return recharges.issue_recharge(
            actor=self.actor,
            at=self.at,
            ref=subject.case.reference,
            dispute_id=subject.file.dispute.id,
            reference=form.cleaned_data["reference"],
            seen_version=form.seen_version,
        )

    def success_url(self, result: Any) -> str:
        return reverse("funding:ledger_view", kwargs=self.kwargs)


def _loaded(view: ScopedDetail | ActionForm) -> LedgerFile:
    file = dispute_for(view.actor, view.kwargs["ref"], view.kwargs["dispute"])
    ledger.require_party(file, view.actor)
    return ledger.ledger_of(view.actor, file)
