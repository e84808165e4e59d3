"""Words and chart rows of the manager's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from s117.dashboards.queries.caseloads import Caseload
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.web.filters import plural


@dataclass(frozen=True, slots=True)
class CaseloadChart:
    """What the bar chart of caseloads shows; the sentence is computed from the same rows."""

    title: str
    sentence: str
    first_column: str
    rows: list[tuple[str, list[int]]]


def caseload_chart(caseloads: Sequence[Caseload], *, named: bool) -> CaseloadChart:
    """Bars of overdue and other people for each coordinator, or for each team."""
    return CaseloadChart(
        title="People of each coordinator" if named else "People of each team",
        sentence=_sentence(caseloads),
        first_column="Coordinator" if named else "Team",
        rows=[(row.name, [row.overdue, row.in_time]) for row in caseloads],
    )


def scope_words(actor: Actor) -> str:
    """Whose people are counted."""
    if actor.may(Permission.CASE_VIEW_ORGANISATION) or not actor.may(Permission.CASE_VIEW_TEAM):
        return f"your organisation, {actor.organisation_name}"
    return "your teams or not allocated yet"


def _sentence(caseloads: Sequence[Caseload]) -> str:
    if not caseloads:
        return ""
    largest = caseloads[0]
    overdue = sum(row.overdue for row in caseloads)
    people = sum(row.people for row in caseloads)
    return (
        f"{plural(people, 'person', 'people')}, {overdue} with an overdue review. "
        f"The largest number is {largest.people}: {largest.name}."
    )
