"""Excel workbooks with typed cells, a frozen heading and no macros (practice 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from s117.documents.columns import Column, Kind

FORMATS = {Kind.MONEY: "#,##0.00", Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "0.00", Kind.INTEGER: "0"}
# Excel has 1,048,576 rows a sheet, the heading among them; what is written below that is silently lost.
MOST_ROWS = 1_048_575


class XlsxWriter:
    """A workbook whose rows go out one at a time, so that memory does not grow with them.

    One sheet after the other: `sheet` begins the next, and a sheet that was left cannot be written to again.
    A sheet that is full goes on in another: "Lines", then "Lines 2".
    """

    def __init__(self, file: IO[bytes], *, title: str, made_at: datetime) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(file, options)
        self._book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._formats = {
            kind: self._book.add_format({"num_format": words}) for kind, words in FORMATS.items()
        }

    def sheet(self, name: str, columns: Sequence[Column]) -> None:
        """Begin a sheet with its frozen heading."""
        self._name, self._columns, self._part = name, columns, 1
        self._kinds = tuple((column.kind, self._formats.get(column.kind)) for column in columns)
        self._begin(name)

    def row(self, values: Sequence[Any]) -> None:
        """The next row of the sheet, in typed cells."""
        if self._line == MOST_ROWS:
            self._part += 1
            self._begin(f"{self._name} {self._part}")
        self._line += 1
        for number, ((kind, style), value) in enumerate(zip(self._kinds, values, strict=True)):
            _write_cell(self._page, self._line, number, kind, value, style)

    def finish(self) -> None:
        """Write the workbook to its file."""
        self._book.close()

    def _begin(self, name: str) -> None:
        self._page = self._book.add_worksheet(name)
        self._page.freeze_panes(1, 0)
        self._line = 0
        for number, column in enumerate(self._columns):
            self._page.set_column(number, number, column.width)
            self._page.write_string(0, number, column.heading, self._heading)


def _write_cell(
    page: Worksheet, line: int, number: int, kind: Kind, value: Any, style: Format | None
) -> None:
    if value is None:
        return
    if kind is Kind.DATE:
        page.write_datetime(line, number, value, style)
    elif kind is Kind.MONEY:
        page.write_number(line, number, Decimal(value) / 100, style)
    elif kind in {Kind.INTEGER, Kind.NUMBER}:
        page.write_number(line, number, value, style)
    else:
        page.write_string(line, number, str(value))
