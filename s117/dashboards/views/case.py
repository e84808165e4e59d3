"""The case file and its full timeline."""

from __future__ import annotations

from typing import Any

from cases.queries import CaseHeader, case_for
from s117.dashboards.presenters import case_page
from s117.dashboards.queries.case_file import case_file, timeline_for
from s117.kernel.permissions import Permission
from s117.web.views import Accessed, ScopedDetail


class CaseView(ScopedDetail):
    """One person's whole file, each part only to those whose roles cover it."""

    permission = Permission.CASE_VIEW
    template = "dashboards/case_view.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        file = case_file(self.actor, subject, self.today)
        return {"case": subject, "file": file, "page": case_page(self.actor, file, self.today)}

    def accessed(self, subject: CaseHeader) -> Accessed:
        return "Case", subject.id, subject.id


class TimelineView(ScopedDetail):
    """Everything that happened to the person, from every app the reader may read."""

    permission = Permission.CASE_VIEW
    template = "dashboards/timeline_view.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {
            "case": subject,
            "events": timeline_for(self.actor, subject.id),
        }

    def accessed(self, subject: CaseHeader) -> Accessed:
        return "Timeline", subject.id, subject.id
