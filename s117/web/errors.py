"""Error pages: plain words, a reference number for the help desk, and a way back."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

logger = logging.getLogger("s117.web")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: the person may not do this. `reason` is the policy's sentence."""
    return _page(request, 403, reason=reason)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such record, or one that the person must not know of. Both look the same."""
    return _page(request, 404)


def method_not_allowed(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """405: the page exists but is not used in this way."""
    response = _page(request, 405)
    response["Allow"] = ", ".join(name.upper() for name in allowed)
    return response


def conflict(request: HttpRequest, reason: str, typed: Iterable[tuple[str, str]] = ()) -> HttpResponse:
    """409: the record has moved on, so the action no longer exists. `reason` is fit for the screen.

    `typed` is what was sent, as (question, answer), to copy from: nothing that was written is lost.
    """
    return _page(request, 409, reason=reason, typed=tuple(typed))


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: tried too often."""
    return _page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page touches neither the database nor the session, which may be what broke.

    A database that cannot be reached or cannot keep up is a 503: trying again later will help.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    page = get_template("errors/500.html").render({"reference": reference_of(request)})
    return HttpResponse(page, status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the service is closed for a while."""
    page = get_template("errors/503.html").render({"reference": reference_of(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": "300"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is missing or old: nothing was saved, and how to go on."""
    logger.warning("csrf failure", extra={"request_id": reference_of(request)})
    return render(request, "errors/csrf.html", {"reference": reference_of(request)}, status=403)


def reference_of(request: HttpRequest) -> str:
    """The request's id, which the log lines of the same request carry."""
    return str(getattr(request, "request_id", ""))[:12]


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    context.setdefault("reason", "")
    context["reference"] = reference_of(request)
    return render(request, f"errors/{status}.html", context, status=status)
