"""The yearly confirmation of the register: a body's running entries, one by one or many at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases import policies, presenters, queries
from cases.forms.confirmation import ConfirmationForm, ConfirmationsForm
from cases.queries import CaseHeader
from cases.services import confirmations
from cases.views.base import CheckedCaseForm
from s117.audit.record import record_access
from s117.kernel.decisions import Decision, deny, first_refusal
from s117.kernel.permissions import Permission
from s117.web.filters import plural
from s117.web.staged import StagedForm
from s117.web.views import ScopedList


class ConfirmationList(ScopedList):
    """The running entries that the reader's own body answers for, those confirmed longest ago first."""

    permission = Permission.CONFIRMATION_RECORD
    template = "cases/confirmation_list.html"
    listed = "Confirmation"

    def decide(self, subject: None) -> Decision:
        """For a council or an NHS body, on its own behalf."""
        return first_refusal(super().decide(subject), _for_a_body(queries.side_of(self.actor)))

    def rows(self) -> dict[str, Any]:
        """One page of entries."""
        found = queries.entry_rows(self.actor, self.after(), self.page_size + 1)
        page = self.page(found, queries.entry_key)
        return {"page": page, **presenters.confirmation_words(queries.side_of(self.actor), self.today)}


class ConfirmationRecord(CheckedCaseForm):
    """Confirm or query one entry for one's own body."""

    permission = Permission.CONFIRMATION_RECORD
    template = "cases/confirmation_record.html"
    form_class = ConfirmationForm
    done = "cases:determination_view"
    success_message = "Confirmation recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Only the body that is named, each for its own side."""
        determination = queries.current_determination(subject.id, queries.side_of(self.actor))
        return policies.confirmation_record(self.actor, subject, determination)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Checked today."""
        return {"confirmed_on": self.today}

    def perform(self, subject: CaseHeader, form: ConfirmationForm) -> Any:
        """Record it."""
        return confirmations.record_confirmation(
            actor=self.actor, at=self.at, case_id=subject.id, **form.cleaned_data
        )


class ConfirmationsRecord(StagedForm):
    """Confirm a page of entries at once, the answers checked before they are saved."""

    permission = Permission.CONFIRMATION_RECORD
    template = "cases/confirmations_record.html"
    form_class = ConfirmationsForm
    most = 50

    def load(self) -> tuple[queries.EntryRow, ...]:
        """The entries confirmed longest ago."""
        return queries.entry_rows(self.actor, None, self.most)

    def decide(self, subject: Any) -> Decision:
        """For a council or an NHS body, on its own behalf."""
        return first_refusal(super().decide(subject), _for_a_body(queries.side_of(self.actor)))

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page of entries, and a record of how many people it named."""
        record_access(self.actor, "list", "Confirmation", count=len(self.subject))
        return super().get(request)

    def form_kwargs(self, subject: tuple[queries.EntryRow, ...]) -> dict[str, Any]:
        """The entries to choose from."""
        return {"entries": presenters.entry_choices(subject)}

    def present(self, subject: tuple[queries.EntryRow, ...]) -> dict[str, Any]:
        """The way back, and whether there is anything to confirm."""
        return {"back_href": self.success_url(None), "any": bool(subject)}

    def perform(self, subject: Any, form: ConfirmationsForm) -> int:
        """Record them, all or none."""
        chosen = [UUID(entry) for entry in form.cleaned_data["entries"]]
        return confirmations.record_confirmations(actor=self.actor, at=self.at, case_ids=chosen)

    def message_for(self, result: int) -> str:
        """How many were confirmed."""
        return f"{plural(result, 'entry', 'entries')} confirmed"

    def success_url(self, result: Any) -> str:
        """The list, where those confirmed now come last."""
        return reverse("cases:confirmation_list")


def _for_a_body(side: str) -> Decision:
    return (
        first_refusal() if side else deny("Only a council or an NHS body confirms entries in the register.")
    )
