"""The caseload list."""

from __future__ import annotations

from typing import Any

from s117.dashboards.queries.caseload import cases_chosen, chosen_from, panels
from s117.dashboards.queries.people import key_of, people_after
from s117.kernel.permissions import Permission
from s117.web.views import ScopedList


class CaseloadView(ScopedList):
    """People in the actor's scope, filtered by what the address says, the next review first."""

    permission = Permission.CASELOAD_VIEW
    template = "dashboards/caseload_view.html"
    listed = "Caseload"

    def rows(self) -> dict[str, Any]:
        chosen = chosen_from(self.actor, self.request.GET)
        found = people_after(cases_chosen(self.actor, self.today, chosen), self.after(), self.page_size + 1)
        shown = panels(self.actor, self.today, chosen)
        return {
            "panels": shown,
            "total": next(choice.count for choice in shown[0].options if choice.chosen),
            "page": self.page(found, key_of),
            "today": self.today,
        }
