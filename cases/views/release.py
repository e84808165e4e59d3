"""Section 17 leave and conditional discharge."""

from __future__ import annotations

from typing import Any

from cases import queries
from cases.forms.legal_facts import (
    ConditionalDischargeEndForm,
    ConditionalDischargeForm,
    LeaveEndForm,
    LeaveForm,
    correcting,
)
from cases.queries import CaseHeader
from cases.services import conditional_discharges, leaves
from cases.views.legal_facts import FactCorrect, FactRecord
from s117.kernel.permissions import Permission


class LeaveRecord(FactRecord):
    """Record section 17 leave overnight."""

    permission = Permission.LEAVE_RECORD
    form_class = LeaveForm
    heading = "Record section 17 leave"
    intro = "Leave overnight or longer, from a detention in force. The stay in hospital goes on."
    success_message = "Section 17 leave recorded"

    def perform(self, subject: CaseHeader, form: LeaveForm) -> Any:
        """Record it."""
        return leaves.record_leave(**self.common(subject), leave=leaves.LeaveInput(**form.facts()))


class LeaveCorrect(FactCorrect):
    """Correct section 17 leave."""

    permission = Permission.LEAVE_RECORD
    form_class = correcting(LeaveForm)
    kind = "leave"

    def perform(self, subject: CaseHeader, form: LeaveForm) -> Any:
        """Put a corrected entry in its place."""
        given = leaves.LeaveInput(**form.facts())
        return leaves.record_leave(**self.common(subject), leave=given, correction=self.correction(form))


class LeaveEnd(FactRecord):
    """Record the return from leave."""

    permission = Permission.LEAVE_RECORD
    form_class = LeaveEndForm
    heading = "Record return from leave"
    success_message = "Return from leave recorded"

    def load(self) -> CaseHeader:
        """The case, and the leave."""
        case = super().load()
        self.row = queries.legal_fact_for(case.id, "leave", self.kwargs["row"])
        return case

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the leave."""
        return int(self.row.version)

    def perform(self, subject: CaseHeader, form: LeaveEndForm) -> Any:
        """End it."""
        given = {"leave_id": self.row.id, "seen_version": form.seen_version, **form.cleaned_data}
        return leaves.end_leave(**self.common(subject), **given)


class ConditionalDischargeRecord(FactRecord):
    """Record a conditional discharge, now or long ago."""

    permission = Permission.CONDITIONAL_DISCHARGE_RECORD
    form_class = ConditionalDischargeForm
    heading = "Record a conditional discharge"
    intro = (
        "For somebody under restrictions, such as section 37 with section 41. A detention in force ends "
        "on that day. Aftercare is owed from the day they leave hospital."
    )
    success_message = "Conditional discharge recorded"

    def perform(self, subject: CaseHeader, form: ConditionalDischargeForm) -> Any:
        """Record it."""
        return conditional_discharges.record_conditional_discharge(
            **self.common(subject),
            discharge=conditional_discharges.DischargeInput(**form.facts()),
            **form.leaving(),
        )


class ConditionalDischargeCorrect(FactCorrect):
    """Correct a conditional discharge."""

    permission = Permission.CONDITIONAL_DISCHARGE_RECORD
    form_class = correcting(ConditionalDischargeForm, "left", "left_on", "destination")
    kind = "conditional-discharge"

    def perform(self, subject: CaseHeader, form: ConditionalDischargeForm) -> Any:
        """Put a corrected entry in its place."""
        return conditional_discharges.record_conditional_discharge(
            **self.common(subject),
            discharge=conditional_discharges.DischargeInput(**form.facts()),
            correction=self.correction(form),
        )


class ConditionalDischargeEnd(FactRecord):
    """Record recall from conditional discharge, or another end."""

    permission = Permission.CONDITIONAL_DISCHARGE_RECORD
    form_class = ConditionalDischargeEndForm
    heading = "Record recall or the end of a conditional discharge"
    intro = (
        "Recall puts the person back in hospital under the order. Whether that changes who is responsible is "
        "not settled: a person decides."
    )
    success_message = "End of conditional discharge recorded"

    def load(self) -> CaseHeader:
        """The case, and the conditional discharge."""
        case = super().load()
        self.row = queries.legal_fact_for(case.id, "conditional-discharge", self.kwargs["row"])
        return case

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the conditional discharge."""
        return int(self.row.version)

    def perform(self, subject: CaseHeader, form: ConditionalDischargeEndForm) -> Any:
        """End it."""
        given = dict(form.cleaned_data)
        where = {name: given.pop(name) for name in ("hospital", "ward", "provider")}
        return conditional_discharges.end_conditional_discharge(
            **self.common(subject),
            discharge_id=self.row.id,
            recall=conditional_discharges.Recall(**where),
            seen_version=form.seen_version,
            **given,
        )
