"""A bulk rise of rates: prepared by one person, approved by another, undone before use."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.models.package import FundedLine, Rate
from funding.rules.lifecycle import UpliftStatus
from s117.audit.history import Privacy, TrackedModel


class UpliftRun(TrackedModel):
    """A rise by a percentage or an amount, of the services that the body pays providers for, from a day on.

    `category` and `provider_name` narrow it where they are not blank.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    pence = models.BigIntegerField("pence a unit", null=True, blank=True)
    effective_on = models.DateField("first day of the new rates")
    category = models.CharField(max_length=16, blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    status = models.CharField(
        max_length=10, choices=UpliftStatus.choices(), default=UpliftStatus.PREPARED.value
    )
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField("new rates asked for at", null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField("withdrawn or undone at", null=True, blank=True)
    closing_reason = models.TextField(blank=True)

    privacy = Privacy(
        free_text="provider_name reason closing_reason",
        ordinary="organisation number percent pence effective_on category status prepared_by prepared_at "
        "approved_by approved_at requested_at claimed_at closed_at",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="uplift_number_once"),
            models.CheckConstraint(
                condition=Q(percent__gt=0, pence__isnull=True) | Q(percent__isnull=True, pence__gt=0),
                name="uplift_by_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="uplift_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=False, approved_at__isnull=False)
                | Q(status__in=[UpliftStatus.PREPARED.value, UpliftStatus.WITHDRAWN.value]),
                name="uplift_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"uplift {self.number}"


class UpliftLine(TrackedModel):
    """One service of the preview, in pence a unit; raised unless somebody took it out (`excluded`) or it
    had changed when the run was approved (`left_out`)."""

    run = models.ForeignKey(UpliftRun, models.PROTECT, related_name="lines")
    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="+")
    old_pence = models.BigIntegerField()
    new_pence = models.BigIntegerField()
    annual_pence = models.BigIntegerField("more in 365 days", default=0)
    excluded = models.TextField("why it was taken out", blank=True)
    left_out = models.CharField("why it was not raised", max_length=200, blank=True)
    rate = models.OneToOneField(Rate, models.PROTECT, null=True, blank=True, related_name="+")

    privacy = Privacy(
        free_text="excluded", ordinary="run line old_pence new_pence annual_pence left_out rate"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "line"], name="uplift_line_once"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(excluded="", left_out=""), name="uplift_raises_what_is_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_pence} to {self.new_pence}"
