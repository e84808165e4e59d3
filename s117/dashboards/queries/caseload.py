"""The caseload list: its filters, how many people each option would show, and its rows.

Filters come from the address, so nothing in them may be personal: they are closed lists of words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from cases.models import Case
from cases.queries import visible_to
from s117.dashboards.queries import conditions
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission

EVERY = "all"


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: its words and what must be true of a case."""

    value: str
    words: str
    where: Callable[[Actor, date], Q]


@dataclass(frozen=True, slots=True)
class Filter:
    """One question of the filter panel. The first option that the actor is offered is the default."""

    name: str
    legend: str
    options: tuple[Option, ...]

    def option(self, value: str) -> Option:
        """The option with the value; the first one for anything else."""
        return next((option for option in self.options if option.value == value), self.options[0])


def _everybody(actor: Actor, on: date) -> Q:
    return Q()


def _of_my_teams(actor: Actor, on: date) -> Q:
    return conditions.in_teams(actor.team_ids)


WHOSE = Filter(
    "whose",
    "Whose people",
    (
        Option("mine", "Allocated to me", lambda actor, on: conditions.allocated_to(actor.id)),
        Option("team", "My teams", _of_my_teams),
        Option(EVERY, "Everyone I may see", _everybody),
    ),
)
STATUS = Filter(
    "status",
    "Status",
    (
        Option("open", "All open", lambda actor, on: conditions.is_open()),
        Option("active", "Entitled to aftercare", lambda actor, on: conditions.active()),
        Option("prospective", "In hospital, entitled on leaving", lambda actor, on: conditions.prospective()),
        Option("to_check", "To be checked", lambda actor, on: conditions.to_check()),
        Option("closed", "Ended or not entitled", lambda actor, on: ~conditions.is_open()),
    ),
)
REVIEW = Filter(
    "review",
    "Next review",
    (
        Option(EVERY, "Any", _everybody),
        Option("overdue", "Overdue", lambda actor, on: conditions.review_overdue(on)),
        Option("soon", "Due within 28 days", lambda actor, on: conditions.review_due_soon(on)),
        Option("later", "Due later", lambda actor, on: conditions.review_later(on)),
        Option("none", "None scheduled", lambda actor, on: conditions.review_none()),
    ),
)
PLAN = Filter(
    "plan",
    "Care plan",
    (
        Option(EVERY, "Any", _everybody),
        Option("published", "Published", lambda actor, on: conditions.plan_published()),
        Option("submitted", "Sent for agreement", lambda actor, on: conditions.plan_submitted()),
        Option("draft", "Draft", lambda actor, on: conditions.plan_drafted()),
        Option("none", "No published plan", lambda actor, on: ~conditions.plan_published()),
    ),
)
FILTERS = (WHOSE, STATUS, REVIEW, PLAN)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of the panel as shown: whether it is chosen and how many people it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One question of the panel with its choices, as the filter component draws it: one answer each."""

    name: str
    label: str
    options: tuple[Choice, ...]
    single: bool = True


def filters_for(actor: Actor) -> tuple[Filter, ...]:
    """The filters that make sense for the actor: 'Allocated to me' only for those who hold cases."""
    wanted = {EVERY}
    if actor.may(Permission.CASE_VIEW_OWN):
        wanted.add("mine")
    if actor.team_ids:
        wanted.add("team")
    whose = Filter(
        WHOSE.name, WHOSE.legend, tuple(option for option in WHOSE.options if option.value in wanted)
    )
    return (whose, *FILTERS[1:])


def chosen_from(actor: Actor, sent: Mapping[str, str]) -> dict[str, str]:
    """The option chosen of each filter; what is missing or unknown becomes the default."""
    return {filter_.name: filter_.option(sent.get(filter_.name, "")).value for filter_ in filters_for(actor)}


def cases_chosen(actor: Actor, on: date, chosen: Mapping[str, str]) -> QuerySet[Case]:
    """The cases in the actor's scope that every chosen option is true of."""
    return visible_to(actor).filter(_all_of(actor, on, chosen))


def panels(actor: Actor, on: date, chosen: Mapping[str, str]) -> tuple[Panel, ...]:
    """The filter panel: how many people each option would show with the other filters kept. One statement."""
    filters = filters_for(actor)
    wanted = {
        f"{filter_.name}_{option.value}": Count(
            "pk", filter=_all_of(actor, on, {**chosen, filter_.name: option.value})
        )
        for filter_ in filters
        for option in filter_.options
    }
    counted = visible_to(actor).aggregate(**wanted)
    return tuple(
        Panel(
            filter_.name,
            filter_.legend,
            tuple(
                Choice(
                    option.value,
                    option.words,
                    counted[f"{filter_.name}_{option.value}"],
                    chosen[filter_.name] == option.value,
                )
                for option in filter_.options
            ),
        )
        for filter_ in filters
    )


def _all_of(actor: Actor, on: date, chosen: Mapping[str, str]) -> Q:
    together = Q()
    for filter_ in filters_for(actor):
        together &= filter_.option(chosen[filter_.name]).where(actor, on)
    return together
