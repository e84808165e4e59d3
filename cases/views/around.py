"""The people around a person: who they are, who to call, and what may be shared with whom."""

from __future__ import annotations

from typing import Any

from cases import policies, presenters, queries
from cases.forms.around import AROUND_FORMS, EndForm
from cases.queries import CaseHeader
from cases.rules.nominated_person import bases
from cases.services import around
from cases.services.entitlement import law_in_force
from cases.views.base import CaseDetail, CaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


class PeopleView(CaseDetail):
    """Who is around the person, by role, and who to call."""

    permission = Permission.PEOPLE_VIEW
    template = "cases/people_view.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The entries that stand, the earlier ones, and what the actor may change."""
        found = queries.people_around(subject.client_id, subject.id)
        page = presenters.people_page(self.actor, subject, found, self.today, law_in_force())
        return {"case": subject, **page}


class PeopleForm(CaseForm):
    """A form about one entry of a kind that the address names."""

    abstract = True
    permission = Permission.PEOPLE_RECORD
    done = "cases:people_view"
    correcting = False

    def load(self) -> CaseHeader:
        """The case; NotFound for a kind that does not exist."""
        self.group = self.kwargs["group"]
        if self.group not in AROUND_FORMS:
            raise NotFound
        self.form_class = AROUND_FORMS[self.group]
        return super().load()

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.people_record(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """Whether it is a correction; for the nearest relative what the law knows."""
        given: dict[str, Any] = {"correcting": self.correcting}
        if self.group == "nearest-relative":
            given["bases"] = bases(law_in_force(), self.today)
        return given

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case, and what the entry is called."""
        words = presenters.around_words(self.group, law_in_force(), self.today)
        return {**super().present(subject), "words": words}

    def who(self) -> dict[str, Any]:
        """The keywords that every service takes."""
        return {"actor": self.actor, "at": self.at, "case_id": self.subject.id, "group": self.group}


class PeopleAdd(PeopleForm):
    """Add an entry."""

    permission = Permission.PEOPLE_RECORD
    template = "cases/people_add.html"
    success_message = "Recorded"

    def perform(self, subject: CaseHeader, form: Any) -> Any:
        """Add it."""
        return around.add_around(**self.who(), **form.facts())


class PeopleAmend(PeopleForm):
    """Put an entry right; the one that was there stays among the earlier ones."""

    permission = Permission.PEOPLE_RECORD
    template = "cases/people_amend.html"
    success_message = "Corrected"
    correcting = True

    def load(self) -> CaseHeader:
        """The case and the entry."""
        case = super().load()
        self.row = queries.around_row(case.id, self.group, self.kwargs["entry"])
        return case

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The entry as it stands."""
        return {
            name: getattr(self.row, name) for name in self.form_class.base_fields if name != "change_reason"
        }

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case, and the entry by name."""
        return {**super().present(subject), "name": str(self.row)}

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the entry."""
        return self.row.version

    def perform(self, subject: CaseHeader, form: Any) -> Any:
        """Correct it."""
        seen = form.seen_version
        return around.amend_around(**self.who(), row_id=self.row.id, seen_version=seen, **form.facts())


class PeopleEnd(PeopleAmend):
    """Say on which day an entry was last true."""

    permission = Permission.PEOPLE_RECORD
    template = "cases/people_end.html"
    success_message = "Ended"

    def load(self) -> CaseHeader:
        """The case and the entry, with a form for its last day."""
        case = super().load()
        self.form_class = EndForm
        return case

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The form asks the same of every kind."""
        return {}

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Today, until told otherwise."""
        return {"ends_on": self.today}

    def perform(self, subject: CaseHeader, form: Any) -> Any:
        """End it."""
        seen = form.seen_version
        return around.end_around(**self.who(), row_id=self.row.id, seen_version=seen, **form.cleaned_data)
