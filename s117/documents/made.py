"""What every table of things that a worker makes has in common. The row is the job."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from s117.audit.history import TrackedModel
from s117.kernel.documents import DocumentStatus

RING_LASTS = timedelta(minutes=1)
"""How long a message that was sent may take to arrive before the sweep sends another."""
ASKED = "status requested_at claimed_at finished_at"
MADE = f"{ASKED} attempts failure"
PAPER = f"{MADE} requested_by sha256 pages size"
"""Columns that say nothing of a person, for the lists of privacy classes."""


def unheard() -> Q:
    """Rows whose message may be lost, by the clock of the database, which all workers share."""
    return Q(status=DocumentStatus.REQUESTED.value, requested_at__lt=Now() - RING_LASTS)


class Asked(TrackedModel):
    """Something asked for in one transaction and made outside any."""

    status = models.CharField(
        max_length=10, choices=DocumentStatus.choices(), default=DocumentStatus.REQUESTED.value
    )
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Made(Asked):
    """The same, made whole by the worker that claimed it, and given up after so many attempts."""

    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        abstract = True


class MadePaper(Made):
    """A PDF: its words are frozen when it is asked for, its file is kept once, by its hash."""

    snapshot = models.JSONField()
    requested_by = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField("bytes", null=True, blank=True)

    class Meta:
        abstract = True
