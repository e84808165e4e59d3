"""A document to be made, or made: the durable row behind the background job."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careplans.models.plan import CarePlan
from careplans.models.review import Review
from careplans.rules.terms import DocumentStatus, Paper, Variant
from s117.audit.history import Privacy, TrackedModel


class PlanDocument(TrackedModel):
    """One document of one plan, or a letter about its review. Its words are frozen when it is asked for;
    its file is kept by hash."""

    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="documents")
    paper = models.CharField(max_length=12, choices=Paper.choices(), default=Paper.PLAN.value)
    review = models.ForeignKey(Review, models.PROTECT, related_name="letters", null=True, blank=True)
    variant = models.CharField(max_length=12, choices=Variant.choices(), default=Variant.STANDARD.value)
    draft = models.BooleanField("made before the plan was published", default=False)
    snapshot = models.JSONField()
    status = models.CharField(
        max_length=10, choices=DocumentStatus.choices(), default=DocumentStatus.REQUESTED.value
    )
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=200)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField("bytes", null=True, blank=True)
    failure = models.TextField(blank=True)

    privacy = Privacy(
        special="snapshot",
        ordinary="plan paper review variant draft status requested_at requested_by claimed_at attempts"
        " finished_at sha256 pages size failure",
    )

    class Meta:
        ordering = ["requested_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "variant"],
                condition=Q(draft=False, paper=Paper.PLAN.value),
                name="document_once_per_plan_and_variant",
            ),
            models.CheckConstraint(
                condition=Q(paper=Paper.PLAN.value, review__isnull=True)
                | (~Q(paper=Paper.PLAN.value) & Q(review__isnull=False)),
                name="document_letter_has_its_review",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.READY.value) | (~Q(sha256="") & Q(pages__gt=0)),
                name="document_ready_has_its_file",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(status__in=[DocumentStatus.REQUESTED.value, DocumentStatus.RENDERING.value]),
                name="document_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_variant_display()} of {self.plan}"
