"""What somebody pays above the usual cost for a dearer home, by a written agreement (section 117A)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from funding.models.package import FundedLine
from funding.rules.top_ups import TopUpPayer, TopUpRoute
from s117.audit.history import Privacy, TrackedModel


class TopUp(TrackedModel):
    """Pence a week beside a funded service, in nobody’s share. Its conditions were met when recorded."""

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="top_ups")
    usual_pence = models.BigIntegerField("usual cost a week")
    chosen_pence = models.BigIntegerField("cost of the preferred home a week")
    weekly_pence = models.BigIntegerField("difference a week")
    option = models.TextField("suitable home at the usual cost")
    preferred = models.TextField("preferred home and why")
    payer = models.CharField(max_length=8, choices=TopUpPayer.choices())
    payer_name = models.CharField(max_length=200, blank=True)
    affordability = models.TextField("how the payer can afford it")
    consequence = models.TextField("what happens if it is not paid, or the price rises")
    route = models.CharField(max_length=8, choices=TopUpRoute.choices())
    agreed_on = models.DateField("written agreement")
    review_on = models.DateField("reviewed by")
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    end_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        identifier="payer_name",
        free_text="option preferred affordability consequence end_reason",
        ordinary="line usual_pence chosen_pence weekly_pence payer route agreed_on review_on starts_on"
        " ends_on recorded_at",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(ends_on__isnull=True), name="top_up_one_open_a_service"
            ),
            models.CheckConstraint(
                condition=Q(weekly_pence=F("chosen_pence") - F("usual_pence"), weekly_pence__gt=0),
                name="top_up_is_the_difference",
            ),
            models.CheckConstraint(condition=Q(agreed_on__lte=F("starts_on")), name="top_up_agreed_first"),
            models.CheckConstraint(condition=Q(review_on__gt=F("starts_on")), name="top_up_has_its_review"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="top_up_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"top-up for {self.line}"
