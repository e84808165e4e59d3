"""What every table of files that people send has in common."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from s117.audit.history import TrackedModel
from s117.documents.uploads import MOST_BYTES, FileKind

ORDINARY = "file_kind size organisation added_at added_by withdrawn_at withdrawn_by"
"""Columns of a kept file that say nothing of a person, for the lists of privacy classes."""


class KeptFile(TrackedModel):
    """One file as it was sent. Its bytes are kept once, by their hash.

    A withdrawn file stays on the record, as all that was once relied on does, and is no longer opened.
    """

    file_kind = models.CharField(max_length=20, choices=FileKind.choices())
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

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES), name="%(class)s_size_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (~Q(withdrawn_because="") & Q(withdrawn_by__isnull=False)),
                name="%(class)s_withdrawn_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_file_kind_display()}, {self.size} bytes"
