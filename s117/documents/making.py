"""Making what was asked for: claimed, made outside any transaction, then finished or given up; each once.

The row is the job. Losing the message, the broker or the worker loses nothing: the sweep finds the row.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Now

from s117.audit.writes import writes
from s117.documents import storage
from s117.documents.made import Made, MadePaper, unheard
from s117.documents.pdf import DocumentRefused, DocumentUnmade, Pdf, html_to_pdf
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.documents import DocumentStatus

logger = logging.getLogger("s117.documents")
REQUESTED, RENDERING = DocumentStatus.REQUESTED.value, DocumentStatus.RENDERING.value
READY, FAILED = DocumentStatus.READY.value, DocumentStatus.FAILED.value
MOST_IN_A_SWEEP = 100


class Work:
    """How the rows of one table are made. A subclass says what is made of a row, and what is recorded then.

    Leases are counted by the database's clock, which all workers share; `at` is only for the record.
    """

    rows: ClassVar[type[Made]]
    job: ClassVar[Job]
    id_name: ClassVar[str]
    lasts = timedelta(minutes=3)
    """How long a worker may hold a row before it counts as left behind (a drawing's own limit is 60 s)."""
    most_attempts = 5

    def make(self, row: Any, at: datetime) -> Any:
        """Make it, outside any transaction. What it returns, `columns` and `finished` are given.

        DocumentRefused when another try would not help; DocumentUnmade or OSError when it may.
        """
        raise NotImplementedError

    def columns(self, made: Any) -> Mapping[str, object]:
        """The columns of the finished row."""
        raise NotImplementedError

    def finished(self, row: Any, made: Any, *, actor: Actor, at: datetime) -> None:
        """Record that it is there, in the transaction that finishes the row."""
        raise NotImplementedError

    def failed(self, row: Any, *, actor: Actor, at: datetime) -> None:
        """Record that it was given up, in the transaction that does so."""
        raise NotImplementedError

    def attempt(self, row_id: UUID, *, actor: Actor, at: datetime) -> bool:
        """Claim the row, make it, finish it.

        False when there was nothing to do (somebody else has it, or it is made already) and when it was not
        made. A failure that another try may cure leaves the row to the sweep, until it has had its attempts.
        """
        taken = {"claimed_at": Now(), "attempts": F("attempts") + 1}
        if not self._move(row_id, REQUESTED, RENDERING, **taken):
            return False
        row = self.rows.objects.get(pk=row_id)
        try:
            made = self.make(row, at)
        except DocumentRefused as refusal:
            self._fail(row_id, actor=actor, at=at, failure=str(refusal))
        except (DocumentUnmade, OSError) as fault:
            kind = type(fault.__cause__ or fault).__name__
            logger.warning("%s not made", self.job.value, extra={"document": str(row_id), "fault": kind})
            self._leave_or_fail(row, actor, at, str(fault))
        else:
            self._finish(row_id, actor=actor, at=at, made=made)
            return True
        return False

    def again(self, row_id: UUID) -> None:
        """Ask again for what could not be made."""
        if self._move(row_id, FAILED, REQUESTED, attempts=0, failure=""):
            self.ring(row_id)

    def ring(self, row_id: UUID) -> None:
        """Tell the workers of the row, once the running transaction has committed."""
        enqueue(self.job, **{self.id_name: row_id})

    def sweep(self, *, actor: Actor, at: datetime) -> int:
        """Take back what a dead worker held, give up on what failed too often, ring for the rest."""
        return sum(self._sweep(row_id, actor=actor, at=at) for row_id in self.unfinished())

    def unfinished(self) -> tuple[UUID, ...]:
        """Rows that wait, or that a worker took and never finished, oldest first."""
        dropped = Q(status=RENDERING, claimed_at__lt=Now() - self.lasts)
        left = self.rows.objects.filter(unheard() | dropped).order_by("requested_at")
        return tuple(left.values_list("id", flat=True)[:MOST_IN_A_SWEEP])

    @writes
    def _sweep(self, row_id: UUID, *, actor: Actor, at: datetime) -> bool:
        row = self.rows.objects.get(pk=row_id)
        if row.attempts >= self.most_attempts:
            self._fail(row_id, actor=actor, at=at, failure="The worker stopped each time it tried.")
            return False
        self._move(row_id, RENDERING, REQUESTED)
        self.ring(row_id)
        return True

    def _leave_or_fail(self, row: Made, actor: Actor, at: datetime, failure: str) -> None:
        if row.attempts < self.most_attempts:
            self._move(row.id, RENDERING, REQUESTED, failure=failure)
        else:
            self._fail(row.id, actor=actor, at=at, failure=failure)

    @writes
    def _finish(self, row_id: UUID, *, actor: Actor, at: datetime, made: Any) -> None:
        if self._move(row_id, RENDERING, READY, finished_at=at, failure="", **self.columns(made)):
            self.finished(self.rows.objects.get(pk=row_id), made, actor=actor, at=at)

    @writes
    def _fail(self, row_id: UUID, *, actor: Actor, at: datetime, failure: str) -> None:
        row = self.rows.objects.get(pk=row_id)
        if self._move(row_id, row.status, FAILED, finished_at=at, failure=failure):
            self.failed(row, actor=actor, at=at)

    def _move(self, row_id: UUID, old: str, new: str, **columns: object) -> bool:
        return self.rows.objects.claim(row_id, "status", old, new, **columns)


class PaperWork(Work):
    """The work of tables whose rows are PDFs. A subclass says what page is drawn of a row."""

    rows: ClassVar[type[MadePaper]]

    def html(self, row: Any) -> str:
        """The page, from the words frozen when it was asked for."""
        raise NotImplementedError

    def make(self, row: Any, at: datetime) -> tuple[str, Pdf]:
        """Draw the page and keep the file: its fingerprint with it."""
        pdf = html_to_pdf(self.html(row))
        return storage.store_once(pdf.data), pdf

    def columns(self, made: tuple[str, Pdf]) -> Mapping[str, object]:
        """Where the file is, and how long."""
        sha256, pdf = made
        return {"sha256": sha256, "pages": pdf.pages, "size": len(pdf.data)}
