"""Your work: the home page and the page of each sort of work."""

from __future__ import annotations

from typing import Any

from cases.queries import disputes_due, transfers_waiting
from s117.accounts.roles import ROLES
from s117.dashboards.queries.recent import recently_viewed
from s117.dashboards.queries.work import cards, key_of, kind_called, tasks, tasks_of
from s117.kernel.permissions import Permission
from s117.web.views import SIGNED_IN, ScopedList


class HomeView(ScopedList):
    """What needs this person's attention, the most urgent first."""

    permission = SIGNED_IN
    template = "dashboards/home_view.html"
    listed = "Work"

    def rows(self) -> dict[str, Any]:
        found = cards(self.actor, self.today)
        return {
            "cards": found,
            "rows": tasks(self.actor, self.today),
            "total": sum(card.count for card in found),
            "recent": recently_viewed(self.actor),
            "notices": self.actor.unread,
            "transfers": transfers_waiting(self.actor),
            "roles": [ROLES[role] for role in sorted(self.actor.roles)],
            "disputes_due": self._disputes_due(),
            "may_open_caseload": self.actor.may(Permission.CASELOAD_VIEW),
            "today": self.today,
        }

    def _disputes_due(self) -> int:
        """Disputes of one's own body with something due, for those who act in them."""
        if not self.actor.may(Permission.DISPUTE_STEP):
            return 0
        return disputes_due(self.actor, self.today)


class WorkList(ScopedList):
    """One sort of work, as many lines as its card says."""

    permission = SIGNED_IN
    template = "dashboards/work_list.html"
    listed = "Work"

    def load(self) -> Any:
        return kind_called(self.actor, self.kwargs["kind"])

    def rows(self) -> dict[str, Any]:
        found = tasks_of(self.subject, self.actor, self.today, self.after(), self.page_size + 1)
        return {"kind": self.subject, "page": self.page(found, key_of), "today": self.today}
