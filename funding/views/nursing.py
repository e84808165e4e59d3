"""Funded nursing care beside a nursing home: recorded from a day on."""

from __future__ import annotations

from typing import Any

from funding import policies, queries
from funding.forms.nursing import NursingForm
from funding.queries import LineFile
from funding.rules.nursing import NursingBand
from funding.services import nursing
from funding.views.package import funding_url
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm


class NursingRecord(ActionForm):
    """Record the band that the NHS pays the home, or that it stops."""

    permission = Permission.NURSING_RECORD
    template = "funding/nursing_record.html"
    form_class = NursingForm
    success_message = "Funded nursing care recorded. It stands beside the shared cost, in nobody’s share."

    def load(self) -> LineFile:
        return queries.line_for(self.actor, self.kwargs["ref"], self.kwargs["line"])

    def decide(self, subject: LineFile) -> Decision:
        return policies.nursing_record(self.actor, subject.line.payer_id)

    def seen_version(self, subject: LineFile) -> int:
        return subject.line.version

    def present(self, subject: LineFile) -> dict[str, Any]:
        return {"case": subject.case, "line": subject.line}

    def perform(self, subject: LineFile, form: NursingForm) -> Any:
        given = {**form.cleaned_data, "band": NursingBand(form.cleaned_data["band"])}
        held = {"line_id": subject.id, "seen_version": form.seen_version}
        return nursing.record_nursing(actor=self.actor, at=self.at, **held, **given)

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])
