"""Your work: what waits for the person signed in, by kind, the most overdue first.

A kind is one condition. Its card's number, its own page and the list on the home page all come from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, DateField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from cases.models import Case
from cases.queries import visible_to
from s117.dashboards.queries import conditions
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

LIST_LENGTH = 25


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of work. `since` is the day it was due or began to wait; `mine` limits it to the actor's own people."""

    slug: str
    card: str
    heading: str
    why: str
    next_step: str
    route: str
    permission: Permission
    where: Callable[[Actor, date], Q]
    since: Callable[[date], object]
    mine: bool = False
    urgent: bool = False


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
        return f"{self.family_name.upper()}, {self.given_names}"

    def days_late(self, on: date) -> int:
        """Days since it was due or began to wait; 0 when it lies ahead."""
        return max(0, (on - self.since).days)


def _review_due(on: date) -> Subquery:
    return Subquery(conditions.open_reviews().values("due_on")[:1])


def _left(on: date) -> Coalesce:
    latest = conditions.stays().filter(left_on__isnull=False).order_by("-left_on").values("left_on")[:1]
    return Coalesce(Subquery(latest), "registered_on")


def _ready(on: date) -> Subquery:
    return Subquery(conditions.stays().filter(ready_on__isnull=False, left_on__isnull=True).values("ready_on")[:1])


def _draft_started(on: date) -> Cast:
    return Cast(Subquery(conditions.plans_in("draft").values("started_at")[:1]), DateField())


def _plan_sent(on: date) -> Cast:
    return Cast(Subquery(conditions.plan_sent_at()), DateField())


def _registered(on: date) -> Coalesce:
    return Coalesce("registered_on", Value(on))


def _assessment_started(on: date) -> Subquery:
    return Subquery(conditions.unfinished_assessments().values("started_on")[:1])


P = Permission

KINDS = (
    Kind(
        "follow-up", "to see within 72 hours", "To see within 72 hours of leaving hospital",
        "Left hospital and not seen since", "Record a contact", "cases:contact_record", P.CONTACT_RECORD,
        lambda actor, on: conditions.contact_awaited(on), _left, mine=True, urgent=True,
    ),
    Kind(
        "reviews-overdue", "reviews overdue", "Reviews overdue",
        "Review was due", "Record the review", "careplans:review_list", P.REVIEW_RECORD,
        lambda actor, on: conditions.review_overdue(on), _review_due, mine=True, urgent=True,
    ),
    Kind(
        "without-plan", "home without a plan", "Home without a published plan",
        "Entitled since leaving hospital, no published plan", "Write the plan", "careplans:plan_list", P.PLAN_DRAFT,
        lambda actor, on: conditions.plan_missing() & ~conditions.plan_submitted(), _left, mine=True, urgent=True,
    ),
    Kind(
        "reviews-due", "reviews due in 28 days", "Reviews due in the next 28 days",
        "Review is due", "Book or record the review", "careplans:review_list", P.REVIEW_RECORD,
        lambda actor, on: conditions.review_due_soon(on), _review_due, mine=True,
    ),
    Kind(
        "plans-to-finish", "plans to finish", "Plans to finish",
        "Draft plan started", "Finish the plan", "careplans:plan_list", P.PLAN_EDIT,
        lambda actor, on: conditions.plan_drafted(), _draft_started, mine=True,
    ),
    Kind(
        "assessments-to-finish", "assessments to finish", "Needs assessments to finish",
        "Needs assessment started", "Finish the assessment", "assessments:assessment_list", P.ASSESSMENT_EDIT,
        lambda actor, on: conditions.assessment_unfinished(), _assessment_started, mine=True,
    ),
    Kind(
        "unallocated", "without a coordinator", "Without a coordinator",
        "On the register since", "Allocate a coordinator", "cases:allocation_make", P.ALLOCATION_MAKE,
        lambda actor, on: conditions.unallocated(), _registered, urgent=True,
    ),
    Kind(
        "coordinator-left", "whose coordinator has left", "Whose coordinator has left",
        "The coordinator's account is switched off", "Allocate a coordinator", "cases:allocation_make",
        P.ALLOCATION_MAKE, lambda actor, on: conditions.coordinator_inactive(), _registered, urgent=True,
    ),
    Kind(
        "plans-to-publish", "plans to publish", "Plans sent for agreement",
        "Plan sent for agreement", "Read and publish, or send back", "careplans:plan_list", P.PLAN_PUBLISH,
        lambda actor, on: conditions.plan_submitted(), _plan_sent,
    ),
    Kind(
        "assessments-to-sign", "assessments to sign off", "Needs assessments to sign off",
        "Needs assessment finished", "Sign off or send back", "assessments:assessment_list", P.ASSESSMENT_SIGN_OFF,
        lambda actor, on: conditions.assessment_submitted(), _assessment_started,
    ),
    Kind(
        "delayed", "ready to leave, delayed", "Ready to leave hospital, delayed",
        "Clinically ready to leave hospital", "See what is missing", "dashboards:case_view", P.MANAGER_VIEW,
        lambda actor, on: conditions.delayed(on), _ready, urgent=True,
    ),
    Kind(
        "determinations", "waiting for your answer", "Responsible bodies waiting for your answer",
        "Your organisation is proposed as responsible", "Accept or dispute", "cases:determination_view",
        P.DETERMINATION_ANSWER, lambda actor, on: conditions.awaits_answer_of(actor.organisation_ids), _registered,
    ),
    Kind(
        "to-decide", "to decide by hand", "Responsible bodies to decide by hand",
        "The record does not settle which body is responsible", "Decide with a reason", "cases:determination_view",
        P.DETERMINATION_OVERRIDE, lambda actor, on: conditions.needs_a_person(), _registered,
    ),
    Kind(
        "to-check", "legal status to check", "Legal status to check",
        "The recorded section does not settle entitlement", "Check the papers", "cases:detention_list",
        P.DETENTION_RECORD, lambda actor, on: conditions.to_check(), _registered,
    ),
    Kind(
        "detentions-open", "detentions with no ending", "Detentions with no ending recorded",
        "Left hospital, and the detention is still recorded as running", "Record how it ended",
        "cases:detention_list", P.DETENTION_END, lambda actor, on: conditions.detention_left_open(), _left,
    ),
    Kind(
        "unfunded", "services with no rate or cost share", "Services with no rate or cost share",
        "A service of the published plan has no rate or no cost share", "Agree the funding", "funding:line_list",
        P.LINE_FUND, lambda actor, on: conditions.service_unfunded(on), _left,
    ),
)  # fmt: skip


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
    return condition & conditions.allocated_to(actor.id) if kind.mine else condition


def _rows(kind: Kind, place: int, actor: Actor, on: date) -> QuerySet:
    return (
        cases_of(kind, actor, on)
        .annotate(place=Value(place), not_urgent=Value(not kind.urgent), since=kind.since(on))
        .values_list(
            "id", "reference", "client__family_name", "client__given_names", "client__nhs_number",
            "place", "since", "not_urgent",
        )
    )  # fmt: skip


def _task(kinds: tuple[Kind, ...], row: tuple) -> Task:
    case_id, reference, family_name, given_names, nhs_number, place, since, _ = row
    return Task(kinds[place], case_id, reference, family_name, given_names, nhs_number, since)
