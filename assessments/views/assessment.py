"""Reading an assessment, starting one, and moving it towards sign-off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from assessments import policies, presenters, queries, services
from assessments.forms.assessment import SECTION_FORMS, ConfirmForm, DomainForm
from assessments.queries import AssessmentFile
from cases.queries import CaseHeader, case_for
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.drafts import pages_kept
from s117.web.views import ActionForm, ScopedDetail, ScopedView

LABELS = {
    code: {name: str(field.label) for name, field in form.base_fields.items()}
    for code, form in {**SECTION_FORMS, "domain": DomainForm}.items()
}


class AssessmentPage(ScopedView):
    """A page about one assessment of a person the actor sees."""

    abstract = True

    def load(self) -> AssessmentFile:
        """The assessment with its parts."""
        return queries.assessment_file(self.actor, self.kwargs["ref"], self.kwargs["number"])

    def sheet(self, subject: AssessmentFile) -> dict[str, Any]:
        """What every page about the assessment shows."""
        return {"case": subject.case, "sheet": presenters.assessment_sheet(self.actor, subject, LABELS)}


class AssessmentList(ScopedDetail):
    """Every assessment of the person, newest first."""

    permission = Permission.ASSESSMENT_VIEW
    template = "assessments/assessment_list.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        rows = queries.assessment_rows(subject.id)
        unfinished = any(row.status in queries.UNFINISHED for row in rows)
        start = policies.assessment_start(self.actor, subject, unfinished=unfinished)
        needs = tuple(presenters.need_line(row) for row in queries.needs_for_plan(subject.id))
        return {
            "case": subject,
            "rows": rows,
            "start": start,
            "needs": needs,
            "colours": presenters.STATUS_COLOURS,
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("Assessments", subject.id, subject.id)


class AssessmentStart(ActionForm):
    """Start a draft from what was found last time."""

    permission = Permission.ASSESSMENT_START
    template = "assessments/assessment_start.html"
    form_class = ConfirmForm
    success_message = "Needs assessment started."

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def decide(self, subject: CaseHeader) -> Decision:
        latest = queries.latest_assessment(subject.id)
        unfinished = latest is not None and latest.status in queries.UNFINISHED
        return policies.assessment_start(self.actor, subject, unfinished=unfinished)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {"case": subject, "last": queries.signed_off_assessment(subject.id)}

    def perform(self, subject: CaseHeader, form: ConfirmForm) -> Any:
        return services.start_assessment(actor=self.actor, case_id=subject.id, at=self.at)

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": result.number}
        return reverse("assessments:assessment_edit", kwargs=where)


class AssessmentView(AssessmentPage, ScopedDetail):
    """The whole assessment, to read."""

    permission = Permission.ASSESSMENT_VIEW
    template = "assessments/assessment_view.html"

    def present(self, subject: AssessmentFile) -> dict[str, Any]:
        return self.sheet(subject)

    def accessed(self, subject: AssessmentFile) -> tuple[str, UUID, UUID]:
        return ("Assessment", subject.id, subject.case.id)


class AssessmentCompare(AssessmentPage, ScopedDetail):
    """What changed since the assessment that this one started from."""

    permission = Permission.ASSESSMENT_VIEW
    template = "assessments/assessment_compare.html"

    def present(self, subject: AssessmentFile) -> dict[str, Any]:
        before = queries.file_before(self.actor, subject)
        return {
            "case": subject.case,
            "number": subject.assessment.number,
            "before": before.assessment if before else None,
            "groups": presenters.assessment_changes(before, subject, LABELS),
        }

    def accessed(self, subject: AssessmentFile) -> tuple[str, UUID, UUID]:
        return ("Assessment", subject.id, subject.case.id)


class AssessmentEdit(AssessmentPage, ScopedDetail):
    """The task list of a draft."""

    permission = Permission.ASSESSMENT_EDIT
    template = "assessments/assessment_edit.html"

    def decide(self, subject: AssessmentFile) -> Decision:
        return policies.assessment_edit(self.actor, subject.case, subject.assessment)

    def present(self, subject: AssessmentFile) -> dict[str, Any]:
        here = reverse("assessments:assessment_view", kwargs=self.kwargs)
        kept = pages_kept(self.actor.id, here)
        return {
            "case": subject.case,
            "sheet": presenters.assessment_sheet(self.actor, subject, LABELS, kept),
        }

    def accessed(self, subject: AssessmentFile) -> tuple[str, UUID, UUID]:
        return ("Assessment", subject.id, subject.case.id)
