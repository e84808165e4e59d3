"""Transfers between areas: those under way, one person's, one notice with its summary, and giving notice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from cases import handover_policies as policies
from cases import queries
from cases.queries import CaseHeader
from s117.journeys import transfer
from s117.journeys import transfer_presenters as presenters
from s117.journeys.transfer_forms import TransferProposeForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.staged import StagedForm
from s117.web.views import ScopedDetail, ScopedList


class TransferList(ScopedList):
    """Transfers that wait for this person, and the others under way that they may know of."""

    permission = Permission.TRANSFER_VIEW
    template = "journeys/transfer_list.html"
    listed = "Transfer"

    def rows(self) -> dict[str, Any]:
        """All of them: a body has few under way at once."""
        rows = list(queries.open_transfers(self.actor))
        return {"rows": rows, **presenters.transfer_list(self.actor, rows, self.today)}


class TransferHistory(ScopedDetail):
    """One person's transfers, and where to give notice of another."""

    permission = Permission.TRANSFER_VIEW
    template = "journeys/transfer_history.html"

    def load(self) -> CaseHeader:
        """The case, if the actor may know of it."""
        return queries.case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Newest first."""
        rows = queries.transfers_of(subject.id)
        body = queries.body_of_team(subject.team_id)
        href = presenters.propose_href(self.actor, subject, next(iter(rows), None), body)
        return {"case": subject, "rows": rows, "propose_href": href, "colours": presenters.COLOURS}

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        """Which record was looked at."""
        return "Case", subject.id, subject.id


class TransferView(ScopedDetail):
    """One notice. A body that is asked sees this and the summary, not the record, until it accepts."""

    permission = Permission.TRANSFER_VIEW
    template = "journeys/transfer_view.html"

    def load(self) -> Any:
        """The transfer, if the actor may know of it."""
        return queries.transfer_for(self.actor, self.kwargs["transfer"])

    def present(self, subject: Any) -> dict[str, Any]:
        """The notice, its summary, and what may be done next."""
        return {
            "transfer": subject,
            "person": presenters.person_of(subject),
            "facts": presenters.transfer_rows(subject),
            "acts": presenters.acts(self.actor, subject),
            "colour": presenters.COLOURS[subject.status],
            "checklist": presenters.pack_checklist(subject),
            "sees_case": queries.visible_to(self.actor).filter(pk=subject.case_id).exists(),
            "today": self.today,
        }

    def accessed(self, subject: Any) -> tuple[str, UUID, UUID]:
        """Whose summary was looked at."""
        return "Transfer", subject.pk, subject.case_id


class TransferPack(TransferView):
    """The summary, to print."""

    template = "journeys/transfer_pack.html"


class TransferPropose(StagedForm):
    """Give notice."""

    permission = Permission.TRANSFER_PROPOSE
    template = "journeys/transfer_propose.html"
    form_class = TransferProposeForm
    success_message = "Notice given. Nothing changes until the other body has answered and allocated."

    def load(self) -> CaseHeader:
        """The case, its transfers so far, and the body that coordinates it."""
        case = queries.case_for(self.actor, self.kwargs["ref"])
        self.last = next(iter(queries.transfers_of(case.id)), None)
        self.coordinating = queries.body_of_team(case.team_id)
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """For the body that coordinates."""
        body = self.coordinating.id if self.coordinating else None
        return policies.transfer_propose(self.actor, subject, self.last, body)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The other bodies of this register."""
        body = self.coordinating.id if self.coordinating else None
        return {"bodies": queries.bodies_that_can_receive(body, self.today)}

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Everything in the summary, and the services that run."""
        return {
            "pack_contents": list(transfer.PARTS),
            "services_continuing": transfer.services_that_go_on(subject),
            "told_on": self.today,
        }

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What will move and what will stay, before anything is pressed."""
        known = transfer.handover(subject, to_body="the other body", on=None, cause="", money=None)
        back = reverse("journeys:transfer_history", kwargs={"ref": subject.reference})
        return {"case": subject, "back_href": back, **presenters.effects(known)}

    def perform(self, subject: CaseHeader, form: TransferProposeForm) -> Any:
        """Give it."""
        return transfer.propose_transfer(actor=self.actor, at=self.at, case=subject, **form.notice())

    def success_url(self, result: Any) -> str:
        """The notice."""
        return reverse("journeys:transfer_view", kwargs={"transfer": result.pk})
