"""A provider's invoice beside the schedules. Once it is approved for payment nothing of it changes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper

from funding.models.schedule import ScheduleLine
from funding.rules.invoices import LineStatus, Settlement
from funding.rules.settling import InvoiceStatus
from s117.audit.history import Privacy, TrackedModel


class Invoice(TrackedModel):
    """What a provider asks a body to pay. `tolerance_pence` is what a line may differ by, as set then."""

    body = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    provider_name = models.CharField(max_length=200)
    number = models.CharField("invoice number", max_length=60)
    received_on = models.DateField()
    period_from = models.DateField()
    period_to = models.DateField("last day")
    total_pence = models.BigIntegerField()
    tolerance_pence = models.PositiveIntegerField()
    status = models.CharField(
        max_length=10, choices=InvoiceStatus.choices(), default=InvoiceStatus.CHECKING.value
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    matched_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    payable_pence = models.BigIntegerField(null=True, blank=True)

    privacy = Privacy(
        free_text="provider_name",
        ordinary="body number received_on period_from period_to total_pence tolerance_pence status "
        "recorded_by recorded_at matched_at approved_by approved_at payable_pence",
    )

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "body",
                Upper("provider_name"),
                Upper("number"),
                condition=~Q(status=InvoiceStatus.WITHDRAWN.value),
                name="invoice_number_once",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="invoice_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("recorded_by")), name="invoice_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(status=InvoiceStatus.APPROVED.value)
                | Q(approved_by__isnull=False, approved_at__isnull=False, payable_pence__isnull=False),
                name="invoice_approval_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"invoice {self.number}"


class InvoiceLine(TrackedModel):
    """A line as the provider wrote it, what the schedules charge for it, and how a query was settled."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    client_reference = models.CharField(max_length=40)
    service_from = models.DateField()
    service_to = models.DateField("last day")
    amount_pence = models.BigIntegerField()
    charged_pence = models.BigIntegerField(default=0)
    status = models.CharField(max_length=8, choices=LineStatus.choices(), default=LineStatus.QUERY.value)
    settlement = models.CharField(max_length=16, choices=Settlement.choices(), blank=True)
    settled_words = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        identifier="client_reference",
        free_text="settled_words",
        ordinary="invoice number service_from service_to amount_pence charged_pence status settlement "
        "settled_by settled_at",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "number"], name="invoice_line_number_once"),
            models.CheckConstraint(
                condition=Q(service_to__gte=F("service_from")), name="invoice_line_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=(Q(status=LineStatus.SETTLED.value) & ~Q(settlement=""))
                | (~Q(status=LineStatus.SETTLED.value) & Q(settlement="")),
                name="invoice_line_settled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.number}"


class InvoiceCharge(models.Model):
    """The days of a schedule's charge that a line of an invoice takes. No day of a charge is taken twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(InvoiceLine, models.PROTECT, related_name="charges")
    charge = models.ForeignKey(ScheduleLine, models.PROTECT, related_name="+")
    service_from = models.DateField()
    service_to = models.DateField()
    pence = models.BigIntegerField()

    privacy = Privacy(ordinary="line charge service_from service_to pence")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="invoice_charge_day_once",
                expressions=[
                    ("charge", RangeOperators.EQUAL),
                    (
                        Func(F("service_from"), F("service_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pence}"
