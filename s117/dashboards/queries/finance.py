"""Services that cannot be charged yet. The finance page's schedules and spend are funding's own queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cases.queries import visible_to
from s117.dashboards.queries import conditions
from s117.kernel.actor import Actor
from s117.kernel.letters import listed_name

LINES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class UnfundedRow:
    """A service of a published plan that cannot be charged yet, and what is missing."""

    reference: str
    family_name: str
    given_names: str
    description: str
    provider_name: str
    starts_on: date
    missing: str

    @property
    def display_name(self) -> str:
        """The name as lists show it: OBI, Amara."""
        return listed_name(self.family_name, self.given_names)


@dataclass(frozen=True, slots=True)
class Unfunded:
    """How many services there are, and the first of them."""

    count: int
    rows: tuple[UnfundedRow, ...]


def unfunded(actor: Actor, on: date, limit: int = LINES_SHOWN) -> Unfunded:
    """Started services of published plans with no rate or no cost share on the day, the oldest first."""
    lines = _unfunded_lines(actor, on)
    rows = lines.order_by("starts_on", "plan__case__reference").values_list(
        "plan__case__reference",
        "plan__case__client__family_name",
        "plan__case__client__given_names",
        "description",
        "provider_name",
        "starts_on",
        "has_rate",
        "has_split",
    )
    return Unfunded(
        count=lines.count(),
        rows=tuple(UnfundedRow(*row[:6], missing=_missing(*row[6:])) for row in rows[:limit]),
    )


def _unfunded_lines(actor: Actor, on: date) -> QuerySet:
    return (
        conditions.started_services(on)
        .filter(plan__case__in=visible_to(actor).filter(conditions.is_open()))
        .annotate(has_rate=conditions.has_rate(on), has_split=conditions.has_split(on))
        .exclude(has_rate=True, has_split=True)
    )


def _missing(has_rate: bool, has_split: bool) -> str:
    if not has_rate and not has_split:
        return "Rate and cost share"
    return "Cost share" if has_rate else "Rate"
