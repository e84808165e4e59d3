"""What belongs to one review: why it was opened, tries that failed, and what it found of each part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careplans.models.parts import Goal
from careplans.models.review import Review
from careplans.rules.terms import (
    MissedReason,
    NeedStanding,
    Progress,
    ReviewMethod,
    ServiceStanding,
    TriggerKind,
)
from s117.audit.history import Privacy, TrackedModel


class ReviewTrigger(TrackedModel):
    """A change that called for a review. The key makes one event open one review, once.

    `subject_id` is the row that recorded the change; for a request, the trigger itself.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="triggers")
    kind = models.CharField(max_length=20, choices=TriggerKind.choices())
    subject_id = models.UUIDField()
    happened_on = models.DateField()
    asked_by = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    privacy = Privacy(
        identifier="asked_by",
        special="kind",
        free_text="words",
        ordinary="review subject_id happened_on recorded_at recorded_by",
    )

    class Meta:
        ordering = ["happened_on", "recorded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="trigger_opens_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"


class ReviewAttempt(TrackedModel):
    """A review that was not held, with what was tried. Rows are added, never changed."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="attempts")
    on = models.DateField()
    method = models.CharField(max_length=10, choices=ReviewMethod.choices())
    reason = models.CharField(max_length=12, choices=MissedReason.choices())
    tried = models.TextField()
    next_step = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    privacy = Privacy(
        special="reason", free_text="tried next_step", ordinary="review on method recorded_at recorded_by"
    )

    class Meta:
        ordering = ["on", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"Not held on {self.on}"


class ReviewNeed(TrackedModel):
    """Whether one need of the plan is still there (practice 1.4 L: for each need)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="needs")
    need_key = models.UUIDField()
    title = models.CharField(max_length=300)
    is_aftercare = models.BooleanField()
    standing = models.CharField(max_length=10, choices=NeedStanding.choices())
    reason = models.TextField(blank=True)

    privacy = Privacy(special="standing is_aftercare", free_text="title reason", ordinary="review need_key")

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "need_key"], name="review_need_once"),
            models.CheckConstraint(
                condition=Q(standing=NeedStanding.PRESENT.value) | ~Q(reason=""),
                name="review_need_gone_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.standing}"


class ReviewService(TrackedModel):
    """What a review says of one service of the plan."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="services")
    service_key = models.UUIDField()
    description = models.CharField(max_length=200)
    standing = models.CharField(max_length=10, choices=ServiceStanding.choices())
    reason = models.TextField(blank=True)

    privacy = Privacy(special="standing", free_text="description reason", ordinary="review service_key")

    class Meta:
        ordering = ["description", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "service_key"], name="review_service_once"),
            models.CheckConstraint(
                condition=Q(standing=ServiceStanding.CONTINUE.value) | ~Q(reason=""),
                name="review_service_moved_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description}: {self.standing}"


class ReviewGoal(TrackedModel):
    """How far one goal of the plan has come."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="goals")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    words = models.TextField()
    progress = models.CharField(max_length=12, choices=Progress.choices())

    privacy = Privacy(special="progress", free_text="words", ordinary="review goal")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["review", "goal"], name="review_goal_once")]

    def __str__(self) -> str:
        return f"{self.words[:60]}: {self.progress}"
