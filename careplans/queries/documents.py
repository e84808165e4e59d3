"""Reading documents: the made ones, the ones on their way, and the ones a sweep must pick up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from careplans.models import PlanDocument
from careplans.rules.terms import DocumentStatus, Paper, Variant
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound

# A worker is given this long before its document counts as left behind (its own limit is 60 s).
CLAIM_LASTS = timedelta(minutes=3)
# A message that was sent is given this long to arrive before the sweep sends another.
RING_LASTS = timedelta(minutes=1)
MOST_IN_A_SWEEP = 100
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document of a plan in a list."""

    id: UUID
    paper: Paper
    variant: Variant
    draft: bool
    status: DocumentStatus
    requested_at: datetime
    requested_by: str
    finished_at: datetime | None
    pages: int | None
    size: int | None
    failure: str
    version: int


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document with the person's case, as its pages load it."""

    case: CaseHeader
    document: DocumentRow
    number: int
    sha256: str

    @property
    def id(self) -> UUID:
        """The document's id, for the record of who looked."""
        return self.document.id


def documents_of(plan_id: UUID) -> tuple[DocumentRow, ...]:
    """The documents of one version of a plan, oldest first."""
    found = PlanDocument.objects.filter(plan_id=plan_id, paper=Paper.PLAN.value)
    return tuple(_row(document) for document in found.defer("snapshot"))


def letters_of(case_id: UUID) -> tuple[DocumentRow, ...]:
    """The letters about a person's reviews, newest first."""
    found = PlanDocument.objects.filter(plan__case_id=case_id, review__isnull=False)
    return tuple(_row(document) for document in found.defer("snapshot").order_by("-requested_at"))


def document_for(actor: Actor, ref: str, document_id: UUID) -> DocumentFile:
    """One document about a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    found = PlanDocument.objects.select_related("plan").defer("snapshot")
    document = found.filter(plan__case_id=case.id, pk=document_id).first()
    if document is None:
        raise NotFound
    return DocumentFile(case, _row(document), document.plan.number, document.sha256)


def unfinished_documents() -> tuple[UUID, ...]:
    """Documents that wait, or that a worker took and never finished, oldest first.

    Leases are counted by the database's clock, which all workers share.
    """
    unheard = Q(status=DocumentStatus.REQUESTED.value, requested_at__lt=Now() - RING_LASTS)
    dropped = Q(status=DocumentStatus.RENDERING.value, claimed_at__lt=Now() - CLAIM_LASTS)
    left = PlanDocument.objects.filter(unheard | dropped).order_by("requested_at")
    return tuple(left.values_list("id", flat=True)[:MOST_IN_A_SWEEP])


def _row(document: PlanDocument) -> DocumentRow:
    return DocumentRow(
        id=document.id,
        paper=Paper(document.paper),
        variant=Variant(document.variant),
        draft=document.draft,
        status=DocumentStatus(document.status),
        requested_at=document.requested_at,
        requested_by=document.requested_by,
        finished_at=document.finished_at,
        pages=document.pages,
        size=document.size,
        failure=document.failure,
        version=document.version,
    )
