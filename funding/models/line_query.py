"""What another body asks about a line of a frozen schedule, and the answer. The line never changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from funding.models.schedule import ScheduleLine
from funding.rules.settling import QUERIED, Answer, QueryStatus
from s117.audit.history import Privacy, TrackedModel


class LineQuery(TrackedModel):
    """One question of one body about one line. One asked again after an answer names the `earlier`."""

    line = models.ForeignKey(ScheduleLine, models.PROTECT, related_name="queries")
    body = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=QueryStatus.choices(), default=QueryStatus.OPEN.value)
    words = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer_by = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer.choices(), blank=True)
    answer_words = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        free_text="words answer_words",
        ordinary="line body earlier status raised_by raised_at answer_by answer answered_by answered_at "
        "closed_at",
    )

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "body"], condition=Q(status__in=QUERIED), name="line_query_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[QueryStatus.OPEN.value, QueryStatus.WITHDRAWN.value])
                | (~Q(answer="") & ~Q(answer_words="") & Q(answered_at__isnull=False)),
                name="line_query_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"query about {self.line}"
