"""A person's funded services: the list, funding one, its codes and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from careplans.queries import published_services
from careplans.queries.plans import ServiceRow
from cases.queries import CaseHeader, case_for
from funding import policies, presenters, queries
from funding.forms.package import AmendForm, EndForm, FundForm
from funding.queries import LineFile, contributions, direct_payments
from funding.queries.beside import nursing_of
from funding.queries.homes import home_of
from funding.rules.proration import Unit
from funding.services import packages
from funding.views.of_line import OfLine
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.views import ActionForm, ScopedDetail


class LineList(ScopedDetail):
    """What the person's services cost, and who pays."""

    permission = Permission.MONEY_VIEW
    template = "funding/line_list.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def decide(self, subject: CaseHeader) -> Decision:
        return policies.money_view(self.actor)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        lines = queries.lines_of(subject.id)
        planned = published_services(subject.id)
        funded = {line.service_key for line in lines}
        services = tuple(row for row in planned if row.service_key not in funded)
        paid = contributions.contributions_of(subject.id)
        parts, check = home_of(subject.id)
        return {
            "case": subject,
            "contributions": presenters.contribution_rows(self.actor, subject, planned, paid),
            "home": presenters.home_rows(parts),
            "arrangements": presenters.arrangement_rows(subject, direct_payments.arrangements_of(subject.id)),
            "top_ups": presenters.top_up_rows(
                self.actor, subject, direct_payments.top_ups_of(subject.id), self.today
            ),
            "nursing": presenters.nursing_rows(nursing_of(subject.id), self.today),
            "charges": presenters.charge_links(self.actor, subject, planned, paid),
            "page": presenters.money_page(self.actor, subject, lines, services, self.today, check),
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("Funding", subject.id, subject.id)


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """A service of the published plan with the person's case."""

    case: CaseHeader
    service: ServiceRow


class LineFund(ActionForm):
    """Put a rate on an aftercare service of the published plan."""

    permission = Permission.LINE_FUND
    template = "funding/line_fund.html"
    form_class = FundForm
    success_message = "Service funded. Now record how its cost is shared."

    def load(self) -> ServiceFile:
        case = case_for(self.actor, self.kwargs["ref"])
        waiting = queries.services_unfunded(case.id, queries.lines_of(case.id))
        found = [
            row for row in waiting if row.service_key == self.kwargs["service"] and row.group.is_aftercare
        ]
        if not found:
            raise NotFound
        return ServiceFile(case, found[0])

    def decide(self, subject: ServiceFile) -> Decision:
        return policies.line_fund(self.actor, self.actor.organisation_id)

    def initial(self, subject: ServiceFile) -> dict[str, Any]:
        service = subject.service
        first = {"unit": Unit.WEEK.value, "leaving_day_charged": "yes"}
        return {**first, "starts_on": service.starts_on, "ends_on": service.ends_on}

    def present(self, subject: ServiceFile) -> dict[str, Any]:
        return {"case": subject.case, "service": subject.service, "payer": self.actor.organisation_name}

    def perform(self, subject: ServiceFile, form: FundForm) -> Any:
        given = dict(form.cleaned_data)
        given["unit"] = Unit(given["unit"])
        given["leaving_day_charged"] = given["leaving_day_charged"] == "yes"
        return packages.fund_line(
            actor=self.actor,
            at=self.at,
            case_id=subject.case.id,
            service_key=subject.service.service_key,
            payer_id=self.actor.organisation_id,
            **given,
        )

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "line": result.id}
        return reverse("funding:split_record", kwargs=where)


class LineAmend(OfLine):
    """Change the finance codes of a service."""

    permission = Permission.LINE_AMEND
    may = staticmethod(policies.line_amend)
    template = "funding/line_amend.html"
    form_class = AmendForm
    success_message = "Finance codes changed."

    def initial(self, subject: LineFile) -> dict[str, Any]:
        return {name: getattr(subject.line, name) for name in AmendForm.base_fields}

    def perform(self, subject: LineFile, form: AmendForm) -> Any:
        seen = form.seen_version
        return packages.amend_line(
            actor=self.actor, at=self.at, line_id=subject.id, seen_version=seen, **form.cleaned_data
        )


class LineEnd(OfLine):
    """Record the last day of a funded service."""

    permission = Permission.LINE_END
    may = staticmethod(policies.line_end)
    template = "funding/line_end.html"
    form_class = EndForm
    success_message = "End of the service recorded."

    def initial(self, subject: LineFile) -> dict[str, Any]:
        died_on = subject.case.date_of_death
        paid_to = died_on + timedelta(days=subject.line.days_after_death) if died_on else None
        return {"ends_on": subject.line.ends_on or paid_to}

    def perform(self, subject: LineFile, form: EndForm) -> Any:
        seen = form.seen_version
        return packages.end_line(
            actor=self.actor, at=self.at, line_id=subject.id, seen_version=seen, **form.cleaned_data
        )
