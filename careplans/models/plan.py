"""The care plan, its status changes and the frozen version that publishing leaves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careplans.rules.lifecycle import PlanStatus
from s117.audit.history import Privacy, TrackedModel


class CarePlan(TrackedModel):
    """One version of a person's plan. A new version is a new row; a published row never changes."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("version of the plan")
    status = models.CharField(max_length=12, choices=PlanStatus.choices(), default=PlanStatus.DRAFT.value)
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True)
    started_at = models.DateTimeField()

    what_matters = models.TextField(blank=True)
    how_i_communicate = models.TextField(blank=True)
    please_do = models.TextField(blank=True)
    please_dont = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    preferences = models.TextField(blank=True)
    aspirations = models.TextField(blank=True)
    my_part = models.TextField(blank=True)
    carers_part = models.TextField(blank=True)

    medication = models.TextField(blank=True)
    physical_health = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    capacity = models.TextField(blank=True)

    benefits_help = models.TextField(blank=True)
    benefits_owner = models.CharField(max_length=120, blank=True)
    benefits_by = models.DateField(null=True, blank=True)

    factors_considered = models.JSONField(default=list, blank=True)
    factors_note = models.TextField(blank=True)

    persons_views = models.TextField(blank=True)
    carers_views = models.TextField(blank=True)
    sharing_wishes = models.TextField(blank=True)

    effective_from = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)

    # The writer's own answer to "Have you completed this section?", by section. It is not published.
    completed = models.JSONField(default=dict, blank=True)

    privacy = Privacy(
        identifier="benefits_owner",
        special="factors_considered",
        free_text="what_matters how_i_communicate please_do please_dont strengths preferences aspirations"
        " benefits_help my_part carers_part medication physical_health conditions capacity factors_note"
        " persons_views carers_views sharing_wishes",
        ordinary="case number status author started_at effective_from review_due_on benefits_by completed",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once_per_case"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status=PlanStatus.PUBLISHED.value),
                name="plan_one_published_per_case",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=[PlanStatus.DRAFT.value, PlanStatus.SUBMITTED.value]),
                name="plan_one_open_per_case",
            ),
            models.CheckConstraint(
                condition=Q(review_due_on__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(review_due_on__gt=models.F("effective_from")),
                name="plan_reviewed_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class PlanStatusChange(TrackedModel):
    """One step of a plan, with who took it and why. Rows are added, never changed."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="status_changes")
    from_status = models.CharField(max_length=12, blank=True, choices=PlanStatus.choices())
    to_status = models.CharField(max_length=12, choices=PlanStatus.choices())
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    privacy = Privacy(free_text="reason", ordinary="plan from_status to_status by_id by_name at")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.to_status}"


class PlanVersion(TrackedModel):
    """What was published, word for word, with its fingerprint. The database refuses any change."""

    plan = models.OneToOneField(CarePlan, models.PROTECT, related_name="published_version")
    snapshot = models.JSONField()
    sha256 = models.CharField("fingerprint", max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=200)

    privacy = Privacy(special="snapshot", ordinary="plan sha256 published_at published_by")

    def __str__(self) -> str:
        return f"{self.plan} as published"
