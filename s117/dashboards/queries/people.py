"""Rows of people for every list on these pages: one shape, one statement, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, DateField, ExpressionWrapper, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from careplans.rules.lifecycle import PlanStatus
from cases.models import Case
from cases.queries import register_rows
from cases.rules.lifecycle import CaseStatus
from s117.dashboards.queries import conditions
from s117.dashboards.queries.register_conditions import Reason
from s117.kernel.letters import listed_name

FAR_FUTURE = date(9999, 12, 31)
STATUS_SHORT = {
    CaseStatus.TO_CHECK: "To be checked",
    CaseStatus.PROSPECTIVE: "In hospital",
    CaseStatus.ACTIVE: "Entitled",
    CaseStatus.ENDED: "Ended",
    CaseStatus.ENDED_DEATH: "Ended: died",
    CaseStatus.NOT_ENTITLED: "Not entitled",
    CaseStatus.ENTERED_IN_ERROR: "Entered in error",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a list, with what a coordinator looks for first."""

    id: UUID
    reference: str
    status: str
    family_name: str
    given_names: str
    date_of_birth: date
    nhs_number: str
    coordinator_name: str | None
    team_name: str | None
    left_hospital_on: date | None
    review_due_on: date | None
    plan_number: int | None
    why: tuple[str, ...] = ()

    @property
    def display_name(self) -> str:
        """The name as lists show it: OBI, Amara."""
        return listed_name(self.family_name, self.given_names)

    @property
    def status_words(self) -> str:
        """The status, short enough for a column."""
        return STATUS_SHORT[CaseStatus(self.status)]

    def days_overdue(self, on: date) -> int:
        """Whole days past the review's due date; 0 when it is not overdue or nothing is owed."""
        if self.status != CaseStatus.ACTIVE or self.review_due_on is None:
            return 0
        return max(0, (on - self.review_due_on).days)


COLUMNS = tuple(field.name for field in fields(PersonRow) if field.name != "why")


def with_reviews_and_plans(cases: QuerySet[Case]) -> QuerySet:
    """The register's rows with the next review's due date, the published plan's number and a sort key."""
    due = conditions.open_reviews().values("due_on")[:1]
    plan = conditions.plans_in(PlanStatus.PUBLISHED).values("number")[:1]
    return register_rows(cases).annotate(
        review_due_on=Subquery(due),
        plan_number=Subquery(plan),
        sort_due=Coalesce(Subquery(due), Value(FAR_FUTURE), output_field=DateField()),
    )


def people_after(
    cases: QuerySet[Case], after: str | None, limit: int, because: Sequence[Reason] = ()
) -> tuple[PersonRow, ...]:
    """Up to `limit` people that follow the key `after`, the next review first; people with none come last.

    Each with those of the reasons `because` that hold.
    """
    rows = _with_reasons(with_reviews_and_plans(cases), because)
    key = read_key(after)
    if key is not None:
        due, reference = key
        rows = rows.filter(Q(sort_due__gt=due) | Q(sort_due=due, reference__gt=reference))
    return tuple(_person(row, because) for row in rows.order_by("sort_due", "reference")[:limit])


def every_one_of(cases: QuerySet[Case], because: Sequence[Reason] = ()) -> Iterator[PersonRow]:
    """All the people of a list in the same order, read in pieces: for files."""
    rows = _with_reasons(with_reviews_and_plans(cases), because).order_by(F("sort_due"), "reference")
    return (_person(row, because) for row in rows.iterator(chunk_size=500))


def _with_reasons(rows: QuerySet, because: Sequence[Reason]) -> QuerySet:
    return rows.annotate(
        **{
            f"because_{number}": ExpressionWrapper(condition, output_field=BooleanField())
            for number, (_, condition) in enumerate(because)
        }
    )


def key_of(row: PersonRow) -> str:
    """Where a page ended, for the next page's link. It names no one: a date and a case reference."""
    return f"{(row.review_due_on or FAR_FUTURE).isoformat()}~{row.reference}"


def read_key(text: str | None) -> tuple[date, str] | None:
    """The key in a link; None when there is none or it was tampered with (the list starts again)."""
    due, _, reference = (text or "").partition("~")
    try:
        return date.fromisoformat(due), reference
    except ValueError:
        return None


def _person(row: dict, because: Sequence[Reason]) -> PersonRow:
    why = tuple(words for number, (words, _) in enumerate(because) if row[f"because_{number}"])
    return PersonRow(**{name: row[name] for name in COLUMNS}, why=why)
