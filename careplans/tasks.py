"""Background work of the care plans: each task loads ids and makes one service call."""

from __future__ import annotations

from uuid import UUID

from careplans import services
from s117.jobs.names import Job
from s117.jobs.task import job
from s117.kernel.actor import system_actor
from s117.web.clock import now


@job(Job.DOCUMENT_RENDER)
def document_render(*, document_id: str, **_: object) -> None:
    """Make one document."""
    services.render_document(
        actor=system_actor("celery:document-render"), document_id=UUID(document_id), at=now()
    )


@job(Job.BATCH_MAKE)
def batch_make(*, batch_id: str, **_: object) -> None:
    """Make what is missing of a batch, and its ZIP once nothing is."""
    services.make_batch(actor=system_actor("celery:batch-make"), batch_id=UUID(batch_id), at=now())


@job(Job.DOCUMENTS_SWEEP)
def documents_sweep(**_: object) -> None:
    """Ring again for documents and batches that were never made, or that a dead worker held."""
    actor = system_actor("celery:documents-sweep")
    services.queue_unfinished_documents(actor=actor, at=now())
    services.queue_unfinished_batches()


@job(Job.REMINDERS_SEND)
def reminders_send(**_: object) -> None:
    """Tell people what is due."""
    services.send_reminders(actor=system_actor("celery:reminders"), at=now())


@job(Job.REVIEWS_OPEN)
def reviews_open(**_: object) -> None:
    """Open the reviews that recorded changes call for."""
    services.open_reviews_after_changes(actor=system_actor("celery:reviews-open"), at=now())


@job(Job.DIGESTS_SEND)
def digests_send(**_: object) -> None:
    """Send the daily e-mails."""
    services.send_digests(actor=system_actor("celery:digests"), at=now())
