"""Moving an assessment on: sent for sign-off, sent back, signed off."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from assessments import policies, presenters, queries, services
from assessments.forms.assessment import ConfirmForm, ReturnForm
from assessments.queries import AssessmentFile
from assessments.views.assessment import LABELS, AssessmentPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm


class MoveForm(AssessmentPage, ActionForm):
    """A page that moves the assessment on, with the whole of it to check first."""

    abstract = True
    form_class = ConfirmForm

    def seen_version(self, subject: AssessmentFile) -> int:
        return subject.assessment.version

    def present(self, subject: AssessmentFile) -> dict[str, Any]:
        before = queries.file_before(self.actor, subject)
        return {
            **self.sheet(subject),
            "missing": presenters.missing_words(presenters.assessment_states(subject)),
            "before": before.assessment if before else None,
            "groups": presenters.assessment_changes(before, subject, LABELS),
        }

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": self.kwargs["number"]}
        return reverse("assessments:assessment_view", kwargs=where)

    def call(self, form: Any, **more: object) -> dict[str, Any]:
        """The keywords that every move takes."""
        subject: AssessmentFile = self.subject
        seen = form.seen_version
        return {
            "actor": self.actor,
            "assessment_id": subject.id,
            "seen_version": seen,
            "at": self.at,
            **more,
        }


class AssessmentSubmit(MoveForm):
    """Check the answers and send them for sign-off."""

    permission = Permission.ASSESSMENT_SUBMIT
    template = "assessments/assessment_submit.html"
    success_message = "Sent for sign-off."

    def decide(self, subject: AssessmentFile) -> Decision:
        return policies.assessment_submit(self.actor, subject.case, subject.assessment)

    def perform(self, subject: AssessmentFile, form: ConfirmForm) -> Any:
        return services.submit_assessment(**self.call(form))


class AssessmentReturn(MoveForm):
    """Send it back to its author with a reason."""

    permission = Permission.ASSESSMENT_RETURN
    template = "assessments/assessment_return.html"
    form_class = ReturnForm
    success_message = "Sent back to the author."

    def decide(self, subject: AssessmentFile) -> Decision:
        return policies.assessment_return(self.actor, subject.assessment)

    def perform(self, subject: AssessmentFile, form: ReturnForm) -> Any:
        return services.return_assessment(**self.call(form, reason=form.cleaned_data["reason"]))


class AssessmentSignOff(MoveForm):
    """Read it through and sign it off."""

    permission = Permission.ASSESSMENT_SIGN_OFF
    template = "assessments/assessment_sign_off.html"
    success_message = "Signed off. A care plan can now be written from these needs."

    def decide(self, subject: AssessmentFile) -> Decision:
        return policies.assessment_sign_off(self.actor, subject.case, subject.assessment)

    def perform(self, subject: AssessmentFile, form: ConfirmForm) -> Any:
        return services.sign_off_assessment(**self.call(form))
