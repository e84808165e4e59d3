"""How often a council settles with the other bodies: the days that its schedules are about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from funding.rules.calendars import Every
from s117.audit.history import Privacy, TrackedModel


class SettlementCalendar(TrackedModel):
    """From its first day until the next one begins. One that was replaced before any schedule used it has
    `superseded_at`."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    every = models.CharField("how often", max_length=10, choices=Every.choices())
    starts_on = models.DateField("first day of its first period")
    reason = models.TextField("what was agreed")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        free_text="reason", ordinary="organisation every starts_on recorded_at recorded_by superseded_at"
    )

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "starts_on"],
                condition=Q(superseded_at__isnull=True),
                name="calendar_one_begins_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.every} from {self.starts_on}"
