"""Funded nursing care beside a nursing home: recorded from a day on."""

from __future__ import annotations

from typing import Any

from funding import policies
from funding.forms.nursing import NursingForm
from funding.queries import LineFile
from funding.rules.nursing import NursingBand
from funding.services import nursing
from funding.views.of_line import OfLine
from s117.kernel.permissions import Permission


class NursingRecord(OfLine):
    """Record the band that the NHS pays the home, or that it stops."""

    permission = Permission.NURSING_RECORD
    may = staticmethod(policies.nursing_record)
    template = "funding/nursing_record.html"
    form_class = NursingForm
    success_message = "Funded nursing care recorded. It stands beside the shared cost, in nobody’s share."

    def perform(self, subject: LineFile, form: NursingForm) -> Any:
        given = {**form.cleaned_data, "band": NursingBand(form.cleaned_data["band"])}
        held = {"line_id": subject.id, "seen_version": form.seen_version}
        return nursing.record_nursing(actor=self.actor, at=self.at, **held, **given)
