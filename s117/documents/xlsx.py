"""Excel workbooks with typed cells, a frozen heading and no macros (practice 4.3)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from s117.documents.columns import Column, Kind

FORMATS = {Kind.MONEY: "#,##0.00", Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "0.00", Kind.INTEGER: "0"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns, its rows."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def write_xlsx(sheets: Sequence[Sheet], *, title: str, made_at: datetime) -> bytes:
    """The workbook's bytes. Rows go out one at a time, so memory does not grow with them."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {kind: book.add_format({"num_format": words}) for kind, words in FORMATS.items()}
        for sheet in sheets:
            _write_sheet(book, sheet, heading, formats)
    return out.getvalue()


def _write_sheet(book: Workbook, sheet: Sheet, heading: Format, formats: dict[Kind, Format]) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.heading, heading)
    for line, row in enumerate(sheet.rows, start=1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, line, number, column.kind, value, formats.get(column.kind))


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
