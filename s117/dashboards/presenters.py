"""Words for the case page that a template should not work out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from careplans.queries.plans import ServiceRow
from careplans.queries.reviews import ReviewRow
from careplans.rules.terms import Group
from cases.presenters import ChangedFlag, changed_flags
from funding.queries import LineRow
from funding.rules.proration import Unit
from s117.dashboards.queries.case_file import BodyPart, CaseFile, Reason, Step
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.kernel.permissions import Permission as P
from s117.web.filters import date as date_words
from s117.web.filters import plural

STATUS_COLOURS = {"active": "green", "prospective": "blue", "to_check": "orange"}
REPLIES = {
    "accept": ("Accepts", "green"),
    "accept_without_prejudice": ("Accepts without prejudice", "aqua-green"),
    "dispute": ("Disputes", "orange"),
    "accepted_before": ("Accepted by the body before it", "green"),
}


@dataclass(frozen=True, slots=True)
class BodyWords:
    """A responsible body as its row shows it."""

    label: str
    name: str
    reasons: tuple[Reason, ...]
    tag: str
    colour: str
    note: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """One thing to do: the link, why, and how late."""

    words: str
    href: str
    why: str
    since: date
    late: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """The services under one of the plan's headings."""

    heading: str
    services: tuple[ServiceRow, ...]


Row = tuple[str, object]
Action = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CasePage:
    """The case page in words: rows of (key, value) for the summary lists, actions as (words, address)."""

    status_colour: str
    entitlement: list[Row]
    why: tuple[Reason, ...]
    entitlement_actions: list[Action]
    bodies: tuple[BodyWords, ...]
    steps: tuple[StepWords, ...]
    allocation_actions: list[Action]
    shows_plan: bool
    plan: list[Row]
    services: tuple[ServiceGroup, ...]
    money: list[Row]
    disputes: list[dict[str, str]]
    changed: list[ChangedFlag]


def case_page(actor: Actor, file: CaseFile, on: date) -> CasePage:
    """The case file in words, on the day, for this reader."""
    ref = file.case.reference
    return CasePage(
        status_colour=STATUS_COLOURS.get(file.case.status, "grey"),
        entitlement=_legal(file) if actor.may(P.LEGAL_STATUS_VIEW) else [],
        why=file.status.reasons if actor.may(P.LEGAL_STATUS_VIEW) else (),
        entitlement_actions=[
            *_action(
                actor, P.DETERMINATION_VIEW, "Why, and what would end it", "cases:entitlement_view", ref
            ),
            *_action(actor, P.LEGAL_STATUS_VIEW, "Legal status", "cases:legal_status_view", ref),
            *_action(actor, P.ENDING_VIEW, "Ending aftercare", "journeys:ending_view", ref),
        ],
        bodies=tuple(_body(body) for body in file.bodies or ()),
        steps=tuple(step_words(step, ref, on) for step in file.steps),
        allocation_actions=_action(actor, P.ALLOCATION_MAKE, "Change", "cases:allocation_make", ref),
        shows_plan=actor.may(P.PLAN_VIEW),
        plan=_plan(file),
        services=_grouped(file.services or ()),
        money=_money(file.money or (), on),
        disputes=[
            {
                "words": row.get_kind_display(),
                "payer": row.interim_payer.name,
                "href": reverse("cases:dispute_view", kwargs={"ref": ref, "dispute": row.id}),
            }
            for row in file.disputes
        ],
        changed=changed_flags(actor, ref, file.changed),
    )


def _action(actor: Actor, permission: P, words: str, route: str, ref: str) -> list[Action]:
    return [(words, reverse(route, kwargs={"ref": ref}))] if actor.may(permission) else []


def _legal(file: CaseFile) -> list[Row]:
    case = file.case
    where = "In hospital" if case.in_hospital else "Not in hospital"
    not_left = "Has not left yet" if case.in_hospital else "No stay in hospital is recorded"
    return [
        ("Legal status", case.section_words),
        ("Hospital", where),
        ("Last left hospital", case.left_hospital_on or not_left),
    ]


def _plan(file: CaseFile) -> list[Row]:
    plan, review = file.plan, file.review
    if plan is None:
        return [("Published plan", "None yet"), *_writing(file)]
    rows: list[Row] = [
        ("Published plan", f"Version {plan.number}, published by {plan.published_by}"),
        ("Published on", plan.published_on),
        ("In force from", plan.effective_from),
    ]
    return [*rows, ("Next review", _review(review))]


def _writing(file: CaseFile) -> list[Row]:
    plan = file.newer_plan
    if plan is None:
        return [("Being written", "Nothing yet")]
    return [("Being written", f"Version {plan.number}: {plan.status.words.lower()}, by {plan.author_name}")]


def _review(review: ReviewRow | None) -> str:
    if review is None:
        return "None scheduled"
    words = f"{review.kind.words} due {date_words(review.due_on)}"
    if review.booked_for:
        words += f", booked for {date_words(review.booked_for)}"
    return f"{words}, overdue by {plural(review.days_overdue, 'day')}" if review.days_overdue else words


def _money(lines: Iterable[LineRow], on: date) -> list[Row]:
    running = [line for line in lines if line.ends_on is None or line.ends_on >= on]
    if not running:
        return [("Funded services", "None now")]
    rows: list[Row] = [(line.description, _cost(line, on)) for line in running]
    weekly = [line.rate_on(on) for line in running if line.unit is Unit.WEEK]
    total = sum(rate.pence for rate in weekly if rate is not None)
    return [*rows, ("In all, paid by the week", f"{pounds(total)} a week")]


def _cost(line: LineRow, on: date) -> list[str]:
    rate, split = line.rate_on(on), line.split_on(on)
    cost = f"{pounds(rate.pence)} {line.unit_words}" if rate else "No rate yet"
    if split is None:
        return [cost, "No cost share yet"]
    return [cost, ", ".join(f"{share.name} {share.percent}%" for share in split.shares)]


def step_words(step: Step, ref: str, on: date) -> StepWords:
    """A step as a link, with how many days it has waited."""
    late = (on - step.since).days
    return StepWords(
        words=step.kind.next_step,
        href=reverse(step.kind.route, kwargs={"ref": ref}),
        why=step.kind.why,
        since=step.since,
        late=days_late(late) if step.kind.urgent else "",
        urgent=step.kind.urgent and late > 0,
    )


def days_late(days: int) -> str:
    """'1 day ago', '12 days ago'; nothing for today and later."""
    if days <= 0:
        return ""
    return "1 day ago" if days == 1 else f"{days} days ago"


def _body(body: BodyPart) -> BodyWords:
    if body.undecided:
        name = f"To be decided (default: {body.name})" if body.name else "To be decided"
        return BodyWords(body.label, name, body.reasons, "Needs a person", "orange", "")
    if not body.reply:
        return BodyWords(body.label, body.name, body.reasons, "Waiting for answer", "yellow", "")
    tag, colour = REPLIES[body.reply]
    note = f"{date_words(body.replied_on)}: {body.reply_reason}" if body.reply_reason else ""
    return BodyWords(body.label, body.name, body.reasons, tag, colour, note)


def _grouped(services: Iterable[ServiceRow]) -> tuple[ServiceGroup, ...]:
    rows = tuple(services)
    groups = (
        ServiceGroup(group.heading, tuple(row for row in rows if row.group == group)) for group in Group
    )
    return tuple(group for group in groups if group.services)
