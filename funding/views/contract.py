"""The contract's rules of a funded service, and days away."""

from __future__ import annotations

from typing import Any

from funding import policies
from funding.forms.package import AbsenceForm, ContractForm
from funding.queries import LineFile
from funding.rules.absences import AbsenceKind
from funding.services import contracts
from funding.services.contracts import AbsenceInput, ContractInput
from funding.views.of_line import OfLine
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm


class ContractAmend(OfLine):
    """Leaving day, death, and what is paid while the person is away."""

    permission = Permission.LINE_AMEND
    may = staticmethod(policies.line_amend)
    template = "funding/contract_amend.html"
    form_class = ContractForm
    success_message = "Contract rules saved. What was charged by others is put right on the next schedule."

    def initial(self, subject: LineFile) -> dict[str, Any]:
        held = {name: getattr(subject.line, name) for name in ContractForm.base_fields}
        return {**held, "leaving_day_charged": "yes" if subject.line.leaving_day_charged else "no"}

    def perform(self, subject: LineFile, form: BaseForm) -> Any:
        given = ContractInput(**form.cleaned_data)
        return contracts.amend_contract(
            actor=self.actor, at=self.at, line_id=subject.id, given=given, seen_version=form.seen_version
        )


class AbsenceRecord(OfLine):
    """The person is in hospital, or away for another reason, and the place is held."""

    permission = Permission.LINE_AMEND
    may = staticmethod(policies.line_amend)
    template = "funding/absence_record.html"
    form_class = AbsenceForm
    success_message = "Absence recorded."

    def perform(self, subject: LineFile, form: BaseForm) -> Any:
        given = AbsenceInput(**{**form.cleaned_data, "kind": AbsenceKind(form.cleaned_data["kind"])})
        return contracts.record_absence(
            actor=self.actor, at=self.at, line_id=subject.id, given=given, seen_version=form.seen_version
        )
