"""What was said and done with a person: append-only, a correction is a further entry."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from s117.audit.history import Privacy, TrackedModel


class ContactLog(TrackedModel):
    """One contact. The database refuses to change or delete a row.

    A mistake is put right by a further entry that `corrects` it: the first one stays, and no longer counts.
    """

    class Kind(models.TextChoices):
        FACE_TO_FACE = "face_to_face", "Face to face"
        VIDEO = "video", "Video call"
        PHONE = "phone", "Phone call"
        MESSAGE = "message", "Letter, email or text"

    class With(models.TextChoices):
        PERSON = "person", "The person"
        FAMILY = "family", "Carer, family or friend"
        PROFESSIONAL = "professional", "A professional"
        PROVIDER = "provider", "A service provider"

    class Direction(models.TextChoices):
        OUT = "out", "We contacted them"
        IN = "in", "They contacted us"

    class Attended(models.TextChoices):
        YES = "yes", "Yes, contact was made"
        NO = "no", "No, did not attend or no reply"
        CANCELLED = "cancelled", "No, it was cancelled"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="contacts")
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    with_whom = models.CharField(max_length=20, choices=With.choices)
    with_name = models.CharField(max_length=120, blank=True, default="")
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    attended = models.CharField(max_length=10, choices=Attended.choices)
    purpose = models.CharField(max_length=200, blank=True, default="")
    # The goal of the care plan that it was about, and its words on that day: a later plan may word it anew.
    goal_id = models.UUIDField(null=True, blank=True)
    goal_words = models.TextField(blank=True, default="")
    note = models.TextField()
    restricted = models.BooleanField(default=False)
    follow_up = models.CharField(max_length=300, blank=True, default="")
    follow_up_on = models.DateField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    privacy = Privacy(
        identifier="with_name",
        special="kind with_whom direction attended",
        free_text="purpose goal_words note follow_up correction_reason",
        ordinary="case happened_at goal_id restricted follow_up_on corrects recorded_at recorded_by",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                name="contact_correction_has_reason",
            )
        ]
        indexes = [models.Index(fields=["case", "-happened_at"], name="contact_history")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_at:%d %B %Y}"
