"""The only clock. Views and tasks read it; services and rules are told the time."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from s117.kernel.dates import london_date


def now() -> datetime:
    """The instant it is, or the one that the settings pin for tests and the demo."""
    return settings.FIXED_NOW or timezone.now()


def today() -> date:
    """The calendar day in London."""
    return london_date(now())
