"""Making documents: asked for in a transaction, made outside one, kept once by their hash.

The row is the job. Losing the message, the broker or the worker loses nothing: the sweep finds the row.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string

from careplans import policies, queries
from careplans.models import CarePlan, PlanDocument, PlanVersion
from careplans.queries.documents import MOST_ATTEMPTS
from careplans.rules.letters import letter_context, letter_from_json
from careplans.rules.paper import paper_context
from careplans.rules.snapshot import check_reference, fingerprint, from_json, to_json
from careplans.rules.terms import DocumentStatus, Paper, Reader, Variant
from careplans.services.access import header, locked_plan
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents import storage
from s117.documents.pdf import DocumentRefused, DocumentUnmade, Pdf, html_to_pdf
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused

logger = logging.getLogger("s117.documents")

REQUESTED, RENDERING = DocumentStatus.REQUESTED.value, DocumentStatus.RENDERING.value
PLAN_TEMPLATES = {False: "documents/care_plan.html", True: "documents/care_plan_easy.html"}
READY, FAILED = DocumentStatus.READY.value, DocumentStatus.FAILED.value


def queue(
    case_id: UUID,
    snapshot: dict[str, Any],
    variant: Variant,
    actor: Actor,
    at: datetime,
    *,
    paper: Paper = Paper.PLAN,
    **more: object,
) -> PlanDocument:
    """The durable row and the doorbell, inside the running service's transaction. `more` are columns."""
    document = PlanDocument.objects.create(
        case_id=case_id,
        paper=paper.value,
        variant=variant.value,
        snapshot=snapshot,
        requested_at=at,
        requested_by=actor.name,
        **more,
    )
    detail = {"paper": paper.value, "variant": variant.value}
    record(Event.DOCUMENT_REQUESTED, document, case_id=case_id, detail=detail)
    enqueue(Job.DOCUMENT_RENDER, document_id=document.id)
    return document


def queue_plan(
    plan: CarePlan, snapshot: dict[str, Any], variant: Variant, actor: Actor, at: datetime, **more: object
) -> PlanDocument:
    """The same for a copy of a plan."""
    return queue(plan.case_id, snapshot, variant, actor, at, plan=plan, **more)


@writes
def request_document(
    *,
    actor: Actor,
    plan_id: UUID,
    variant: Variant,
    at: datetime,
    reader: Reader = Reader.PERSON,
    reader_name: str = "",
) -> PlanDocument:
    """Ask for a copy of a plan; the same one asked for twice is the same row.

    Of a published version the words are those that were published, whatever has changed since. A copy for
    another reader than the person is frozen without what that reader may not see.
    """
    plan, case = locked_plan(actor, plan_id)
    policies.document_request(actor).require()
    _check_reader(reader, reader_name, variant)
    version = PlanVersion.objects.filter(plan=plan).first()
    whom = {"reader": reader.value, "reader_name": reader_name if reader is Reader.PROVIDER else ""}
    if version is None:
        frozen = to_json(queries.snapshot_of(plan, case))
        return queue_plan(plan, frozen, variant, actor, at, draft=True, **whom)
    existing = PlanDocument.objects.filter(
        plan=plan, paper=Paper.PLAN.value, variant=variant.value, draft=False, **whom
    ).first()
    return existing or queue_plan(plan, version.snapshot, variant, actor, at, **whom)


def _check_reader(reader: Reader, name: str, variant: Variant) -> None:
    if reader is Reader.PROVIDER and not name.strip():
        raise Refused(fields={"reader_name": "Select the provider"})
    if reader is not Reader.PERSON and variant is Variant.EASY_READ:
        raise Refused(fields={"variant": "Easy read is for the person. Select another layout"})


@writes
def retry_document(*, actor: Actor, document_id: UUID, at: datetime) -> PlanDocument:
    """Ask again for a document that could not be made."""
    document = PlanDocument.objects.filter(pk=document_id).first()
    if document is None:
        raise NotFound
    header(actor, document.case_id)
    policies.document_request(actor).require()
    if PlanDocument.objects.claim(document.id, "status", FAILED, REQUESTED, attempts=0, failure=""):
        enqueue(Job.DOCUMENT_RENDER, document_id=document.id)
    document.refresh_from_db()
    return document


def render_document(*, actor: Actor, document_id: UUID, at: datetime) -> bool:
    """Make one document: claim the row, draw it outside any transaction, keep the file, finish the row.

    False when there was nothing to do: somebody else has it, or it is made already. A failure that
    another try may cure leaves the row to the sweep; after MOST_ATTEMPTS the reader is told.
    """
    claimed = PlanDocument.objects.claim(
        document_id, "status", REQUESTED, RENDERING, claimed_at=Now(), attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    document = PlanDocument.objects.get(pk=document_id)
    try:
        pdf = html_to_pdf(paper_html(document))
        sha256 = storage.store_once(pdf.data)
    except DocumentRefused as refusal:
        _fail(actor=actor, document_id=document_id, failure=str(refusal), at=at)
    except (DocumentUnmade, OSError) as fault:
        logger.warning(
            "document not made", extra={"document": str(document_id), "fault": type(fault).__name__}
        )
        _leave_or_fail(document, actor, str(fault), at)
    else:
        _finish(actor=actor, document_id=document_id, pdf=pdf, sha256=sha256, at=at)
        return True
    return False


def paper_html(document: PlanDocument) -> str:
    """The document's page, from the words frozen when it was asked for."""
    paper, variant = Paper(document.paper), Variant(document.variant)
    if paper is not Paper.PLAN:
        letter = letter_from_json(document.snapshot, paper)
        check = check_reference(fingerprint(document.snapshot))
        return render_to_string("documents/letter.html", letter_context(letter, paper, variant, check))
    context = paper_context(
        from_json(document.snapshot),
        document.snapshot,
        variant,
        draft=document.draft,
        reader=Reader(document.reader),
        reader_name=document.reader_name,
    )
    return render_to_string(PLAN_TEMPLATES[variant is Variant.EASY_READ], context)


def queue_unfinished_documents(*, actor: Actor, at: datetime) -> int:
    """The sweep: take back what a dead worker held, give up on what failed too often, ring for the rest.

    `at` is only for the record: how long a worker may hold a row is counted by the database's clock.
    """
    count = 0
    for document_id in queries.unfinished_documents():
        count += _sweep(actor=actor, document_id=document_id, at=at)
    return count


@writes
def _sweep(*, actor: Actor, document_id: UUID, at: datetime) -> bool:
    document = PlanDocument.objects.get(pk=document_id)
    if document.attempts >= MOST_ATTEMPTS:
        _leave_or_fail(document, actor, "The worker stopped each time it tried.", at)
        return False
    if document.status == RENDERING:
        PlanDocument.objects.claim(document_id, "status", RENDERING, REQUESTED)
    enqueue(Job.DOCUMENT_RENDER, document_id=document_id)
    return True


@writes
def _finish(*, actor: Actor, document_id: UUID, pdf: Pdf, sha256: str, at: datetime) -> None:
    made = {"sha256": sha256, "pages": pdf.pages, "size": len(pdf.data), "finished_at": at, "failure": ""}
    if PlanDocument.objects.claim(document_id, "status", RENDERING, READY, **made):
        document = PlanDocument.objects.get(pk=document_id)
        record(Event.DOCUMENT_RENDERED, document, case_id=document.case_id, detail={"sha256": sha256})


def _leave_or_fail(document: PlanDocument, actor: Actor, failure: str, at: datetime) -> None:
    if document.attempts < MOST_ATTEMPTS:
        PlanDocument.objects.claim(document.id, "status", RENDERING, REQUESTED, failure=failure)
    else:
        _fail(actor=actor, document_id=document.id, failure=failure, at=at)


@writes
def _fail(*, actor: Actor, document_id: UUID, failure: str, at: datetime) -> None:
    document = PlanDocument.objects.get(pk=document_id)
    if PlanDocument.objects.claim(
        document_id, "status", document.status, FAILED, failure=failure, finished_at=at
    ):
        record(Event.DOCUMENT_FAILED, document, case_id=document.case_id)
