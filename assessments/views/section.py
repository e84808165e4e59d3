"""Writing a draft: one page for each section, each part of life and each need."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from assessments import policies, presenters, services
from assessments.forms.assessment import SECTION_FORMS, DomainForm
from assessments.queries import AssessmentFile, domain_file
from assessments.rules.domains import domain
from assessments.rules.sections import assessment_section
from assessments.views.assessment import AssessmentPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.completing import taken, with_answer
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, DraftedForm


class DraftForm(AssessmentPage, ActionForm):
    """A page that changes a draft and leads back to its task list."""

    abstract = True
    success_message = "Saved."

    def decide(self, subject: Any) -> Decision:
        return policies.assessment_edit(self.actor, subject.case, subject.assessment)

    def success_url(self, result: Any) -> str:
        return self.address("assessment_edit")

    def later_url(self) -> str:
        return self.address("assessment_edit")

    def address(self, name: str, **more: object) -> str:
        """A page about this assessment."""
        where = {"ref": self.kwargs["ref"], "number": self.kwargs["number"], **more}
        return reverse(f"assessments:{name}", kwargs=where)


class WholeSection(DraftForm, DraftedForm):
    """A page that ends with "Have you completed this section?"; leaving it for later answers no."""

    abstract = True
    code: str

    def for_later(self, data: QueryDict) -> QueryDict:
        return with_answer(data, "no")

    def answered(self, subject: Any, file: AssessmentFile) -> dict[str, str]:
        """How the last question stands."""
        states = presenters.assessment_states(file)
        return presenters.completed_answer(states, self.code, file.assessment.left_open)


class SectionEdit(WholeSection):
    """One of the sections that are not a part of life."""

    permission = Permission.ASSESSMENT_EDIT
    template = "assessments/section_edit.html"

    @property
    def form_class(self) -> type[BaseForm]:  # type: ignore[override]
        """The questions of the section in the address."""
        return SECTION_FORMS[self.kwargs["section"]]

    def load(self) -> AssessmentFile:
        if self.kwargs["section"] not in SECTION_FORMS:
            raise NotFound
        return super().load()

    def seen_version(self, subject: AssessmentFile) -> int:
        return subject.assessment.version

    @property
    def code(self) -> str:
        """The section's code."""
        return str(self.kwargs["section"])

    def initial(self, subject: AssessmentFile) -> dict[str, Any]:
        own = {name: getattr(subject.assessment, name) for name in self.form_class.base_fields}
        return own | self.answered(subject, subject)

    def present(self, subject: AssessmentFile) -> dict[str, Any]:
        code = self.kwargs["section"]
        carried = code in subject.assessment.carried_forward
        section = assessment_section(code)
        needs = presenters.need_lines(subject, editable=False) if code == "summary" else ()
        return {
            "case": subject.case,
            "section": section,
            "carried": carried,
            "needs": needs,
            "number": self.kwargs["number"],
        }

    def perform(self, subject: AssessmentFile, form: BaseForm) -> Any:
        return services.save_section(
            actor=self.actor,
            assessment_id=subject.id,
            section=self.kwargs["section"],
            seen_version=form.seen_version,
            at=self.at,
            **taken(form),
        )


class DomainEdit(WholeSection):
    """One part of the person's life, with its needs."""

    permission = Permission.ASSESSMENT_EDIT
    template = "assessments/domain_edit.html"
    form_class = DomainForm

    def load(self) -> Any:
        return domain_file(self.actor, self.kwargs["ref"], self.kwargs["number"], self.kwargs["domain"])

    def seen_version(self, subject: Any) -> int:
        return subject.entry.version

    @property
    def code(self) -> str:
        """The part of life."""
        return str(self.kwargs["domain"])

    def initial(self, subject: Any) -> dict[str, Any]:
        own = {name: getattr(subject.entry, name) for name in DomainForm.base_fields}
        return own | self.answered(subject, subject.file)

    def make_form(self, data: Any = None) -> BaseForm:
        """A part of life is not complete while a need is still to be added."""
        unfinished = data is not None and "add_need" in data
        return super().make_form(with_answer(data, "no") if unfinished else data)

    def present(self, subject: Any) -> dict[str, Any]:
        code = self.kwargs["domain"]
        carried = code in subject.assessment.carried_forward
        needs = presenters.need_lines(subject.file, editable=True, only=code)
        return {
            "case": subject.case,
            "about": domain(code),
            "carried": carried,
            "needs": needs,
            **self.kwargs,
        }

    def perform(self, subject: Any, form: DomainForm) -> Any:
        said = taken(form)
        return services.save_domain(
            actor=self.actor,
            assessment_id=subject.assessment.id,
            domain=self.kwargs["domain"],
            completed=said["completed"],
            seen_version=form.seen_version,
            at=self.at,
            **said["values"],
        )

    def success_url(self, result: Any) -> str:
        if "add_need" in self.request.POST:
            return self.address("need_add", domain=self.kwargs["domain"])
        return super().success_url(result)
