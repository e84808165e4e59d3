"""What was said and done with a person: append-only, a correction is a further entry."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from s117.audit.history import Privacy, TrackedModel


class ContactLog(TrackedModel):
    """One contact. The database refuses to change or delete a row."""

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
    note = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    privacy = Privacy(
        identifier="with_name",
        special="kind with_whom direction attended",
        free_text="note",
        ordinary="case happened_at recorded_at recorded_by",
    )

    class Meta:
        indexes = [models.Index(fields=["case", "-happened_at"], name="contact_history")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_at:%d %B %Y}"
