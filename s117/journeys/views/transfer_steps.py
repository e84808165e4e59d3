"""What is done with a notice of transfer: accepted or declined, taken over, withdrawn."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from cases import handover_policies as policies
from cases import queries
from cases.services import transfers
from s117.accounts.queries import coordinators_for, teams_for
from s117.journeys import transfer
from s117.journeys import transfer_presenters as presenters
from s117.journeys.transfer_forms import (
    TransferAcceptForm,
    TransferCompleteForm,
    TransferDeclineForm,
    TransferWithdrawForm,
)
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.staged import StagedForm


class TransferStep(StagedForm):
    """A step of one transfer. What moves and what stays is shown before anything is pressed."""

    abstract = True
    policy: ClassVar[str]

    def load(self) -> Any:
        """The transfer, if the actor may know of it."""
        return queries.transfer_for(self.actor, self.kwargs["transfer"])

    def accessed(self, subject: Any) -> tuple[str, Any, Any]:
        """Whose transfer was looked at."""
        return "Transfer", subject.pk, subject.case_id

    def decide(self, subject: Any) -> Decision:
        """For one's own body."""
        decision: Decision = getattr(policies, self.policy)(self.actor, subject)
        return decision

    def seen_version(self, subject: Any) -> int:
        """The version of the transfer."""
        return int(subject.version)

    def seen_row(self, subject: Any) -> Any:
        """The transfer, which may have been answered since."""
        return subject

    def present(self, subject: Any) -> dict[str, Any]:
        """The notice and its effects."""
        known = transfer.handover_of(subject)
        return {
            "transfer": subject,
            "person": presenters.person_of(subject),
            "facts": presenters.transfer_rows(subject),
            "back_href": self.success_url(subject),
            **presenters.effects(known),
        }

    def keywords(self, subject: Any, form: BaseForm) -> dict[str, Any]:
        """What every service of a transfer is told."""
        told = {"actor": self.actor, "at": self.at, "transfer_id": subject.pk}
        return {**told, "seen_version": form.seen_version, **form.cleaned_data}

    def success_url(self, result: Any) -> str:
        """The notice."""
        return reverse("journeys:transfer_view", kwargs={"transfer": result.pk})


class TransferAccept(TransferStep):
    """Accept for one's own body."""

    permission = Permission.TRANSFER_ACCEPT
    policy = "transfer_accept"
    template = "journeys/transfer_accept.html"
    form_class = TransferAcceptForm
    success_message = "Accepted. A manager of your organisation now allocates a coordinator."
    accepted = True

    def initial(self, subject: Any) -> dict[str, Any]:
        """Today, and the role on the account."""
        return {"answered_on": self.today, "title": self.request.user.job_title}

    def perform(self, subject: Any, form: BaseForm) -> Any:
        """Record the answer."""
        return transfers.answer_transfer(accepted=self.accepted, **self.keywords(subject, form))


class TransferDecline(TransferAccept):
    """Decline for one's own body."""

    template = "journeys/transfer_decline.html"
    form_class = TransferDeclineForm
    success_message = "Declined. The coordinator and the team stay as they were."
    accepted = False


class TransferComplete(TransferStep):
    """Take over."""

    permission = Permission.TRANSFER_COMPLETE
    policy = "transfer_complete"
    template = "journeys/transfer_complete.html"
    form_class = TransferCompleteForm
    success_message = "Taken over. The coordinator before can read the record for 90 days."

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The manager's own teams and their coordinators."""
        return {
            "teams": teams_for(self.actor).filter(
                pk__in=self.actor.team_ids, organisation__in=self.actor.organisation_ids
            ),
            "coordinators": coordinators_for(self.actor, self.today),
        }

    def initial(self, subject: Any) -> dict[str, Any]:
        """The manager's team when there is only one, from today."""
        only = next(iter(self.actor.team_ids)) if len(self.actor.team_ids) == 1 else None
        return {"team": only, "starts_on": self.today}

    def perform(self, subject: Any, form: BaseForm) -> Any:
        """Allocate."""
        return transfers.complete_transfer(**self.keywords(subject, form))


class TransferWithdraw(TransferStep):
    """Withdraw one's own notice."""

    permission = Permission.TRANSFER_WITHDRAW
    policy = "transfer_withdraw"
    template = "journeys/transfer_withdraw.html"
    form_class = TransferWithdrawForm
    success_message = "Notice withdrawn. Everything stays as it was."

    def perform(self, subject: Any, form: BaseForm) -> Any:
        """Withdraw it."""
        return transfers.withdraw_transfer(**self.keywords(subject, form))
