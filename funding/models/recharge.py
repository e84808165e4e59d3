"""What a body recovers after a dispute: the shares that it paid without prejudice, mirrored line by line.

Written once; the database refuses to change or remove a line. What is corrected later is recharged later.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from funding.models.schedule import ScheduleShare
from s117.audit.history import Privacy, TrackedModel


class Recharge(TrackedModel):
    """One recharge of one body to the body found responsible. Positive pence are owed to `from_body`."""

    dispute = models.ForeignKey("cases.Dispute", models.PROTECT, related_name="+")
    from_body = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    to_body = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    reference = models.CharField(max_length=40, blank=True)
    row_count = models.PositiveIntegerField()
    total_pence = models.BigIntegerField()
    control_hash = models.CharField(max_length=64)

    privacy = Privacy(
        ordinary="dispute from_body to_body number issued_at issued_by reference row_count total_pence "
        "control_hash"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["from_body", "number"], name="recharge_number_once"),
            models.CheckConstraint(condition=~Q(from_body=F("to_body")), name="recharge_to_another_body"),
        ]

    def __str__(self) -> str:
        return f"recharge {self.number}"


class RechargeLine(models.Model):
    """One issued share that goes over to the other body, or the part of it that lies in the days at stake."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recharge = models.ForeignKey(Recharge, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    share = models.OneToOneField(ScheduleShare, models.PROTECT, related_name="recharged")
    service_from = models.DateField()
    service_to = models.DateField()
    amount_pence = models.BigIntegerField()

    privacy = Privacy(ordinary="recharge number share service_from service_to amount_pence")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["recharge", "number"], name="recharge_line_number_once")
        ]

    def __str__(self) -> str:
        return f"line {self.number}"
