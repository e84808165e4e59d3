"""Files about a question or a fact: added, opened as a file to save, and withdrawn with the reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cases import policies, presenters, queries
from cases.forms.evidence import EvidenceForm, EvidenceWithdrawForm
from cases.queries import CaseHeader
from cases.services import evidence
from cases.views.base import CaseForm
from s117.audit.record import record_access
from s117.documents.storage import open_stored
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.forms import BaseForm
from s117.web.responses import attachment
from s117.web.views import ScopedView


class EvidenceAdd(CaseForm):
    """Add a file about one question."""

    permission = Permission.EVIDENCE_ADD
    template = "cases/evidence_add.html"
    form_class = EvidenceForm
    success_message = "File added"

    def load(self) -> CaseHeader:
        """The case, for a question that files are kept about."""
        if self.kwargs["kind"] not in presenters.HEADINGS:
            raise NotFound
        return super().load()

    def decide(self, subject: CaseHeader) -> Decision:
        """Whoever works with the record."""
        return policies.evidence_add(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The file, once something was sent."""
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Which question it is about."""
        return {**super().present(subject), "heading": presenters.HEADINGS[self.kwargs["kind"]]}

    def perform(self, subject: CaseHeader, form: BaseForm) -> Any:
        """Keep it."""
        told = {"case_id": subject.id, "kind": self.kwargs["kind"], **form.evidence()}
        return evidence.add_evidence(actor=self.actor, at=self.at, **told)

    def success_url(self, result: Any) -> str:
        """The page of the question."""
        return presenters.question_href(self.kwargs["ref"], self.kwargs["kind"])


class FactFileAdd(EvidenceAdd):
    """Add detention papers, a renewal or a decision to the fact of legal status that it shows."""

    template = "cases/fact_file_add.html"

    def load(self) -> CaseHeader:
        """The case, and the fact as it stands."""
        case = queries.case_for(self.actor, self.kwargs["ref"])
        self.row = queries.legal_fact_for(case.id, self.kwargs["kind"], self.kwargs["row"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Whoever works with the record and may read legal status."""
        return policies.fact_file_add(self.actor, subject)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Which entry it is about."""
        kind = self.kwargs["kind"]
        page = CaseForm.present(self, subject)
        words = presenters.fact_words(kind, self.row)
        return {**page, "entry": words, "kind_words": presenters.fact_heading(kind)}

    def perform(self, subject: CaseHeader, form: BaseForm) -> Any:
        """Keep it."""
        fact = (self.kwargs["kind"], self.row.id)
        who = {"actor": self.actor, "at": self.at, "case_id": subject.id}
        return evidence.add_evidence(**who, fact=fact, **form.evidence())

    def success_url(self, result: Any) -> str:
        """The legal status, where the file stands beside the entry."""
        return presenters.question_href(self.kwargs["ref"], "legal_status")


class EvidencePage:
    """What every page about one file shares: it is found within the case, which is found in scope."""

    kwargs: dict[str, Any]

    def load(self) -> CaseHeader:
        """The case, and its file. NotFound for a withdrawn one."""
        case = queries.case_for(self.actor, self.kwargs["ref"])
        self.file = queries.evidence_for(case.id, self.kwargs["evidence"])
        return case


class EvidenceDownload(EvidencePage, ScopedView):
    """The file as it was sent, always to save and never shown by the browser."""

    permission = Permission.DETERMINATION_VIEW
    template = "cases/evidence_download.html"

    def decide(self, subject: CaseHeader) -> Decision:
        """Whoever may read what the file is about."""
        return policies.evidence_download(self.actor, of_legal_status=self.file.fact_row is not None)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The bytes, checked against their hash; who opened it is recorded first."""
        data = open_stored(self.file.sha256)
        record_access(self.actor, "download", "Evidence", self.file.id, self.subject.id)
        name = presenters.evidence_name(self.subject.reference, self.file)
        return attachment(data, self.file.file_kind, name)


class EvidenceWithdraw(EvidencePage, CaseForm):
    """Take a file back: it was the wrong one."""

    permission = Permission.EVIDENCE_WITHDRAW
    template = "cases/evidence_withdraw.html"
    form_class = EvidenceWithdrawForm
    success_message = "File withdrawn"

    def decide(self, subject: CaseHeader) -> Decision:
        """Only those of the organisation that added it."""
        return policies.evidence_withdraw(self.actor, subject, self.file.organisation_id)

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the row."""
        return self.file.version

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Which file it is."""
        return {**super().present(subject), "file": presenters.evidence_row(self.actor, subject, self.file)}

    def perform(self, subject: CaseHeader, form: BaseForm) -> Any:
        """Withdraw it."""
        return evidence.withdraw_evidence(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            evidence_id=self.file.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )

    def success_url(self, result: Any) -> str:
        """The page of the question that the file was about."""
        return presenters.question_href(self.kwargs["ref"], self.file.kind)
