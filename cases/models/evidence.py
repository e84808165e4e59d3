"""The files that a determination rests on. The bytes are kept once, by their hash; no row is lost."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.models.responsibility import Determination
from cases.rules.evidence import MOST_BYTES, FileKind
from s117.audit.history import Privacy, TrackedModel


class Evidence(TrackedModel):
    """One file about one question: an order, a tenancy, a letter. A wrong one is withdrawn with its reason.

    A withdrawn file stays on the record, as all that was once relied on does, and is no longer opened.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Determination.Kind.choices)
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
        special="sha256",
        free_text="title withdrawn_because",
        ordinary="case kind dated_on file_kind size organisation added_at added_by withdrawn_at withdrawn_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="evidence_once_a_question",
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
