"""CSV that spreadsheets open harmlessly and machines read exactly (RFC 4180, practice 4.3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from s117.documents.columns import Column, Kind
from s117.kernel.money import plain_pounds

BOM = "\ufeff"
# A spreadsheet runs a cell that begins with one of these, the full-width forms of East Asian keyboards
# included; an apostrophe before it makes it text (OWASP ASVS 1.2.10).
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class CsvWriter:
    """UTF-8 with a byte order mark, CRLF, ISO dates, money as 1234.56; the heading row first. Row by row, so
    that memory does not grow with the file."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._kinds = tuple(column.kind for column in columns)
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
        self._text.write(BOM)
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow([column.heading for column in columns])

    def row(self, values: Sequence[Any]) -> None:
        """One line of the file."""
        self._writer.writerow([cell(kind, value) for kind, value in zip(self._kinds, values, strict=True)])

    def finish(self) -> None:
        """Write what is left; the file itself stays open for whoever opened it."""
        self._text.flush()
        self._text.detach()


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """A whole file of rows at once."""
    out = io.BytesIO()
    writer = CsvWriter(out, columns)
    for row in rows:
        writer.row(row)
    writer.finish()
    return out.getvalue()


def cell(kind: Kind, value: Any) -> str:
    """One value in words. Only TEXT can hold what people typed, so only TEXT is guarded."""
    if value is None:
        return ""
    if kind is Kind.MONEY:
        return plain_pounds(value)
    if kind is Kind.DATE:
        return value.isoformat() if isinstance(value, date) else str(value)
    if kind is Kind.NUMBER:
        return f"{Decimal(value):f}"
    return str(value) if kind is Kind.INTEGER else guarded(str(value))


def guarded(text: str) -> str:
    """The text with an apostrophe before anything that a spreadsheet would run as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(RUNS) else text
