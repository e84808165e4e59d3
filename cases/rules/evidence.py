"""Which files may be kept as evidence. What a file is, is told from its first bytes, never from its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 10 * 1024 * 1024


class FileKind(StrEnum):
    """The kinds of file that are kept, by media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"

    @property
    def words(self) -> str:
        """The kind as people name it."""
        return self.name

    @property
    def ending(self) -> str:
        """The ending of a file's name."""
        return {FileKind.PDF: "pdf", FileKind.PNG: "png", FileKind.JPEG: "jpg"}[self]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: bytes
    kind: FileKind


_MARKS = (
    _Mark(b"%PDF-", FileKind.PDF),
    _Mark(b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    _Mark(b"\xff\xd8\xff", FileKind.JPEG),
)


def kind_of(data: bytes) -> FileKind | None:
    """What the file is by its content, or None for anything that is not kept."""
    return next((mark.kind for mark in _MARKS if data.startswith(mark.start)), None)


def fault_in(data: bytes) -> str:
    """Why a file cannot be kept as evidence, in words for the person who chose it; '' when it can."""
    if not data:
        return "The file is empty"
    if len(data) > MOST_BYTES:
        return f"The file must be {MOST_BYTES // (1024 * 1024)} MB or smaller"
    return "" if kind_of(data) else "The file must be a PDF, a PNG or a JPEG"
