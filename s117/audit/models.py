"""Append-only records: what was done and who looked. A trigger refuses any change to them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AuditRow(models.Model):
    """What both records keep of the actor, as they were at the time. No foreign keys on purpose:
    the record must outlive whatever it speaks of, and must never lock it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    organisation_id = models.UUIDField(null=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    roles = models.CharField(max_length=200, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    ip = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class AuditEvent(AuditRow):
    """Something that was done, and why. Field values are not here: they are in history."""

    event = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-id"], name="audit_event_of_case"),
            models.Index(fields=["actor_id", "-id"], name="audit_event_of_actor"),
            models.Index(fields=["organisation_id", "-at", "-id"], name="audit_event_of_body"),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.actor_name}"


class AccessEvent(AuditRow):
    """Somebody looked, searched, listed, downloaded, or was refused."""

    kind = models.CharField(max_length=20)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-id"], name="access_event_of_case"),
            models.Index(fields=["actor_id", "-id"], name="access_event_of_actor"),
            models.Index(fields=["organisation_id", "-at", "-id"], name="access_event_of_body"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} by {self.actor_name}"
