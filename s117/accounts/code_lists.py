"""Reading the code lists of councils and integrated care boards: every fault with its line, nothing guessed.

No ORM here: text in, rows and faults out. A list is only ever loaded whole.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
MOST_FAULTS = 100
LONGEST = 200
CODE = re.compile(r"^[A-Z0-9]{2,20}$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FORMULA = ("=", "+", "@")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that a list of one kind of body must have, and those that it may have."""

    words: str
    codes: tuple[str, ...]
    name: str
    short_name: str
    region: str
    opens: str
    needed: tuple[str, ...]


LAYOUTS = {
    "icb": Layout(
        words="integrated care boards",
        codes=("ods_code",),
        name="name",
        short_name="name",
        region="nhs_region",
        opens="valid_from",
        needed=("ods_code", "ons_gss_code", "name", "nhs_region", "valid_from", "valid_to", "successors"),
    ),
    "council": Layout(
        words="councils",
        # Councils made since 2019 have no published social care code yet: the ONS code stands in.
        codes=("cassr_ods_code", "ons_gss_code"),
        name="official_name",
        short_name="name",
        region="region",
        opens="created_on",
        needed=("ons_gss_code", "name", "official_name", "region", "created_on", "cassr_ods_code"),
    ),
}
SUFFIX = " Integrated Care Board"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and on which line of the file; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """One row of a list. `successors` is None where the list says nothing of them."""

    line: int
    code: str
    ons_code: str
    name: str
    short_name: str
    region: str
    opens: date | None
    closes: date | None
    successors: tuple[str, ...] | None
    note: str

    @property
    def passes_on(self) -> date | None:
        """The day on which its successors take over."""
        return self.closes + timedelta(days=1) if self.closes is not None else None

    def details(self) -> dict[str, object]:
        """What an organisation keeps of it besides its kind and code."""
        return {
            "ons_code": self.ons_code,
            "name": self.name,
            "short_name": self.short_name,
            "region": self.region,
            "valid_from": self.opens,
            "valid_to": self.closes,
            "note": self.note,
        }


@dataclass(slots=True)
class CodeList:
    """A list as it was read."""

    rows: list[Body] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def still_open(self) -> int:
        """How many bodies have no last day."""
        return sum(row.closes is None for row in self.rows)

    def fault(self, line: int, text: str) -> None:
        """Note a fault; a file full of them shows the first hundred."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, text))


def decoded(data: bytes) -> tuple[str, Fault | None]:
    """The text of a file, or why it has none."""
    if len(data) > MOST_BYTES:
        return "", Fault(
            0, "The file is larger than 1 MB, and a code list is much smaller. Is it the right file?"
        )
    if b"\x00" in data:
        return "", Fault(0, "The file is not a CSV file in UTF-8. Save it again as “CSV UTF-8”")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return "", Fault(0, "The file is not in UTF-8. Save it again as “CSV UTF-8”")


def read(kind: str, text: str, expected: int | None = None) -> CodeList:
    """Every row of a list of one kind, and every fault. `expected` is how many rows it must have."""
    layout, found = LAYOUTS[kind], CodeList()
    try:
        lines = _lines(layout, text, found)
    except csv.Error:
        found.fault(0, "The file is not a CSV file: a value is never closed, or far too long")
        return found
    for line, row in lines:
        body = _body(layout, line, row, found)
        if body is not None:
            found.rows.append(body)
    _check_together(found)
    if not found.faults and not lines:
        found.fault(0, "The file has no rows")
    elif expected is not None and lines and len(lines) != expected:
        found.fault(
            0,
            f"The file has {len(lines)} rows and the list of {layout.words} has {expected}. Nothing is "
            "loaded from part of a list. If bodies were made or abolished, ask the operator to change the "
            "number",
        )
    return found


def _lines(layout: Layout, text: str, found: CodeList) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [name for name in layout.needed if name not in (reader.fieldnames or ())]
    if missing:
        found.fault(1, f"The first line must name the columns. Missing: {', '.join(missing)}")
        return []
    rows: list[tuple[int, dict[str, str]]] = []
    for row in reader:
        if len(rows) == MOST_ROWS:
            found.fault(reader.line_num, f"The file has more than {MOST_ROWS} rows")
            break
        if None in row or None in row.values():
            found.fault(reader.line_num, "The line has more or fewer values than there are columns")
        else:
            rows.append((reader.line_num, row))
    return rows


def _body(layout: Layout, line: int, row: Mapping[str, str], found: CodeList) -> Body | None:
    before = len(found.faults)
    values = {name: value.strip() for name, value in row.items()}
    code = next((values[name] for name in layout.codes if values[name]), "")
    if not CODE.match(code):
        found.fault(line, "The code must be 2 to 20 capital letters and digits")
    if not values[layout.name]:
        found.fault(line, "The name is missing")
    for name, value in values.items():
        if len(value) > LONGEST or CONTROL.search(value) or value.startswith(FORMULA):
            found.fault(line, f"{name} is too long, or has characters that a name or a code cannot have")
    opens = _day(line, layout.opens, values[layout.opens], found)
    closes = _day(line, "valid_to", values.get("valid_to", ""), found)
    if opens is not None and closes is not None and closes < opens:
        found.fault(line, "valid_to is before the day on which the body began")
    if len(found.faults) > before:
        return None
    heirs = tuple(filter(None, values["successors"].split("|"))) if "successors" in values else None
    short = values[layout.short_name].removesuffix(SUFFIX)
    return Body(
        line, code, values["ons_gss_code"], values[layout.name], short[:60], values[layout.region],
        opens, closes, heirs, values.get("note", ""),
    )  # fmt: skip


def _day(line: int, name: str, text: str, found: CodeList) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        found.fault(line, f"{name} must be a date like 2026-04-01, not {text[:30]}")
        return None


def _check_together(found: CodeList) -> None:
    """What only shows across lines: a code or a name twice, and successors that are not there."""
    lines: dict[str, int] = {}
    names: dict[str, int] = {}
    for row in found.rows:
        for known, value, words in ((lines, row.code, "code"), (names, row.name, "name")):
            if value in known:
                found.fault(row.line, f"The {words} {value} is on line {known[value]} already")
            known.setdefault(value, row.line)
    for row in found.rows:
        _check_successors(row, lines, found)


def _check_successors(row: Body, codes: Iterable[str], found: CodeList) -> None:
    if row.successors and row.closes is None:
        found.fault(row.line, "A body with successors needs the last day it existed, in valid_to")
    for code in row.successors or ():
        if code == row.code:
            found.fault(row.line, "A body cannot be its own successor")
        elif code not in codes:
            found.fault(row.line, f"The successor {code} is not in the file")
