"""Files of a frozen schedule: one set for the council and one for each other body with a part in it.

Each set is written in one pass over the lines, so that its files cannot differ; nothing is held but the line
in hand, and what a set says never changes afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from funding import policies, queries
from funding.models import ExportFile
from funding.queries import ScheduleLineRow, ScheduleRow
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.reconcile import ControlHash, Totals
from funding.services.report_files import MadeFile, kept_file
from funding.services.schedules import hashed
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.columns import Column, Kind
from s117.documents.csv import CsvWriter
from s117.documents.json import JsonWriter
from s117.documents.manifest import Manifest, write_manifest
from s117.documents.storage import drafts, kept, store_once
from s117.documents.xlsx import XlsxWriter
from s117.kernel.actor import Actor
from s117.kernel.events import Event

PRINTED = {
    "schedule_number": Column("Schedule", Kind.INTEGER, 9),
    "number": Column("Line", Kind.INTEGER, 6),
    "posting_period": Column("Posting period", width=24),
    "kind": Column("Type", width=12),
    "service_from": Column("Service from", Kind.DATE, 12),
    "service_to": Column("Service to", Kind.DATE, 12),
    "days": Column("Days", Kind.INTEGER, 6),
    "case_reference": Column("Local reference", width=18),
    "nhs_number": Column("NHS number", width=12),
    "initials": Column("Initials", width=8),
    "birth_year": Column("Year of birth", Kind.INTEGER, 8),
    "provider_name": Column("Provider", width=28),
    "category": Column("Category", width=16),
    "description": Column("Service", width=28),
    "unit": Column("Unit", width=8),
    "units": Column("Units", Kind.NUMBER, 8),
    "rate_pence": Column("Rate", Kind.MONEY, 12),
    "gross_pence": Column("Gross", Kind.MONEY, 12),
    "decision_reference": Column("Decision reference", width=18),
    "interim": Column("Without prejudice", width=10),
    "po_reference": Column("Purchase order", width=14),
    "cost_centre": Column("Cost centre", width=12),
    "subjective_code": Column("Subjective code", width=12),
    "mends_schedule": Column("Mends schedule", Kind.INTEGER, 9),
    "mends_number": Column("Mends line", Kind.INTEGER, 9),
    "note": Column("Note", width=40),
}
"""The columns that every file begins with, in this order for ever; each body's two columns follow."""

CONTROL = (
    Column("Control", width=28),
    Column("Pounds", Kind.MONEY, 16),
    Column("Count", Kind.INTEGER, 10),
    Column("Words", width=70),
)


def make_files(*, actor: Actor, at: datetime, schedule_id: UUID) -> int:
    """Make and keep the files of a frozen schedule; how many. Running it again makes none twice."""
    with queries.making_files(schedule_id) as alone:
        schedule = queries.schedule_for(actor, schedule_id)
        wanted = schedule.status is ScheduleStatus.FROZEN and not queries.files_for(actor, schedule)
        if not alone or not wanted:
            return 0
        made = [
            (body_id, file)
            for body_id, code in queries.audiences_of(schedule).items()
            for file in _files(schedule, body_id, code)
        ]
        _keep_files(actor=actor, at=at, schedule_id=schedule.id, made=made)
        return len(made)


@writes
def _keep_files(
    *, actor: Actor, at: datetime, schedule_id: UUID, made: Sequence[tuple[UUID, MadeFile]]
) -> None:
    schedule = queries.lock_schedule(schedule_id)
    if ExportFile.objects.filter(schedule=schedule).exists():
        return
    for body_id, file in made:
        ExportFile.objects.create(
            schedule=schedule,
            audience_id=body_id,
            kind=file.kind,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            made_at=at,
        )
    record(Event.EXPORT_PRODUCED, schedule, detail={"files": len(made)})


@writes
def download_file(*, actor: Actor, at: datetime, schedule_id: UUID, name: str) -> tuple[ExportFile, Path]:
    """Where the stored bytes of a file are, never made anew, checked against their fingerprint; who took it
    is recorded. Damaged if they have changed."""
    file = queries.file_for(actor, schedule_id, name)
    policies.schedule_download(actor, file.audience_id, file.schedule.council_id).require()
    path = kept(file.sha256)
    record(Event.EXPORT_DOWNLOADED, file, detail={"name": name, "sha256": file.sha256, "at": at.isoformat()})
    return file, path


def _files(schedule: ScheduleRow, body_id: UUID, code: str) -> list[MadeFile]:
    """One body's set, kept. The manifest has the plain name, as ever, so the lines say what they are."""
    stem = f"s117-recharge_{schedule.period_from}_{schedule.period_to}_{code}_v{schedule.edition}"
    kinds = ExportFile.Kind
    names = {kinds.CSV: f"{stem}.csv", kinds.XLSX: f"{stem}.xlsx", kinds.JSON: f"{stem}_lines.json"}
    with drafts(len(names)) as paths:
        manifest = _write(schedule, body_id, code, stem, paths)
        files = [kept_file(kind, *pair) for kind, *pair in zip(names, names.values(), paths, strict=True)]
    slip = write_manifest(manifest, {file.name: (file.sha256, file.size) for file in files})
    return [*files, MadeFile(kinds.MANIFEST.value, f"{stem}.json", store_once(slip), len(slip))]


def _write(schedule: ScheduleRow, body_id: UUID, code: str, stem: str, paths: Sequence[Path]) -> Manifest:
    bodies = queries.bodies_sharing(queries.lines_for_body(schedule, body_id))
    columns = _columns(bodies)
    digest = ControlHash()
    with ExitStack() as stack:
        csv_file, xlsx_file, json_file = (stack.enter_context(path.open("wb")) for path in paths)
        book = XlsxWriter(xlsx_file, title=stem, made_at=schedule.frozen_at)
        book.sheet("Lines", columns)
        writers = (CsvWriter(csv_file, columns), JsonWriter(json_file, columns))

        def put(line: ScheduleLineRow) -> None:
            values = _printed(schedule, line) + _parts(line, bodies)
            for writer in (book, *writers):
                writer.row(values)
            digest.add(hashed(line))

        totals = queries.totals_of(_each(queries.each_line_for_body(schedule, body_id), put))
        for writer in writers:
            writer.finish()
        manifest = _manifest(schedule, code, bodies, totals, digest)
        book.sheet("Control", CONTROL)
        for row in _control(manifest):
            book.row(row)
        book.finish()
    return manifest


def _each(
    lines: Iterable[ScheduleLineRow], put: Callable[[ScheduleLineRow], None]
) -> Iterator[ScheduleLineRow]:
    """The lines, each once it stands in every file."""
    for line in lines:
        put(line)
        yield line


def _manifest(
    schedule: ScheduleRow, code: str, bodies: Sequence[Organisation], totals: Totals, digest: ControlHash
) -> Manifest:
    by_code = {str(body.id): body.code for body in bodies}
    return Manifest(
        rows=totals.rows,
        gross=totals.gross,
        by_payer={by_code[payer]: pence for payer, pence in totals.by_payer.items()},
        parameters=_parameters(schedule, code),
        generated_by=schedule.frozen_by,
        generated_at=schedule.frozen_at,
        control_hash=digest.words,
    )


def _parameters(schedule: ScheduleRow, code: str) -> dict[str, Any]:
    return {
        "council": schedule.council_code,
        "for": code,
        "schedule": schedule.number,
        "edition": schedule.edition,
        "period_from": str(schedule.period_from),
        "period_to": str(schedule.period_to),
        "figures_as_recorded_at": schedule.as_at.isoformat() if schedule.as_at else "",
    }


def _columns(bodies: Sequence[Organisation]) -> list[Column]:
    columns = list(PRINTED.values())
    for body in bodies:
        columns += [
            Column(f"{body.code} percent", Kind.NUMBER, 9),
            Column(f"{body.code} amount", Kind.MONEY, 12),
        ]
    return columns


def _printed(schedule: ScheduleRow, line: ScheduleLineRow) -> list[Any]:
    own = {
        "posting_period": f"{schedule.period_from} to {schedule.period_to}",
        "interim": "yes" if line.interim else "no",
    }
    return [own[name] if name in own else getattr(line, name) for name in PRINTED]


def _parts(line: ScheduleLineRow, bodies: Sequence[Organisation]) -> list[Any]:
    mine = {part.organisation_id: part for part in line.parts}
    cells: list[Any] = []
    for body in bodies:
        part = mine.get(str(body.id))
        cells += [Decimal(part.percent), part.amount] if part else [None, None]
    return cells


def _control(manifest: Manifest) -> list[list[Any]]:
    counts = [["Lines", None, manifest.rows, None], ["Gross", manifest.gross, None, None]]
    sums = [[f"Borne by {payer}", pence, None, None] for payer, pence in manifest.by_payer.items()]
    words = {**manifest.parameters, "frozen_by": manifest.generated_by, "lines_sha256": manifest.control_hash}
    said = [[name.replace("_", " ").capitalize(), None, None, str(value)] for name, value in words.items()]
    return [*counts, *sums, *said]
