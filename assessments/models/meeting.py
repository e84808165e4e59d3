"""A planning meeting before discharge: who came, what was said, agreed and left to do."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assessments.models.choices import (
    AccommodationNeed,
    Attendance,
    BenefitsAdvice,
    Body,
    ChangeExpected,
    ChecklistNeeded,
    ClinicianPresent,
    CopyTo,
    Method,
    Papers,
    YesNo,
)
from s117.audit.history import Privacy, TrackedModel


class PlanningMeeting(TrackedModel):
    """One meeting about a person's aftercare, numbered within the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    left_open = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    held_on = models.DateField()
    held_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200)
    method = models.CharField(max_length=12, choices=Method.choices, blank=True)
    chair_name = models.CharField(max_length=120)
    chair_role = models.CharField(max_length=120, blank=True)

    rc_present = models.CharField(max_length=8, choices=ClinicianPresent.choices, blank=True)
    person_present = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    person_absent_reason = models.TextField(blank=True)
    representative_present = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    representative_absent_reason = models.TextField(blank=True)
    advocate_present = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    advocate_absent_reason = models.TextField(blank=True)

    person_views = models.TextField(blank=True)
    carer_views = models.TextField(blank=True)
    papers_seen = ArrayField(
        models.CharField(max_length=12, choices=Papers.choices), default=list, blank=True
    )
    documents_seen = models.TextField(blank=True)

    legal_status = models.CharField(max_length=200, blank=True)
    change_expected = models.CharField(max_length=12, choices=ChangeExpected.choices, blank=True)
    legal_change_expected = models.CharField(max_length=200, blank=True)
    likely_discharge_on = models.DateField(null=True, blank=True)
    clinically_ready_on = models.DateField(null=True, blank=True)

    needs_discussed = models.JSONField(default=dict, blank=True)
    accommodation_need = models.CharField(max_length=12, choices=AccommodationNeed.choices, blank=True)
    accommodation_reason = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    contingency = models.TextField(blank=True)
    coordinator_name = models.CharField(max_length=120, blank=True)
    disagreements = models.TextField(blank=True)

    chc_checklist = models.CharField(max_length=12, choices=ChecklistNeeded.choices, blank=True)
    benefits_advice = models.CharField(max_length=12, choices=BenefitsAdvice.choices, blank=True)
    benefits_owner = models.CharField(max_length=120, blank=True)
    copies_to = ArrayField(models.CharField(max_length=12, choices=CopyTo.choices), default=list, blank=True)
    copy_sent_to = models.CharField(max_length=300, blank=True)
    copy_sent_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        identifier="chair_name coordinator_name benefits_owner copy_sent_to",
        special="legal_status change_expected legal_change_expected needs_discussed accommodation_need"
        " chc_checklist clinically_ready_on",
        free_text="person_absent_reason representative_absent_reason advocate_absent_reason person_views"
        " carer_views documents_seen accommodation_reason risks contingency disagreements",
        ordinary="case number recorded_by recorded_at left_open held_on held_at place method chair_role"
        " rc_present person_present representative_present advocate_present papers_seen likely_discharge_on"
        " benefits_advice copies_to copy_sent_on",
    )

    class Meta:
        ordering = ["case", "-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="meeting_number_once_per_case"),
        ]

    def __str__(self) -> str:
        return f"Planning meeting of {self.held_on:%d.%m.%Y}"


class MeetingAttendance(TrackedModel):
    """One person invited, in what role and for whom."""

    meeting = models.ForeignKey(PlanningMeeting, models.PROTECT, related_name="attendances")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    organisation_name = models.CharField(max_length=120, blank=True)
    attendance = models.CharField(max_length=10, choices=Attendance.choices)

    privacy = Privacy(identifier="name", ordinary="meeting position role organisation_name attendance")

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="attendance_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MeetingService(TrackedModel):
    """One service the meeting agreed, with who arranges and who pays."""

    meeting = models.ForeignKey(PlanningMeeting, models.PROTECT, related_name="services")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=200)
    arranged_by = models.CharField(max_length=10, choices=Body.choices)
    paid_by = models.CharField(max_length=10, choices=Body.choices)

    privacy = Privacy(free_text="description", ordinary="meeting position arranged_by paid_by")

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meeting_service_position_once"),
        ]

    def __str__(self) -> str:
        return self.description


class MeetingAction(TrackedModel):
    """One thing to do after the meeting: what, who, by when."""

    meeting = models.ForeignKey(PlanningMeeting, models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=120)
    due_on = models.DateField()

    privacy = Privacy(identifier="who", free_text="what", ordinary="meeting position due_on")

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meeting_action_position_once"),
        ]

    def __str__(self) -> str:
        return self.what
