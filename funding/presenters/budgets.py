"""Forecast and budget in words: rows of the page, its totals and its chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from careplans.rules.terms import Category
from funding.queries import LineForecast
from funding.queries.forecasts import NO_CENTRE
from funding.rules.budgets import By, Outlook, outlooks, total
from s117.kernel.money import pounds

NARROWS = ("category", "cost_centre", "provider", "team")


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """One row of the table, in pounds; `over` says in words how it stands against its budget."""

    name: str
    cells: tuple[str, ...]
    over: str


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """What the page shows. `compared` is false where no budget is set for such rows; `why` says so."""

    by: str
    compared: bool
    why: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[OutlookRow, ...]
    foot: OutlookRow
    chart: tuple[tuple[str, int, int, int | None], ...]


def chosen(data: Mapping[str, Any], years: Sequence[int], this: int) -> dict[str, Any]:
    """What the address asks for; what it does not say, or says wrongly, is this year by kind of service."""
    year, by = str(data.get("year", "")), str(data.get("by", ""))
    return {
        "year": int(year) if year.isdecimal() and len(year) == 4 and int(year) in years else this,
        "by": By(by) if by in set(By) else By.CATEGORY,
        **{name: str(data.get(name, ""))[:200] for name in NARROWS},
    }


def offered(found: Iterable[LineForecast]) -> dict[str, list[tuple[str, str]]]:
    """The values that the year's services have, for each filter."""
    rows = tuple(found)
    return {
        name: [(value, _words(By(name), value)) for value in sorted({row.name(By(name)) for row in rows})]
        for name in NARROWS
    }


def budget_page(
    found: Iterable[LineForecast], budgets: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any]
) -> BudgetPage:
    """The services asked for, put together and set beside the budgets that stand."""
    by = wanted["by"]
    kept = [row for row in found if _is_wanted(row, wanted)]
    spends = [Outlook(row.name(by), *row.own.sums) for row in kept]
    why = _why_not(by, wanted)
    rows = outlooks(spends, {} if why else _budgets(by, budgets, wanted))
    whole = total(rows)
    columns = ["Charged so far", "Still to come", "Forecast"]
    columns += [] if why else ["Budget", "Over or under"]
    return BudgetPage(
        by=by.words,
        compared=not why,
        why=why,
        sentence=_sentence(whole),
        columns=(*columns, "Full-year effect"),
        rows=tuple(_row(by, row, compared=not why) for row in rows),
        foot=_row(None, whole, compared=not why),
        chart=tuple((_bar_name(by, row), row.actual, row.commitment, row.budget) for row in rows),
    )


def budget_rows(budgets: Iterable[Mapping[str, Any]], year: int) -> tuple[dict[str, Any], ...]:
    """Each budget in words, with where it is changed."""
    return tuple(
        {
            **row,
            "kind": _words(By.CATEGORY, row["category"]),
            "centre": row["cost_centre"] or "All cost centres",
            "href": reverse("funding:budget_record")
            + "?"
            + urlencode({"year": year, "category": row["category"], "cost_centre": row["cost_centre"]}),
        }
        for row in budgets
    )


def _is_wanted(row: LineForecast, wanted: Mapping[str, Any]) -> bool:
    return all(not wanted[name] or row.name(By(name)) == wanted[name] for name in NARROWS)


def _why_not(by: By, wanted: Mapping[str, Any]) -> str:
    if by.budgeted and not wanted["provider"] and not wanted["team"]:
        return ""
    return "Budgets are set by kind of service and cost centre, so there is none for a provider or a team."


def _budgets(by: By, budgets: Iterable[Mapping[str, Any]], wanted: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in budgets:
        centre = row["cost_centre"] or NO_CENTRE
        matches = wanted["category"] in {"", row["category"]} and wanted["cost_centre"] in {"", centre}
        if matches and row["superseded_at"] is None:
            name = row["category"] if by is By.CATEGORY else centre
            found[name] = found.get(name, 0) + row["pence"]
    return found


def _row(by: By | None, row: Outlook, *, compared: bool) -> OutlookRow:
    name = "All" if by is None else _words(by, row.name)
    budget = ("None set" if row.budget is None else pounds(row.budget), _over(row)) if compared else ()
    cells = (pounds(row.actual), pounds(row.commitment), pounds(row.forecast), *budget, pounds(row.full_year))
    return OutlookRow(name, cells, _over(row))


def _bar_name(by: By, row: Outlook) -> str:
    """What a bar is called: how it stands against its budget is read, not judged by eye from a mark."""
    name = _words(by, row.name)
    return name if row.budget is None else f"{name}: {_over(row)}"


def _over(row: Outlook) -> str:
    if row.variance is None:
        return "No budget"
    if row.variance == 0:
        return "On budget"
    return f"{pounds(abs(row.variance))} {'over' if row.variance > 0 else 'under'}"


def _sentence(whole: Outlook) -> str:
    words = f"The forecast for the year is {pounds(whole.forecast)}"
    if whole.budget is None:
        return f"{words}."
    return f"{words}, against budgets of {pounds(whole.budget)}: {_over(whole).lower()}."


def _words(by: By, value: str) -> str:
    return Category(value).words if by is By.CATEGORY and value in set(Category) else value


def kinds() -> tuple[tuple[str, str], ...]:
    """Every kind of service: the value that a file uses, and its words."""
    return tuple((kind.value, kind.words) for kind in Category)
