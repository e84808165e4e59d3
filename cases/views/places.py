"""Recording an address and a GP registration."""

from __future__ import annotations

from typing import Any

from cases import policies
from cases.forms.places import AddressForm, GpForm
from cases.queries import CaseHeader
from cases.services import places
from cases.views.base import CheckedCaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class AddressRecord(CheckedCaseForm):
    """Record where the person lives or lived."""

    permission = Permission.ADDRESS_RECORD
    template = "cases/address_record.html"
    form_class = AddressForm
    done = "cases:client_view"
    success_message = "Address recorded. Who is responsible has been worked out again."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.address_record(self.actor, subject)

    def perform(self, subject: CaseHeader, form: AddressForm) -> Any:
        """Record it."""
        return places.record_address(actor=self.actor, at=self.at, case_id=subject.id, **form.facts())


class GpRecord(CheckedCaseForm):
    """Record a GP registration."""

    permission = Permission.GP_RECORD
    template = "cases/gp_record.html"
    form_class = GpForm
    done = "cases:client_view"
    success_message = "GP registration recorded. Who is responsible has been worked out again."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.gp_record(self.actor, subject)

    def perform(self, subject: CaseHeader, form: GpForm) -> Any:
        """Record it."""
        return places.record_gp(actor=self.actor, at=self.at, case_id=subject.id, **form.cleaned_data)
