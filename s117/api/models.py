"""What another system signs in with, and how much it has asked for in the last minute."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from s117.audit.history import Privacy, TrackedModel


class ServiceToken(TrackedModel):
    """A token of a service user. Only its digest is kept: the token itself is shown once, when issued.

    A plain SHA-256 is enough because the token is 256 random bits, not a password that somebody chose.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_on = models.DateField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(identifier="user", ordinary="purpose digest issued_on expires_on revoked_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("issued_on")), name="token_expires_after_issue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} (until {self.expires_on})"


class TokenMinute(models.Model):
    """How many requests a token made in one minute: the throttle's memory.

    In PostgreSQL so that the limit is one limit over every web process and does not vanish with Redis.
    Not a domain record, so it has no history; the throttle itself deletes minutes that have passed.
    """

    token = models.ForeignKey(ServiceToken, on_delete=models.PROTECT, related_name="+")
    minute = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "minute"], name="one_row_a_token_a_minute")]

    def __str__(self) -> str:
        return f"{self.requests} in {self.minute:%H:%M}"
