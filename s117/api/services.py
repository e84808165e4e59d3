"""Issuing and revoking the tokens of service users."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from s117.api.models import ServiceToken
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, Refused

LONGEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token. `secret` exists only here: it cannot be shown again."""

    token_id: UUID
    secret: str


def digest_of(secret: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@writes
def issue_token(*, actor: Actor, user_id: UUID, purpose: str, days: int, at: datetime) -> IssuedToken:
    """Issue a token that works for `days` days from today (London), 1 to 90. Refused otherwise."""
    actor.holds(Permission.USERS_MANAGE).require()
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(fields={"days": f"Enter a number of days from 1 to {LONGEST_DAYS}"})
    secret = f"s117_{secrets.token_urlsafe(32)}"
    issued_on = london_date(at)
    token = ServiceToken.objects.create(
        user_id=user_id,
        purpose=purpose,
        digest=digest_of(secret),
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=days),
    )
    record(Event.TOKEN_ISSUED, token, detail={"user": str(user_id), "days": days})
    return IssuedToken(token_id=token.id, secret=secret)


@writes
def revoke_token(*, actor: Actor, token_id: UUID, at: datetime) -> None:
    """Stop a token at once. NotFound if there is none; revoking twice changes nothing."""
    actor.holds(Permission.USERS_MANAGE).require()
    token = ServiceToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.amend(revoked_at=at)
        record(Event.TOKEN_REVOKED, token)
