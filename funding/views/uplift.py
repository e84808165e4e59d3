"""Bulk rises of rates: the list, preparing one, looking at it, and its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from funding import policies, presenters
from funding.forms.uplift import UpliftApproveForm, UpliftForm, UpliftReasonForm
from funding.queries import uplifts as queries
from funding.queries.uplifts import UpliftLineRow, UpliftRow
from funding.services import uplifts
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class UpliftList(ScopedList):
    """The runs of the actor's body."""

    permission = Permission.UPLIFT_VIEW
    template = "funding/uplift_list.html"
    listed = "UpliftRun"

    def rows(self) -> dict[str, Any]:
        after = self.after() or ""
        before = int(after) if after.isdecimal() and len(after) < 10 else None
        found = queries.uplifts_for(self.actor, before=before, limit=self.page_size + 1)
        pages = [presenters.uplift_page(self.actor, run) for run in found]
        return {
            "page": self.page(pages, lambda row: row.run.number),
            "may_prepare": policies.uplift_prepare(self.actor, self.actor.organisation_id),
        }


class UpliftPrepare(ActionForm):
    """Work a rise out, to be looked at."""

    permission = Permission.UPLIFT_PREPARE
    template = "funding/uplift_prepare.html"
    form_class = UpliftForm
    success_message = "Uplift prepared. No rate has changed. A second person approves it."

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        return {"providers": queries.providers_of(self.actor.organisation_id)}

    def initial(self, subject: None) -> dict[str, Any]:
        return {"how": "percent"}

    def perform(self, subject: None, form: UpliftForm) -> Any:
        body = self.actor.organisation_id
        return uplifts.prepare_uplift(actor=self.actor, at=self.at, organisation_id=body, wanted=form.wanted)

    def success_url(self, result: Any) -> str:
        return reverse("funding:uplift_view", kwargs={"number": result.number})


class UpliftView(ScopedDetail):
    """Every service with its old and new rate, and what the rise comes to."""

    permission = Permission.UPLIFT_VIEW
    template = "funding/uplift_view.html"

    def load(self) -> UpliftRow:
        return queries.uplift_for(self.actor, self.kwargs["number"])

    def present(self, subject: UpliftRow) -> dict[str, Any]:
        # While a worker records the rates the page is looked at every other second: how far it is, no more.
        lines = () if subject.applying else queries.uplift_lines(subject)
        return {"page": presenters.uplift_page(self.actor, subject, lines)}

    def accessed(self, subject: UpliftRow) -> tuple[str, UUID, None]:
        return ("UpliftRun", subject.id, None)


class UpliftStep(ActionForm):
    """A step of one run."""

    abstract = True
    service: UpliftLineRow | None = None

    def load(self) -> UpliftRow:
        """The run; NotFound where the address names a service that it does not have."""
        run = queries.uplift_for(self.actor, self.kwargs["number"])
        if "line" in self.kwargs:
            self.service = queries.uplift_line(run, self.kwargs["line"])
        return run

    def decide(self, subject: UpliftRow) -> Decision:
        """Whoever may prepare may change what waits for approval."""
        return policies.uplift_prepare(self.actor, subject.organisation_id)

    def seen_version(self, subject: UpliftRow) -> int:
        """The version of the run: two who change it at once do not undo one another."""
        return subject.version

    def present(self, subject: UpliftRow) -> dict[str, Any]:
        """The run, and the service where the step is about one."""
        page = presenters.uplift_page(self.actor, subject, queries.uplift_lines(subject))
        return {"page": page, "service": self.service}

    def known(self, subject: UpliftRow, form: BaseForm) -> dict[str, Any]:
        """What every step's service takes."""
        return {
            "actor": self.actor, "at": self.at, "run_id": subject.id, "seen_version": form.seen_version
        }  # fmt: skip

    def success_url(self, result: Any) -> str:
        """Back to the run."""
        return reverse("funding:uplift_view", kwargs={"number": result.number})


class UpliftExclude(UpliftStep):
    """Take one service out."""

    permission = Permission.UPLIFT_PREPARE
    template = "funding/uplift_exclude.html"
    form_class = UpliftReasonForm
    success_message = "Service taken out."

    def perform(self, subject: UpliftRow, form: UpliftReasonForm) -> Any:
        line, reason = self.kwargs["line"], form.cleaned_data["reason"]
        return uplifts.exclude_line(**self.known(subject, form), uplift_line_id=line, reason=reason)


class UpliftInclude(UpliftStep):
    """Put a service back."""

    permission = Permission.UPLIFT_PREPARE
    template = "funding/uplift_include.html"
    success_message = "Service put back."

    def perform(self, subject: UpliftRow, form: BaseForm) -> Any:
        return uplifts.include_line(**self.known(subject, form), uplift_line_id=self.kwargs["line"])


class UpliftApprove(UpliftStep):
    """The second person's approval."""

    permission = Permission.UPLIFT_APPROVE
    template = "funding/uplift_approve.html"
    form_class = UpliftApproveForm
    success_message = "Uplift approved. The new rates are being recorded."

    def decide(self, subject: UpliftRow) -> Decision:
        return policies.uplift_approve(self.actor, subject.organisation_id, subject.prepared_by_id)

    def perform(self, subject: UpliftRow, form: UpliftApproveForm) -> Any:
        return uplifts.approve_uplift(**self.known(subject, form))


class UpliftWithdraw(UpliftStep):
    """Drop a run that nobody approved."""

    permission = Permission.UPLIFT_PREPARE
    template = "funding/uplift_withdraw.html"
    form_class = UpliftReasonForm
    success_message = "Uplift withdrawn. No rate has changed."

    def perform(self, subject: UpliftRow, form: UpliftReasonForm) -> Any:
        return uplifts.withdraw_uplift(**self.known(subject, form), reason=form.cleaned_data["reason"])


class UpliftUndo(UpliftStep):
    """Take the new rates back."""

    permission = Permission.UPLIFT_APPROVE
    template = "funding/uplift_undo.html"
    form_class = UpliftReasonForm
    success_message = "Uplift undone. The old rates hold again."

    def decide(self, subject: UpliftRow) -> Decision:
        return policies.uplift_undo(self.actor, subject.organisation_id)

    def perform(self, subject: UpliftRow, form: UpliftReasonForm) -> Any:
        return uplifts.undo_uplift(**self.known(subject, form), reason=form.cleaned_data["reason"])
