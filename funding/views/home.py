"""The parts of a home in the plan beside the rate that is paid for it."""

from __future__ import annotations

from typing import Any

from funding import policies, presenters
from funding.forms.package import HomeDifferenceForm
from funding.queries import LineFile
from funding.queries.homes import home_checks
from funding.services import homes
from funding.views.of_line import OfLine
from s117.kernel.permissions import Permission


class HomeDifferenceName(OfLine):
    """Say why the parts of a home do not come to its rate."""

    permission = Permission.LINE_AMEND
    may = staticmethod(policies.line_amend)
    template = "funding/home_difference_name.html"
    form_class = HomeDifferenceForm
    success_message = "The difference is named. The home can be shared and put on a schedule."

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
