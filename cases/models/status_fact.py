"""What every fact of legal status has in common: how it is known, who checked it, and whether it stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from s117.audit.history import TrackedModel
from s117.kernel.periods import Period

KNOWN = "source verified_on is_current supersedes set_aside_at set_aside_by"
"""The columns of every fact that are of no special kind, for its privacy classes."""


class FactKind(models.TextChoices):
    """Each kind of fact by the name that it has in addresses and as the subject of a file."""

    DETENTION = "detention", "Detention"
    STAY = "stay", "Stay in hospital"
    LEAVE = "leave", "Section 17 leave"
    CTO = "cto", "Community treatment order"
    CONDITIONAL_DISCHARGE = "conditional-discharge", "Conditional discharge"
    TRANSFER = "transfer", "Transfer between hospitals"
    RENEWAL = "renewal", "Renewal or extension"
    TRIBUNAL = "tribunal", "Tribunal"


class StatusFact(TrackedModel):
    """A fact of legal status. It is corrected by a new row that `supersedes` it, or set aside as a mistake;
    either way the row stays, no longer current, with the reason, who did it and when.

    `FIRST_DAY` and `LAST_DAY` name the columns of its days; what happens on one day has no last one.
    """

    FIRST_DAY: ClassVar[str] = "starts_on"
    LAST_DAY: ClassVar[str] = "ends_on"

    class Source(models.TextChoices):
        PAPERS = "papers", "Section papers seen"
        HOSPITAL = "hospital", "Told by the hospital"
        COURT = "court", "Court order seen"
        FILE = "file", "Older file or another system"
        OTHER = "other", "Another source"

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PAPERS)
    verified_by = models.CharField(max_length=120, blank=True, default="")
    verified_on = models.DateField(null=True, blank=True)
    is_current = models.BooleanField(default=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    set_aside_reason = models.TextField(blank=True, default="")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The days it covers, up to the day on which it ended; open while it goes on."""
        return Period(getattr(self, self.FIRST_DAY), getattr(self, self.LAST_DAY))


def days(start: str, end: str) -> Func:
    """The half-open range of days between two columns; an empty end is open."""
    return Func(F(start), F(end), RangeBoundary(), function="daterange", output_field=DateRangeField())


def no_overlap(name: str, start: str, end: str) -> ExclusionConstraint:
    """No two facts of one person that stand may cover the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[("case", RangeOperators.EQUAL), (days(start, end), RangeOperators.OVERLAPS)],
        condition=Q(is_current=True),
    )


def set_aside_has_reason(name: str) -> models.CheckConstraint:
    """A fact that stands no longer says why."""
    return models.CheckConstraint(
        condition=Q(is_current=True, set_aside_reason="") | (Q(is_current=False) & ~Q(set_aside_reason="")),
        name=name,
    )


def in_order(name: str, start: str, end: str) -> models.CheckConstraint:
    """Nothing ends before it began."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}), name=name
    )


def stretch(name: str, start: str = "starts_on", end: str = "ends_on") -> list[models.BaseConstraint]:
    """What the database holds of every fact that lasts: its days in order, an end with its reason, no two on
    a day, and a reason for whatever stands no longer."""
    return [
        in_order(f"{name}_ends_after_start", start, end),
        ends_together(f"{name}_end_has_reason", end),
        no_overlap(f"{name}_no_overlap", start, end),
        set_aside_has_reason(f"{name}_set_aside_has_reason"),
    ]


def ends_together(name: str, end: str, reason: str = "end_reason") -> models.CheckConstraint:
    """An end has its reason, and nothing that goes on has one."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True, reason: ""})
        | (Q(**{f"{end}__isnull": False}) & ~Q(**{reason: ""})),
        name=name,
    )
