"""The finance page."""

from __future__ import annotations

from typing import Any

from funding import policies, presenters
from funding import queries as funding
from funding.queries.contributions import to_check, wrongly_charged
from funding.queries.invoices import open_invoices
from funding.queries.line_queries import open_queries
from funding.queries.report_runs import finished_runs
from funding.rules.budgets import year_of, year_words
from s117.dashboards.finance_page import open_exceptions, spend_table
from s117.dashboards.queries.finance import unfunded
from s117.kernel.dates import add_months
from s117.kernel.permissions import Permission
from s117.web.views import ScopedDetail

MONTHS_SHOWN = 12
SCHEDULES_SHOWN = 12


class FinanceView(ScopedDetail):
    """Schedules, what cannot be charged yet, and what each body pays month by month."""

    permission = Permission.FINANCE_VIEW
    template = "dashboards/finance_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        first = add_months(self.today.replace(day=1), 1 - MONTHS_SHOWN)
        schedules = funding.schedules_for(self.actor, limit=SCHEDULES_SHOWN)
        return {
            "schedules": schedules,
            "exceptions": open_exceptions(schedules),
            "tags": presenters.STATUS_TAGS,
            "may_produce": policies.schedule_produce(self.actor, self.actor.organisation_id),
            "unfunded": unfunded(self.actor, self.today),
            "weekly": funding.weekly_commitment(self.actor, self.today),
            "spend": spend_table(funding.spend_by_month(self.actor, first, self.today)),
            "ready": [presenters.run_page(run) for run in finished_runs(self.actor, self.at)],
            "budgets": funding.budgets_standing(self.actor, year_of(self.today)),
            "year_words": year_words(year_of(self.today)),
            "invoices": open_invoices(self.actor),
            "line_queries": open_queries(self.actor),
            "wrong": self._to_put_right(),
            "today": self.today,
        }

    def _to_put_right(self) -> int:
        """Charges for aftercare with no refund begun, and those ended when a service became aftercare."""
        return sum(not row.refunded for row in wrongly_charged(self.actor)) + len(to_check(self.actor))
