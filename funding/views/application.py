"""A person's requests for funding: the list, asking, recommending, answering, withdrawing, telling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from assessments import queries as assessments
from careplans import queries as careplans
from cases.queries import CaseHeader, case_for
from funding import policies, queries
from funding.forms.application import ApplicationForm, Offered
from funding.forms.package import Bodies
from funding.queries import ApplicationFile
from funding.rules.lifecycle import APPLICATION, ApplicationAction, ApplicationStatus
from funding.services import applications
from s117.accounts.queries import NHS_BODY_KINDS, open_organisations
from s117.kernel.decisions import Decision, deny, first_refusal
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.staged import Stage, StagedForm
from s117.web.views import ScopedDetail

DETAILS = (
    "statement",
    "previous_decisions",
    "documents",
    "out_of_area",
    "out_of_area_reason",
    "host_notified_on",
)
SPLIT = ("nhs_body", "nhs_percent", "council", "council_percent", "payer", "split_rationale")


RECORD, PUT_RIGHT = "Record the panel’s decision", "Put the recorded decision right"


class ApplicationList(ScopedDetail):
    """Every request for the person, newest first."""

    permission = Permission.APPLICATION_VIEW
    template = "funding/application_list.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        rows = queries.applications_of(subject)
        may_apply = bool(policies.application_make(self.actor, subject))
        planned = any(row.group.is_aftercare for row in careplans.published_services(subject.id))
        return {"case": subject, "rows": rows, "may_apply": may_apply, "planned": planned}

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("Application", subject.id, subject.id)


class ApplicationView(ScopedDetail):
    """One request: what is asked, the case for it, what was decided, and who signed."""

    permission = Permission.APPLICATION_VIEW
    template = "funding/application_view.html"

    def load(self) -> ApplicationFile:
        return queries.application_for(self.actor, self.kwargs["ref"], self.kwargs["number"])

    def present(self, subject: ApplicationFile) -> dict[str, Any]:
        decided = subject.status is ApplicationStatus.DECIDED
        drift = queries.decision_drift(subject) if decided else ()
        return {"case": subject.case, "file": subject, "acts": self._acts(subject), "drift": drift}

    def accessed(self, subject: ApplicationFile) -> tuple[str, UUID, UUID]:
        return ("Application", subject.id, subject.case.id)

    def _acts(self, file: ApplicationFile) -> list[tuple[str, str]]:
        """What the reader may do to the request now: words and address."""
        actor, item = self.actor, file.item
        record = PUT_RIGHT if file.status is ApplicationStatus.DECIDED else RECORD
        signing = file.signing(actor, self.today)
        tell = bool(file.application.told_on is None and policies.decision_tell(actor, file.case))
        offered = (
            ("Recommend", "application_recommend", ApplicationAction.RECOMMEND,
             policies.application_recommend(actor, file.application.applied_by_id)),
            ("Answer the panel’s questions", "application_resubmit", ApplicationAction.RESUBMIT,
             policies.application_resubmit(actor, file.case)),
            (record, "decision_record", ApplicationAction.DECIDE,
             policies.decision_record(actor, item.panel.convenor_id if item else None)),
            (f"Sign for {actor.organisation_name}", "decision_sign", ApplicationAction.SIGN,
             policies.decision_sign(actor, signing)),
            ("Record that the person was told", "decision_tell", ApplicationAction.TELL, tell),
            ("Withdraw", "application_withdraw", ApplicationAction.WITHDRAW,
             policies.application_withdraw(actor, file.case)),
        )  # fmt: skip
        possible = APPLICATION.actions_from(file.status)
        where = {"ref": file.case.reference, "number": file.application.number}
        return [
            (words, reverse(f"funding:{route}", kwargs=where))
            for words, route, action, allowed in offered
            if allowed and action in possible
        ]


class ApplicationMake(StagedForm):
    """Ask for funding, page by page, with the answers and what they cost to check."""

    permission = Permission.APPLICATION_MAKE
    template = "funding/application_make.html"
    form_class = ApplicationForm
    success_message = "Sent to the manager for a recommendation."

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def decide(self, subject: CaseHeader) -> Decision:
        self.offered = self._offered(subject)
        nothing = deny("The published care plan has no aftercare service to ask funding for.")
        return first_refusal(
            policies.application_make(self.actor, subject), *(() if self.offered else (nothing,))
        )

    def _offered(self, case: CaseHeader) -> list[Offered]:
        lines = {line.service_key: line for line in queries.lines_of(case.id)}
        rows = [row for row in careplans.published_services(case.id) if row.group.is_aftercare]
        found = []
        for row in rows:
            line, words = lines.get(row.service_key), f"{row.description}, {row.provider_name}"
            rate = line.rate_on(self.today) if line else None
            given = (line.unit.value, rate.pence if rate else None) if line else ()
            found.append(Offered(str(row.service_key), words.removesuffix(", "), *given))
        return found

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        councils = [(str(body.id), body.name) for body in open_organisations("council", on=self.today)]
        nhs = [(str(body.id), body.name) for body in open_organisations(*NHS_BODY_KINDS, on=self.today)]
        needs = [row.title for row in assessments.needs_for_plan(subject.id) if row.is_s117]
        return {"offered": self.offered, "needs": needs, "bodies": Bodies(councils, nhs)}

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        first = {"council": subject.council_id, "nhs_body": subject.nhs_body_id}
        return {**first, "payer": "council", "out_of_area": "no", "urgency": "routine"}

    def _stages(self) -> tuple[Stage, ...]:
        form = ApplicationForm(**self._asked())
        stages = [
            Stage("request", "What is asked", ("urgency", "kind", "starts_on")),
            Stage("services", "Services and their cost", ("services", *form.names_of("services"))),
            Stage("options", "Options", (*form.names_of("options"), "alternatives", "least_restrictive")),
            Stage("details", "The case for it", DETAILS),
            Stage("scores", "Needs, health and social", form.names_of("scores")),
            Stage("split", "Who should pay what", SPLIT),
        ]
        return tuple(stage for stage in stages if stage.fields)

    def _asked(self) -> dict[str, Any]:
        if not hasattr(self, "_kwargs"):
            self._kwargs = self.form_kwargs(self.subject)
        return self._kwargs

    def _page(self, form: BaseForm, name: str, status: int = 200, **extra: Any) -> HttpResponse:
        return super()._page(form, name, status, figures=form.figures(), **extra)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {"case": subject, "back_href": list_url(subject.reference)}

    def perform(self, subject: CaseHeader, form: ApplicationForm) -> Any:
        return applications.make_application(
            actor=self.actor, at=self.at, case_id=subject.id, asked=form.asked()
        )

    def success_url(self, result: Any) -> str:
        where = {"ref": self.kwargs["ref"], "number": result.number}
        return reverse("funding:application_view", kwargs=where)


def list_url(ref: str) -> str:
    """The person's requests."""
    return reverse("funding:application_list", kwargs={"ref": ref})
