"""Who is calling: the token of a service user, sent as `Authorization: Bearer <token>`."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from s117.accounts.actors import actor_for
from s117.accounts.models import User
from s117.api.models import ServiceToken
from s117.api.services import digest_of
from s117.kernel.actor import Actor
from s117.web.clock import today

SCHEME = "Bearer"


class ServiceTokenAuthentication(BaseAuthentication):
    """Looks the token's digest up. Expired, revoked, unknown and switched-off all get one answer."""

    def authenticate(self, request: Request) -> tuple[User, ServiceToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower() or not secret.strip():
            return None
        token = (
            ServiceToken.objects.select_related("user")
            .filter(
                digest=digest_of(secret.strip()),
                revoked_at=None,
                expires_on__gt=today(),
                user__is_active=True,
            )
            .first()
        )
        if token is None:
            raise AuthenticationFailed("This token does not work: it is unknown, has expired or was revoked.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class SessionOfAPerson(SessionAuthentication):
    """Somebody signed in to the pages may read the same rows here; reads need no CSRF token."""


def actor_of(request: Request) -> Actor:
    """The actor that a signed-in request works for, with the permissions held today."""
    return actor_for(request.user, today())
