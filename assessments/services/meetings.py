"""Recording a planning meeting: its date and place first, then the rest page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from assessments import policies, queries
from assessments.models import MeetingAction, MeetingAttendance, MeetingService, PlanningMeeting
from assessments.rules.completeness import missing_fields
from assessments.rules.sections import meeting_section
from assessments.services.assessments import left_open_after, require_whole
from cases.queries import CaseHeader, header_for, lock_case
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

_ROWS: dict[str, type[Any]] = {
    "attendance": MeetingAttendance,
    "services": MeetingService,
    "actions": MeetingAction,
}


@writes
def record_meeting(
    *,
    actor: Actor,
    case_id: UUID,
    held_on: date,
    place: str,
    chair_name: str,
    chair_role: str = "",
    held_at: time | None = None,
    method: str = "",
    at: datetime,
) -> PlanningMeeting:
    """Open the record of a meeting that has been held. Raises NotAllowed; Refused for a future date."""
    lock_case(case_id)
    policies.meeting_record(actor, header_for(actor, case_id)).require()
    _require_held(held_on, at)
    meeting = PlanningMeeting.objects.create(
        case_id=case_id,
        number=queries.next_number(PlanningMeeting.objects.filter(case_id=case_id)),
        recorded_by_id=actor.id,
        recorded_at=at,
        held_on=held_on,
        held_at=held_at,
        place=place,
        method=method,
        chair_name=chair_name,
        chair_role=chair_role,
    )
    record(Event.MEETING_RECORDED, meeting, case_id=case_id)
    return meeting


@writes
def amend_meeting(
    *,
    actor: Actor,
    meeting_id: UUID,
    section: str,
    values: Mapping[str, object],
    rows: Sequence[Mapping[str, object]] | None = None,
    completed: bool | None = None,
    seen_version: int | None = None,
    at: datetime,
) -> PlanningMeeting:
    """Save one page of the record. `rows` are the page's people, services or actions, all of them, in order.

    `completed` is the writer's own answer; None leaves it as it was. Raises NotAllowed, Stale, NotFound for
    an unknown page, Refused for a meeting date in the future or when a completed page lacks something.
    """
    page = meeting_section(section)
    if page is None:
        raise NotFound
    case, meeting = _lock(actor, meeting_id)
    policies.meeting_record(actor, case).require()
    require_version(meeting, seen_version)
    if "held_on" in values:
        _require_held(values["held_on"], at)
    changes = {name: values[name] for name in page.fields if name in values and name not in _ROWS}
    if rows is not None:
        _replace_rows(meeting, _ROWS[section], rows)
    meeting.amend(left_open=left_open_after(meeting.left_open, section, completed=completed), **changes)
    if completed:
        require_whole(missing_fields(page, queries.meeting_values(meeting, page.fields)))
    record(Event.MEETING_AMENDED, meeting, case_id=meeting.case_id, detail={"section": section})
    return meeting


def _lock(actor: Actor, meeting_id: UUID) -> tuple[CaseHeader, PlanningMeeting]:
    case_id = PlanningMeeting.objects.filter(id=meeting_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    lock_case(case_id)
    return header_for(actor, case_id), queries.lock_meeting(meeting_id)


def _require_held(held_on: Any, at: datetime) -> None:
    if held_on > london_date(at):
        raise Refused(fields={"held_on": "The date of the meeting must be today or in the past."})


def _replace_rows(meeting: PlanningMeeting, model: type[Any], rows: Sequence[Mapping[str, object]]) -> None:
    """Make the kept rows equal `rows`; an unchanged row is left alone, so that history shows changes only."""
    kept = {row.position: row for row in model.objects.filter(meeting=meeting)}
    for position, values in enumerate(rows, start=1):
        row = kept.pop(position, None)
        if row is None:
            model.objects.create(meeting=meeting, position=position, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            row.amend(**values)
    for row in kept.values():
        row.delete()
