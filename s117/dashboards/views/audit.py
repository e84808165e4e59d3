"""Who saw and did what, for those who answer for it; and who looked at one person's record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cases.queries import CaseHeader, case_for
from s117.audit.record import record_access
from s117.dashboards.audit_page import KINDS, audit_csv, filters, wanted_from
from s117.dashboards.queries.audit import FILE_LENGTH, every_line, key_of, lines_after, looks_at
from s117.kernel.permissions import Permission
from s117.web.views import Accessed, ScopedDetail, ScopedList


class AuditView(ScopedList):
    """What the organisation's staff saw and did, and what anybody did with the records it answers for."""

    permission = Permission.AUDIT_VIEW
    template = "dashboards/audit_view.html"
    listed = "AuditRecord"

    def rows(self) -> dict[str, Any]:
        wanted, _ = wanted_from(self.request.GET)
        found = lines_after(self.actor, wanted, self.after(), self.page_size + 1)
        query = self.request.GET.copy()
        query.pop("after", None)
        return {
            "filters": filters(self.actor, self.request.GET),
            "kinds": KINDS,
            "page": self.page(found, key_of),
            "query": query.urlencode(),
            "most": FILE_LENGTH,
        }


class AuditDownload(ScopedList):
    """The same lines as a CSV file. Taking it is recorded like any download."""

    permission = Permission.AUDIT_VIEW
    template = "dashboards/audit_download.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted, _ = wanted_from(request.GET)
        lines = every_line(self.actor, wanted)
        record_access(self.actor, "download", "AuditRecord", None, count=len(lines))
        return audit_csv(lines, name=f"audit-{self.today}.csv")


class AccessReport(ScopedDetail):
    """Who looked at one person's record: to print for the person, who has a right to ask."""

    permission = Permission.AUDIT_VIEW
    template = "dashboards/access_report.html"

    def load(self) -> CaseHeader:
        return case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        everything = self.request.GET.get("since") == "beginning"
        looks = looks_at(subject.id, self.today, everything=everything)
        return {"case": subject, "looks": looks, "everything": everything, "today": self.today}

    def accessed(self, subject: CaseHeader) -> Accessed:
        return "AccessReport", subject.id, subject.id
