"""A council's funding schedule for a period: figures written once, and frozen for ever.

Lines and shares are not tracked models: the worker writes each once, a trigger refuses to change or
remove any line of a frozen schedule, and the schedule's own history says who did what. A draft that is
worked out again loses its lines, because nothing was issued from them.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from funding.models.package import FundedLine
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.proration import Unit
from s117.audit.history import Privacy, TrackedModel


class Schedule(TrackedModel):
    """Lines of service that a council settles with the other bodies. `edition` counts runs of a period."""

    council = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    period_from = models.DateField()
    period_to = models.DateField("last day")
    edition = models.PositiveIntegerField(default=1)
    days_reason = models.TextField("why it is about other days than the calendar's", blank=True)
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.name.capitalize()) for s in ScheduleStatus],
        default=ScheduleStatus.REQUESTED.value,
    )
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    as_at = models.DateTimeField("figures as recorded at", null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.CharField(max_length=200, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    gross_pence = models.BigIntegerField(default=0)
    totals = models.JSONField("pence by body", default=dict, blank=True)
    control_hash = models.CharField(max_length=64, blank=True)
    exceptions = models.JSONField(default=list, blank=True)
    outside = models.JSONField("pence of services that people pay towards", default=dict, blank=True)

    privacy = Privacy(
        identifier="exceptions",
        free_text="days_reason",
        ordinary="outside council number period_from period_to edition status requested_at claimed_at as_at "
        "frozen_at frozen_by row_count gross_pence totals control_hash",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="schedule_number_once"),
            models.UniqueConstraint(
                fields=["council", "period_from", "period_to", "edition"],
                condition=~Q(status=ScheduleStatus.WITHDRAWN.value),
                name="schedule_edition_once",
            ),
            # A later edition of a period only corrects, so the first one alone takes the days.
            ExclusionConstraint(
                name="schedule_day_once",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    (
                        Func(F("period_from"), F("period_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(edition=1) & ~Q(status=ScheduleStatus.WITHDRAWN.value),
            ),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(status__in=[ScheduleStatus.REQUESTED.value, ScheduleStatus.DRAFT.value]),
                name="schedule_one_open_per_council",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="schedule_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"schedule {self.number}"


class ScheduleLine(models.Model):
    """One segment of a service as charged, taken back or put in its place, in figures that never change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=PostingKind.choices())
    mends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    refund = models.ForeignKey(
        "funding.Refund", models.PROTECT, null=True, blank=True, related_name="postings"
    )
    # What came back of a direct payment, on the line that gives it back and on one that takes that line back.
    reclaim = models.ForeignKey(
        "funding.MonitoringReturn", models.PROTECT, null=True, blank=True, related_name="postings"
    )
    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="+")
    case_reference = models.CharField(max_length=20)
    initials = models.CharField(max_length=10)
    birth_year = models.PositiveSmallIntegerField()
    nhs_number = models.CharField(max_length=10, blank=True)
    provider_name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=16)
    description = models.CharField(max_length=200)
    service_from = models.DateField()
    service_to = models.DateField()
    days = models.IntegerField()
    unit = models.CharField(max_length=10, choices=Unit.choices())
    units = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    rate_pence = models.BigIntegerField()
    gross_pence = models.BigIntegerField()
    decision_reference = models.CharField(max_length=40, blank=True)
    interim = models.BooleanField(default=False)
    po_reference = models.CharField(max_length=30, blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    subjective_code = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=200, blank=True)

    privacy = Privacy(
        identifier="case_reference initials birth_year nhs_number",
        special="category",
        free_text="description provider_name note",
        ordinary="schedule number kind mends refund reclaim line service_from service_to days unit units "
        "rate_pence gross_pence decision_reference interim po_reference cost_centre subjective_code",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_line_number_once"),
            models.CheckConstraint(
                condition=Q(kind=PostingKind.REFUND.value, refund__isnull=False)
                | (~Q(kind=PostingKind.REFUND.value) & Q(refund__isnull=True)),
                name="schedule_line_of_its_refund",
            ),
            models.CheckConstraint(
                condition=Q(
                    reclaim__isnull=False, kind__in=[PostingKind.RECLAIM.value, PostingKind.REVERSAL.value]
                )
                | (Q(reclaim__isnull=True) & ~Q(kind=PostingKind.RECLAIM.value)),
                name="schedule_line_of_its_reclaim",
            ),
        ]
        indexes = [models.Index(fields=["line", "service_from"], name="schedule_line_of_service")]

    def __str__(self) -> str:
        return f"line {self.number}"


class ScheduleShare(models.Model):
    """One body's part of a schedule line. The parts of a line come to its gross."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(ScheduleLine, models.PROTECT, related_name="shares")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    amount_pence = models.BigIntegerField()
    residual = models.BooleanField(default=False)

    privacy = Privacy(ordinary="line organisation percent amount_pence residual")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "organisation"], name="schedule_share_one_a_body")
        ]
        indexes = [models.Index(fields=["organisation", "line"], name="schedule_share_of_body")]

    def __str__(self) -> str:
        return f"{self.amount_pence}"


class ExportFile(TrackedModel):
    """A file made from a frozen schedule for one body, stored once by its fingerprint."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"
        JSON = "json", "JSON"
        MANIFEST = "manifest", "Manifest (JSON)"

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="files")
    audience = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    sha256 = models.CharField("fingerprint", max_length=64)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    privacy = Privacy(ordinary="schedule audience kind name sha256 size made_at")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "audience", "kind"], name="export_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
