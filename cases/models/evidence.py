"""The files that determinations and legal status rest on. Bytes are kept once, by their hash."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.models.responsibility import Determination
from cases.models.status_fact import FactKind
from cases.rules.evidence import MOST_BYTES, FileKind
from s117.audit.history import Privacy, TrackedModel

LEGAL_STATUS = "legal_status"
"""What a file about a fact of legal status is kept under, in place of a question of responsibility."""


class Evidence(TrackedModel):
    """One file about one question, or one fact of legal status: an order, a tenancy, detention papers.

    A file of a fact goes along when the fact is corrected or moved. A wrong file is withdrawn,
    with its reason.

    A withdrawn file stays on the record, as all that was once relied on does, and is no longer opened.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(
        max_length=12, choices=[*Determination.Kind.choices, (LEGAL_STATUS, "Legal status")]
    )
    fact_kind = models.CharField(max_length=24, choices=FactKind.choices, blank=True, default="")
    fact_row = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=200)
    dated_on = models.DateField(null=True, blank=True)
    file_kind = models.CharField(max_length=20, choices=[(kind.value, kind.words) for kind in FileKind])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True, default="")

    privacy = Privacy(
        identifier="",
        special="sha256 fact_kind",
        free_text="title withdrawn_because",
        ordinary=(
            "case kind fact_row dated_on file_kind size organisation added_at added_by withdrawn_at "
            "withdrawn_by"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "fact_row", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="evidence_once_a_question",
            ),
            models.CheckConstraint(
                condition=(Q(kind=LEGAL_STATUS, fact_row__isnull=False) & ~Q(fact_kind=""))
                | (~Q(kind=LEGAL_STATUS) & Q(fact_kind="", fact_row__isnull=True)),
                name="evidence_of_a_fact_or_a_question",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES), name="evidence_size_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (~Q(withdrawn_because="") & Q(withdrawn_by__isnull=False)),
                name="evidence_withdrawn_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["case", "kind", "-added_at"], name="evidence_of_case")]

    def __str__(self) -> str:
        return f"{self.get_file_kind_display()}, {self.size} bytes"
