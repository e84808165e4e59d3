"""Planning meetings: the list, the record and its pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from assessments import policies, presenters, queries, services
from assessments.forms.meeting import SECTION_FORMS, BasicsForm, RowsForm, form_for
from assessments.queries import MeetingFile
from assessments.rules.sections import meeting_section
from cases.queries import CaseHeader, case_for
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.completing import taken, with_answer
from s117.web.drafts import pages_kept
from s117.web.forms import BaseForm
from s117.web.views import DraftedForm, ScopedDetail

LABELS = {
    code: {name: str(field.label) for name, field in form.base_fields.items()}
    for code, form in SECTION_FORMS.items()
}


class MeetingList(ScopedDetail):
    """Every planning meeting of the person, newest first."""

    permission = Permission.MEETING_VIEW
    template = "assessments/meeting_list.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        may_record = policies.meeting_record(self.actor, subject)
        here = reverse("assessments:meeting_record", kwargs=self.kwargs)
        return {
            "case": subject,
            "rows": queries.meeting_rows(subject.id),
            "may_record": may_record,
            "begun": bool(may_record and pages_kept(self.actor.id, here)),
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("PlanningMeetings", subject.id, subject.id)


class MeetingRecord(DraftedForm):
    """Open the record of a meeting: date, place and chair."""

    permission = Permission.MEETING_RECORD
    template = "assessments/meeting_record.html"
    form_class = BasicsForm
    success_message = "Meeting recorded. Go on with the rest of the record."

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def decide(self, subject: CaseHeader) -> Decision:
        return policies.meeting_record(self.actor, subject)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {"case": subject}

    def perform(self, subject: CaseHeader, form: BasicsForm) -> Any:
        return services.record_meeting(actor=self.actor, case_id=subject.id, at=self.at, **form.cleaned_data)

    def later_url(self) -> str:
        return reverse("assessments:meeting_list", kwargs=self.kwargs)

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": result.number}
        return reverse("assessments:meeting_view", kwargs=where)


class MeetingView(ScopedDetail):
    """The record of a meeting, with what it still wants."""

    permission = Permission.MEETING_VIEW
    template = "assessments/meeting_view.html"

    def load(self) -> MeetingFile:
        return queries.meeting_file(self.actor, self.kwargs["ref"], self.kwargs["number"])

    def present(self, subject: MeetingFile) -> dict[str, Any]:
        editable = bool(policies.meeting_record(self.actor, subject.case))
        here = reverse("assessments:meeting_view", kwargs=self.kwargs)
        kept = pages_kept(self.actor.id, here) if editable else ()
        return {
            "case": subject.case,
            "meeting": subject.meeting,
            "tasks": presenters.meeting_tasks(subject, kept) if editable else (),
            "cards": presenters.meeting_cards(subject, LABELS, editable=editable),
        }

    def accessed(self, subject: MeetingFile) -> tuple[str, UUID, UUID]:
        return ("PlanningMeeting", subject.id, subject.case.id)


class MeetingAmend(DraftedForm):
    """One page of a meeting's record."""

    permission = Permission.MEETING_RECORD
    template = "assessments/meeting_amend.html"
    success_message = "Saved."

    @property
    def form_class(self) -> type[BaseForm]:  # type: ignore[override]
        """The questions of the section in the address, with room for its rows."""
        kept = len(queries.rows_of(self.subject.meeting, self.kwargs["section"]))
        typed = self.kept.typed if self.kept else ()
        return form_for(self.kwargs["section"], kept, tuple(self.request.POST) or tuple(typed))

    def load(self) -> MeetingFile:
        if self.kwargs["section"] not in SECTION_FORMS:
            raise NotFound
        return queries.meeting_file(self.actor, self.kwargs["ref"], self.kwargs["number"])

    def decide(self, subject: MeetingFile) -> Decision:
        return policies.meeting_record(self.actor, subject.case)

    def seen_version(self, subject: MeetingFile) -> int:
        return subject.meeting.version

    def initial(self, subject: MeetingFile) -> dict[str, Any]:
        return presenters.meeting_initial(subject, self.kwargs["section"], self.form_class.base_fields)

    def present(self, subject: MeetingFile) -> dict[str, Any]:
        section = meeting_section(self.kwargs["section"])
        return {"case": subject.case, "section": section, "number": self.kwargs["number"]}

    def perform(self, subject: MeetingFile, form: BaseForm) -> Any:
        section, said = self.kwargs["section"], taken(form)
        values = said["values"]
        return services.amend_meeting(
            actor=self.actor,
            meeting_id=subject.id,
            section=section,
            values={"needs_discussed": values} if section == "needs" else values,
            rows=values["rows"] if isinstance(form, RowsForm) else None,
            completed=said["completed"],
            seen_version=form.seen_version,
            at=self.at,
        )

    def for_later(self, data: QueryDict) -> QueryDict:
        return with_answer(data, "no")

    def make_form(self, data: Any = None) -> BaseForm:
        """A page is not complete while more rows are wanted."""
        unfinished = data is not None and "more" in data
        return super().make_form(with_answer(data, "no") if unfinished else data)

    def later_url(self) -> str:
        where = {"ref": self.kwargs["ref"], "number": self.kwargs["number"]}
        return reverse("assessments:meeting_view", kwargs=where)

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": self.kwargs["number"]}
        if "more" in self.request.POST:
            return reverse("assessments:meeting_amend", kwargs={**where, "section": self.kwargs["section"]})
        return reverse("assessments:meeting_view", kwargs=where)
