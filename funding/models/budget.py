"""What a body sets aside for a year's aftercare. A newer row replaces one; nothing is overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from s117.audit.history import Privacy, TrackedModel


class Budget(TrackedModel):
    """Pence for one kind of service in the year that begins on 1 April of `year`.

    `cost_centre` is blank where the body budgets by kind of service alone.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("year that begins on 1 April")
    category = models.CharField(max_length=16)
    cost_centre = models.CharField(max_length=20, blank=True)
    pence = models.BigIntegerField()
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        free_text="reason",
        ordinary="organisation year category cost_centre pence recorded_at recorded_by superseded_at",
    )

    class Meta:
        ordering = ["year", "category", "cost_centre", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "category", "cost_centre"],
                condition=Q(superseded_at__isnull=True),
                name="budget_one_stands",
            ),
            models.CheckConstraint(condition=Q(pence__gte=0), name="budget_not_negative"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2200)), name="budget_year_sensible"),
        ]

    def __str__(self) -> str:
        return f"budget for {self.category} in {self.year}"
