"""Budgets: the year they are for, the files they come in, and the forecast beside them (practice 3, M24).

Pure. Pence throughout; a year is 1 April to 31 March and is written "2026/27".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from funding.rules.proration import financial_year
from s117.kernel.periods import Period
from s117.kernel.terms import Term

COLUMNS = ("year", "category", "cost_centre", "budget", "reason")
NEEDED = ("year", "category", "budget")
MOST_ROWS = 2_000
MOST_FAULTS = 50
MOST_PENCE = 1_000_000_000_00
LONGEST_REASON = 500
AMOUNT = re.compile(r"^£?([0-9]{1,3}(?:,[0-9]{3})*|[0-9]{1,12})(?:\.([0-9]{1,2}))?$", re.ASCII)
YEAR = re.compile(r"^(20[0-9]{2})(?:[/-](?:20)?([0-9]{2}))?$", re.ASCII)
CENTRE = re.compile(r"^[A-Za-z0-9 ./-]{0,20}$")


class By(Term):
    """How the forecast is put together. Budgets are set by kind of service and cost centre."""

    CATEGORY = "category", "Kind of service"
    COST_CENTRE = "cost_centre", "Cost centre"
    PROVIDER = "provider", "Provider"
    TEAM = "team", "Team"

    @property
    def budgeted(self) -> bool:
        """Whether a budget is set for each of these."""
        return self in {By.CATEGORY, By.COST_CENTRE}


class Place(NamedTuple):
    """What a budget is for: a financial year's services of a kind, of one cost centre or of all."""

    year: int
    category: str
    cost_centre: str


def year_of(day: date) -> int:
    """The calendar year in which the financial year of the day begins."""
    return day.year if day.month >= 4 else day.year - 1


def days_of(year: int) -> Period:
    """1 April of the year to 31 March of the next."""
    return Period(date(year, 4, 1), date(year + 1, 4, 1))


def year_words(year: int) -> str:
    """'2026/27'."""
    return financial_year(date(year, 4, 1))


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one group, in pence: charged, still to come to 31 March, a whole year at today's rates, and the
    budget (None where none is set for such a group)."""

    name: str
    actual: int
    commitment: int
    full_year: int
    budget: int | None = None

    @property
    def sums(self) -> tuple[int, int, int]:
        """Charged, to come and a whole year."""
        return self.actual, self.commitment, self.full_year

    @property
    def forecast(self) -> int:
        """Actual and commitment together (reconciliation rule 9)."""
        return self.actual + self.commitment

    @property
    def variance(self) -> int | None:
        """Forecast less budget: negative is under (F26)."""
        return None if self.budget is None else self.forecast - self.budget


def outlooks(spends: Iterable[Outlook], budgets: Mapping[str, int]) -> tuple[Outlook, ...]:
    """The spends summed by name, each beside the budget of that name, dearest first. A budget that nothing is
    spent from has its row too."""
    grouped: dict[str, list[Outlook]] = {name: [] for name in budgets}
    for spend in spends:
        grouped.setdefault(spend.name, []).append(spend)
    rows = [replace(total(found), name=name, budget=budgets.get(name)) for name, found in grouped.items()]
    return tuple(sorted(rows, key=lambda row: (-row.forecast, row.name)))


def total(rows: Collection[Outlook]) -> Outlook:
    """All rows together; a row without a budget adds nothing to the budget."""
    budgets = [row.budget for row in rows if row.budget is not None]
    return Outlook(
        "All",
        sum(row.actual for row in rows),
        sum(row.commitment for row in rows),
        sum(row.full_year for row in rows),
        sum(budgets) if budgets else None,
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and on which line of the file; line 0 is the file as a whole."""

    line: int
    text: str

    @property
    def words(self) -> str:
        """The fault with its line."""
        return f"Line {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row of a file that can be kept."""

    place: Place
    pence: int
    reason: str = ""


@dataclass(slots=True)
class BudgetFile:
    """A file as it was read. It is loaded whole, and only without faults."""

    rows: list[BudgetRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, text: str) -> None:
        """Note a fault; a file full of them shows the first fifty."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, text))


def read(text: str, categories: Mapping[str, str]) -> BudgetFile:
    """Every row of a CSV file of budgets and every fault. `categories` are words by value; a file may use
    either."""
    found = BudgetFile()
    known = {name.casefold(): value for value, words in categories.items() for name in (value, words)}
    seen: dict[Place, int] = {}
    try:
        for line, row in _lines(text, found):
            kept = _row(line, row, known, found)
            if kept is not None and kept.place in seen:
                found.fault(line, f"the same budget is on line {seen[kept.place]} already")
            elif kept is not None:
                seen[kept.place] = line
                found.rows.append(kept)
    except csv.Error:
        found.fault(0, "The file is not a CSV file: a value is never closed, or far too long")
    if not found.rows and not found.faults:
        found.fault(0, "The file has no rows")
    return found


def _lines(text: str, found: BudgetFile) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        found.fault(1, f"the first line must name the columns. Missing: {', '.join(missing)}")
        return
    for count, row in enumerate(reader):
        if count == MOST_ROWS:
            found.fault(reader.line_num, f"the file has more than {MOST_ROWS} rows")
            return
        if None in row or None in row.values():
            found.fault(reader.line_num, "there are more or fewer values than columns")
        else:
            yield reader.line_num, {name: value.strip() for name, value in row.items()}


def _row(line: int, row: Mapping[str, str], known: Mapping[str, str], found: BudgetFile) -> BudgetRow | None:
    before = len(found.faults)
    year, pence = _year(row["year"]), _pence(row["budget"])
    category = known.get(row["category"].casefold())
    centre, reason = row.get("cost_centre", ""), row.get("reason", "")
    if year is None:
        found.fault(line, f"year must be like 2026/27, not “{row['year'][:20]}”")
    if category is None:
        found.fault(line, f"“{row['category'][:30]}” is no kind of service. Use one from the list")
    if pence is None:
        found.fault(line, f"budget must be pounds and pence like 250000.00, not “{row['budget'][:20]}”")
    if not CENTRE.match(centre):
        found.fault(line, "cost_centre has at most 20 letters, digits, spaces and . / -")
    if len(reason) > LONGEST_REASON:
        found.fault(line, f"reason has more than {LONGEST_REASON} characters")
    if year is None or category is None or pence is None or len(found.faults) > before:
        return None
    return BudgetRow(Place(year, category, centre), pence, reason)


def _year(text: str) -> int | None:
    found = YEAR.match(text)
    if found is None:
        return None
    first, after = int(found[1]), found[2]
    return first if after is None or int(after) == (first + 1) % 100 else None


def _pence(text: str) -> int | None:
    found = AMOUNT.match(text)
    if found is None:
        return None
    pence = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    return pence if pence <= MOST_PENCE else None
