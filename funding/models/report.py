"""Reports as they were run: who asked, for what, with which filter, and the files that were made once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.rules.reporting import Span
from s117.audit.history import Privacy, TrackedModel
from s117.documents.made import MADE, Made


class ReportRun(Made):
    """One run of a report for one body: the durable row behind the job, and the line of the export log.

    `rows_expected` and `rows_done` are for the progress bar; `sums` are pence by
    column, `payers` pence by body.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    report = models.CharField(max_length=24)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    first_day = models.DateField()
    last_day = models.DateField()
    parameters = models.JSONField(default=dict, blank=True)
    rows_expected = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    sums = models.JSONField(default=dict, blank=True)
    payers = models.JSONField(default=dict, blank=True)

    privacy = Privacy(
        free_text="purpose parameters",
        ordinary="organisation number report requested_by first_day last_day rows_expected rows_done sums"
        f" payers {MADE}",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="report_run_number_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="report_run_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.number}"


class ReportFile(TrackedModel):
    """A file of a run, kept once by its fingerprint: next year's download gives the same bytes."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"
        JSON = "json", "JSON"
        MANIFEST = "manifest", "Manifest (JSON)"

    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    sha256 = models.CharField("fingerprint", max_length=64)
    size = models.PositiveBigIntegerField()

    privacy = Privacy(ordinary="run kind name sha256 size")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["run", "kind"], name="report_file_once")]

    def __str__(self) -> str:
        return self.name


class SavedFilter(TrackedModel):
    """A report with its filter, kept by one person under a name. `span` in words: last month is always the
    last one. Dropped, never deleted."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    report = models.CharField(max_length=24)
    span = models.CharField(max_length=12, choices=Span.choices())
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(free_text="name parameters", ordinary="owner report span first_day last_day dropped_at")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(dropped_at__isnull=True), name="saved_filter_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
