"""The register: one entry a person, its status with every change, and the episodes of the duty."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.client import Client
from cases.rules.lifecycle import CaseStatus
from s117.audit.history import Privacy, TrackedModel

STATUS_WORDS = {
    CaseStatus.TO_CHECK: "To be checked",
    CaseStatus.PROSPECTIVE: "Entitled on leaving hospital",
    CaseStatus.ACTIVE: "Entitled to aftercare",
    CaseStatus.ENDED: "Aftercare ended",
    CaseStatus.ENDED_DEATH: "Ended: died",
    CaseStatus.NOT_ENTITLED: "Not entitled",
    CaseStatus.ENTERED_IN_ERROR: "Entered in error",
}


class Case(TrackedModel):
    """A person's entry in the register. `status` changes only with a CaseStatusChange beside it."""

    reference = models.CharField(max_length=20, unique=True)
    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="case")
    status = models.CharField(
        max_length=20, choices=[(s.value, w) for s, w in STATUS_WORDS.items()], default=CaseStatus.TO_CHECK
    )
    registered_on = models.DateField()
    registered_by = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )

    privacy = Privacy(
        identifier="reference",
        special="status",
        free_text="",
        ordinary="client registered_on registered_by",
    )

    class Meta:
        indexes = [models.Index(fields=["status", "registered_on"], name="case_register")]

    def __str__(self) -> str:
        return self.reference


class CaseStatusChange(TrackedModel):
    """One step of a case's status. Append-only: the database refuses to change or delete a row."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="status_changes")
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    on = models.DateField(help_text="The day the status holds from")
    reason = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    privacy = Privacy(
        identifier="",
        special="from_status to_status",
        free_text="reason",
        ordinary="case on recorded_at recorded_by",
    )

    class Meta:
        indexes = [models.Index(fields=["case", "recorded_at"], name="status_history")]

    def __str__(self) -> str:
        return f"{self.from_status} to {self.to_status}"


class DutyEpisode(TrackedModel):
    """One run of the section 117 duty, as the rules found it. `ends_on` is the day the duty ended.

    Kept in step with the rules by the service that proposes; an episode that a correction removed stays
    with `is_current` false.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="episodes")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=60, blank=True, default="")
    is_current = models.BooleanField(default=True)

    privacy = Privacy(
        identifier="", special="starts_on ends_on end_reason", free_text="", ordinary="case is_current"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="episode_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ends_on__isnull=True, is_current=True),
                name="episode_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Duty from {self.starts_on}"
