"""Where the person is to live, and what it costs part by part."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careplans.models.plan import CarePlan
from careplans.rules.terms import CostKind, CostPer, Funder, HomeKind, HomeNeed
from s117.audit.history import Privacy, TrackedModel


class Accommodation(TrackedModel):
    """The home that a plan relies on: whether it is itself an aftercare need, and what if it ends."""

    plan = models.OneToOneField(CarePlan, models.PROTECT, related_name="accommodation")
    need = models.CharField(max_length=12, choices=HomeNeed.choices(), blank=True)
    reason = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=HomeKind.choices(), blank=True)
    address = models.TextField(blank=True)
    landlord = models.CharField("landlord or provider", max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    preference = models.TextField(blank=True)
    move_on = models.TextField(blank=True)

    privacy = Privacy(
        identifier="address",
        special="need kind",
        free_text="reason preference move_on",
        ordinary="plan landlord starts_on",
    )

    def __str__(self) -> str:
        return f"Accommodation of {self.plan}"


class AccommodationCost(TrackedModel):
    """One part of the cost, with who pays it and why."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="accommodation_costs")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=CostKind.choices())
    pence = models.PositiveBigIntegerField(null=True, blank=True)
    per = models.CharField(max_length=12, choices=CostPer.choices(), default=CostPer.WEEK.value)
    funder = models.CharField(max_length=10, choices=Funder.choices())
    funder_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    agreed_on = models.DateField("written agreement of a top-up", null=True, blank=True)

    privacy = Privacy(
        identifier="funder_name",
        special="funder",
        free_text="reason",
        ordinary="plan position kind pence per starts_on ends_on agreed_on",
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="accommodation_cost_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="accommodation_cost_has_its_reason"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
