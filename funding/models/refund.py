"""What people pay towards services outside aftercare, and what they get back that was taken for aftercare."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.models.package import FundedLine
from funding.rules.lifecycle import RefundStatus
from funding.rules.refunds import Basis
from s117.audit.history import Privacy, TrackedModel


class Contribution(TrackedModel):
    """Pence a week that a person pays the council towards a service of their plan. Never towards aftercare.

    `existing` marks a charge that was being taken before it was recorded here: it may lie on aftercare, so
    that it can be found and given back. A last day before the first says that nothing was taken after all.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    council = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    service_key = models.UUIDField(editable=False)
    description = models.CharField(max_length=200)
    cost_weekly_pence = models.BigIntegerField("what the service costs a week", default=0)
    weekly_pence = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    end_reason = models.TextField(blank=True)
    existing = models.BooleanField("was taken before it was recorded", default=False)
    recorded_at = models.DateTimeField()
    check_from = models.DateField("became aftercare on, to be checked", null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_reason = models.TextField("why nothing earlier is given back", blank=True)

    privacy = Privacy(
        free_text="description end_reason check_reason",
        ordinary="case council service_key cost_weekly_pence weekly_pence starts_on ends_on existing"
        " recorded_at check_from checked_at",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weekly_pence__gt=0), name="contribution_positive"),
            models.CheckConstraint(
                condition=Q(existing=True) | Q(cost_weekly_pence__gte=F("weekly_pence")),
                name="contribution_within_cost",
            ),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="contribution_of_case")]

    def __str__(self) -> str:
        return self.description


class Refund(TrackedModel):
    """Money that a council took for aftercare and gives back. Its figures are worked out once.

    `statement` is a list of {year, charged, interest} in pence; `pieces` the days, pence and shares behind
    it, as they are posted to a schedule; `by_body` what each body bears. The council alone bears interest.
    """

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="refunds")
    council = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    weekly_pence = models.BigIntegerField()
    basis = models.CharField("interest", max_length=10, choices=Basis.choices())
    rate_points = models.PositiveIntegerField("interest a year in hundredths of a percent", default=0)
    statement = models.JSONField(default=list)
    pieces = models.JSONField(default=list)
    by_body = models.JSONField(default=dict)
    total_pence = models.BigIntegerField()
    interest_pence = models.BigIntegerField(default=0)
    reason = models.TextField()
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.name.capitalize()) for s in RefundStatus],
        default=RefundStatus.OPENED.value,
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    paid_on = models.DateField(null=True, blank=True)
    payment_reference = models.CharField(max_length=40, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    privacy = Privacy(
        free_text="reason withdrawn_reason",
        ordinary="line council number contribution first_day last_day weekly_pence basis rate_points"
        " statement pieces by_body total_pence interest_pence status opened_at opened_by approved_at"
        " approved_by paid_on payment_reference",
    )

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="refund_number_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="refund_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(weekly_pence__gt=0), name="refund_positive"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("opened_by")),
                name="refund_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(status="paid") | Q(paid_on__isnull=False, approved_by__isnull=False),
                name="refund_paid_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"refund {self.number}"
