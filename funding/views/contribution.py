"""What a person pays towards services outside aftercare, and charges for aftercare that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from careplans.queries import published_services
from cases.queries import CaseHeader, case_for
from funding import policies
from funding.forms.contribution import (
    ChargeFoundForm,
    ContributionCheckForm,
    ContributionEndForm,
    ContributionForm,
)
from funding.queries import contributions as reads
from funding.services import contributions
from funding.services.contributions import ContributionInput
from funding.views.of_line import funding_url
from funding.views.package import ServiceFile
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.views import ActionForm


class ContributionRecord(ActionForm):
    """Record what the person pays a week towards a service. On aftercare it is refused, with the reason."""

    permission = Permission.CONTRIBUTION_RECORD
    template = "funding/contribution_record.html"
    form_class: Any = ContributionForm
    success_message = "Contribution recorded."
    service = staticmethod(contributions.record_contribution)

    def load(self) -> ServiceFile:
        case = case_for(self.actor, self.kwargs["ref"])
        services = {row.service_key: row for row in published_services(case.id)}
        if self.kwargs["service"] not in services:
            raise NotFound
        return ServiceFile(case, services[self.kwargs["service"]])

    def decide(self, subject: ServiceFile) -> Decision:
        return policies.contribution_record(self.actor)

    def present(self, subject: ServiceFile) -> dict[str, Any]:
        return {"case": subject.case, "service": subject.service}

    def perform(self, subject: ServiceFile, form: Any) -> Any:
        named = {"case_id": subject.case.id, "service_key": subject.service.service_key}
        given = ContributionInput(**form.cleaned_data)
        return self.service(actor=self.actor, at=self.at, **named, given=given)

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])


class ChargeFound(ContributionRecord):
    """Record a charge for aftercare that was found, so that it is ended and given back."""

    template = "funding/charge_found.html"
    form_class = ChargeFoundForm
    success_message = "Recorded among the wrongly charged. Work out the refund next."
    service = staticmethod(contributions.record_charge_found)


@dataclass(frozen=True, slots=True)
class ContributionFile:
    """A contribution with the person's header."""

    case: CaseHeader
    contribution: Any


class ContributionEnd(ActionForm):
    """The last day that the person pays for."""

    permission = Permission.CONTRIBUTION_END
    template = "funding/contribution_end.html"
    form_class: Any = ContributionEndForm
    success_message = "Contribution ended."
    service = staticmethod(contributions.end_contribution)

    def load(self) -> ContributionFile:
        return ContributionFile(
            *reads.contribution_for(self.actor, self.kwargs["ref"], self.kwargs["contribution"])
        )

    def decide(self, subject: ContributionFile) -> Decision:
        return policies.contribution_end(self.actor, subject.contribution.council_id)

    def seen_version(self, subject: ContributionFile) -> int:
        return subject.contribution.version

    def present(self, subject: ContributionFile) -> dict[str, Any]:
        return {"case": subject.case, "contribution": subject.contribution}

    def perform(self, subject: ContributionFile, form: Any) -> Any:
        held = {"contribution_id": subject.contribution.id, "seen_version": form.seen_version}
        return self.service(actor=self.actor, at=self.at, **held, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])


class ContributionCheck(ContributionEnd):
    """Nothing earlier is to be given back, and why."""

    template = "funding/contribution_check.html"
    form_class = ContributionCheckForm
    success_message = "Checked: nothing more is given back."
    service = staticmethod(contributions.check_contribution)
