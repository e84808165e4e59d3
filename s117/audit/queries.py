"""Reading the audit records: for the person's file, for privacy officers, never for a decision."""

from __future__ import annotations

from uuid import UUID

from s117.audit.models import AccessEvent


def cases_opened_by(actor_id: UUID, *, limit: int = 50) -> list[UUID]:
    """The cases a user opened most recently, each once, newest first, from their last views.

    The caller checks each against the user's scope now.
    """
    recent = (
        AccessEvent.objects.filter(actor_id=actor_id, kind="view", case_id__isnull=False)
        .order_by("-id")
        .values_list("case_id", flat=True)[: limit * 10]
    )
    return list(dict.fromkeys(recent))[:limit]
