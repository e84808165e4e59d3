"""Taking a version on: for agreement, back to its author, published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans import policies, queries, services
from careplans.forms.steps import ConfirmForm, ReturnForm
from careplans.queries.plans import PlanFile
from careplans.rules.lifecycle import PLAN, PlanAction
from careplans.views.plan import PlanPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm


class StepForm(PlanPage, ActionForm):
    """A page that takes the plan a step on, with the whole of it to check first."""

    abstract = True
    form_class = ConfirmForm
    action: ClassVar[PlanAction]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, when the version can take the step now; otherwise a page that says why not."""
        PLAN.after(self.subject.status, self.action)
        return super().get(request)

    def seen_version(self, subject: PlanFile) -> int:
        return subject.plan.version

    def present(self, subject: PlanFile) -> dict[str, Any]:
        mine = subject.plan.number
        compare = reverse("careplans:plan_compare", kwargs={"ref": subject.case.reference})
        href = f"{compare}?from={mine - 1}&to={mine}" if mine > 1 else ""
        return {**self.sheet(subject), "compare_href": href}

    def success_url(self, result: Any) -> str:
        return self.plan_url("plan_view")

    def call(self, form: Any) -> dict[str, Any]:
        """The keywords that every step takes."""
        return {
            "actor": self.actor,
            "plan_id": self.subject.id,
            "seen_version": form.seen_version,
            "at": self.at,
        }


class PlanSubmit(StepForm):
    """Check the plan and send it for agreement."""

    permission = Permission.PLAN_SUBMIT
    template = "careplans/plan_submit.html"
    action = PlanAction.SUBMIT
    success_message = "Sent for agreement. A draft copy to talk through is being made."

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_submit(self.actor, subject.case)

    def perform(self, subject: PlanFile, form: ConfirmForm) -> Any:
        return services.submit_plan(**self.call(form))


class PlanReturn(StepForm):
    """Send it back to its author, saying why."""

    permission = Permission.PLAN_RETURN
    template = "careplans/plan_return.html"
    action = PlanAction.RETURN
    form_class = ReturnForm
    success_message = "Sent back to the author."

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_return(self.actor, subject.case)

    def perform(self, subject: PlanFile, form: ReturnForm) -> Any:
        return services.return_plan(**self.call(form), reason=form.cleaned_data["reason"])


class PlanPublish(StepForm):
    """Check the plan and publish it."""

    permission = Permission.PLAN_PUBLISH
    template = "careplans/plan_publish.html"
    action = PlanAction.PUBLISH
    success_message = "Published. The document is being made."

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_publish(self.actor, subject.case, subject.plan)

    def present(self, subject: PlanFile) -> dict[str, Any]:
        recipients = subject.snapshot.recipients
        return {
            **super().present(subject),
            "copies": queries.copy_rows(subject.case, subject.id, recipients, self.today),
            "needs": queries.format_needs(subject.case),
        }

    def perform(self, subject: PlanFile, form: ConfirmForm) -> Any:
        return services.publish_plan(**self.call(form))

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "document": result.document_id}
        return reverse("careplans:document_view", kwargs=where)
