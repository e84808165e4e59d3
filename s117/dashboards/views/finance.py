"""The finance page."""

from __future__ import annotations

from typing import Any

from s117.dashboards.finance_page import spend_table
from s117.dashboards.queries import finance
from s117.kernel.permissions import Permission
from s117.web.views import ScopedDetail


class FinanceView(ScopedDetail):
    """Schedules, what cannot be charged yet, and what each body pays month by month."""

    permission = Permission.FINANCE_VIEW
    template = "dashboards/finance_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        schedules = finance.schedules(self.actor)
        return {
            "schedules": schedules,
            "exceptions": finance.open_exceptions(schedules),
            "unfunded": finance.unfunded(self.actor, self.today),
            "spend": spend_table(finance.spend(self.actor, self.today)),
            "today": self.today,
        }
