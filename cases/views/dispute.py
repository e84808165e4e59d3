"""Disputes about who is responsible: the lists, one dispute, its referral bundle, and raising one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from cases import dispute_policies, presenters, queries
from cases.forms.dispute import DisputeRaiseForm
from cases.queries import CaseHeader, DisputeFile
from cases.services import disputes
from cases.views.base import SummaryDetail, SummaryForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.staged import Stage, StagedForm
from s117.web.views import ScopedDetail, ScopedList


class DisputeList(ScopedList):
    """The disputes of the reader's body, or all that they know of, those that do most harm first."""

    permission = Permission.DISPUTE_VIEW
    template = "cases/dispute_list.html"
    listed = "Dispute"

    def rows(self) -> dict[str, Any]:
        """One page, with the figures of all of them."""
        mine = self.request.GET.get("whose", "mine") != "all"
        closed = self.request.GET.get("closed") == "yes"
        found = queries.dispute_rows(
            self.actor, self.today, mine=mine, closed=closed, after=self.after(), limit=self.page_size + 1
        )
        page = self.page(found, queries.dispute_key)
        return {
            "page": page,
            "found": presenters.dispute_lines(page.rows, self.today),
            "figures": queries.dispute_figures(self.actor, self.today, mine=mine),
            "mine": mine,
            "closed": closed,
        }


class CaseDisputes(SummaryDetail):
    """Every dispute about one person; for a body that disputes, the shared summary."""

    permission = Permission.DISPUTE_VIEW
    template = "cases/case_disputes.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Disputes, letters and what may be done."""
        return presenters.case_disputes_page(self.actor, subject, self.today)


class DisputeView(ScopedDetail):
    """One dispute: where it stands, what is next, what each party says."""

    permission = Permission.DISPUTE_VIEW
    template = "cases/dispute_view.html"

    def load(self) -> DisputeFile:
        """The dispute, if the actor may know of the person."""
        return queries.dispute_for(self.actor, self.kwargs["ref"], self.kwargs["dispute"])

    def present(self, subject: DisputeFile) -> dict[str, Any]:
        """The dispute in words."""
        return presenters.dispute_page(self.actor, subject, self.today)

    def accessed(self, subject: DisputeFile) -> tuple[str, UUID, UUID]:
        """Which record was looked at."""
        return "Dispute", subject.dispute.id, subject.case.id


class DisputeBundle(DisputeView):
    """What a referral encloses, with the statement of facts, to print."""

    template = "cases/dispute_bundle.html"

    def present(self, subject: DisputeFile) -> dict[str, Any]:
        """The bundle in words."""
        return presenters.bundle_page(self.actor, subject)


class DisputeRaise(SummaryForm, StagedForm):
    """Raise a dispute, with the body that pays meanwhile."""

    permission = Permission.DISPUTE_RAISE
    template = "cases/dispute_raise.html"
    form_class = DisputeRaiseForm
    done = "cases:case_disputes"
    success_message = "Dispute raised. Services continue."
    stages = (
        Stage("question", "What is in dispute", ("kind", "other", "arose_on", "services", "stake_pence")),
        Stage(
            "interim",
            "Who pays meanwhile",
            ("interim_payer", "interim_cost", "interim_from", "interim_reason", "reservation"),
        ),
        Stage("position", "Your position", ("position", "evidence", "contact_name", "contact_details")),
    )

    def decide(self, subject: CaseHeader) -> Decision:
        """A council or an NHS body, while there is a duty."""
        return dispute_policies.dispute_raise(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """What a body of the actor's kind may dispute."""
        return {"kinds": presenters.kinds_open_to(self.actor)}

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Today, and the interim payer that the rules propose for the question chosen."""
        proposed, payer = self.proposal(subject)
        return {
            "kind": self.kind(),
            "arose_on": self.today,
            "interim_payer": payer,
            "interim_cost": "shared" if proposed.shared else "payer",
            "interim_from": self.today,
            "reservation": presenters.reserved_words(payer.name if payer else ""),
        }

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The proposal with its reason."""
        proposed, payer = self.proposal(subject)
        stake = presenters.running_cost(subject.id, self.today)
        return {**super().present(subject), "proposed": proposed, "payer": payer, "stake": stake}

    def proposal(self, subject: CaseHeader) -> Any:
        """Who the rules propose to pay meanwhile."""
        return disputes.interim_for(subject.id, self.kind(), self.today)

    def kind(self) -> str:
        """The question chosen, in the form or by the link that led here; else the first that there is."""
        kinds = presenters.kinds_open_to(self.actor)
        chosen = self.request.POST.get("kind") or self.request.GET.get("kind")
        return chosen if chosen in kinds else kinds[0]

    def perform(self, subject: CaseHeader, form: DisputeRaiseForm) -> Any:
        """Raise it."""
        return disputes.raise_dispute(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            dispute=disputes.DisputeInput(**form.cleaned_data),
            title=self.request.user.job_title,
        )

    def success_url(self, result: Any) -> str:
        """The dispute; before there is one, the person's disputes."""
        if result is None:
            return super().success_url(result)
        return reverse("cases:dispute_view", kwargs={"ref": self.kwargs["ref"], "dispute": result.id})
