"""Letters received: put on a person's file, opened as a file to save, and withdrawn with the reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.received import ReceivedForm, ReceivedWithdrawForm
from careplans.views.plan import CasePage
from cases.queries import CaseHeader, case_for
from s117.audit.record import record_access
from s117.documents.storage import open_stored
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.responses import attachment
from s117.web.views import ActionForm


class ReceivedForms(CasePage, ActionForm):
    """A form about letters received, which leads back to the person's letters."""

    abstract = True

    def success_url(self, result: Any) -> str:
        return reverse("careplans:letter_list", kwargs={"ref": self.kwargs["ref"]}) + "#received"


class ReceivedAdd(ReceivedForms):
    """Put a letter received on the person's file."""

    permission = Permission.RECEIVED_ADD
    template = "careplans/received_add.html"
    form_class = ReceivedForm
    success_message = "Letter added"

    def decide(self, subject: CaseHeader) -> Decision:
        return policies.received_add(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {"case": subject}

    def perform(self, subject: CaseHeader, form: ReceivedForm) -> Any:
        letter = services.LetterReceived(**form.letter())
        return services.add_received(actor=self.actor, at=self.at, case_id=subject.id, letter=letter)


class ReceivedPage(CasePage):
    """A page about one letter received."""

    abstract = True

    def load(self) -> CaseHeader:
        """The person, and the letter. NotFound for a withdrawn one."""
        case = case_for(self.actor, self.kwargs["ref"], reads=Permission.DOCUMENT_DOWNLOAD)
        self.letter = queries.received_for(case.id, self.kwargs["letter"])
        return case


class ReceivedDownload(ReceivedPage):
    """The letter as it was sent, always to save and never shown by the browser."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/received_download.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The bytes, checked against their hash; who opened it is recorded first."""
        data = open_stored(self.letter.sha256)
        record_access(self.actor, "download", "ReceivedLetter", self.letter.id, self.subject.id)
        name = presenters.received_name(self.subject.reference, self.letter)
        return attachment(data, self.letter.file_kind, name)


class ReceivedWithdraw(ReceivedPage, ReceivedForms):
    """Take a letter off the file: it is another person's, or was scanned wrongly."""

    permission = Permission.RECEIVED_WITHDRAW
    template = "careplans/received_withdraw.html"
    form_class = ReceivedWithdrawForm
    success_message = "Letter withdrawn"

    def decide(self, subject: CaseHeader) -> Decision:
        return policies.received_withdraw(self.actor, subject, self.letter.organisation_id)

    def seen_version(self, subject: CaseHeader) -> int:
        version: int = self.letter.version
        return version

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {"case": subject, "letter": presenters.received_row(self.actor, subject, self.letter)}

    def perform(self, subject: CaseHeader, form: ReceivedWithdrawForm) -> Any:
        return services.withdraw_received(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            letter_id=self.letter.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )
