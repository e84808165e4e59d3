"""NHS-funded nursing care beside a funded nursing home: which band, from which day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from funding.models.package import Dated, FundedLine
from funding.rules.nursing import NursingBand
from s117.audit.history import Privacy


class NursingCare(Dated):
    """What the NHS pays the home from a day on, beside the shared cost and in nobody's share (F12).

    `policy` names the local policy by which it is paid beside aftercare: whether it may be is open (M-10).
    """

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="nursing_care")
    band = models.CharField(max_length=8, choices=NursingBand.choices())
    policy = models.CharField("local policy", max_length=200)

    privacy = Privacy(
        special="band", free_text="reason policy", ordinary="line starts_on recorded_at superseded_at"
    )

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "starts_on"],
                condition=Q(superseded_at__isnull=True),
                name="nursing_care_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_band_display()} from {self.starts_on}"
