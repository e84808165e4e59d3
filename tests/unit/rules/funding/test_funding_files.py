"""Exported files: exact, readable by machines, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s117.documents import xlsx
from s117.documents.columns import Column, Kind
from s117.documents.csv import guarded, write_csv
from s117.documents.manifest import Manifest, write_manifest
from s117.documents.xlsx import XlsxWriter

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
COLUMNS = (
    Column("Name"),
    Column("Lines", Kind.INTEGER),
    Column("Units", Kind.NUMBER),
    Column("Amount", Kind.MONEY),
    Column("Day", Kind.DATE),
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BODIES = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example")', "SUM(A1:A9)", "2+5;3", "x")
PAYLOADS = [f"{start}{body}" for start in STARTS for body in BODIES] + [f" {body}" for body in ("=1", "  @x")]


def book_of(*rows: Sequence[Any]) -> bytes:
    out = io.BytesIO()
    writer = XlsxWriter(out, title="t", made_at=AT)
    writer.sheet("Lines", COLUMNS)
    for row in rows:
        writer.row(row)
    writer.finish()
    return out.getvalue()


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_a_formula_in_either_format(payload: str) -> None:
    row = (payload, 1, Decimal("1.50"), -1, date(2026, 4, 1))
    assert read(write_csv(COLUMNS, [row]))[1][0] == f"'{payload}"
    book = openpyxl.load_workbook(io.BytesIO(book_of(row)))
    cell = book["Lines"]["A2"]
    assert cell.data_type == "s"


@given(st.text(max_size=60))
def test_text_comes_back_as_it_was_but_for_the_guard(text: str) -> None:
    back = read(write_csv(COLUMNS[:1], [[text], ["end"]]))
    assert back[1:] == [[guarded(text)], ["end"]]
    assert guarded(text).removeprefix("'") in {text, text.removeprefix("'")}


def test_the_file_is_utf_8_with_a_mark_and_windows_line_ends() -> None:
    data = write_csv(COLUMNS, [('Élan, "Trust"', 3, None, -123_456, date(2026, 4, 1))])
    assert data.startswith(b"\xef\xbb\xbfName,Lines,Units,Amount,Day\r\n")
    assert data.decode("utf-8-sig").splitlines()[1] == '"Élan, ""Trust""",3,,-1234.56,2026-04-01'


def test_a_workbook_has_typed_cells_a_frozen_heading_and_no_macro() -> None:
    data = book_of(("A", 3, Decimal("42.25"), 123_456, date(2026, 4, 1)))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Lines"]
    assert [cell.value for cell in sheet[2]] == ["A", 3, 42.25, 1234.56, datetime(2026, 4, 1)]
    assert sheet.freeze_panes == "A2"
    assert b"vbaProject" not in data


def test_the_same_figures_make_the_same_slip() -> None:
    manifest = Manifest(
        2, 300, {"NMI": 100, "NMC": 200}, {"period_from": "2026-04-01"}, "Sam Lowe", AT, "f" * 64
    )
    first, second = (write_manifest(manifest, {"a.csv": ("e" * 64, 1)}) for _ in range(2))
    assert first == second
    slip = json.loads(first)
    assert (slip["sum_gross"], slip["sum_by_payer"]) == ("3.00", {"NMC": "2.00", "NMI": "1.00"})
    assert slip["files"] == {"a.csv": {"sha256": "e" * 64, "bytes": 1}}


def test_a_sheet_that_is_full_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel loses what is written below row 1,048,576 without a word."""
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    row = ("A", 3, None, 1, None)
    book = openpyxl.load_workbook(io.BytesIO(book_of(*[row] * 5)))
    assert book.sheetnames == ["Lines", "Lines 2", "Lines 3"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    assert book["Lines 3"]["A1"].value == "Name"
