"""Many documents at once: asked for in a transaction, made one by one outside it, then packed into a ZIP.

The batch is a row and so is each of its documents. A worker that dies loses the document that it was drawing,
which the sweep takes back; another worker goes on where it stopped, and no document is made twice.
"""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from careplans import policies, presenters, queries
from careplans.models import CarePlan, DocumentBatch, DocumentBatchItem, PlanDocument
from careplans.queries import batches
from careplans.queries.documents import document_row
from careplans.rules.formats import first_layout
from careplans.rules.terms import BatchOf, Paper, Reader, Variant
from careplans.services.documents import queue_plan, render_document
from cases import queries as cases
from s117.accounts.models import User
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents import storage
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.documents import DocumentStatus
from s117.kernel.events import Event
from s117.kernel.refusals import Refused

# A job works on a batch for so long, then rings for the next one: well inside a task's own time limit.
WORKS_FOR_SECONDS = 60
REQUESTED, READY, FAILED = (
    DocumentStatus.REQUESTED.value,
    DocumentStatus.READY.value,
    DocumentStatus.FAILED.value,
)


@writes
def request_batch(*, actor: Actor, at: datetime, coordinator: User, what: BatchOf) -> DocumentBatch:
    """Ask for the documents of the people of one coordinator whom the actor sees; at most 200.

    Refused when there are none. Documents that were made already are put in as they are.
    """
    policies.batch_request(actor).require()
    rows = cases.register_rows(cases.visible_to(actor)).filter(coordinator_id=coordinator.id)
    week = at - timedelta(days=batches.LETTERS_OF_DAYS)
    documents = _documents({row["id"]: (_formats(row), week) for row in rows}, what, actor, at)
    words = f"{what.words.partition(',')[0]}: {coordinator.full_name}"
    return _queue(documents, what, words, actor, at)


@writes
def request_batch_about(
    *, actor: Actor, at: datetime, since: Mapping[UUID, datetime], what: BatchOf, words: str
) -> DocumentBatch:
    """The same of some people, of those whom the actor sees: plans in force, or letters kept since a moment
    that each person has. Part of another app's service, which says of whom and calls the batch by its words.
    """
    policies.batch_about(actor).require()
    rows = cases.register_rows(cases.visible_to(actor)).filter(id__in=since)
    documents = _documents({row["id"]: (_formats(row), since[row["id"]]) for row in rows}, what, actor, at)
    return _queue(documents, what, words, actor, at)


def _formats(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row["accessible_formats"] or ())


def _documents(
    people: Mapping[UUID, tuple[tuple[str, ...], datetime]], what: BatchOf, actor: Actor, at: datetime
) -> Sequence[PlanDocument]:
    """By case: the forms that the person needs, and since when their letters count."""
    if what is BatchOf.PLANS:
        return _plans({case: formats for case, (formats, _) in people.items()}, actor, at)
    return batches.letters_since({case: since for case, (_, since) in people.items()})


def _queue(
    documents: Sequence[PlanDocument], what: BatchOf, words: str, actor: Actor, at: datetime
) -> DocumentBatch:
    if not documents:
        raise Refused(fields={"what": "There are none for these people"})
    batch = DocumentBatch.objects.create(words=words, requested_at=at, requested_by_id=actor.id)
    for document in documents:
        DocumentBatchItem.objects.create(batch=batch, document=document)
    record(Event.BATCH_REQUESTED, batch, detail={"documents": len(documents), "of": what.value})
    enqueue(Job.BATCH_MAKE, batch_id=batch.id)
    return batch


def make_batch(*, actor: Actor, batch_id: UUID, at: datetime) -> bool:
    """Draw what is missing, then pack the ZIP. False when it has to go on later, or was made already."""
    if not DocumentBatch.objects.claim(batch_id, "status", REQUESTED, REQUESTED, claimed_at=Now()):
        return False
    until = time.monotonic() + WORKS_FOR_SECONDS
    for document_id in batches.waiting_documents(batch_id):
        if time.monotonic() > until:
            enqueue(Job.BATCH_MAKE, batch_id=batch_id)
            return False
        render_document(actor=actor, document_id=document_id, at=at)
    if batches.waiting_documents(batch_id):
        return False
    return _pack(actor, batch_id, at)


def queue_unfinished_batches() -> None:
    """The sweep: ring for every batch that is not packed."""
    for batch_id in queries.unfinished_batches():
        enqueue(Job.BATCH_MAKE, batch_id=batch_id)


def _plans(formats: dict[UUID, tuple[str, ...]], actor: Actor, at: datetime) -> Sequence[PlanDocument]:
    """The copy of each plan in force for the person, in their layout; asked for where there is none yet."""
    plans = batches.plans_in_force(formats)
    kept = _kept(plans)
    found = []
    for plan in plans:
        variant = first_layout(formats[plan.case_id])
        document = kept.get((plan.id, variant.value))
        found.append(document or queue_plan(plan, plan.published_version.snapshot, variant, actor, at))
    return found


def _kept(plans: Collection[CarePlan]) -> dict[tuple[UUID, str], PlanDocument]:
    rows = PlanDocument.objects.filter(
        plan__in=plans, paper=Paper.PLAN.value, draft=False, reader=Reader.PERSON.value
    )
    return {(row.plan_id, Variant(row.variant).value): row for row in rows.defer("snapshot")}


def _pack(actor: Actor, batch_id: UUID, at: datetime) -> bool:
    """Pack what was made. A batch of which nothing could be made has failed."""
    documents = batches.batch_documents(batch_id)
    if not any(document.status == READY for document in documents):
        return _close(actor=actor, batch_id=batch_id, at=at, data=b"", made=0)
    data = _zipped(documents)
    made = sum(document.status == READY for document in documents)
    return _close(actor=actor, batch_id=batch_id, at=at, data=data, made=made)


@writes
def _close(*, actor: Actor, batch_id: UUID, at: datetime, data: bytes, made: int) -> bool:
    end = {"finished_at": at, "sha256": storage.store_once(data) if data else "", "size": len(data) or None}
    status = READY if data else FAILED
    if not DocumentBatch.objects.claim(batch_id, "status", REQUESTED, status, **end):
        return False
    batch = DocumentBatch.objects.get(pk=batch_id)
    record(Event.BATCH_MADE, batch, detail={"made": made, "sha256": batch.sha256})
    return True


def _zipped(documents: Sequence[PlanDocument]) -> bytes:
    """The made documents under names that say nothing of a person, and the list of all. The same documents
    give the same bytes: no time of packing is in it."""
    listed = io.StringIO()
    rows = csv.writer(listed, lineterminator="\r\n")
    rows.writerow(("file", "reference", "document", "pages", "sha256"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for place, document in enumerate(documents, start=1):
            row, reference = document_row(document), document.case.reference
            name = presenters.file_name(reference, document.plan.number if document.plan else None, row)
            name = f"{place:03}-{name}"
            if document.status != READY:
                rows.writerow(("", reference, row.paper.words, "", "could not be made"))
                continue
            archive.writestr(zipfile.ZipInfo(name), storage.open_stored(document.sha256))
            rows.writerow((name, reference, row.paper.words, document.pages, document.sha256))
        archive.writestr(zipfile.ZipInfo("contents.csv"), listed.getvalue().encode("utf-8-sig"))
    return packed.getvalue()
