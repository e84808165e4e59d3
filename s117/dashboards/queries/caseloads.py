"""How many people each coordinator holds, and how many of those have an overdue review (measure M02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from cases.models import Case
from s117.dashboards.queries import conditions

UNALLOCATED = "Not allocated"


@dataclass(frozen=True, slots=True)
class Caseload:
    """One coordinator's people: `overdue` of `people` have a review that is overdue."""

    name: str
    team: str
    people: int
    overdue: int

    @property
    def in_time(self) -> int:
        """Those with no overdue review."""
        return self.people - self.overdue


def caseloads(cases: QuerySet[Case], on: date, *, named: bool) -> tuple[Caseload, ...]:
    """Entitled people, and those who will be, by coordinator, the largest caseload first. One statement.

    People without a coordinator are a row of their own. Not `named`, the rows are teams: a reader of
    counts only should not learn how one colleague does.
    """
    now = FilteredRelation("allocations", condition=Q(allocations__ends_on__isnull=True))
    by = {"team": F("now__team__name")}
    if named:
        by["name"] = F("now__coordinator__full_name")
    rows = (
        cases.filter(status__in=conditions.ENTITLED)
        .alias(now=now)
        .values(**by)
        .annotate(people=Count("pk"), overdue=Count("pk", filter=conditions.review_overdue(on)))
        .order_by("-people", *by)
    )
    return tuple(
        Caseload(
            name=row.get("name" if named else "team") or UNALLOCATED,
            team=row["team"] or "",
            people=row["people"],
            overdue=row["overdue"],
        )
        for row in rows
    )
