"""Every request has an actor and a request id before any view runs."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from s117.accounts.actors import ANONYMOUS, actor_for
from s117.audit.context import RequestInfo, serving
from s117.web.clock import today


class RequestActorMiddleware:
    """Sets `request.actor` from the signed-in user as they are now: a revoked role is gone at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_for(user, today()) if user.is_authenticated else ANONYMOUS
        request.request_id = uuid.uuid4().hex
        with serving(RequestInfo(request.request_id, request.META.get("REMOTE_ADDR", ""))):
            return self.get_response(request)
