"""Ask for a report, make its files once, take them; keep and drop filters. Every run is a line of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from careplans import services as careplans
from careplans.rules.terms import NoticeKind
from funding import policies, queries
from funding.models import ReportFile, ReportRun, SavedFilter
from funding.queries import report_runs
from funding.queries.reports import REPORTS
from funding.rules.reporting import Span
from funding.services.report_files import Made, Tell, write_report
from s117.accounts.actors import actor_for
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.making import RENDERING, Work
from s117.documents.pdf import DocumentRefused, DocumentUnmade
from s117.documents.storage import kept
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused

MOST_SAVED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """What somebody asks for: which report, which days (both inclusive), which filter, and what it is for."""

    report: str
    first_day: date
    last_day: date
    parameters: Mapping[str, str]
    purpose: str


@writes
def request_report(*, actor: Actor, at: datetime, wanted: ReportInput) -> ReportRun:
    """Ask for a report; a worker makes it. The row is there first, whatever becomes of the worker."""
    policies.report_run(actor).require()
    if wanted.report not in REPORTS or actor.organisation_id is None:
        raise NotFound
    if wanted.last_day < wanted.first_day:
        raise Refused(fields={"last_day": "The last day must be on or after the first day"})
    body = queries.lock_council(actor.organisation_id)
    run = ReportRun.objects.create(
        organisation=body,
        number=report_runs.next_run_number(body.id),
        report=wanted.report,
        requested_by_id=actor.id,
        requested_at=at,
        purpose=wanted.purpose,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        parameters=dict(wanted.parameters),
    )
    record(Event.REPORT_REQUESTED, run, reason=wanted.purpose)
    REPORT_RUNS.ring(run.id)
    return run


def make_report(*, actor: Actor, at: datetime, run_id: UUID) -> bool:
    """Make a report's files; False when they were not made, or are made already."""
    return REPORT_RUNS.attempt(run_id, actor=actor, at=at)


def _progress(run_id: UUID) -> Tell:
    def tell(done: int, expected: int) -> None:
        ReportRun.objects.claim(
            run_id, "status", RENDERING, RENDERING, rows_done=done, rows_expected=expected
        )

    return tell


def _tell(actor: Actor, at: datetime, run: ReportRun) -> None:
    """Who asked has a notice, wherever in the service they are by then."""
    careplans.tell_news(
        actor=actor, at=at, kind=NoticeKind.REPORT, subject_id=run.id, recipients=[run.requested_by_id]
    )


@writes
def download_report(*, actor: Actor, at: datetime, run_id: UUID, name: str) -> tuple[ReportFile, Path]:
    """Where the stored bytes are, checked against their fingerprint; who took them is recorded."""
    file = report_runs.file_of_run(actor, run_id, name)
    policies.report_download(actor, file.run.organisation_id).require()
    path = kept(file.sha256)
    record(Event.REPORT_DOWNLOADED, file, detail={"name": name, "sha256": file.sha256, "at": at.isoformat()})
    return file, path


@writes
def save_filter(*, actor: Actor, at: datetime, name: str, span: Span, wanted: ReportInput) -> SavedFilter:
    """Keep a report with its filter under a name of one's own; the same name again takes its place."""
    policies.report_run(actor).require()
    mine = SavedFilter.objects.filter(owner=actor.id, dropped_at__isnull=True)
    for earlier in mine.filter(name=name):
        earlier.amend(dropped_at=at)
    if mine.count() >= MOST_SAVED:
        raise Refused(fields={"save_as": f"You have {MOST_SAVED} saved filters. Drop one first"})
    own_days = span is Span.DAYS
    saved = SavedFilter.objects.create(
        owner_id=actor.id,
        name=name,
        report=wanted.report,
        span=span.value,
        first_day=wanted.first_day if own_days else None,
        last_day=wanted.last_day if own_days else None,
        parameters=dict(wanted.parameters),
    )
    record(Event.REPORT_FILTER_SAVED, saved)
    return saved


@writes
def request_and_save(
    *, actor: Actor, at: datetime, wanted: ReportInput, span: Span, save_as: str = ""
) -> ReportRun:
    """Ask for a report and, when a name is given, keep its filter."""
    if save_as:
        save_filter(actor=actor, at=at, name=save_as, span=span, wanted=wanted)
    return request_report(actor=actor, at=at, wanted=wanted)


@writes
def drop_filter(*, actor: Actor, at: datetime, filter_id: UUID) -> SavedFilter:
    """Drop a saved filter of one's own."""
    policies.report_run(actor).require()
    saved = report_runs.lock_filter(actor, filter_id)
    saved.amend(dropped_at=at)
    record(Event.REPORT_FILTER_DROPPED, saved)
    return saved


def queue_unfinished_reports(*, actor: Actor, at: datetime) -> int:
    """The sweep: take back what a dead worker held, give up on what failed too often, ring for the rest."""
    return REPORT_RUNS.sweep(actor=actor, at=at)


class ReportWork(Work):
    """How a report's files are made: three attempts, half an hour each."""

    rows = ReportRun
    job = Job.REPORT_MAKE
    id_name = "run_id"
    lasts = timedelta(minutes=30)
    most_attempts = 3

    def make(self, row: ReportRun, at: datetime) -> Made:
        """The rows are read as the person who asked may read them now, not as the worker."""
        run, user = report_runs.run_and_asker(row.id)
        asker = actor_for(user, london_date(at))
        if not policies.report_run(asker):
            raise DocumentRefused("Whoever asked for it may no longer run reports.")
        try:
            return write_report(run, asker, at, _progress(run.id))
        except Exception as fault:  # whatever it is, the run must not stay "being made" for ever
            raise DocumentUnmade(f"A fault stopped it each time ({type(fault).__name__}).") from fault

    def columns(self, made: Made) -> dict[str, object]:
        """How many rows there are, and what they come to."""
        return {
            "rows_done": made.rows,
            "rows_expected": made.rows,
            "sums": dict(made.sums),
            "payers": dict(made.payers),
        }

    def finished(self, row: ReportRun, made: Made, *, actor: Actor, at: datetime) -> None:
        """The files are kept; who asked is told."""
        for file in made.files:
            ReportFile.objects.create(
                run=row, kind=file.kind, name=file.name, sha256=file.sha256, size=file.size
            )
        record(Event.REPORT_MADE, row, detail={"rows": made.rows, "sha256": made.files[0].sha256})
        _tell(actor, at, row)

    def failed(self, row: ReportRun, *, actor: Actor, at: datetime) -> None:
        """Who asked is told."""
        record(Event.REPORT_FAILED, row)
        _tell(actor, at, row)


REPORT_RUNS = ReportWork()
