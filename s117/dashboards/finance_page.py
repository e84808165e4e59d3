"""Spend by body and month as a table and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from s117.dashboards.queries.finance import Spend
from s117.kernel.money import pounds
from s117.web.filters import MONTHS


@dataclass(frozen=True, slots=True)
class SpendTable:
    """Months down, bodies across, pounds in the cells; the last column and row are totals."""

    bodies: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    sentence: str


def spend_table(spends: Sequence[Spend]) -> SpendTable:
    """The table of what each body pays by the frozen schedules of each month."""
    bodies = tuple(sorted({spend.organisation for spend in spends}))
    months = sorted({spend.month for spend in spends})
    found = {(spend.month, spend.organisation): spend.pence for spend in spends}
    rows = []
    for month in months:
        pence = [found.get((month, body), 0) for body in bodies]
        name = f"{MONTHS[month.month - 1]} {month.year}"
        rows.append((name, *map(pounds, pence), pounds(sum(pence))))
    by_body = [sum(found.get((month, body), 0) for month in months) for body in bodies]
    total = ("All months", *map(pounds, by_body), pounds(sum(by_body)))
    sentence = f"{pounds(sum(by_body))} in all over {len(months)} frozen months." if months else ""
    return SpendTable(bodies, tuple(rows), total, sentence)
