"""Batches of documents: one user's own, how far each has come, and what a worker has still to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from careplans.models import CarePlan, DocumentBatch, DocumentBatchItem, PlanDocument
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.terms import Paper
from cases import queries as cases
from s117.documents.made import unheard
from s117.kernel.actor import Actor
from s117.kernel.documents import WAITING, DocumentStatus
from s117.kernel.refusals import NotFound

LETTERS_OF_DAYS = 7
MOST_IN_A_BATCH = 200
LISTED = 20


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch: `made` of `total` documents are made, `failed` could not be."""

    id: UUID
    words: str
    status: DocumentStatus
    requested_at: datetime
    finished_at: datetime | None
    size: int | None
    sha256: str
    total: int
    made: int
    failed: int


def batches_of(actor: Actor) -> tuple[BatchRow, ...]:
    """The batches that the actor asked for, newest first. One statement."""
    rows = _counted(DocumentBatch.objects.filter(requested_by_id=actor.id))
    return tuple(_row(batch) for batch in rows.order_by("-requested_at")[:LISTED])


def batch_for(actor: Actor, batch_id: UUID) -> BatchRow:
    """One batch that the actor asked for; NotFound for anybody else's."""
    found = _counted(DocumentBatch.objects.filter(requested_by_id=actor.id, pk=batch_id)).first()
    if found is None:
        raise NotFound
    return _row(found)


def batch_documents(batch_id: UUID) -> tuple[PlanDocument, ...]:
    """The documents of a batch in the order of their references. One statement."""
    found = PlanDocument.objects.filter(
        pk__in=DocumentBatchItem.objects.filter(batch=batch_id).values("document")
    )
    return tuple(
        found.select_related("plan", "case", "withdrawal").defer("snapshot").order_by("case__reference", "id")
    )


def people_lost(actor: Actor, batch_id: UUID) -> int:
    """How many people of a batch the actor does not see, or no longer does. One statement."""
    items = DocumentBatchItem.objects.filter(batch=batch_id)
    lost = items.exclude(document__case__in=cases.visible_to(actor))
    return lost.values("document__case").distinct().count()


def waiting_documents(batch_id: UUID) -> tuple[UUID, ...]:
    """The documents of a batch that are not made and have not failed."""
    items = DocumentBatchItem.objects.filter(batch=batch_id, document__status__in=WAITING)
    return tuple(items.order_by("id").values_list("document", flat=True))


def plans_in_force(case_ids: Collection[UUID]) -> tuple[CarePlan, ...]:
    """The published plans of some people, with the words that were published. One statement."""
    found = CarePlan.objects.filter(case__in=case_ids, status=PlanStatus.PUBLISHED.value)
    found = found.filter(published_version__isnull=False)
    return tuple(found.select_related("published_version").order_by("case_id")[:MOST_IN_A_BATCH])


def letters_since(since: Mapping[UUID, datetime]) -> tuple[PlanDocument, ...]:
    """The letters kept for some people, each since a moment of their own, oldest first. One statement."""
    found = PlanDocument.objects.filter(case__in=since).exclude(paper=Paper.PLAN.value).defer("snapshot")
    found = found.filter(requested_at__gte=min(since.values())) if since else found.none()
    kept = (
        letter for letter in found.order_by("requested_at") if letter.requested_at >= since[letter.case_id]
    )
    return tuple(islice(kept, MOST_IN_A_BATCH))


def unfinished_batches() -> tuple[UUID, ...]:
    """Batches whose message may be lost, oldest first."""
    left = DocumentBatch.objects.filter(unheard()).order_by("requested_at")
    return tuple(left.values_list("id", flat=True))


def _counted(rows: QuerySet[DocumentBatch]) -> QuerySet[DocumentBatch]:
    return rows.annotate(
        total=Count("items"),
        made=Count("items", filter=Q(items__document__status=DocumentStatus.READY.value)),
        failed=Count("items", filter=Q(items__document__status=DocumentStatus.FAILED.value)),
    )


def _row(batch: DocumentBatch) -> BatchRow:
    return BatchRow(
        id=batch.id,
        words=batch.words,
        status=DocumentStatus(batch.status),
        requested_at=batch.requested_at,
        finished_at=batch.finished_at,
        size=batch.size,
        sha256=batch.sha256,
        total=batch.total,
        made=batch.made,
        failed=batch.failed,
    )
