"""What a plan is made of: goals, needs answered, service lines, crisis plan, agreement, copies."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from careplans.models.plan import CarePlan
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    Delivery,
    Group,
    Hours,
    Party,
    Progress,
    RecipientKind,
    Unit,
)
from s117.audit.history import Privacy, TrackedModel


class Goal(TrackedModel):
    """Something the person wants, in their words."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="goals")
    position = models.PositiveIntegerField()
    words = models.TextField()
    measure = models.TextField(blank=True)
    target_on = models.DateField(null=True, blank=True)
    progress = models.CharField(max_length=12, choices=Progress.choices(), default=Progress.NOT_STARTED.value)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)

    privacy = Privacy(
        special="progress rating", free_text="words measure", ordinary="plan position target_on"
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 10)), name="goal_rating_from_1_to_10"
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]


class PlanNeed(TrackedModel):
    """How the plan answers one assessed need: the outcome wanted, or why there is no service."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="needs")
    need = models.ForeignKey("assessments.Need", models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True)
    no_service_reason = models.TextField(blank=True)

    privacy = Privacy(free_text="outcome no_service_reason", ordinary="plan need")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "need"], name="plan_need_once")]

    def __str__(self) -> str:
        return self.outcome[:60]


class ServiceLine(TrackedModel):
    """One service that meets a need. `service_key` stays the same from version to version."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="services")
    service_key = models.UUIDField(default=uuid.uuid4, editable=False)
    need = models.ForeignKey("assessments.Need", models.PROTECT, related_name="+", null=True, blank=True)
    position = models.PositiveIntegerField()
    group = models.CharField(max_length=12, choices=Group.choices())
    category = models.CharField(max_length=16, choices=Category.choices())
    description = models.CharField(max_length=200)
    provider = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    provider_name = models.CharField(max_length=200)
    arranged_by = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    frequency = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices(), blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    delivery = models.CharField(max_length=16, choices=Delivery.choices(), blank=True)
    cqc_location = models.CharField("CQC location id", max_length=20, blank=True)
    quality_note = models.TextField(blank=True)
    ending_outcome = models.TextField("what came of it", blank=True)

    privacy = Privacy(
        identifier="contact_name contact_phone",
        special="need group category",
        free_text="description frequency provider_name quality_note ending_outcome",
        ordinary="plan service_key position provider arranged_by quantity unit starts_on ends_on delivery"
        " cqc_location",
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "service_key"], name="service_once_per_plan"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="service_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="service_quantity_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class CrisisPlan(TrackedModel):
    """How to stay well and what to do when things go wrong."""

    plan = models.OneToOneField(CarePlan, models.PROTECT, related_name="crisis_plan")
    keeping_well = models.TextField(blank=True)
    triggers = models.TextField(blank=True)
    early_signs = models.TextField(blank=True)
    first_steps = models.TextField(blank=True)
    what_helps = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    advance_choices = models.TextField(blank=True)
    admission_preference = models.TextField(blank=True)
    home_pets_children = models.TextField(blank=True)
    contingency = models.TextField(blank=True)

    privacy = Privacy(
        free_text="keeping_well triggers early_signs first_steps what_helps risks advance_choices "
        "admission_preference home_pets_children contingency",
        ordinary="plan",
    )

    def __str__(self) -> str:
        return f"Crisis plan of {self.plan}"


class CrisisContact(TrackedModel):
    """Whom to call, and when they answer."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="crisis_contacts")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=12, choices=Hours.choices())

    privacy = Privacy(identifier="name phone", ordinary="plan position role hours")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Agreement(TrackedModel):
    """What one party says of the plan, in their words, on a day."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="agreements")
    party = models.CharField(max_length=12, choices=Party.choices())
    answer = models.CharField(max_length=10, choices=AgreementAnswer.choices())
    words = models.TextField(blank=True)
    name = models.CharField(max_length=120)
    on = models.DateField()

    privacy = Privacy(identifier="name", special="answer", free_text="words", ordinary="plan party on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "party"], name="agreement_once_per_party")]

    def __str__(self) -> str:
        return f"{self.party}: {self.answer}"


class Recipient(TrackedModel):
    """Who is given a copy, in which form, and when it was sent."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="recipients")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=RecipientKind.choices())
    format = models.CharField(max_length=12, choices=CopyFormat.choices(), default=CopyFormat.STANDARD.value)
    sent_on = models.DateField(null=True, blank=True)
    against_reason = models.CharField(
        "why it was sent although the person said no", max_length=500, blank=True, default=""
    )

    privacy = Privacy(
        identifier="name",
        special="format",
        free_text="against_reason",
        ordinary="plan position kind sent_on",
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
