"""Reading the audit records: for the person's file, for privacy officers, never for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from s117.audit.models import AccessEvent, AuditEvent


class EventRow(TypedDict):
    """One audit event as a page shows it."""

    id: int
    at: datetime
    event: str
    actor_name: str
    organisation_name: str
    reason: str


def events_of_case(case_id: UUID, *, before: int | None = None, limit: int = 50) -> list[EventRow]:
    """What was done on a case, newest first, a page at a time (`before` is the last id seen)."""
    rows = AuditEvent.objects.filter(case_id=case_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    fields = ("id", "at", "event", "actor_name", "organisation_name", "reason")
    return list(rows.order_by("-id").values(*fields)[:limit])


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
