"""Security headers and the two session time-outs."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from s117.web.held import sign_in_again

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SAVE_EVERY = 60
BEGAN, ACTIVE = "s117_began", "s117_active"


class SecurityHeaders:
    """Headers on every answer. Nothing but static files may be stored by a browser or proxy."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        response["X-Request-ID"] = getattr(request, "request_id", "")
        return response


class RefuseNul:
    """Answers 400 to an address with a NUL character: PostgreSQL keeps none, so none may reach a query."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address has a character that cannot be kept.")
        return self.get_response(request)


class SessionTimeout:
    """Signs a person out after a time without activity, and after a longest time in any case.

    The times live in the session under our own keys and are saved at most once a minute, because
    SESSION_SAVE_EVERY_REQUEST has let cached pages give sessions away (CVE-2026-35192). Requests that
    the page makes by itself (`X-Poll`) never count as activity. `session_left` on the request is the
    number of seconds left.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_left = int(settings.SESSION_IDLE.total_seconds())
        if request.user.is_authenticated:
            request.session_left = self._left(request)
            if request.session_left <= 0:
                return self._ended(request)
        response = self.get_response(request)
        if request.user.is_authenticated and BEGAN not in request.session:
            request.session[BEGAN] = request.session[ACTIVE] = int(time.time())
        return response

    def _left(self, request: HttpRequest) -> int:
        """Seconds until the session ends. Activity begins the idle time anew; a page that polls does not."""
        now, session = int(time.time()), request.session
        idle = int(settings.SESSION_IDLE.total_seconds())
        active = session.setdefault(ACTIVE, now)
        longest = session.setdefault(BEGAN, now) + int(settings.SESSION_ABSOLUTE.total_seconds()) - now
        left = min(active + idle - now, longest)
        if left <= 0 or "X-Poll" in request.headers:
            return left
        if now - active >= min(SAVE_EVERY, idle // 2):
            session[ACTIVE] = now
        return min(idle, longest)

    def _ended(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        if "X-Poll" in request.headers:
            return JsonResponse({"left": 0})
        return sign_in_again(request, ended=True)
