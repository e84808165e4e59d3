"""Reading the days away of a funded service."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from funding.models import Absence


def absence_from(line_id: UUID, first_day: date) -> Absence | None:
    """The standing absence that begins on exactly this day."""
    return Absence.objects.filter(line=line_id, first_day=first_day, superseded_at__isnull=True).first()


def overlaps_absence(line_id: UUID, first_day: date, last_day: date | None) -> bool:
    """Whether another standing absence, one that begins on another day, holds some of the days."""
    held = Absence.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day), line=line_id, superseded_at__isnull=True
    ).exclude(first_day=first_day)
    return (held if last_day is None else held.filter(first_day__lte=last_day)).exists()
