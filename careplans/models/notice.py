"""Notices: what a person was told by the system, once for each step; the daily e-mail; the calendar link."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careplans.rules.terms import DigestStatus, NoticeKind, NoticeStep
from s117.audit.history import Privacy, TrackedModel


class Notice(TrackedModel):
    """One step of one subject's clock, or a piece of news, told to one user; the key forbids a second time.

    News of what is about no one person has no case.
    """

    recipient = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices())
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


class NoticeSettings(TrackedModel):
    """How one person wants to be told. Without a row: by e-mail once a day, of everything."""

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="+")
    by_email = models.BooleanField("a daily e-mail", default=True)
    left_out = models.JSONField("kinds not in the e-mail", default=list, blank=True)

    privacy = Privacy(ordinary="user by_email left_out")

    def __str__(self) -> str:
        return f"{self.user}: {'e-mail' if self.by_email else 'no e-mail'}"


class Digest(TrackedModel):
    """The daily e-mail to one person: the durable row behind the job. One a person and day, ever."""

    recipient = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    day = models.DateField()
    status = models.CharField(
        max_length=10, choices=DigestStatus.choices(), default=DigestStatus.REQUESTED.value
    )
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(ordinary="recipient day status requested_at claimed_at attempts sent_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"],
                condition=Q(status__in=[DigestStatus.REQUESTED.value, DigestStatus.SENDING.value]),
                name="digest_unsent",
            )
        ]

    def __str__(self) -> str:
        return f"Digest of {self.day}"


class CalendarLink(TrackedModel):
    """A private address of one person's reviews for their calendar. Only the secret's digest is kept."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(identifier="user", ordinary="digest issued_at revoked_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_one_link_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
