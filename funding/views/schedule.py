"""Schedules: the list, asking for one, looking at it, taking its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.urls import reverse

from funding import policies, presenters, queries
from funding.forms.schedule import ProduceForm, period_value
from funding.presenters.line_queries import query_cells
from funding.queries import ScheduleRow, ScheduleSums, calendars
from funding.queries.calendars import DaysToSettle
from funding.queries.spend import spend_by_year
from funding.rules.proration import by_financial_year
from funding.services import exports, schedules
from s117.audit.record import record_access
from s117.kernel.decisions import Decision
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.web.paging import page_of
from s117.web.views import ActionForm, ScopedDetail, ScopedList

LINES_SHOWN = 100


def schedule_url(council_code: str, number: int) -> str:
    """A schedule's page."""
    return reverse("funding:schedule_view", kwargs={"council": council_code, "number": number})


class ScheduleList(ScopedList):
    """The schedules of the actor's council, or those in which their body has a part."""

    permission = Permission.SCHEDULE_VIEW
    template = "funding/schedule_list.html"
    listed = "Schedule"

    def rows(self) -> dict[str, Any]:
        found = queries.schedules_for(self.actor, after=self.after(), limit=self.page_size + 1)
        return {
            "page": self.page(found, lambda row: row.key),
            "tags": presenters.STATUS_TAGS,
            "days_words": presenters.days_words,
            "may_see_finance": self.actor.may(Permission.FINANCE_VIEW),
            "may_produce": policies.schedule_produce(self.actor, self.actor.organisation_id),
        }


class ScheduleProduce(ActionForm):
    """Ask for the schedule of a period."""

    permission = Permission.SCHEDULE_PRODUCE
    template = "funding/schedule_produce.html"
    form_class = ProduceForm
    success_message = "Schedule asked for."

    def load(self) -> DaysToSettle:
        return calendars.days_to_settle(self.actor.organisation_id, self.today)

    def decide(self, subject: DaysToSettle) -> Decision:
        return policies.schedule_produce(self.actor, self.actor.organisation_id)

    def form_kwargs(self, subject: DaysToSettle) -> dict[str, Any]:
        return {"days": subject}

    def initial(self, subject: DaysToSettle) -> dict[str, Any]:
        return {"which": "next", "next_days": period_value(subject.due) if subject.due else ""}

    def present(self, subject: DaysToSettle) -> dict[str, Any]:
        return {"standing": presenters.standing_schedule(queries.open_schedule(self.actor.organisation_id))}

    def perform(self, subject: DaysToSettle, form: ProduceForm) -> Any:
        days = {name: form.cleaned_data[name] for name in ("period_from", "period_to", "reason")}
        return schedules.start_schedule(
            actor=self.actor, at=self.at, council_id=self.actor.organisation_id, **days
        )

    def success_url(self, result: Any) -> str:
        return schedule_url(result.council.code, result.number)


class ScheduleView(ScopedDetail):
    """A schedule: totals by body, lines, what stands in the way, files."""

    permission = Permission.SCHEDULE_VIEW
    template = "funding/schedule_view.html"

    def load(self) -> ScheduleRow:
        return queries.schedule_by_number(self.actor, self.kwargs["council"], self.kwargs["number"])

    def present(self, subject: ScheduleRow) -> dict[str, Any]:
        sums = queries.sums_seen_by(self.actor, subject)
        files = queries.files_for(self.actor, subject)
        after = self.request.GET.get("after", "")
        start = int(after) if after.isdecimal() and len(after) < 10 else 0
        found = queries.lines_seen_by(self.actor, subject, after=start, limit=LINES_SHOWN + 1)
        shown = page_of(found, LINES_SHOWN, lambda line: line.number, self.request.GET, first=start == 0)
        return {
            "page": presenters.schedule_page(self.actor, subject, sums, files),
            "lines": presenters.line_words(shown.rows, sums),
            "queries": query_cells(self.actor, subject, shown.rows),
            "pages": shown,
            "years": presenters.year_rows(self._years(subject, sums)),
        }

    def _years(self, subject: ScheduleRow, sums: ScheduleSums) -> dict[str, dict[str, int]]:
        """Asked for only where a line may belong to another financial year."""
        period = Period.inclusive(subject.period_from, subject.period_to)
        one = len(by_financial_year(period)) == 1 and not sums.corrections
        return {} if one else spend_by_year(self.actor, subject)

    def accessed(self, subject: ScheduleRow) -> tuple[str, UUID, None]:
        return ("Schedule", subject.id, None)


class ScheduleDownload(ScopedDetail):
    """The stored bytes of a file, the same for ever, sent piece by piece."""

    permission = Permission.SCHEDULE_DOWNLOAD
    template = "funding/schedule_view.html"

    def load(self) -> ScheduleRow:
        return queries.schedule_by_number(self.actor, self.kwargs["council"], self.kwargs["number"])

    def get(self, request: HttpRequest) -> FileResponse:
        name = self.kwargs["name"]
        file, path = exports.download_file(
            actor=self.actor, at=self.at, schedule_id=self.subject.id, name=name
        )
        record_access(self.actor, "download", "ExportFile", file.id, count=self.subject.row_count)
        media = presenters.MEDIA_TYPES[file.kind]
        return FileResponse(path.open("rb"), as_attachment=True, filename=file.name, content_type=media)
