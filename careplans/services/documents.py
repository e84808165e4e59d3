"""Making documents: asked for in a transaction, made outside one, kept once by their hash.

The row is the job. Losing the message, the broker or the worker loses nothing: the sweep finds the row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from careplans import policies, queries
from careplans.models import CarePlan, PlanDocument, PlanVersion
from careplans.rules.letters import letter_context, letter_from_json
from careplans.rules.paper import paper_context
from careplans.rules.snapshot import check_reference, fingerprint, from_json, to_json
from careplans.rules.terms import Paper, Reader, Variant
from careplans.services.access import header, locked_plan
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.making import PaperWork
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused

PLAN_TEMPLATES = {False: "documents/care_plan.html", True: "documents/care_plan_easy.html"}


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
        frozen = to_json(queries.paper_of(plan, case, london_date(at)))
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
    DOCUMENTS.again(document.id)
    document.refresh_from_db()
    return document


def render_document(*, actor: Actor, document_id: UUID, at: datetime) -> bool:
    """Make one document.

    False when it was not made, or is made already. It is drawn outside any transaction.
    """
    return DOCUMENTS.attempt(document_id, actor=actor, at=at)


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
    """The sweep: take back what a dead worker held, give up on what failed too often, ring for the rest."""
    return DOCUMENTS.sweep(actor=actor, at=at)


class DocumentWork(PaperWork):
    """How the documents about a person are made."""

    rows = PlanDocument
    job = Job.DOCUMENT_RENDER
    id_name = "document_id"

    def html(self, row: PlanDocument) -> str:
        """The page of a letter, or of a copy of a plan."""
        return paper_html(row)

    def finished(self, row: PlanDocument, made: object, *, actor: Actor, at: datetime) -> None:
        """On the person's record, with the file's fingerprint."""
        record(Event.DOCUMENT_RENDERED, row, case_id=row.case_id, detail={"sha256": row.sha256})

    def failed(self, row: PlanDocument, *, actor: Actor, at: datetime) -> None:
        """On the person's record; the document's page says why."""
        record(Event.DOCUMENT_FAILED, row, case_id=row.case_id)


DOCUMENTS = DocumentWork()
