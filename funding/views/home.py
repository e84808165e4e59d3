"""The parts of a home in the plan beside the rate that is paid for it."""

from __future__ import annotations

from typing import Any

from funding import policies, presenters, queries
from funding.forms.package import HomeDifferenceForm
from funding.queries import LineFile
from funding.queries.homes import home_checks
from funding.services import homes
from funding.views.package import funding_url
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm


class HomeDifferenceName(ActionForm):
    """Say why the parts of a home do not come to its rate."""

    permission = Permission.LINE_AMEND
    template = "funding/home_difference_name.html"
    form_class = HomeDifferenceForm
    success_message = "The difference is named. The home can be shared and put on a schedule."

    def load(self) -> LineFile:
        return queries.line_for(self.actor, self.kwargs["ref"], self.kwargs["line"])

    def decide(self, subject: LineFile) -> Decision:
        return policies.line_amend(self.actor, subject.line.payer_id)

    def seen_version(self, subject: LineFile) -> int:
        return subject.line.version

    def present(self, subject: LineFile) -> dict[str, Any]:
        check = home_checks([subject.case.id]).get(subject.case.id)
        return {
            "case": subject.case,
            "line": subject.line,
            "parts": presenters.home_part_rows(check),
            "apart": presenters.home_apart(check),
        }

    def perform(self, subject: LineFile, form: HomeDifferenceForm) -> Any:
        return homes.name_home_difference(
            actor=self.actor,
            at=self.at,
            line_id=subject.id,
            reason=form.cleaned_data["reason"],
            seen_version=form.seen_version,
        )

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])
