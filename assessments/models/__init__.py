"""Tables of planning meetings and needs assessments."""

from assessments.models.assessment import Assessment, AssessmentStatusChange, DomainEntry, Need
from assessments.models.meeting import (
    MeetingAction,
    MeetingAttendance,
    MeetingService,
    PlanningMeeting,
)

__all__ = [
    "Assessment",
    "AssessmentStatusChange",
    "DomainEntry",
    "MeetingAction",
    "MeetingAttendance",
    "MeetingService",
    "Need",
    "PlanningMeeting",
]
