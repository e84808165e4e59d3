"""Writing the two append-only records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from s117.audit.context import current_actor, current_request
from s117.audit.models import AccessEvent, AuditEvent
from s117.kernel.actor import Actor
from s117.kernel.events import Event


class Subject(Protocol):
    """Anything with an id: an event names its kind and its id, nothing more."""

    id: Any


def record(
    event: Event,
    subject: Subject,
    *,
    case_id: UUID | None = None,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Record what the running service has done to `subject`. `detail` holds ids and codes, never
    personal data: the timeline, not the record, tells what changed."""
    AuditEvent.objects.create(
        event=event.value,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        case_id=case_id,
        reason=reason,
        detail=dict(detail or {}),
        **_who(current_actor()),
    )


def record_each(event: Event, subjects: Sequence[Subject], about: Callable[[Any], Mapping[str, Any]]) -> None:
    """The same for many subjects in one statement; `about(subject)` gives `case_id` and `detail`."""
    who = _who(current_actor())
    AuditEvent.objects.bulk_create(
        AuditEvent(
            event=event.value,
            subject_type=type(subject).__name__,
            subject_id=subject.id,
            **about(subject),
            **who,
        )
        for subject in subjects
    )


def record_access(
    actor: Actor,
    kind: str,
    subject_type: str,
    subject_id: UUID | None = None,
    case_id: UUID | None = None,
    count: int | None = None,
) -> None:
    """Record that the actor looked: `kind` is view, list, search, download or denied.

    Written before the page is rendered: no record, no page.
    """
    AccessEvent.objects.create(
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        case_id=case_id,
        count=count,
        **_who(actor),
    )


def _who(actor: Actor) -> dict[str, Any]:
    request = current_request()
    return {
        "actor_id": actor.id,
        "actor_name": actor.name,
        "organisation_id": actor.organisation_id,
        "organisation_name": actor.organisation_name,
        "roles": " ".join(sorted(actor.roles))[:200],
        "request_id": request.request_id,
        "ip": request.ip,
    }
