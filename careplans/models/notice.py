"""Notices: what a person was told by the system, once for each step."""

from __future__ import annotations

from django.db import models

from careplans.rules.terms import NoticeKind, NoticeStep
from s117.audit.history import Privacy, TrackedModel


class Notice(TrackedModel):
    """One step of one subject's clock, told to one user. The key makes a second telling impossible."""

    recipient = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices())
    subject_id = models.UUIDField()
    due_on = models.DateField()
    step = models.CharField(max_length=12, choices=NoticeStep.choices())
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(ordinary="recipient case kind subject_id due_on step made_at read_at")

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "kind", "due_on", "step"], name="notice_told_once"),
        ]
        indexes = [models.Index(fields=["recipient", "read_at", "-made_at"], name="notice_inbox")]

    def __str__(self) -> str:
        return f"{self.kind} {self.step}"
