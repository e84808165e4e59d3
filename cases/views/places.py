"""Recording an address and a GP registration."""

from __future__ import annotations

from typing import Any

from cases import policies, queries
from cases.forms.places import AddressForm, GpForm, RestrictForm
from cases.queries import CaseHeader
from cases.services import places
from cases.views.base import CaseForm, CheckedCaseForm
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


class AddressRestrict(CaseForm):
    """Keep an address from others, or stop doing so."""

    permission = Permission.ADDRESS_RESTRICT
    template = "cases/address_restrict.html"
    form_class = RestrictForm
    done = "cases:client_view"
    success_message = "Saved"

    def load(self) -> CaseHeader:
        """The case and the address."""
        case = super().load()
        self.address = queries.address_for(case.id, self.kwargs["address"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.address_restrict(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """As it is now."""
        return {"restricted": str(self.address.restricted), "reason": self.address.restricted_reason}

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the address."""
        return self.address.version

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case, and which address it is."""
        return {**super().present(subject), "address": str(self.address)}

    def perform(self, subject: CaseHeader, form: RestrictForm) -> Any:
        """Change who may see it."""
        return places.restrict_address(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            address_id=self.address.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )


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
