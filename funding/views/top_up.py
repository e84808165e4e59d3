"""A top-up beside a funded home: recorded with its agreement, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.queries import CaseHeader
from funding import policies, queries
from funding.forms.direct_payment import LastDayForm, TopUpForm
from funding.queries import LineFile
from funding.queries import direct_payments as reads
from funding.rules.top_ups import TopUpPayer, TopUpRoute
from funding.services import top_ups
from funding.services.top_ups import TopUpInput
from funding.views.of_line import funding_url
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm


class TopUpRecord(ActionForm):
    """Record the written agreement; each condition of section 117A that is not met is named."""

    permission = Permission.TOP_UP_RECORD
    template = "funding/top_up_record.html"
    form_class = TopUpForm
    success_message = "Top-up recorded. It stands beside the shared cost, in nobody’s share."

    def load(self) -> LineFile:
        return queries.line_for(self.actor, self.kwargs["ref"], self.kwargs["line"])

    def decide(self, subject: LineFile) -> Decision:
        return policies.top_up_record(self.actor, subject.line.payer_id)

    def present(self, subject: LineFile) -> dict[str, Any]:
        return {"case": subject.case, "line": subject.line}

    def perform(self, subject: LineFile, form: TopUpForm) -> Any:
        given = form.cleaned_data
        terms = {"payer": TopUpPayer(given["payer"]), "route": TopUpRoute(given["route"])}
        return top_ups.record_top_up(
            actor=self.actor, at=self.at, line_id=subject.id, given=TopUpInput(**{**given, **terms})
        )

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])


@dataclass(frozen=True, slots=True)
class TopUpFile:
    """A top-up with the person's header."""

    case: CaseHeader
    top_up: Any


class TopUpEnd(ActionForm):
    """The last day of a top-up."""

    permission = Permission.TOP_UP_RECORD
    template = "funding/top_up_end.html"
    form_class = LastDayForm
    success_message = "Top-up ended."

    def load(self) -> TopUpFile:
        return TopUpFile(*reads.top_up_for(self.actor, self.kwargs["ref"], self.kwargs["top_up"]))

    def decide(self, subject: TopUpFile) -> Decision:
        return policies.top_up_record(self.actor, subject.top_up.line.payer_id)

    def seen_version(self, subject: TopUpFile) -> int:
        return subject.top_up.version

    def present(self, subject: TopUpFile) -> dict[str, Any]:
        return {"case": subject.case, "top_up": subject.top_up}

    def perform(self, subject: TopUpFile, form: LastDayForm) -> Any:
        held = {"top_up_id": subject.top_up.id, "seen_version": form.seen_version}
        return top_ups.end_top_up(actor=self.actor, at=self.at, **held, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])
