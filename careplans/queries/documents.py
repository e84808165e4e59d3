"""Reading documents: the made ones, the ones on their way, and the ones a sweep must pick up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from careplans.models import PlanDocument
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.terms import Paper, Reader, Variant
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.documents import DocumentStatus
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in a list. `superseded` says why it no longer holds, and is empty while it does."""

    id: UUID
    paper: Paper
    variant: Variant
    reader: Reader
    reader_name: str
    about: UUID | None
    draft: bool
    status: DocumentStatus
    requested_at: datetime
    requested_by: str
    finished_at: datetime | None
    pages: int | None
    size: int | None
    failure: str
    version: int
    superseded: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document with the person's case, as its pages load it."""

    case: CaseHeader
    document: DocumentRow
    number: int | None
    sha256: str

    @property
    def id(self) -> UUID:
        """The document's id, for the record of who looked."""
        return self.document.id


def documents_of(plan_id: UUID) -> tuple[DocumentRow, ...]:
    """The documents of one version of a plan, oldest first."""
    found = _documents().filter(plan_id=plan_id, paper=Paper.PLAN.value)
    return tuple(document_row(document) for document in found)


def letters_of(case_id: UUID, *, of_reviews: bool = False) -> tuple[DocumentRow, ...]:
    """The letters to a person, newest first; with `of_reviews` those about reviews alone."""
    found = _documents().filter(case_id=case_id).exclude(paper=Paper.PLAN.value)
    if of_reviews:
        found = found.filter(review__isnull=False)
    undone = _undone_ending(case_id)
    return tuple(document_row(document, undone) for document in found.order_by("-requested_at"))


def document_for(
    actor: Actor, ref: str, document_id: UUID, reads: Permission = Permission.DOCUMENT_DOWNLOAD
) -> DocumentFile:
    """One document about a person the actor sees, who reads it by `reads`; else NotFound."""
    case = cases.case_for(actor, ref, reads=reads)
    document = _documents().filter(case_id=case.id, pk=document_id).first()
    if document is None:
        raise NotFound
    number = document.plan.number if document.plan else None
    return DocumentFile(case, document_row(document, _undone_ending(case.id)), number, document.sha256)


def ending_notices(case_id: UUID) -> tuple[DocumentRow, ...]:
    """The notices of the person's latest ending, oldest first."""
    ending = cases.ending_for(case_id)
    found = _documents().filter(paper=Paper.ENDING_NOTICE.value, about=ending.id if ending else None)
    return tuple(document_row(document, _undone_ending(case_id)) for document in found)


def _documents() -> QuerySet[PlanDocument]:
    return PlanDocument.objects.select_related("plan", "withdrawal").defer("snapshot")


def _undone_ending(case_id: UUID) -> UUID | None:
    """The latest ending, if it was taken back: its notice holds no longer."""
    ending = cases.ending_for(case_id)
    return ending.id if ending is not None and ending.status == "undone" else None


def _superseded(document: PlanDocument, undone: UUID | None) -> str:
    if document.plan and document.paper == Paper.PLAN and document.plan.status == PlanStatus.SUPERSEDED:
        return "A later version of the plan has taken its place"
    if document.plan and document.draft and document.plan.status == PlanStatus.PUBLISHED:
        return "The plan has been published since"
    if document.paper == Paper.ENDING_NOTICE and undone is not None and document.about == undone:
        return "The ending was undone: aftercare goes on"
    if document.paper != Paper.PLAN and hasattr(document, "withdrawal"):
        return f"What it told of was withdrawn on {london_date(document.withdrawal.withdrawn_at):%-d %B %Y}"
    return ""


def document_row(document: PlanDocument, undone: UUID | None = None) -> DocumentRow:
    """A document as lists show it; `undone` is the ending that was taken back, if one was."""
    return DocumentRow(
        id=document.id,
        paper=Paper(document.paper),
        variant=Variant(document.variant),
        reader=Reader(document.reader),
        reader_name=document.reader_name,
        about=document.about,
        draft=document.draft,
        status=DocumentStatus(document.status),
        requested_at=document.requested_at,
        requested_by=document.requested_by,
        finished_at=document.finished_at,
        pages=document.pages,
        size=document.size,
        failure=document.failure,
        version=document.version,
        superseded=_superseded(document, undone),
    )
