"""The contact log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cases import policies, queries
from cases.models import Case, ContactLog
from cases.queries import PlanGoal
from cases.services.checks import Checks
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused


@writes
def record_contact(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    happened_at: datetime,
    note: str,
    **facts: Any,
) -> ContactLog:
    """Add a contact to the log. It cannot be changed afterwards: a correction is a further entry.

    `facts` are the other columns: kind, with_whom, attended, and where given with_name, direction, purpose,
    goal_id (a goal of the plan in force), restricted, follow_up, follow_up_on.
    """
    case = queries.lock_case(case_id)
    policies.contact_record(actor, queries.header_for(actor, case_id)).require()
    contact = _add(actor, at, case, happened_at, note, facts, queries.goals_of(case.id))
    record(Event.CONTACT_RECORDED, contact, case_id=case.id, detail=_detail(contact))
    return contact


@writes
def correct_contact(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    contact_id: UUID,
    correction_reason: str,
    happened_at: datetime,
    note: str,
    **facts: Any,
) -> ContactLog:
    """Put a contact right by a further entry, which counts in its place; once for each entry."""
    case = queries.lock_case(case_id)
    wrong = queries.contact_for(case.id, contact_id)
    policies.contact_correct(
        actor,
        queries.header_for(actor, case_id),
        corrected=queries.is_corrected(wrong),
        restricted=wrong.restricted,
    ).require()
    if not correction_reason.strip():
        raise Refused(fields={"correction_reason": "Say what was wrong"})
    said = {**facts, "corrects": wrong, "correction_reason": correction_reason}
    contact = _add(actor, at, case, happened_at, note, said, queries.goals_for_contact(case.id, wrong))
    record(
        Event.CONTACT_CORRECTED, contact, case_id=case.id, reason=correction_reason, detail=_detail(contact)
    )
    return contact


def _add(
    actor: Actor,
    at: datetime,
    case: Case,
    happened_at: datetime,
    note: str,
    facts: Mapping[str, Any],
    goals: Sequence[PlanGoal],
) -> ContactLog:
    checks = Checks(case, at)
    checks.not_before_birth("happened_on", london_date(happened_at))
    if happened_at > at:
        field = "happened_on" if london_date(happened_at) > london_date(at) else "happened_time"
        checks.fault(field, "The contact must be in the past")
    checks.need("note", note.strip(), "Enter a note of the contact")
    if facts.get("follow_up_on"):
        checks.need("follow_up", facts.get("follow_up", "").strip(), "Say what happens next by that day")
        checks.order("follow_up_on", facts["follow_up_on"], london_date(happened_at), "before the contact")
    words = {goal.id: goal.words for goal in goals}
    goal_id = facts.get("goal_id")
    checks.need("goal", goal_id is None or goal_id in words, "Choose a goal of the care plan in force")
    checks.refuse()
    return ContactLog.objects.create(
        case=case,
        happened_at=happened_at,
        note=note,
        recorded_at=at,
        recorded_by_id=actor.id,
        goal_words=words[goal_id] if goal_id else "",
        **facts,
    )


def _detail(contact: ContactLog) -> dict[str, str]:
    return {"kind": contact.kind, "attended": contact.attended}
