"""Documents to be made, or made: the durable rows behind the background jobs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from careplans.models.plan import CarePlan
from careplans.models.review import Review
from careplans.rules.terms import Paper, Reader, Variant
from s117.audit.history import Privacy, TrackedModel
from s117.documents.made import ASKED, PAPER, Asked, MadePaper
from s117.kernel.documents import WAITING, DocumentStatus

_OF_REVIEW = [paper.value for paper in Paper if paper.of_review]


class PlanDocument(MadePaper):
    """One document about one person: a copy of a plan, or a letter.

    `about` is the id of what a letter tells of (an ending, a dispute, a determination); `reader` says for
    whom a copy of a plan leaves parts out, and `reader_name` which of several providers it is.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(CarePlan, models.PROTECT, related_name="documents", null=True, blank=True)
    paper = models.CharField(max_length=20, choices=Paper.choices(), default=Paper.PLAN.value)
    review = models.ForeignKey(Review, models.PROTECT, related_name="letters", null=True, blank=True)
    about = models.UUIDField(null=True, blank=True)
    variant = models.CharField(max_length=12, choices=Variant.choices(), default=Variant.STANDARD.value)
    reader = models.CharField(max_length=10, choices=Reader.choices(), default=Reader.PERSON.value)
    reader_name = models.CharField(max_length=200, blank=True, default="")
    draft = models.BooleanField("made before the plan was published", default=False)

    privacy = Privacy(
        special="snapshot reader_name",
        ordinary=f"case plan paper review about variant reader draft {PAPER}",
    )

    class Meta:
        ordering = ["requested_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "variant", "reader", "reader_name"],
                condition=Q(draft=False, paper=Paper.PLAN.value),
                name="document_once_per_plan_and_variant",
            ),
            models.UniqueConstraint(
                fields=["about", "variant"],
                condition=Q(paper=Paper.ENDING_NOTICE.value),
                name="document_notice_once_per_ending",
            ),
            models.CheckConstraint(
                condition=Q(paper=Paper.PLAN.value, plan__isnull=False, review__isnull=True)
                | Q(paper__in=_OF_REVIEW, plan__isnull=False, review__isnull=False)
                | (~Q(paper__in=[Paper.PLAN.value, *_OF_REVIEW]) & Q(review__isnull=True)),
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
                condition=Q(status__in=[status.value for status in WAITING]),
                name="document_unfinished",
            ),
            models.Index(fields=["case", "-requested_at"], name="documents_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.get_paper_display()}, {self.get_variant_display()}"


class DocumentWithdrawal(TrackedModel):
    """A letter that no longer holds, because what it told of was withdrawn. The letter stays as it was made.
    Append-only."""

    document = models.OneToOneField(PlanDocument, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=200)

    privacy = Privacy(free_text="reason", ordinary="document withdrawn_at withdrawn_by")

    class Meta:
        ordering = ["withdrawn_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="document_withdrawal_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} withdrawn"


class DocumentBatch(Asked):
    """Many documents asked for at once, as one ZIP."""

    words = models.CharField(max_length=200)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("bytes", null=True, blank=True)

    privacy = Privacy(
        identifier="words",
        ordinary=f"{ASKED} requested_by sha256 size",
    )

    class Meta:
        ordering = ["-requested_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.READY.value) | (~Q(sha256="") & Q(size__gt=0)),
                name="batch_ready_has_its_file",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(status=DocumentStatus.REQUESTED.value),
                name="batch_unfinished",
            ),
            models.Index(fields=["requested_by", "-requested_at"], name="batches_of_user"),
        ]

    def __str__(self) -> str:
        return self.words


class DocumentBatchItem(TrackedModel):
    """One document of a batch. Append-only."""

    batch = models.ForeignKey(DocumentBatch, models.PROTECT, related_name="items")
    document = models.ForeignKey(PlanDocument, models.PROTECT, related_name="+")

    privacy = Privacy(ordinary="batch document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "document"], name="batch_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.document_id}"
