"""The ways a request can be refused, each with a sentence fit for the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """The facts given cannot be accepted; nothing was changed.

    `fields` maps a form field's name to the message to show beside it; `message` is for the whole form.
    """

    def __init__(self, message: str = "", *, fields: Mapping[str, str] | None = None) -> None:
        self.message = message
        self.fields = dict(fields or {})
        super().__init__(message or " ".join(self.fields.values()))


class NotFound(Exception):
    """There is no such record, or the actor must not know of it. Both look the same outside."""


class Stale(Exception):
    """Somebody else changed the record after this form was opened."""

    def __init__(self, record: Any) -> None:
        self.record = record
        super().__init__("Someone else changed this while you were working on it.")


def require_version(record: Any, seen: int | None) -> None:
    """Raise Stale unless `seen` is the record's version now (None means the caller saw no version)."""
    if seen is not None and record.version != seen:
        raise Stale(record)
