"""CSV that spreadsheets open harmlessly and machines read exactly (RFC 4180, practice 4.3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from s117.documents.columns import Column, Kind
from s117.kernel.money import plain_pounds

BOM = "\ufeff"
# A spreadsheet runs a cell that begins with one of these, the full-width forms of East Asian keyboards
# included; an apostrophe before it makes it text (OWASP ASVS 1.2.10).
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, CRLF, ISO dates, money as 1234.56; the heading row first."""
    text = io.StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([cell(column.kind, value) for column, value in zip(columns, row, strict=True)])
    return text.getvalue().encode("utf-8")


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
