"""Reports and their runs in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from careplans.rules.terms import Category
from funding.models import ReportFile
from funding.presenters.days import days_words
from funding.queries.report_runs import FilterRow, RunRow
from funding.queries.reports import REPORTS
from funding.rules.reporting import Span
from s117.kernel.documents import DocumentStatus
from s117.kernel.money import pounds

COLUMN_KINDS = {
    "money": "pounds with two decimals, minus sign first",
    "date": "year-month-day",
    "integer": "a whole number",
    "number": "a number",
}
TAGS = {
    DocumentStatus.REQUESTED: "blue",
    DocumentStatus.RENDERING: "blue",
    DocumentStatus.READY: "green",
    DocumentStatus.FAILED: "red",
}


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run in words: its heading, status, facts, sums and files."""

    run: RunRow
    title: str
    href: str
    status: tuple[str, str]
    days: str
    filter: str
    facts: tuple[tuple[str, Any], ...]
    sums: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, str, str], ...]

    @property
    def waiting(self) -> bool:
        """Whether the files are still being made."""
        return self.run.status.waiting


def run_page(run: RunRow, files: Sequence[ReportFile] = ()) -> RunPage:
    """A run for its own page and for the log."""
    report = REPORTS[run.report]
    return RunPage(
        run=run,
        title=f"{report.title}, number {run.number}",
        href=reverse("funding:report_view", kwargs={"number": run.number}),
        status=(run.status.words, TAGS[run.status]),
        days=days_words(run.first_day, run.last_day),
        filter=filter_words(run.parameters),
        facts=(
            (report.days, days_words(run.first_day, run.last_day)),
            ("Services", filter_words(run.parameters)),
            ("Asked for by", run.asked_by),
            ("For", run.purpose),
        ),
        sums=(
            *((name, pounds(pence)) for name, pence in run.sums.items()),
            *((f"{code} pays", pounds(pence)) for code, pence in run.payers.items()),
        ),
        files=tuple(_file(run, file) for file in files),
    )


def filter_words(parameters: dict[str, str]) -> str:
    """The filter of a run in words."""
    found = []
    if category := parameters.get("category"):
        found.append(Category(category).words)
    if provider := parameters.get("provider"):
        found.append(f"provider with “{provider}” in its name")
    return ", ".join(found) or "All"


def saved_filters(rows: Iterable[FilterRow]) -> tuple[tuple[str, str, str, str, str], ...]:
    """Each saved filter: name, report, filter, where it is used, where it is dropped."""
    return tuple(
        (
            row.name,
            REPORTS[row.report].title,
            f"{_span_words(row)}: {filter_words(row.parameters)}",
            f"{reverse('funding:report_run', kwargs={'report': row.report})}?{urlencode({'filter': row.id})}",
            reverse("funding:filter_drop", kwargs={"saved": row.id}),
        )
        for row in rows
        if row.report in REPORTS
    )


def _span_words(row: FilterRow) -> str:
    if row.span is Span.DAYS and row.first_day and row.last_day:
        return days_words(row.first_day, row.last_day)
    return row.span.words


def _file(run: RunRow, file: ReportFile) -> tuple[str, str, str, str]:
    href = reverse("funding:report_download", kwargs={"number": run.number, "name": file.name})
    return file.name, href, f"{file.get_kind_display()}, {max(1, file.size // 1024)} KB", file.sha256
