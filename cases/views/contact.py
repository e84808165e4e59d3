"""The contact log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cases import policies, presenters, queries
from cases.forms.contact import ContactForm, CorrectionForm
from cases.queries import CaseHeader
from cases.services import contacts
from cases.views.base import CaseDetail, CaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.paging import page_of


class ContactView(CaseDetail):
    """Contacts with and about the person, latest first."""

    permission = Permission.CONTACT_VIEW
    template = "cases/contact_view.html"
    page_size = 25

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """One page of the log."""
        last = self._last()
        found = queries.contacts(subject.id, after=last, limit=self.page_size + 1)
        rows = presenters.contact_rows(self.actor, subject, found)
        may_record = policies.contact_record(self.actor, subject)
        return {
            "case": subject,
            "page": page_of(rows, self.page_size, lambda row: row.id, self.request.GET, first=last is None),
            "clocks": presenters.follow_up_words(queries.follow_up_of(subject.id, self.today), self.today),
            "record_href": presenters.href_if(may_record, "cases:contact_record", subject.reference),
        }

    def _last(self) -> UUID | None:
        try:
            return UUID(self.request.GET.get("after", ""))
        except ValueError:
            return None


class ContactCorrect(CaseForm):
    """Put a contact right by a further entry."""

    permission = Permission.CONTACT_CORRECT
    template = "cases/contact_correct.html"
    form_class = CorrectionForm
    done = "cases:contact_view"
    success_message = "Corrected"

    def load(self) -> CaseHeader:
        """The case and the contact."""
        case = super().load()
        self.contact = queries.contact_for(case.id, self.kwargs["entry"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation; once each; a restricted one only by those who may read it."""
        corrected, restricted = queries.is_corrected(self.contact), self.contact.restricted
        return policies.contact_correct(self.actor, subject, corrected=corrected, restricted=restricted)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The goals that it may be about, with the one that was said."""
        return {"goals": queries.goals_for_contact(subject.id, self.contact)}

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The contact as it was written."""
        return presenters.contact_answers(self.contact)

    def perform(self, subject: CaseHeader, form: CorrectionForm) -> Any:
        """Correct it."""
        return contacts.correct_contact(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            contact_id=self.contact.id,
            **form.contact(),
        )


class ContactRecord(CaseForm):
    """Add a contact to the log."""

    permission = Permission.CONTACT_RECORD
    template = "cases/contact_record.html"
    form_class = ContactForm
    done = "cases:contact_view"
    success_message = "Contact recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.contact_record(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The goals that it may be about."""
        return {"goals": queries.goals_of(subject.id)}

    def perform(self, subject: CaseHeader, form: ContactForm) -> Any:
        """Record it."""
        return contacts.record_contact(actor=self.actor, at=self.at, case_id=subject.id, **form.contact())
