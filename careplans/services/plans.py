"""Starting a version of a plan and writing its sections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from careplans import policies, queries
from careplans.models import CarePlan, CrisisPlan, PlanStatusChange
from careplans.queries.plans import CRISIS_FIELDS, next_plan_number
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.sections import Section
from careplans.services.access import header, plan_to_edit
from careplans.services.completion import keep_answer
from careplans.services.copying import copied_fields, copy_parts
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

SECTION_FIELDS: dict[Section, tuple[str, ...]] = {
    Section.ABOUT_ME: (
        "what_matters", "how_i_communicate", "please_do", "please_dont", "strengths", "preferences",
        "aspirations", "my_part", "carers_part",
    ),
    Section.HEALTH: ("medication", "physical_health", "conditions", "capacity"),
    Section.FACTORS: ("factors_considered", "factors_note"),
    Section.MONEY: ("benefits_help", "benefits_owner", "benefits_by"),
    Section.VIEWS: ("persons_views", "carers_views", "sharing_wishes"),
    Section.DATES: ("effective_from", "review_due_on"),
}  # fmt: skip


@writes
def draft_plan(*, actor: Actor, case_id: UUID, at: datetime) -> CarePlan:
    """Start the next version, with what the last published one said copied in.

    Views, agreements and dates are not copied: they have to be asked again. NotAllowed when the role
    may not, the case is closed, or a version is already being written.
    """
    case = header(actor, case_id)
    policies.plan_draft(actor, case, already_open=queries.open_plan(case_id) is not None).require()
    last = CarePlan.objects.filter(case_id=case_id, status=PlanStatus.PUBLISHED.value).first()
    plan = CarePlan.objects.create(
        case_id=case_id,
        number=next_plan_number(case_id),
        author_id=actor.id,
        started_at=at,
        **copied_fields(last),
    )
    copy_parts(last, plan)
    PlanStatusChange.objects.create(
        plan=plan, to_status=PlanStatus.DRAFT.value, by_id=actor.id, by_name=actor.name, at=at
    )
    record(Event.PLAN_DRAFTED, plan, case_id=case_id)
    return plan


@writes
def save_section(
    *,
    actor: Actor,
    plan_id: UUID,
    section: Section,
    values: Mapping[str, object],
    completed: bool | None = None,
    seen_version: int | None = None,
    at: datetime,
) -> CarePlan:
    """Save a section's own fields, and nothing else. `completed` is the writer's own answer; None leaves it
    as it was. Raises NotAllowed, Stale, Refused, or NotFound for a section that is made of parts."""
    if section not in SECTION_FIELDS:
        raise NotFound
    plan = plan_to_edit(actor, plan_id, section)
    require_version(plan, seen_version)
    changes = {name: values[name] for name in SECTION_FIELDS[section] if name in values}
    _require_dates_in_order(
        {"effective_from": plan.effective_from, "review_due_on": plan.review_due_on} | changes
    )
    plan.amend(**changes)
    keep_answer(plan, actor, section, completed=completed, fields=SECTION_FIELDS[section])
    record(Event.PLAN_SAVED, plan, case_id=plan.case_id, detail={"section": section.value})
    return plan


@writes
def save_crisis_plan(
    *,
    actor: Actor,
    plan_id: UUID,
    values: Mapping[str, object],
    completed: bool | None = None,
    seen_version: int | None = None,
    at: datetime,
) -> CrisisPlan:
    """Save how to stay well and what to do in a crisis. `completed` is the writer's own answer; None leaves
    it as it was. Raises NotAllowed, Stale, or Refused when a completed section lacks something."""
    plan = plan_to_edit(actor, plan_id, Section.CRISIS)
    changes = {name: values[name] for name in CRISIS_FIELDS if name in values}
    crisis = CrisisPlan.objects.filter(plan=plan).first()
    if crisis is None:
        crisis = CrisisPlan.objects.create(plan=plan, **changes)
    else:
        require_version(crisis, seen_version)
        crisis.amend(**changes)
    keep_answer(plan, actor, Section.CRISIS, completed=completed, fields=CRISIS_FIELDS)
    record(Event.PLAN_SAVED, plan, case_id=plan.case_id, detail={"section": Section.CRISIS.value})
    return crisis


def _require_dates_in_order(dates: Mapping[str, object]) -> None:
    starts, reviewed = dates["effective_from"], dates["review_due_on"]
    if starts and reviewed and reviewed <= starts:  # type: ignore[operator]
        raise Refused(fields={"review_due_on": "The review date must be after the day the plan starts"})
