"""JSON for machines: one object a row, money as a decimal string, days in ISO form."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from s117.documents.columns import Column, Kind
from s117.kernel.money import plain_pounds


class JsonWriter:
    """`{"rows": [...]}`, one row a line, so that neither writer nor reader needs the whole in memory."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._columns = tuple((column.heading, column.kind) for column in columns)
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
        self._text.write('{"rows": [')
        self._between = "\n"

    def row(self, values: Sequence[Any]) -> None:
        """One object of the list."""
        pairs = zip(self._columns, values, strict=True)
        found = {heading: plain(kind, value) for (heading, kind), value in pairs}
        self._text.write(self._between + json.dumps(found, ensure_ascii=False))
        self._between = ",\n"

    def finish(self) -> None:
        """Close the list; the file itself stays open for whoever opened it."""
        self._text.write("\n]}\n")
        self._text.flush()
        self._text.detach()


def plain(kind: Kind, value: Any) -> Any:
    """A value as JSON has it. Never a float: money and quantities are decimal strings."""
    if value is None or isinstance(value, bool):
        return value
    if kind is Kind.MONEY:
        return plain_pounds(value)
    if kind is Kind.NUMBER:
        return f"{Decimal(value):f}"
    if kind is Kind.DATE:
        return value.isoformat() if isinstance(value, date) else str(value)
    return int(value) if kind is Kind.INTEGER else str(value)
