"""The manager's page: measures, the list and the file behind each, and the caseloads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cases.queries import visible_to
from s117.audit.record import record_access
from s117.dashboards.files import people_csv
from s117.dashboards.manager_page import caseload_chart, scope_words
from s117.dashboards.queries.caseloads import caseloads
from s117.dashboards.queries.measures import measure_called, numbers, people_of
from s117.dashboards.queries.people import every_one_of, key_of, people_after
from s117.dashboards.queries.scope import counted_for
from s117.kernel.decisions import Decision, first_refusal
from s117.kernel.permissions import Permission
from s117.web.views import ScopedDetail, ScopedList


class ManagerView(ScopedDetail):
    """Every measure over everybody in the reader's scope, as of today."""

    permission = Permission.MANAGER_VIEW
    template = "dashboards/manager_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        counted, named = counted_for(self.actor), self.actor.may(Permission.CASE_VIEW)
        held = caseloads(counted, self.today, named=named)
        return {
            "numbers": numbers(counted, self.today),
            "caseloads": held,
            "chart": caseload_chart(held, named=named),
            "lists": named,
            "scope_words": scope_words(self.actor),
            "today": self.today,
        }


class MeasureList(ScopedList):
    """The people behind one number: the same condition, so the same length."""

    permission = Permission.MANAGER_VIEW
    template = "dashboards/measure_list.html"
    listed = "Measure"

    def load(self) -> Any:
        return measure_called(self.kwargs["measure"])

    def decide(self, subject: Any) -> Decision:
        return first_refusal(super().decide(subject), self.actor.holds(Permission.CASE_VIEW))

    def rows(self) -> dict[str, Any]:
        people = people_of(self.subject, visible_to(self.actor), self.today)
        because = self.subject.because(self.today)
        found = people_after(people, self.after(), self.page_size + 1, because)
        number = next(n for n in numbers(visible_to(self.actor), self.today) if n.measure == self.subject)
        return {"number": number, "page": self.page(found, key_of), "today": self.today}


class MeasureDownload(MeasureList):
    """The same people as a CSV file, every one of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        people = people_of(self.subject, visible_to(self.actor), self.today)
        because = self.subject.because(self.today)
        rows = list(every_one_of(people, because))
        record_access(self.actor, "download", "Measure", None, count=len(rows))
        name = f"{self.subject.id}-{self.subject.slug}-{self.today}.csv"
        return people_csv(rows, name=name, why=bool(because))
