"""Spend by body and month as a table and a sentence; exceptions that stand open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from funding.queries import ScheduleRow, SpendRow
from funding.rules.lifecycle import ScheduleStatus
from s117.kernel.money import pounds
from s117.web.filters import MONTHS

SETTLED = (ScheduleStatus.FROZEN, ScheduleStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class SpendTable:
    """Months down, bodies across, pounds in the cells; the last column and row are totals."""

    bodies: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    sentence: str


def spend_table(spends: Sequence[SpendRow]) -> SpendTable:
    """The table of what each body bears of each month's service, by frozen schedules."""
    bodies = tuple(sorted({spend.organisation_name for spend in spends}))
    months = sorted({spend.month for spend in spends})
    found = {(spend.month, spend.organisation_name): spend.pence for spend in spends}
    rows = []
    for month in months:
        pence = [found.get((month, body), 0) for body in bodies]
        name = f"{MONTHS[month.month - 1]} {month.year}"
        rows.append((name, *map(pounds, pence), pounds(sum(pence))))
    by_body = [sum(found.get((month, body), 0) for month in months) for body in bodies]
    total = ("All months", *map(pounds, by_body), pounds(sum(by_body)))
    words = "1 month" if len(months) == 1 else f"{len(months)} months"
    sentence = f"{pounds(sum(by_body))} in all over {words} of service." if months else ""
    return SpendTable(bodies, tuple(rows), total, sentence)


def open_exceptions(schedules: Iterable[ScheduleRow]) -> int:
    """How many exceptions stand on schedules that are not frozen or withdrawn."""
    return sum(len(row.exceptions) for row in schedules if row.status not in SETTLED)
