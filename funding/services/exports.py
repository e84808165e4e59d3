"""Files of a frozen schedule: one set for the council and one for each other body with a part in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from funding import policies, queries
from funding.models import ExportFile
from funding.queries import ScheduleLineRow, ScheduleRow
from funding.rules.lifecycle import ScheduleStatus
from funding.services.schedules import hash_of
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.columns import Column, Kind
from s117.documents.csv import write_csv
from s117.documents.manifest import Manifest, write_manifest
from s117.documents.storage import open_stored, store_once
from s117.documents.xlsx import Sheet, write_xlsx
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


def make_files(*, actor: Actor, at: datetime, schedule_id: UUID) -> int:
    """Make and keep the files of a frozen schedule; how many. Running it again makes none twice."""
    schedule = queries.schedule_for(actor, schedule_id)
    if schedule.status is not ScheduleStatus.FROZEN or queries.files_for(actor, schedule):
        return 0
    lines = queries.lines_of_schedule(schedule.id)
    made: list[dict[str, Any]] = []
    for body_id, code in _audiences(schedule, lines).items():
        own = tuple(line for line in lines if body_id == str(schedule.council_id) or _has_part(line, body_id))
        for kind, (name, data) in _files(schedule, own, code).items():
            made.append(
                {
                    "audience_id": body_id,
                    "kind": kind,
                    "name": name,
                    "sha256": store_once(data),
                    "size": len(data),
                }
            )
    _keep_files(actor=actor, at=at, schedule_id=schedule.id, made=made)
    return len(made)


@writes
def _keep_files(*, actor: Actor, at: datetime, schedule_id: UUID, made: list[dict[str, Any]]) -> None:
    schedule = queries.lock_schedule(schedule_id)
    if ExportFile.objects.filter(schedule=schedule).exists():
        return
    for file in made:
        ExportFile.objects.create(schedule=schedule, made_at=at, **file)
    record(Event.EXPORT_PRODUCED, schedule, detail={"files": len(made)})


@writes
def download_file(*, actor: Actor, at: datetime, schedule_id: UUID, name: str) -> tuple[ExportFile, bytes]:
    """The stored bytes of a file, never made anew; who took it is recorded. Damaged if they have changed."""
    file = queries.file_for(actor, schedule_id, name)
    policies.schedule_download(actor, file.audience_id, file.schedule.council_id).require()
    data = open_stored(file.sha256)
    record(Event.EXPORT_DOWNLOADED, file, detail={"name": name, "sha256": file.sha256, "at": at.isoformat()})
    return file, data


def _audiences(schedule: ScheduleRow, lines: tuple[ScheduleLineRow, ...]) -> dict[str, str]:
    others = {body: part.code for body, part in queries.bodies_of(lines).items()}
    return {str(schedule.council_id): schedule.council_code, **others}


def _has_part(line: ScheduleLineRow, body_id: str) -> bool:
    return any(part.organisation_id == body_id for part in line.parts)


def _files(
    schedule: ScheduleRow, lines: tuple[ScheduleLineRow, ...], code: str
) -> Mapping[str, tuple[str, bytes]]:
    stem = f"s117-recharge_{schedule.period_from}_{schedule.period_to}_{code}_v{schedule.edition}"
    columns, rows = _table(schedule, lines)
    totals = queries.totals_of(lines)
    codes = {body: part.code for body, part in queries.bodies_of(lines).items()}
    by_code = {codes[body]: pence for body, pence in totals.by_payer.items()}
    manifest = Manifest(
        rows=totals.rows,
        gross=totals.gross,
        by_payer=by_code,
        parameters={
            "council": schedule.council_code,
            "for": code,
            "schedule": schedule.number,
            "edition": schedule.edition,
            "period_from": str(schedule.period_from),
            "period_to": str(schedule.period_to),
            "figures_as_recorded_at": schedule.as_at.isoformat() if schedule.as_at else "",
        },
        generated_by=schedule.frozen_by,
        generated_at=schedule.frozen_at,
        control_hash=hash_of(lines),
    )
    data = {
        f"{stem}.csv": write_csv(columns, rows),
        f"{stem}.xlsx": write_xlsx(
            (Sheet("Lines", columns, rows), _control_sheet(manifest)), title=stem, made_at=schedule.frozen_at
        ),
    }
    kind = ExportFile.Kind
    return {
        kind.CSV.value: (f"{stem}.csv", data[f"{stem}.csv"]),
        kind.XLSX.value: (f"{stem}.xlsx", data[f"{stem}.xlsx"]),
        kind.MANIFEST.value: (f"{stem}.json", write_manifest(manifest, data)),
    }


def _table(schedule: ScheduleRow, lines: tuple[ScheduleLineRow, ...]) -> tuple[list[Column], list[list[Any]]]:
    bodies = queries.bodies_of(lines)
    columns = list(PRINTED.values())
    for part in bodies.values():
        columns += [
            Column(f"{part.code} percent", Kind.NUMBER, 9),
            Column(f"{part.code} amount", Kind.MONEY, 12),
        ]
    return columns, [_printed(schedule, line) + _parts(line, bodies) for line in lines]


def _printed(schedule: ScheduleRow, line: ScheduleLineRow) -> list[Any]:
    own = {
        "posting_period": f"{schedule.period_from} to {schedule.period_to}",
        "interim": "yes" if line.interim else "no",
    }
    return [own[name] if name in own else getattr(line, name) for name in PRINTED]


def _parts(line: ScheduleLineRow, bodies: Mapping[str, Any]) -> list[Any]:
    mine = {part.organisation_id: part for part in line.parts}
    cells: list[Any] = []
    for body in bodies:
        part = mine.get(body)
        cells += [Decimal(part.percent), part.amount] if part else [None, None]
    return cells


def _control_sheet(manifest: Manifest) -> Sheet:
    counts = [["Lines", None, manifest.rows, None], ["Gross", manifest.gross, None, None]]
    sums = [[f"Borne by {payer}", pence, None, None] for payer, pence in manifest.by_payer.items()]
    words = {**manifest.parameters, "frozen_by": manifest.generated_by, "lines_sha256": manifest.control_hash}
    said = [[name.replace("_", " ").capitalize(), None, None, str(value)] for name, value in words.items()]
    columns = (
        Column("Control", width=28),
        Column("Pounds", Kind.MONEY, 16),
        Column("Count", Kind.INTEGER, 10),
        Column("Words", width=70),
    )
    return Sheet("Control", columns, [*counts, *sums, *said])
