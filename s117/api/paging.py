"""Keyset paging: the next page starts after the last row seen, however many rows there are."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

PAGE_SIZE = 50
LARGEST_PAGE = 200


def page_size(request: Request) -> int:
    """The number of rows asked for, 1 to 200; 50 when not said."""
    asked = request.query_params.get("page_size", str(PAGE_SIZE))
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= LARGEST_PAGE:
        raise ValidationError({"page_size": f"Ask for 1 to {LARGEST_PAGE} rows."})
    return int(asked)


def cursor_of(request: Request, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """The key of the last row of the page before, each part read as its kind; None on the first page."""
    sent = request.query_params.get("cursor")
    if not sent:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(sent.encode()))
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, binascii.Error):
        raise ValidationError({"cursor": "This cursor was not given out by this endpoint."}) from None


def page(request: Request, rows: Sequence[Any], key: Callable[[Any], Sequence[object]]) -> dict[str, Any]:
    """`rows` is one row longer than the page when there is a next page. Returns the response's body."""
    size = page_size(request)
    shown = list(rows[:size])
    following = None
    if len(rows) > size:
        packed = json.dumps([str(part) for part in key(shown[-1])]).encode()
        cursor = base64.urlsafe_b64encode(packed).decode()
        query = request.query_params.copy()
        query["cursor"] = cursor
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"next": following, "results": shown}
