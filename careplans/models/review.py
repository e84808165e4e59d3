"""Reviews of a plan: one open at a time, the held ones kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careplans.models.plan import CarePlan
from careplans.rules.lifecycle import ReviewStatus
from careplans.rules.terms import ReviewKind, ReviewMethod, ReviewOutcome, TookPart
from s117.audit.history import Privacy, TrackedModel


class Review(TrackedModel):
    """One review. `counted_from` is the day its due date was counted from, when it was counted;
    `brought_forward_from` the date it had before a change made it due sooner."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="reviews", null=True)
    kind = models.CharField(max_length=12, choices=ReviewKind.choices())
    status = models.CharField(max_length=12, choices=ReviewStatus.choices(), default=ReviewStatus.DUE.value)
    due_on = models.DateField()
    counted_from = models.DateField(null=True, blank=True)
    brought_forward_from = models.DateField(null=True, blank=True)
    booked_for = models.DateField(null=True, blank=True)
    booked_time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    invited = models.JSONField(default=list, blank=True)
    booked_method = models.CharField(max_length=10, choices=ReviewMethod.choices(), blank=True)
    held_on = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=10, choices=ReviewMethod.choices(), blank=True)
    took_part = models.CharField(max_length=10, choices=TookPart.choices(), blank=True)
    attended = models.TextField(blank=True)
    council_attendee = models.CharField(max_length=120, blank=True)
    nhs_attendee = models.CharField(max_length=120, blank=True)
    persons_views = models.TextField(blank=True)
    carers_views = models.TextField(blank=True)
    working = models.TextField("what is working", blank=True)
    not_working = models.TextField("what is not working", blank=True)
    checked = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=20, choices=ReviewOutcome.choices(), blank=True)
    outcome_reason = models.TextField(blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    recorded_by_id = models.UUIDField(null=True, blank=True)
    recorded_by = models.CharField(max_length=200, blank=True)
    signed_off_by = models.CharField(max_length=200, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        identifier="council_attendee nhs_attendee",
        special="outcome took_part checked",
        free_text="place attended persons_views carers_views working not_working outcome_reason",
        ordinary="case plan kind status due_on counted_from brought_forward_from booked_for booked_time"
        " booked_method invited held_on method"
        " next_due_on recorded_by_id recorded_by signed_off_by signed_off_at",
    )

    class Meta:
        ordering = ["-due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=[ReviewStatus.DUE.value, ReviewStatus.BOOKED.value]),
                name="review_one_open_per_case",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[ReviewStatus.DUE.value, ReviewStatus.BOOKED.value])
                | (Q(held_on__isnull=False) & ~Q(outcome="")),
                name="review_held_has_day_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(next_due_on__isnull=True) | Q(next_due_on__gt=F("held_on")),
                name="review_next_after_held",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "case"],
                condition=Q(status__in=[ReviewStatus.DUE.value, ReviewStatus.BOOKED.value]),
                name="review_due",
            ),
            models.Index(fields=["case", "held_on"], name="review_held"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} due {self.due_on}"
