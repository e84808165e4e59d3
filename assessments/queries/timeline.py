"""What happened to the person, for the case file."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from assessments.models import Assessment, PlanningMeeting
from s117.kernel.findings import Answer
from s117.kernel.timeline import TimelineEntry


def timeline(case_id: UUID) -> tuple[TimelineEntry, ...]:
    """Planning meetings and assessments as dated things that happened to the person."""
    meetings = PlanningMeeting.objects.filter(case_id=case_id).select_related("recorded_by", "case")
    held = [
        TimelineEntry(
            on=meeting.held_on,
            at=meeting.held_at,
            title="Planning meeting",
            detail=f"At {meeting.place}, chaired by {meeting.chair_name}",
            who=meeting.recorded_by.full_name,
            url=_page("meeting_view", meeting.case.reference, meeting.number),
        )
        for meeting in meetings
    ]
    return tuple(sorted([*held, *_assessment_entries(case_id)], key=lambda entry: entry.on))


def _assessment_entries(case_id: UUID) -> list[TimelineEntry]:
    found = Assessment.objects.filter(case_id=case_id, signed_off_on__isnull=False)
    live = Q(needs__withdrawn=False)
    signed = found.select_related("signed_off_by", "case").annotate(
        needed=Count("needs", live), aftercare=Count("needs", live & Q(needs__conclusion=Answer.YES.value))
    )
    return [
        TimelineEntry(
            on=assessment.signed_off_on,
            at=None,
            title=f"Needs assessment {assessment.number} signed off",
            detail=_count_of_needs(assessment.aftercare, assessment.needed),
            who=assessment.signed_off_by.full_name,
            url=_page("assessment_view", assessment.case.reference, assessment.number),
        )
        for assessment in signed
    ]


def _count_of_needs(aftercare: int, needed: int) -> str:
    what = "need" if aftercare == 1 else "needs"
    return f"{aftercare} aftercare {what}, {needed - aftercare} outside aftercare"


def _page(name: str, reference: str, number: int) -> str:
    return reverse(f"assessments:{name}", kwargs={"ref": reference, "number": number})
