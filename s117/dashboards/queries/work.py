"""Your work: what waits for the person signed in, by kind, the most overdue first.

A kind is one condition. Its card's number, its own page and the list on the home page all come from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from cases.models import Case
from cases.queries import visible_to
from s117.dashboards.queries.conditions import allocated_to
from s117.dashboards.queries.kinds import KINDS, Kind
from s117.kernel.actor import Actor
from s117.kernel.letters import listed_name
from s117.kernel.refusals import NotFound

LIST_LENGTH = 25


@dataclass(frozen=True, slots=True)
class Card:
    """A kind with how many people it is true of."""

    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list: the person, why they are on it, since when."""

    kind: Kind
    case_id: UUID
    reference: str
    family_name: str
    given_names: str
    nhs_number: str
    since: date

    @property
    def display_name(self) -> str:
        """The name as lists show it: OBI, Amara."""
        return listed_name(self.family_name, self.given_names)

    def days_late(self, on: date) -> int:
        """Days since it was due or began to wait; 0 when it lies ahead."""
        return max(0, (on - self.since).days)


def kinds_for(actor: Actor) -> tuple[Kind, ...]:
    """The sorts of work that the actor's roles let them do."""
    return tuple(kind for kind in KINDS if actor.may(kind.permission))


def kind_called(actor: Actor, slug: str) -> Kind:
    """The sort of work whose page has this address; NotFound if there is none for this actor."""
    found = next((kind for kind in kinds_for(actor) if kind.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def cases_of(kind: Kind, actor: Actor, on: date) -> QuerySet[Case]:
    """The cases that a kind of work is about, in the actor's scope."""
    return visible_to(actor).filter(_condition(kind, actor, on))


def cards(actor: Actor, on: date) -> tuple[Card, ...]:
    """How many people each sort of work is about, in one statement."""
    kinds = kinds_for(actor)
    if not kinds:
        return ()
    wanted = {kind.slug: Count("pk", filter=_condition(kind, actor, on)) for kind in kinds}
    counted = visible_to(actor).aggregate(**wanted)
    return tuple(Card(kind, counted[kind.slug]) for kind in kinds)


def tasks(actor: Actor, on: date, limit: int = LIST_LENGTH) -> tuple[Task, ...]:
    """The actor's work of every kind, what is urgent and has waited longest first, in one statement."""
    kinds = kinds_for(actor)
    if not kinds:
        return ()
    parts = [_rows(kind, place, actor, on) for place, kind in enumerate(kinds)]
    everything = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = everything.order_by("not_urgent", "since", "reference")[:limit]
    return tuple(_task(kinds, row) for row in found)


def tasks_of(kind: Kind, actor: Actor, on: date, after: str | None, limit: int) -> tuple[Task, ...]:
    """One sort of work, up to `limit` lines that follow the key `after`, longest waiting first."""
    rows = _rows(kind, 0, actor, on)
    since, _, reference = (after or "").partition("~")
    if reference:
        try:
            day = date.fromisoformat(since)
        except ValueError:
            raise NotFound from None
        rows = rows.filter(Q(since__gt=day) | Q(since=day, reference__gt=reference))
    return tuple(_task((kind,), row) for row in rows.order_by("since", "reference")[:limit])


def key_of(task: Task) -> str:
    """Where a page ended, for the next page's link: a date and a case reference, nothing personal."""
    return f"{task.since.isoformat()}~{task.reference}"


def _condition(kind: Kind, actor: Actor, on: date) -> Q:
    condition = kind.where(actor, on)
    return condition & allocated_to(actor.id) if kind.mine else condition


def _rows(kind: Kind, place: int, actor: Actor, on: date) -> QuerySet:
    return (
        cases_of(kind, actor, on)
        .annotate(place=Value(place), not_urgent=Value(not kind.urgent), since=kind.since())
        .values_list(
            "id", "reference", "client__family_name", "client__given_names", "client__nhs_number",
            "place", "since", "not_urgent",
        )
    )  # fmt: skip


def _task(kinds: tuple[Kind, ...], row: tuple) -> Task:
    case_id, reference, family_name, given_names, nhs_number, place, since, _ = row
    return Task(kinds[place], case_id, reference, family_name, given_names, nhs_number, since)
