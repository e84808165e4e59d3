"""The private address of a person's reviews for their calendar."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from careplans.models import CalendarLink
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event


@writes
def issue_calendar(*, actor: Actor, at: datetime) -> str:
    """A new private address for the actor; the one before stops at once. Returns the secret, shown once."""
    _revoke(actor, at)
    secret = secrets.token_urlsafe(32)
    link = CalendarLink.objects.create(
        user_id=actor.id, digest=hashlib.sha256(secret.encode()).hexdigest(), issued_at=at
    )
    record(Event.CALENDAR_ISSUED, link)
    return secret


@writes
def revoke_calendar(*, actor: Actor, at: datetime) -> None:
    """Switch the actor's calendar address off. Doing it twice changes nothing."""
    _revoke(actor, at)


def _revoke(actor: Actor, at: datetime) -> None:
    link = CalendarLink.objects.select_for_update().filter(user=actor.id, revoked_at__isnull=True).first()
    if link is not None:
        link.amend(revoked_at=at)
        record(Event.CALENDAR_REVOKED, link)
