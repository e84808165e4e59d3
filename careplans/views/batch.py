"""Documents of a whole caseload: asked for, made in the background, fetched as one ZIP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.batches import BatchForm
from careplans.queries import batches
from careplans.queries.batches import BatchRow
from careplans.rules.terms import BatchOf
from s117.accounts import queries as accounts
from s117.audit.record import record_access
from s117.documents.storage import open_stored
from s117.kernel.dates import london_date
from s117.kernel.decisions import Decision
from s117.kernel.documents import DocumentStatus
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.responses import attachment
from s117.web.views import ActionForm, ScopedDetail, ScopedView


class BatchList(ScopedDetail):
    """The batches that the reader asked for."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/batch_list.html"

    def load(self) -> tuple[BatchRow, ...]:
        return queries.batches_of(self.actor)

    def present(self, subject: tuple[BatchRow, ...]) -> dict[str, Any]:
        may = policies.batch_request(self.actor)
        return {"batches": subject, "may": bool(may), "colours": presenters.DOCUMENT_COLOURS}


class BatchRequest(ActionForm):
    """Ask for the documents of a caseload."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/batch_request.html"
    form_class = BatchForm

    def load(self) -> None:
        return None

    def decide(self, subject: None) -> Decision:
        return policies.batch_request(self.actor)

    def initial(self, subject: None) -> dict[str, Any]:
        return {"coordinator": self.actor.id, "what": BatchOf.PLANS.value}

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        people = accounts.coordinators_for(self.actor, self.today).order_by("full_name")
        return {"coordinators": people}

    def perform(self, subject: None, form: BaseForm) -> Any:
        told = {**form.cleaned_data, "what": BatchOf(form.cleaned_data["what"])}
        return services.request_batch(actor=self.actor, at=self.at, **told)

    def success_url(self, result: Any) -> str:
        return reverse("careplans:batch_view", kwargs={"batch": result.id})


class BatchPage(ScopedView):
    """A page about one batch of the reader's own."""

    abstract = True

    def load(self) -> BatchRow:
        return queries.batch_for(self.actor, self.kwargs["batch"])


class BatchView(BatchPage, ScopedDetail):
    """How far the batch is. Works without JavaScript: the page is looked at again."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/batch_view.html"

    def present(self, subject: BatchRow) -> dict[str, Any]:
        waiting = subject.status is DocumentStatus.REQUESTED
        return {"batch": subject, "waiting": waiting, "colour": presenters.DOCUMENT_COLOURS[subject.status]}

    def accessed(self, subject: BatchRow) -> tuple[str, UUID, None]:
        return ("DocumentBatch", subject.id, None)


class BatchDownload(BatchPage):
    """The ZIP as it was packed, to somebody who still sees everybody in it."""

    permission = Permission.DOCUMENT_DOWNLOAD
    template = "careplans/batch_download.html"

    def decide(self, subject: BatchRow) -> Decision:
        ready = subject.status is DocumentStatus.READY
        return policies.batch_download(
            self.actor, ready=ready, lost=batches.people_lost(self.actor, subject.id)
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        """The bytes, checked against their hash; that each document was taken is recorded first."""
        batch: BatchRow = self.subject
        data = open_stored(batch.sha256)
        for document in batches.batch_documents(batch.id):
            record_access(self.actor, "download", "PlanDocument", document.id, document.case_id)
        day = london_date(batch.requested_at).isoformat()
        return attachment(data, "application/zip", f"s117-documents-{day}.zip")
