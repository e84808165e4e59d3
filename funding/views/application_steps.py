"""One step of a request each: recommend, answer, withdraw, tell."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from funding import policies, queries
from funding.forms.application import RecommendForm, ResubmitForm, TellForm, WithdrawForm
from funding.queries import ApplicationFile
from funding.rules.lifecycle import APPLICATION, ApplicationAction
from funding.services import applications
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm


class ApplicationStep(ActionForm):
    """A form about one request; it exists only from the states that its action leaves."""

    abstract = True
    action: ApplicationAction

    def load(self) -> ApplicationFile:
        return queries.application_for(self.actor, self.kwargs["ref"], self.kwargs["number"])

    def seen_version(self, subject: ApplicationFile) -> int:
        return subject.application.version

    def present(self, subject: ApplicationFile) -> dict[str, Any]:
        return {"case": subject.case, "file": subject, "back_href": self.success_url(None)}

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": self.kwargs["number"]}
        return reverse("funding:application_view", kwargs=where)

    def told(self, subject: ApplicationFile, form: Any) -> dict[str, Any]:
        """What every service of a request is told."""
        who = {"actor": self.actor, "at": self.at, "application_id": subject.id}
        return {**who, "seen_version": form.seen_version}

    def require_step(self, subject: ApplicationFile, allowed: Decision) -> Decision:
        """The policy first, then the lifecycle: a step that is past answers 409."""
        if allowed:
            APPLICATION.after(subject.status, self.action)
        return allowed


class ApplicationRecommend(ApplicationStep):
    """The manager's recommendation."""

    permission = Permission.APPLICATION_RECOMMEND
    template = "funding/application_recommend.html"
    form_class = RecommendForm
    success_message = "Recommendation recorded. The panel administrator puts it on an agenda."
    action = ApplicationAction.RECOMMEND

    def decide(self, subject: ApplicationFile) -> Decision:
        allowed = policies.application_recommend(self.actor, subject.application.applied_by_id)
        return self.require_step(subject, allowed)

    def perform(self, subject: ApplicationFile, form: RecommendForm) -> Any:
        return applications.recommend_application(**self.told(subject, form), **form.cleaned_data)


class ApplicationResubmit(ApplicationStep):
    """The answers to a panel's questions."""

    permission = Permission.APPLICATION_RESUBMIT
    template = "funding/application_resubmit.html"
    form_class = ResubmitForm
    success_message = "Answered. The application is ready for the next panel."
    action = ApplicationAction.RESUBMIT

    def decide(self, subject: ApplicationFile) -> Decision:
        return self.require_step(subject, policies.application_resubmit(self.actor, subject.case))

    def perform(self, subject: ApplicationFile, form: ResubmitForm) -> Any:
        return applications.resubmit_application(**self.told(subject, form), **form.cleaned_data)


class ApplicationWithdraw(ApplicationStep):
    """Take a request back."""

    permission = Permission.APPLICATION_WITHDRAW
    template = "funding/application_withdraw.html"
    form_class = WithdrawForm
    success_message = "Application withdrawn. Nothing that is paid now changes."
    action = ApplicationAction.WITHDRAW

    def decide(self, subject: ApplicationFile) -> Decision:
        return self.require_step(subject, policies.application_withdraw(self.actor, subject.case))

    def perform(self, subject: ApplicationFile, form: WithdrawForm) -> Any:
        return applications.withdraw_application(**self.told(subject, form), **form.cleaned_data)


class DecisionTell(ApplicationStep):
    """The day the person was told."""

    permission = Permission.DECISION_TELL
    template = "funding/decision_tell.html"
    form_class = TellForm
    success_message = "Recorded."
    action = ApplicationAction.TELL

    def decide(self, subject: ApplicationFile) -> Decision:
        return self.require_step(subject, policies.decision_tell(self.actor, subject.case))

    def perform(self, subject: ApplicationFile, form: TellForm) -> Any:
        return applications.tell_person(**self.told(subject, form), **form.told())
