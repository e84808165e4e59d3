"""A request for funding: what is asked, the options, the case for it, and the manager's recommendation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from funding.rules.lifecycle import ApplicationStatus
from funding.rules.proration import Unit
from s117.audit.history import Privacy, TrackedModel


class Application(TrackedModel):
    """One request for one person, on one or several services of the plan in force (practice 1.4 J)."""

    class Urgency(models.TextChoices):
        ROUTINE = "routine", "Routine: the next panel"
        SOON = "soon", "Soon: within two weeks"
        URGENT = "urgent", "Urgent: the person is at risk, or ready to leave hospital"

    class Kind(models.TextChoices):
        NEW = "new", "A new service"
        CHANGE = "change", "A change to a service"
        CONTINUE = "continue", "To go on with a service"
        RETROSPECTIVE = "retrospective", "A service that has started already"

    class Advice(models.TextChoices):
        SUPPORT = "support", "Support"
        PARTLY = "partly", "Support with changes"
        AGAINST = "against", "Do not support"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    status = models.CharField(
        max_length=14,
        choices=ApplicationStatus.choices(),
        default=ApplicationStatus.PROPOSED.value,
    )
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    starts_on = models.DateField()
    payer = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    council = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    nhs_body = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    council_percent = models.DecimalField(max_digits=5, decimal_places=2)
    nhs_percent = models.DecimalField(max_digits=5, decimal_places=2)
    split_rationale = models.TextField()
    alternatives = models.TextField()
    least_restrictive = models.TextField(blank=True)
    statement = models.TextField()
    previous_decisions = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    out_of_area = models.BooleanField(default=False)
    out_of_area_reason = models.TextField(blank=True)
    host_notified_on = models.DateField(null=True, blank=True)
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    advice = models.CharField(max_length=8, choices=Advice.choices, blank=True)
    advice_reasons = models.TextField(blank=True)
    recommended_on = models.DateField(null=True, blank=True)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers = models.TextField("answers to the panel's questions", blank=True)
    resubmitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    told_on = models.DateField("person told on", null=True, blank=True)
    appeal_given = models.BooleanField("told how to appeal", default=False)

    privacy = Privacy(
        free_text="split_rationale alternatives least_restrictive statement previous_decisions documents "
        "out_of_area_reason advice_reasons answers withdrawn_reason",
        ordinary="case number status urgency kind starts_on payer council nhs_body council_percent "
        "nhs_percent out_of_area host_notified_on applied_at applied_by advice recommended_on recommended_by "
        "resubmitted_at told_on appeal_given",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="application_number_once"),
            models.CheckConstraint(
                condition=Q(council_percent__gte=0) & Q(nhs_percent__gte=0),
                name="application_share_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(council_percent=100 - models.F("nhs_percent")),
                name="application_shares_total_100",
            ),
            models.CheckConstraint(
                condition=Q(recommended_by__isnull=True) | ~Q(recommended_by=models.F("applied_by")),
                name="application_not_recommended_by_applicant",
            ),
        ]
        indexes = [models.Index(fields=["status", "case"], name="application_by_status")]

    def __str__(self) -> str:
        return f"application {self.number}"


class ApplicationService(TrackedModel):
    """A service of the plan with the rate that is asked for: pence a unit. Append-only."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="services")
    service_key = models.UUIDField()
    description = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=200, blank=True)
    rate_pence = models.BigIntegerField()
    unit = models.CharField(max_length=10, choices=Unit.choices())
    quantity = models.DecimalField("units a week", max_digits=7, decimal_places=2, default=1)

    privacy = Privacy(
        free_text="description provider_name", ordinary="application service_key rate_pence unit quantity"
    )

    class Meta:
        ordering = ["description", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "service_key"], name="application_service_once"),
            models.CheckConstraint(
                condition=Q(rate_pence__gt=0) & Q(quantity__gt=0), name="application_cost_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class ApplicationOption(TrackedModel):
    """One way of meeting the need, with its cost: pence a week. Append-only."""

    class Meets(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "In part"
        NO = "no", "No"

    application = models.ForeignKey(Application, models.PROTECT, related_name="options")
    position = models.PositiveSmallIntegerField()
    provider_name = models.CharField(max_length=200)
    miles = models.DecimalField("miles from home", max_digits=6, decimal_places=1, null=True, blank=True)
    weekly_pence = models.BigIntegerField()
    available_on = models.DateField(null=True, blank=True)
    meets_needs = models.CharField(max_length=6, choices=Meets.choices)
    note = models.CharField(max_length=500, blank=True)

    privacy = Privacy(
        free_text="provider_name note",
        ordinary="application position miles weekly_pence available_on meets_needs",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="application_option_place"),
            models.CheckConstraint(condition=Q(weekly_pence__gte=0), name="application_option_not_negative"),
        ]

    def __str__(self) -> str:
        return self.provider_name


class ApplicationScore(TrackedModel):
    """How much of one need is health and how much social. It suggests a share and decides nothing."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="scores")
    position = models.PositiveSmallIntegerField()
    need = models.CharField(max_length=300)
    health = models.PositiveSmallIntegerField()
    social = models.PositiveSmallIntegerField()

    privacy = Privacy(special="need health social", ordinary="application position")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="application_score_place")
        ]

    def __str__(self) -> str:
        return f"{self.health} health, {self.social} social"
