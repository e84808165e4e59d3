"""Planning meetings: rows for the list, the whole for its pages, the lock for services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from assessments.models import PlanningMeeting
from assessments.queries.assessments import text_of
from assessments.rules.completeness import SectionState, section_state
from assessments.rules.domains import DOMAINS
from assessments.rules.sections import MEETING_SECTIONS
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

_MEETING_PARTS = ("attendances", "services", "actions")
_ROWS_OF_SECTION = {"attendance": "attendances", "services": "services", "actions": "actions"}


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One planning meeting in a list."""

    id: UUID
    number: int
    held_on: date
    place: str
    chair_name: str
    person_present: str
    rc_present: str
    incomplete: int


@dataclass(frozen=True, slots=True)
class MeetingFile:
    """A planning meeting with the person's case."""

    case: CaseHeader
    meeting: PlanningMeeting

    @property
    def id(self) -> UUID:
        """The meeting's id, for the record of who looked."""
        return self.meeting.id


def meeting_rows(case_id: UUID) -> tuple[MeetingRow, ...]:
    """Every planning meeting of the person, newest first, with how many sections are incomplete."""
    found = PlanningMeeting.objects.filter(case_id=case_id).prefetch_related(*_MEETING_PARTS)
    return tuple(
        MeetingRow(
            id=meeting.id,
            number=meeting.number,
            held_on=meeting.held_on,
            place=meeting.place,
            chair_name=meeting.chair_name,
            person_present=meeting.get_person_present_display(),
            rc_present=meeting.get_rc_present_display(),
            incomplete=sum(not state.completed for state in meeting_states(meeting)),
        )
        for meeting in found.order_by("-held_on", "-number")
    )


def meeting_file(actor: Actor, ref: str, number: int) -> MeetingFile:
    """One planning meeting of a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref, reads=Permission.MEETING_VIEW)
    found = (
        PlanningMeeting.objects.filter(case_id=case.id, number=number)
        .select_related("recorded_by")
        .prefetch_related(*_MEETING_PARTS)
        .first()
    )
    if found is None:
        raise NotFound
    return MeetingFile(case, found)


def lock_meeting(meeting_id: UUID) -> PlanningMeeting:
    """The meeting, locked until the transaction ends; else NotFound. Lock the case first."""
    found = PlanningMeeting.objects.select_for_update().filter(id=meeting_id).first()
    if found is None:
        raise NotFound
    return found


def rows_of(meeting: PlanningMeeting, section: str) -> tuple[Any, ...]:
    """The people, services or actions of a section, in order; none for a section without rows."""
    name = _ROWS_OF_SECTION.get(section)
    return tuple(getattr(meeting, name).all()) if name else ()


def meeting_states(meeting: PlanningMeeting) -> tuple[SectionState, ...]:
    """The meeting record's sections and what each still wants."""
    return tuple(
        section_state(
            section, meeting_values(meeting, section.fields), left_open=section.code in meeting.left_open
        )
        for section in MEETING_SECTIONS
    )


def meeting_values(meeting: PlanningMeeting, fields: tuple[str, ...]) -> dict[str, str]:
    """The fields of the record as text, for the completeness rules."""
    return {field: _value(meeting, field) for field in fields}


def _value(meeting: PlanningMeeting, field: str) -> str:
    if field in _ROWS_OF_SECTION:
        return "yes" if rows_of(meeting, field) else ""
    if field == "needs_discussed":
        return "yes" if all(meeting.needs_discussed.get(item.code) for item in DOMAINS) else ""
    if field == "copies_to":
        return text_of(meeting.copies_to) or meeting.copy_sent_to
    return text_of(getattr(meeting, field))
