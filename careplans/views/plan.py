"""Reading plans, starting one, and taking it to publication."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.steps import ConfirmForm
from careplans.queries.plans import PlanFile
from cases.queries import CaseHeader, case_for
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.drafts import pages_kept
from s117.web.views import ActionForm, ScopedDetail, ScopedView


class CasePage(ScopedView):
    """A page about a person the actor sees."""

    abstract = True

    def load(self) -> Any:
        return case_for(self.actor, self.kwargs["ref"])


class PlanPage(ScopedView):
    """A page about one version of a person's plan."""

    abstract = True

    def load(self) -> Any:
        return queries.plan_for(self.actor, self.kwargs["ref"], self.kwargs["number"])

    def sheet(self, subject: PlanFile) -> dict[str, Any]:
        """What every page about the version shows."""
        return {"case": subject.case, "sheet": presenters.plan_sheet(self.actor, subject)}

    def plan_url(self, name: str, **more: object) -> str:
        """A page of the same version."""
        where = {"ref": self.kwargs["ref"], "number": self.kwargs["number"], **more}
        return reverse(f"careplans:{name}", kwargs=where)


class PlanList(CasePage, ScopedDetail):
    """Every version of the person's plan, newest first."""

    permission = Permission.PLAN_VIEW
    template = "careplans/plan_list.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        rows = queries.plans_of(subject.id)
        is_open = any(row.status.value in queries.OPEN_PLANS for row in rows)
        return {
            "case": subject,
            "rows": rows,
            "start": policies.plan_draft(self.actor, subject, already_open=is_open),
            "is_open": is_open,
            "compare_href": presenters.compare_href(subject.reference, rows),
            "colours": presenters.STATUS_COLOURS,
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("CarePlans", subject.id, subject.id)


class PlanDraft(CasePage, ActionForm):
    """Start the next version."""

    permission = Permission.PLAN_DRAFT
    template = "careplans/plan_draft.html"
    form_class = ConfirmForm
    success_message = "Care plan started."

    def decide(self, subject: CaseHeader) -> Decision:
        already = queries.open_plan(subject.id) is not None
        return policies.plan_draft(self.actor, subject, already_open=already)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        last = queries.published_plan(subject.id)
        return {"case": subject, "last": last, "needs": queries.needs_for_case(subject.id)}

    def perform(self, subject: CaseHeader, form: ConfirmForm) -> Any:
        return services.draft_plan(actor=self.actor, case_id=subject.id, at=self.at)

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": result.number}
        return reverse("careplans:plan_edit", kwargs=where)


class PlanView(PlanPage, ScopedDetail):
    """One version, to read."""

    permission = Permission.PLAN_VIEW
    template = "careplans/plan_view.html"

    def present(self, subject: PlanFile) -> dict[str, Any]:
        can_open = bool(policies.document_request(self.actor))
        return {
            **self.sheet(subject),
            "documents": queries.documents_of(subject.id) if can_open else (),
            "can_open": can_open,
            "document_colours": presenters.DOCUMENT_COLOURS,
            "copies": queries.copy_rows(subject.case, subject.id, subject.snapshot.recipients, self.today),
            "can_send": bool(policies.copy_send(self.actor, subject.case, subject.plan)),
            **presenters.around_version(subject, queries.plans_of(subject.case.id)),
        }

    def accessed(self, subject: PlanFile) -> tuple[str, UUID, UUID]:
        return ("CarePlan", subject.id, subject.case.id)


class PlanCompare(CasePage, ScopedDetail):
    """What changed from one version to another; without a choice, from the last but one to the last."""

    permission = Permission.PLAN_VIEW
    template = "careplans/plan_compare.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        asked = (self.request.GET.get("from", ""), self.request.GET.get("to", ""))
        rows = queries.plans_of(subject.id)
        chosen = presenters.versions_to_compare(rows, *asked)
        shown = {
            "case": subject,
            "choices": presenters.version_choices(rows),
            "before": None,
            "after": None,
            "groups": (),
            "count": 0,
        }
        if chosen is None:
            return shown
        before, after = (queries.plan_for(self.actor, subject.reference, number) for number in chosen)
        return shown | presenters.comparison(before.snapshot, after.snapshot)

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("CarePlans", subject.id, subject.id)


class PlanEdit(PlanPage, ScopedDetail):
    """The task list of a version that is being written or waits for agreement."""

    permission = Permission.PLAN_EDIT
    template = "careplans/plan_edit.html"

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_edit(self.actor, subject.case, subject.plan)

    def present(self, subject: PlanFile) -> dict[str, Any]:
        kept = pages_kept(self.actor.id, self.plan_url("plan_view"))
        easy = "easy_read" in queries.format_needs(subject.case).codes
        return {
            "case": subject.case,
            "sheet": presenters.plan_sheet(self.actor, subject, kept),
            "hard": presenters.hard_to_read(subject.snapshot) if easy else (),
        }

    def accessed(self, subject: PlanFile) -> tuple[str, UUID, UUID]:
        return ("CarePlan", subject.id, subject.case.id)
