"""Small helpers that put the rules' findings into plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def day(on: date) -> str:
    """A day as people write it: 14 October 2026."""
    return f"{on.day} {on:%B %Y}"


def capital(text: str) -> str:
    """The text with its first letter as a capital and the rest untouched (section 45A stays itself)."""
    return text[:1].upper() + text[1:]


def either(names: Iterable[str]) -> str:
    """Names joined as a choice: 'A', 'A or B', 'A, B or C'."""
    *first, last = list(names)
    return f"{', '.join(first)} or {last}" if first else last
