"""Two register entries of one person made one: what moved, and whether it was undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.register import Case
from s117.audit.history import Privacy, TrackedModel


class Merge(TrackedModel):
    """One entry merged into another. The merged entry stays, read-only, and its reference leads on.

    `events_seen` counts what had been recorded of the kept entry when the merge was done: as long as it is
    the same, nothing depends on the merge and it can be undone. `before` keeps where both entries stood, what
    was determined of the kept one and its episodes of duty, so that undoing puts back that and no other.
    """

    kept = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merged_into")
    reason = models.TextField()
    events_seen = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undo_reason = models.TextField(blank=True, default="")

    privacy = Privacy(
        special="before",
        free_text="reason undo_reason",
        ordinary="kept merged events_seen merged_at merged_by undone_at undone_by",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undo_reason="")),
                name="merge_undo_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"


class MergedFact(TrackedModel):
    """One row that a merge moved, by the name of its table."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="facts")
    table = models.CharField(max_length=40)
    row_id = models.UUIDField()

    privacy = Privacy(ordinary="merge table row_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "table", "row_id"], name="merge_moves_a_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
