"""Files that people send: told by their first bytes, never by their name; looked at before they are kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from s117.documents.antivirus import ScannerAway, infection_in
from s117.kernel.refusals import Refused
from s117.kernel.terms import Term

logger = logging.getLogger("s117.documents")

MOST_BYTES = 10 * 1024 * 1024


class FileKind(Term):
    """The kinds of file that are kept, by media type."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"

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
    """Why a file cannot be kept, in words for the person who chose it; '' when it can."""
    if not data:
        return "The file is empty"
    if len(data) > MOST_BYTES:
        return f"The file must be {MOST_BYTES // (1024 * 1024)} MB or smaller"
    return "" if kind_of(data) else "The file must be a PDF, a PNG or a JPEG"


def size_words(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} KB"


def refuse_infected(data: bytes) -> None:
    """Refuse a file that the scanner finds a virus in, beside the field `file`.

    A scanner that is set and cannot be asked refuses the file too: nobody looked at it.
    """
    try:
        infection = infection_in(data)
    except ScannerAway as away:
        logger.warning("virus scanner away", extra={"fault": str(away)})
        message = "Files cannot be checked for viruses just now, so none can be added. Try again later"
        raise Refused(fields={"file": message}) from None
    if infection:
        logger.warning("infected file refused", extra={"infection": infection})
        raise Refused(fields={"file": "The file has a virus in it, so it was not kept"})
