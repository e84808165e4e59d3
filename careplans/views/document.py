"""A document on its way, made, or failed; and the file itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.steps import ConfirmForm, DocumentForm
from careplans.queries.copies import FormatNeeds
from careplans.queries.documents import DocumentFile
from careplans.queries.plans import PlanFile
from careplans.rules.reading import EASY_READ_AGE
from careplans.rules.terms import Paper, Reader
from careplans.views.plan import PlanPage
from s117.audit.record import record_access
from s117.documents.storage import open_stored
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail, ScopedView


class DocumentPage(ScopedView):
    """A page about one document."""

    abstract = True

    def load(self) -> Any:
        return queries.document_for(self.actor, self.kwargs["ref"], self.kwargs["document"])


class DocumentView(DocumentPage, ScopedDetail):
    """How far the document is. Works without JavaScript: the page is looked at again."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/document_view.html"

    def present(self, subject: DocumentFile) -> dict[str, Any]:
        document = subject.document
        return {
            "case": subject.case,
            "document": document,
            "number": subject.number,
            "waiting": document.status.waiting,
            "letter": document.paper is not Paper.PLAN,
            "heading": presenters.document_heading(document, subject.number),
            "colour": presenters.DOCUMENT_COLOURS[document.status],
            "name": presenters.document_name(document),
            "fingerprint": subject.sha256,
        }

    def accessed(self, subject: DocumentFile) -> tuple[str, UUID, UUID]:
        return ("PlanDocument", subject.id, subject.case.id)


class DocumentDownload(DocumentPage):
    """The file, as it was made; never made again to be served."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/document_download.html"

    def decide(self, subject: DocumentFile) -> Decision:
        return policies.document_download(self.actor, subject.document.status)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The bytes, checked against their hash; who opened it is recorded first."""
        subject: DocumentFile = self.subject
        data = open_stored(subject.sha256)
        record_access(self.actor, "download", "PlanDocument", subject.id, subject.case.id)
        name = presenters.file_name(subject.case.reference, subject.number, subject.document)
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


class DocumentRetry(DocumentPage, ActionForm):
    """Try again to make a document that could not be made."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/document_retry.html"
    form_class = ConfirmForm

    def decide(self, subject: DocumentFile) -> Decision:
        return policies.document_request(self.actor)

    def present(self, subject: DocumentFile) -> dict[str, Any]:
        document = subject.document
        return {"case": subject.case, "document": document, "name": presenters.document_name(document)}

    def perform(self, subject: DocumentFile, form: ConfirmForm) -> Any:
        return services.retry_document(actor=self.actor, document_id=subject.id, at=self.at)

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "document": self.kwargs["document"]}
        return reverse("careplans:document_view", kwargs=where)


class DocumentRequest(PlanPage, ActionForm):
    """Ask for the plan on paper."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/document_request.html"
    form_class = DocumentForm

    def decide(self, subject: PlanFile) -> Decision:
        return policies.document_request(self.actor)

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        return {"whom": Reader.PERSON.value, "variant": self.needs(subject).layout.value}

    def needs(self, subject: PlanFile) -> FormatNeeds:
        """The forms in which the person needs what is written to them."""
        return queries.format_needs(subject.case)

    def form_kwargs(self, subject: PlanFile) -> dict[str, Any]:
        return {"providers": sorted({row.provider for row in subject.snapshot.services if row.provider})}

    def present(self, subject: PlanFile) -> dict[str, Any]:
        hard = presenters.hard_to_read(subject.snapshot)
        return {**self.sheet(subject), "needs": self.needs(subject), "hard": hard, "easy_age": EASY_READ_AGE}

    def perform(self, subject: PlanFile, form: DocumentForm) -> Any:
        return services.request_document(actor=self.actor, plan_id=subject.id, at=self.at, **form.copy())

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "document": result.id}
        return reverse("careplans:document_view", kwargs=where)
