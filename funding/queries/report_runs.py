"""Reading report runs and saved filters: a body's own, and each person's own filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, QuerySet

from funding.models import ReportFile, ReportRun, SavedFilter
from funding.rules.reporting import Span
from s117.accounts.models import User
from s117.kernel.actor import Actor
from s117.kernel.documents import DocumentStatus
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

ANNOUNCED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the export log shows it."""

    id: UUID
    version: int
    number: int
    report: str
    organisation_id: UUID
    asked_by: str
    requested_by_id: UUID
    requested_at: datetime
    purpose: str
    first_day: date
    last_day: date
    parameters: dict[str, str]
    status: DocumentStatus
    rows_expected: int
    rows_done: int
    finished_at: datetime | None
    sums: dict[str, int]
    payers: dict[str, int]
    failure: str

    @property
    def percent(self) -> int:
        """How far the files are, for the progress bar."""
        return min(100, 100 * self.rows_done // self.rows_expected) if self.rows_expected else 0


COLUMNS = tuple(name for name in RunRow.__slots__ if name not in {"asked_by", "status"})


def runs_visible_to(actor: Actor) -> QuerySet[ReportRun]:
    """The runs of the actor's own body."""
    if actor.system:
        return ReportRun.objects.all()
    if not actor.may(Permission.REPORT_VIEW):
        return ReportRun.objects.none()
    return ReportRun.objects.filter(organisation__in=actor.organisation_ids)


def runs_for(actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[RunRow, ...]:
    """The export log, newest first. One statement."""
    found = runs_visible_to(actor)
    if before is not None:
        found = found.filter(number__lt=before)
    return _rows(found.order_by("-number", "organisation_id")[:limit])


def run_by_number(actor: Actor, number: int) -> RunRow:
    """One run of the actor's body by its number; else NotFound."""
    found = _rows(runs_visible_to(actor).filter(number=number, organisation=actor.organisation_id))
    if not found:
        raise NotFound
    return found[0]


def files_of_run(actor: Actor, run_id: UUID) -> tuple[ReportFile, ...]:
    """The files of a run that the actor may have."""
    return tuple(ReportFile.objects.filter(run=run_id, run__in=runs_visible_to(actor)).order_by("name"))


def file_of_run(actor: Actor, run_id: UUID, name: str) -> ReportFile:
    """One file of a run by its name; else NotFound."""
    found = [file for file in files_of_run(actor, run_id) if file.name == name]
    if not found:
        raise NotFound
    return found[0]


def finished_runs(actor: Actor, at: datetime) -> tuple[RunRow, ...]:
    """Reports that the actor asked for and that were finished in the last day. One statement."""
    mine = runs_visible_to(actor).filter(requested_by=actor.id, finished_at__gt=at - ANNOUNCED)
    return _rows(mine.order_by("-number")[:5])


def run_and_asker(run_id: UUID) -> tuple[ReportRun, User]:
    """A run and the person in whose name its rows are read."""
    run = ReportRun.objects.select_related("requested_by", "organisation").get(pk=run_id)
    return run, run.requested_by


def next_run_number(organisation_id: UUID) -> int:
    """The body's next run number."""
    highest = ReportRun.objects.filter(organisation=organisation_id).aggregate(highest=Max("number"))
    return (highest["highest"] or 0) + 1


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A saved filter as its owner sees it."""

    id: UUID
    version: int
    name: str
    report: str
    span: Span
    first_day: date | None
    last_day: date | None
    parameters: dict[str, str]


def filters_of(actor: Actor) -> tuple[FilterRow, ...]:
    """The actor's own saved filters, by name."""
    mine = SavedFilter.objects.filter(owner=actor.id, dropped_at__isnull=True).order_by("name")
    return tuple(
        FilterRow(
            row.id,
            row.version,
            row.name,
            row.report,
            Span(row.span),
            row.first_day,
            row.last_day,
            row.parameters,
        )
        for row in mine
    )


def filter_for(actor: Actor, filter_id: UUID) -> FilterRow:
    """One of the actor's own saved filters; else NotFound."""
    found = [row for row in filters_of(actor) if row.id == filter_id]
    if not found:
        raise NotFound
    return found[0]


def lock_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """One of the actor's own saved filters, locked."""
    mine = SavedFilter.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=filter_id, owner=actor.id, dropped_at__isnull=True
    )
    row = mine.first()
    if row is None:
        raise NotFound
    return row


def _rows(found: QuerySet[ReportRun]) -> tuple[RunRow, ...]:
    rows = found.values(*COLUMNS, "status", asked_by=F("requested_by__full_name"))
    return tuple(RunRow(**{**row, "status": DocumentStatus(row["status"])}) for row in rows)
