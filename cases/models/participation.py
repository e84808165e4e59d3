"""Which organisations share a case, and who coordinates it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from cases.models.status_fact import days
from s117.audit.history import Privacy, TrackedModel


class Participation(TrackedModel):
    """An organisation that may see the case, in one capacity, until `ends_on` is set.

    A body that disputes being responsible sees a summary until it accepts or the dispute is determined: who
    the person is, who was found responsible from which facts, and the dispute; no care, contacts or money.
    """

    class Capacity(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS_BODY = "nhs_body", "NHS body"
        PROVIDER = "provider", "Hospital or care provider"
        HOST = "host", "Care coordination"

    class Extent(models.TextChoices):
        FULL = "full", "The whole record"
        SUMMARY = "summary", "The shared summary"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    extent = models.CharField(max_length=7, choices=Extent.choices, default=Extent.FULL)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    privacy = Privacy(
        ordinary="case organisation capacity extent starts_on ends_on reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "capacity"],
                condition=Q(ends_on__isnull=True),
                name="participation_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "case"],
                condition=Q(ends_on__isnull=True),
                name="participation_scope",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} as {self.get_capacity_display()}"


class Allocation(TrackedModel):
    """The coordinator and team a case is with from `starts_on`; `ends_on` is the day it passed on.

    `review_only`: no team works with the person now. They stay on the review list, the team's manager
    answers for them, and entitlement is untouched (practice 1.2: "closed to team").
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="allocations")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    review_only = models.BooleanField("no active team", default=False)

    privacy = Privacy(
        identifier="",
        special="",
        free_text="reason",
        ordinary="case team coordinator starts_on ends_on review_only",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ends_on__isnull=True), name="allocation_one_current"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="allocation_ends_after_start",
            ),
            # Beside it, a trigger (0008) refuses a gap: an allocation ends on the day the next begins.
            ExclusionConstraint(
                name="allocation_no_overlap",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(review_only=False) | Q(coordinator__isnull=True),
                name="allocation_review_only_has_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["coordinator", "ends_on"], name="allocation_own_scope"),
            models.Index(fields=["team", "ends_on"], name="allocation_team_scope"),
        ]

    def __str__(self) -> str:
        return f"Allocated from {self.starts_on}"
