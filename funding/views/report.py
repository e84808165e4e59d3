"""Reports: the table of them with the export log, running one, its page and its files, saved filters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.urls import reverse

from funding import policies, presenters
from funding.forms.report import ReportForm
from funding.queries import report_runs
from funding.queries.report_runs import FilterRow, RunRow
from funding.queries.reports import REPORTS, Report
from funding.rules.reporting import Span
from funding.services import reports
from funding.services.reports import ReportInput
from s117.audit.record import record_access
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class ReportList(ScopedList):
    """Every report there is, the reader's saved filters, and the export log of their body."""

    permission = Permission.REPORT_VIEW
    template = "funding/report_list.html"
    listed = "ReportRun"

    def rows(self) -> dict[str, Any]:
        after = self.after() or ""
        before = int(after) if after.isdecimal() and len(after) < 10 else None
        found = report_runs.runs_for(self.actor, before=before, limit=self.page_size + 1)
        return {
            "page": self.page([presenters.run_page(run) for run in found], lambda row: row.run.number),
            "reports": REPORTS.values(),
            "saved": presenters.saved_filters(report_runs.filters_of(self.actor)),
            "finished": [presenters.run_page(run) for run in report_runs.finished_runs(self.actor, self.at)],
            "may_run": policies.report_run(self.actor),
        }


class ReportRun(ActionForm):
    """Ask for one report."""

    permission = Permission.REPORT_RUN
    template = "funding/report_run.html"
    form_class = ReportForm
    success_message = "Report asked for."

    def load(self) -> Report:
        if self.kwargs["report"] not in REPORTS:
            raise NotFound
        return REPORTS[self.kwargs["report"]]

    def form_kwargs(self, subject: Report) -> dict[str, Any]:
        return {"today": self.today, "filtered": subject.filtered}

    def initial(self, subject: Report) -> dict[str, Any]:
        kept = self._kept()
        if kept is None:
            return {"span": Span.LAST_MONTH.value}
        days = {"first_day": kept.first_day, "last_day": kept.last_day}
        return {"span": kept.span.value, **days, **kept.parameters, "purpose": kept.name}

    def present(self, subject: Report) -> dict[str, Any]:
        return {"report": subject, "kinds": presenters.COLUMN_KINDS}

    def perform(self, subject: Report, form: ReportForm) -> Any:
        given = form.cleaned_data
        wanted = ReportInput(
            report=subject.key,
            first_day=given["first_day"],
            last_day=given["last_day"],
            parameters=form.parameters,
            purpose=given["purpose"],
        )
        return reports.request_and_save(
            actor=self.actor,
            at=self.at,
            wanted=wanted,
            span=Span(given["span"]),
            save_as=given["save_as"],
        )

    def success_url(self, result: Any) -> str:
        return reverse("funding:report_view", kwargs={"number": result.number})

    def _kept(self) -> FilterRow | None:
        try:
            return report_runs.filter_for(self.actor, UUID(self.request.GET.get("filter", "")))
        except (NotFound, ValueError):
            return None


class ReportView(ScopedDetail):
    """One run: how far it is, its sums, its files."""

    permission = Permission.REPORT_VIEW
    template = "funding/report_view.html"

    def load(self) -> RunRow:
        return report_runs.run_by_number(self.actor, self.kwargs["number"])

    def present(self, subject: RunRow) -> dict[str, Any]:
        files = report_runs.files_of_run(self.actor, subject.id)
        return {
            "page": presenters.run_page(subject, files),
            "again": reverse("funding:report_run", kwargs={"report": subject.report}),
        }

    def accessed(self, subject: RunRow) -> tuple[str, UUID, None]:
        return ("ReportRun", subject.id, None)


class ReportDownload(ScopedDetail):
    """The stored bytes of a file, the same for ever, sent piece by piece."""

    permission = Permission.REPORT_DOWNLOAD
    template = "funding/report_view.html"

    def load(self) -> RunRow:
        return report_runs.run_by_number(self.actor, self.kwargs["number"])

    def get(self, request: HttpRequest) -> FileResponse:
        file, path = reports.download_report(
            actor=self.actor, at=self.at, run_id=self.subject.id, name=self.kwargs["name"]
        )
        record_access(self.actor, "download", "ReportFile", file.id, count=self.subject.rows_done)
        media = presenters.MEDIA_TYPES[file.kind]
        return FileResponse(path.open("rb"), as_attachment=True, filename=file.name, content_type=media)


class FilterDrop(ActionForm):
    """Drop a saved filter."""

    permission = Permission.REPORT_RUN
    template = "funding/filter_drop.html"
    form_class = BaseForm
    success_message = "Saved filter dropped."

    def load(self) -> FilterRow:
        return report_runs.filter_for(self.actor, self.kwargs["saved"])

    def decide(self, subject: FilterRow) -> Decision:
        return policies.report_run(self.actor)

    def present(self, subject: FilterRow) -> dict[str, Any]:
        return {"saved": subject}

    def perform(self, subject: FilterRow, form: BaseForm) -> Any:
        return reports.drop_filter(actor=self.actor, at=self.at, filter_id=subject.id)

    def success_url(self, result: Any) -> str:
        return reverse("funding:report_list")
