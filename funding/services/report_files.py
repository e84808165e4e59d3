"""One pass over a report's rows into three files at once, and the slip that goes with them.

One statement gives the rows, so that the files cannot differ; nothing is held but the row in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from funding.models import ReportFile, ReportRun
from funding.queries.reports import REPORTS, Filters, Report
from s117.documents.columns import Column
from s117.documents.csv import CsvWriter
from s117.documents.json import JsonWriter
from s117.documents.manifest import write_slip
from s117.documents.storage import drafts, keep, store_once
from s117.documents.xlsx import XlsxWriter
from s117.kernel.actor import Actor
from s117.kernel.money import plain_pounds

TELL_EVERY = 2000
Kind = ReportFile.Kind
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A kept file: its kind, name, fingerprint and bytes."""

    kind: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a run with their control figures, in pence."""

    files: tuple[MadeFile, ...]
    rows: int
    sums: Mapping[str, int]
    payers: Mapping[str, int]


def write_report(run: ReportRun, asker: Actor, at: datetime, tell: Tell) -> Made:
    """Write, keep and describe the files of a run. Nothing of a run that fails is kept under a name."""
    report = REPORTS[run.report]
    filters = Filters(run.first_day, run.last_day, **run.parameters)
    stem = f"s117-{report.key}_{run.first_day}_{run.last_day}_{run.organisation.code}_v{run.number}"
    with drafts(3) as paths:
        control = _write(report, asker, filters, paths, at, _facts(run, report, at), tell)
        files = [
            kept_file(kind, f"{stem}.{ending}", path)
            for kind, ending, path in zip(
                (Kind.CSV, Kind.XLSX, Kind.JSON), ("csv", "xlsx", "json"), paths, strict=True
            )
        ]
    payers = _payers(report, asker, filters, control)
    slip = _slip(run, report, at, control, payers, files)
    files.append(MadeFile(Kind.MANIFEST.value, f"{stem}_manifest.json", store_once(slip), len(slip)))
    return Made(tuple(files), control.rows, control.sums, payers)


class Unreconciled(Exception):
    """The bodies' parts are not the sum of the lines: a schedule was frozen between the two statements."""


@dataclass(slots=True)
class _Control:
    rows: int
    sums: dict[str, int]


def _write(
    report: Report,
    asker: Actor,
    filters: Filters,
    paths: Sequence[Path],
    at: datetime,
    facts: Sequence[tuple[str, str]],
    tell: Tell,
) -> _Control:
    summed = [
        (n, column.heading) for n, column in enumerate(report.columns) if column.heading in report.summed
    ]
    control = _Control(0, {heading: 0 for _, heading in summed})
    with ExitStack() as stack:
        csv_file, xlsx_file, json_file = (stack.enter_context(path.open("wb")) for path in paths)
        book = XlsxWriter(xlsx_file, title=report.title, made_at=at)
        book.sheet("Lines", report.columns)
        writers = (CsvWriter(csv_file, report.columns), JsonWriter(json_file, report.columns))
        rows = report.rows(asker, filters)
        tell(0, rows.count)
        for values in rows.values:
            for writer in (book, *writers):
                writer.row(values)
            for place, heading in summed:
                control.sums[heading] += values[place] or 0
            control.rows += 1
            if control.rows % TELL_EVERY == 0:
                tell(control.rows, rows.count)
        for writer in writers:
            writer.finish()
        _control_sheet(book, facts, control)
        book.finish()
    return control


def _payers(report: Report, asker: Actor, filters: Filters, control: _Control) -> Mapping[str, int]:
    """Pence by body. They come to the gross of the lines (practice 4.4, rule 1), or it is tried again."""
    if report.payers is None:
        return {}
    payers = report.payers(asker, filters)
    if sum(payers.values()) != control.sums["Gross"]:
        raise Unreconciled
    return payers


def _control_sheet(book: XlsxWriter, facts: Sequence[tuple[str, str]], control: _Control) -> None:
    book.sheet("Control", (Column("Figure", width=30), Column("Value", width=60)))
    sums = [(f"Sum of {heading}", plain_pounds(pence)) for heading, pence in control.sums.items()]
    for row in (*facts, ("Rows", str(control.rows)), *sums):
        book.row(row)


def kept_file(kind: str, name: str, path: Path) -> MadeFile:
    """Keep a written draft under its fingerprint."""
    size = path.stat().st_size
    return MadeFile(kind, name, keep(path), size)


def _facts(run: ReportRun, report: Report, at: datetime) -> list[tuple[str, str]]:
    return [
        ("Report", report.title),
        ("Made for", run.organisation.name),
        ("Asked for by", run.requested_by.full_name),
        ("For", run.purpose),
        (report.days, f"{run.first_day} to {run.last_day}"),
        *((name.capitalize(), value) for name, value in run.parameters.items() if value),
        ("Made at", at.isoformat()),
    ]


def _slip(
    run: ReportRun,
    report: Report,
    at: datetime,
    control: _Control,
    payers: Mapping[str, int],
    files: Sequence[MadeFile],
) -> bytes:
    content: dict[str, Any] = {
        "report": report.key,
        "rows": control.rows,
        "parameters": {
            "first_day": str(run.first_day),
            "last_day": str(run.last_day),
            "for": run.organisation.code,
            "run": run.number,
            **run.parameters,
        },
        "purpose": run.purpose,
        "generated_by": run.requested_by.full_name,
        "generated_at": at.isoformat(),
        "files": {file.name: {"sha256": file.sha256, "bytes": file.size} for file in files},
    }
    return write_slip(content, {"sums": control.sums, "sum_by_payer": payers})
