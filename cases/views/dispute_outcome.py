"""How a dispute ends: referral, determination, agreement, withdrawal, recharge, closing."""

from __future__ import annotations

from typing import Any, ClassVar

from cases import presenters, queries
from cases.forms.dispute import (
    AgreeForm,
    CloseForm,
    DetermineForm,
    RechargeForm,
    ReferForm,
    WithdrawForm,
)
from cases.queries import DisputeFile
from cases.services import dispute_outcomes
from cases.services.dispute_outcomes import OutcomeInput
from cases.views.dispute_work import DisputeForm
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.staged import StagedForm


class CheckedDisputeForm(DisputeForm, StagedForm):
    """A form with legal effect: the answers are checked before they are saved."""

    abstract = True
    service: ClassVar[str]

    def seen_version(self, subject: DisputeFile) -> int:
        """The version of the dispute."""
        return subject.dispute.version

    def seen_row(self, subject: DisputeFile) -> Any:
        """The dispute, which may have moved on since."""
        return subject.dispute

    def given(self, form: BaseForm) -> dict[str, Any]:
        """The answers as the service takes them."""
        return form.cleaned_data

    def perform(self, subject: DisputeFile, form: BaseForm) -> Any:
        """The one service call."""
        do = getattr(dispute_outcomes, self.service)
        return do(**self.about(subject), seen_version=form.seen_version, **self.given(form))


class DisputeRefer(CheckedDisputeForm):
    """The referral."""

    permission = Permission.DISPUTE_REFER
    form_class = ReferForm
    service = "refer_dispute"
    heading = "Record the referral"
    intro = "Send the bundle first, then record here when and to whom it went."
    confirm = "Record the referral"
    effect = "Services continue while the determination is awaited."
    success_message = "Referral recorded. Services continue."

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """Today, and where the rules send it."""
        return {"referred_on": self.today, "referred_to": presenters.referred_to(subject.dispute)}

    def present(self, subject: DisputeFile) -> dict[str, Any]:
        """What the bundle lacks."""
        return {**super().present(subject), "rows": presenters.missing_rows(subject)}


class DisputeDetermine(CheckedDisputeForm):
    """The determination."""

    permission = Permission.DISPUTE_DETERMINE
    template = "cases/dispute_determine.html"
    form_class = DetermineForm
    service = "determine_dispute"
    heading = "Record the determination"
    confirm = "Record the determination"
    effect = (
        "Responsibility changes from the effective date, on the record of both bodies. What stood before "
        "stays in the history."
    )
    success_message = "Determination recorded"

    def form_kwargs(self, subject: DisputeFile) -> dict[str, Any]:
        """The letters on file, and what the dispute is about."""
        letters = [(str(letter.id), str(letter)) for letter in queries.letters_of(subject.case.id)]
        return {"letters": letters, "kind": subject.dispute.kind}

    def given(self, form: BaseForm) -> dict[str, Any]:
        """The answers as the service takes them."""
        return {"outcome": OutcomeInput(**form.cleaned_data)}


class DisputeAgree(CheckedDisputeForm):
    """Terms for one's own body."""

    permission = Permission.DISPUTE_AGREE
    form_class = AgreeForm
    service = "agree_terms"
    heading = "Settle the dispute by agreement"
    intro = (
        "You agree for your own organisation alone. When every party has agreed the same body and the same "
        "day, the dispute is settled."
    )
    confirm = "Agree these terms"
    effect = "If the other party has agreed the same, responsibility changes at once from the day you name."
    success_message = "Your organisation’s agreement is recorded"

    def form_kwargs(self, subject: DisputeFile) -> dict[str, Any]:
        """What the dispute is about."""
        return {"kind": subject.dispute.kind}

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """The terms that the other party agreed, to agree the same."""
        first = next(iter(subject.agreements), None)
        known = {name: getattr(first, name) for name in ("body", "effective_from", "terms")} if first else {}
        return {**known, "title": self.request.user.job_title}

    def present(self, subject: DisputeFile) -> dict[str, Any]:
        """What was agreed so far."""
        return {**super().present(subject), "rows": presenters.agreed_rows(subject)}


class DisputeWithdraw(CheckedDisputeForm):
    """Withdrawal."""

    permission = Permission.DISPUTE_WITHDRAW
    form_class = WithdrawForm
    service = "withdraw_dispute"
    heading = "Withdraw the dispute"
    intro = "Then what stands about responsibility stands. If your organisation is named, answer it."
    confirm = "Withdraw the dispute"
    effect = "The dispute is closed. Everything written in it stays on the record."
    success_message = "Dispute withdrawn"


class DisputeRecharge(CheckedDisputeForm):
    """What was recovered."""

    permission = Permission.DISPUTE_RECHARGE
    form_class = RechargeForm
    service = "record_recharge"
    heading = "Record what was recovered"
    intro = "What the interim payer recovered from the body found responsible, from the ledger as issued."
    confirm = "Record the sum"
    success_message = "Sum recorded"

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """Today."""
        return {"recharged_on": self.today}


class DisputeClose(CheckedDisputeForm):
    """The end."""

    permission = Permission.DISPUTE_CLOSE
    form_class = CloseForm
    service = "close_dispute"
    heading = "Close the dispute"
    confirm = "Close the dispute"
    effect = "Everything written in it stays on the record."
    success_message = "Dispute closed"
