"""The contact log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cases import policies, presenters, queries
from cases.forms.contact import ContactForm
from cases.queries import CaseHeader
from cases.services import contacts
from cases.views.base import CaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ScopedList


class ContactView(ScopedList):
    """Contacts with and about the person, latest first."""

    permission = Permission.CONTACT_VIEW
    template = "cases/contact_view.html"
    page_size = 25

    def load(self) -> CaseHeader:
        """The case, if the actor may know of it."""
        return queries.case_for(self.actor, self.kwargs["ref"])

    def rows(self) -> dict[str, Any]:
        """One page of the log."""
        found = queries.contacts(self.subject.id, after=self._last(), limit=self.page_size + 1)
        page = self.page(found, lambda row: row.id)
        return {
            "case": self.subject,
            "page": page,
            "record_href": presenters.href_if(
                policies.contact_record(self.actor, self.subject),
                "cases:contact_record",
                self.subject.reference,
            ),
        }

    def _last(self) -> UUID | None:
        try:
            return UUID(self.after() or "")
        except ValueError:
            return None


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

    def perform(self, subject: CaseHeader, form: ContactForm) -> Any:
        """Record it."""
        return contacts.record_contact(actor=self.actor, at=self.at, case_id=subject.id, **form.contact())
