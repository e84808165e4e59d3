"""One person's whole file, from all four apps, cut to what the reader may see.

Each part is one statement or two, however long the person's history is, and a part that the reader's
roles do not cover is not fetched at all: there is nothing for a template to forget to hide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper

from assessments import queries as assessments
from assessments.queries import AssessmentRow
from careplans import queries as careplans
from careplans.queries.plans import PlanRow, ServiceRow
from careplans.queries.reviews import ReviewRow
from careplans.rules.lifecycle import PlanStatus
from cases import queries as cases
from cases.models import BodyDecision, Case, CaseStatusChange, Determination, Dispute
from cases.queries import CaseHeader, ChangedAnswer
from funding import queries as funding
from funding.queries import LineRow
from s117.dashboards.queries.kinds import KINDS, Kind
from s117.kernel.actor import Actor
from s117.kernel.findings import Answer
from s117.kernel.permissions import Permission as P
from s117.kernel.timeline import TimelineEntry

RECENT = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding of the rules with its authority and the rule's id; a person's reason has neither."""

    text: str
    citation: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class StatusPart:
    """Since when the status holds, and the findings that it rests on, in words with their citations."""

    since: date | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A responsible body: who, why, and what it has answered so far."""

    label: str
    name: str
    reasons: tuple[Reason, ...]
    answer: str
    reply: str
    replied_on: date | None
    reply_reason: str

    @property
    def undecided(self) -> bool:
        """The record does not settle it: a person must decide."""
        return self.answer == Answer.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do for this person now, and the day it fell due or began to wait."""

    kind: Kind
    since: date


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything on the case page. A part is None when the reader may not see it or there is none."""

    case: CaseHeader
    status: StatusPart
    bodies: tuple[BodyPart, ...] | None
    changed: tuple[ChangedAnswer, ...]
    steps: tuple[Step, ...]
    assessment: AssessmentRow | None
    plan: PlanRow | None
    newer_plan: PlanRow | None
    services: tuple[ServiceRow, ...] | None
    review: ReviewRow | None
    money: tuple[LineRow, ...] | None
    transfer: Any
    disputes: tuple[Dispute, ...]
    timeline: tuple[TimelineEntry, ...]
    more_events: int


def case_file(actor: Actor, case: CaseHeader, on: date) -> CaseFile:
    """The file as the actor may read it on the day."""
    plans = careplans.plans_of(case.id) if actor.may(P.PLAN_VIEW) else ()
    found = _determinations(case.id) if actor.may(P.DETERMINATION_VIEW) else ()
    events = timeline_for(actor, case.id)
    return CaseFile(
        case=case,
        status=_status(case.id, found if actor.may(P.LEGAL_STATUS_VIEW) else ()),
        bodies=_bodies(case.id, found) if actor.may(P.DETERMINATION_VIEW) else None,
        changed=cases.changed_answers(case.id) if actor.may(P.DETERMINATION_VIEW) else (),
        steps=_steps(actor, case, on),
        assessment=assessments.latest_assessment(case.id) if actor.may(P.ASSESSMENT_VIEW) else None,
        plan=next((plan for plan in plans if plan.status is PlanStatus.PUBLISHED), None),
        newer_plan=next(
            (plan for plan in plans if plan.status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED)), None
        ),
        services=careplans.published_services(case.id) if actor.may(P.PLAN_VIEW) else None,
        review=_next_review(case, on) if actor.may(P.REVIEW_VIEW) else None,
        money=funding.lines_of(case.id) if actor.may(P.MONEY_VIEW) else None,
        transfer=cases.open_transfer_of(case.id) if actor.may(P.TRANSFER_VIEW) else None,
        disputes=cases.live_disputes(case.id) if actor.may(P.DISPUTE_VIEW) else (),
        timeline=events[:RECENT],
        more_events=max(0, len(events) - RECENT),
    )


TIMELINES: tuple[tuple[P, Callable[[UUID], tuple[TimelineEntry, ...]]], ...] = (
    (P.ASSESSMENT_VIEW, assessments.timeline),
    (P.PLAN_VIEW, careplans.timeline),
    (P.MONEY_VIEW, funding.timeline),
)


def timeline_for(actor: Actor, case_id: UUID) -> tuple[TimelineEntry, ...]:
    """What happened to the person, newest first, from each app whose part the actor may read."""
    parts = (timeline(case_id) for permission, timeline in TIMELINES if actor.may(permission))
    everything = chain(cases.timeline(case_id, actor), *parts)
    return tuple(sorted(everything, key=_when, reverse=True))


def _when(entry: TimelineEntry) -> tuple[date, bool, str]:
    return entry.on, entry.at is not None, entry.at.isoformat() if entry.at else ""


def _status(case_id: UUID, found: tuple[dict[str, Any], ...]) -> StatusPart:
    latest = CaseStatusChange.objects.filter(case=case_id).order_by("-recorded_at")
    since = latest.values_list("on", flat=True).first()
    reasons = next((_reasons(row) for row in found if row["kind"] == Determination.Kind.ENTITLEMENT), ())
    return StatusPart(since, reasons)


def _determinations(case_id: UUID) -> tuple[dict[str, Any], ...]:
    found = Determination.objects.filter(case=case_id, is_current=True).order_by("kind")
    return tuple(found.values("id", "kind", "body__name", "answer", "reason", "findings", "accepted_before"))


def _bodies(case_id: UUID, found: tuple[dict[str, Any], ...]) -> tuple[BodyPart, ...]:
    current = BodyDecision.objects.filter(
        determination__case=case_id, determination__is_current=True, is_current=True
    )
    replies = {
        reply["determination"]: reply
        for reply in current.values("determination", "reply", "decided_on", "reason")
    }
    return tuple(
        _body(row, replies.get(row["id"])) for row in found if row["kind"] != Determination.Kind.ENTITLEMENT
    )


def _body(row: dict[str, Any], reply: dict[str, Any] | None) -> BodyPart:
    before = "accepted_before" if row["accepted_before"] else ""
    said = reply or {"reply": before, "decided_on": None, "reason": ""}
    return BodyPart(
        label=Determination.Kind(row["kind"]).label,
        name=row["body__name"] or "",
        reasons=_reasons(row),
        answer=row["answer"],
        reply=said["reply"],
        replied_on=said["decided_on"],
        reply_reason=said["reason"],
    )


def _reasons(row: dict[str, Any]) -> tuple[Reason, ...]:
    """A person's reason stands alone; the rules' findings come with their citations."""
    if row["reason"]:
        return (Reason(row["reason"]),)
    return tuple(Reason(finding["text"], finding["citation"], finding["rule"]) for finding in row["findings"])


def _next_review(case: CaseHeader, on: date) -> ReviewRow | None:
    return next((row for row in careplans.reviews_of(case, on) if row.is_open), None)


def _could(actor: Actor, case: CaseHeader, kind: Kind) -> bool:
    """Whether the actor could take the step: a colleague of the coordinator reads, and records contacts."""
    if not actor.may(kind.permission):
        return False
    theirs = case.coordinator_id in {None, actor.id} or actor.may(P.ALLOCATION_MAKE)
    return theirs or not kind.mine or kind.permission is P.CONTACT_RECORD


def _steps(actor: Actor, case: CaseHeader, on: date) -> tuple[Step, ...]:
    """The kinds of work that are true of this case and that the actor could do. One statement."""
    kinds = [kind for kind in KINDS if _could(actor, case, kind) and kind.route != "dashboards:case_view"]
    if not kinds:
        return ()
    asked = {}
    for place, kind in enumerate(kinds):
        asked[f"is_{place}"] = ExpressionWrapper(kind.where(actor, on), output_field=BooleanField())
        asked[f"since_{place}"] = kind.since()
    row = Case.objects.filter(pk=case.id).annotate(**asked).values(*asked).get()
    steps = [Step(kind, row[f"since_{place}"]) for place, kind in enumerate(kinds) if row[f"is_{place}"]]
    return tuple(sorted(steps, key=lambda step: (not step.kind.urgent, step.since)))
