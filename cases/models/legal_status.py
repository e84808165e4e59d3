"""Detentions, time in hospital and community treatment orders: what the law's questions are asked of."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from cases.models import codes
from s117.audit.history import Privacy, TrackedModel


def days(start: str, end: str) -> Func:
    """The half-open range of days between two columns; an empty end is open."""
    return Func(F(start), F(end), RangeBoundary(), function="daterange", output_field=DateRangeField())


class Detention(TrackedModel):
    """One legal status from its start to the day it ceased, `ends_on`, on which the next one may begin.

    A correction is a new row that `supersedes` the old; the old one stays, no longer current.
    """

    class OrderKind(models.TextChoices):
        HOSPITAL = "hospital_order", "Hospital order"
        GUARDIANSHIP = "guardianship_order", "Guardianship order"
        NOT_CONFIRMED = "not_confirmed", "Order not confirmed on file"

    class EndReason(models.TextChoices):
        RC = "discharged_by_rc", "Discharged by the responsible clinician"
        TRIBUNAL = "discharged_by_tribunal", "Discharged by the tribunal"
        MANAGERS = "discharged_by_managers", "Discharged by the hospital managers"
        RELATIVE = "discharged_by_nearest_relative", "Discharged by the nearest relative"
        CONVERTED = "converted", "Another section began"
        LAPSED = "lapsed", "Ran out"
        CTO = "cto", "Community treatment order began"
        CONDITIONAL = "conditional_discharge", "Conditionally discharged"
        ABSOLUTE = "absolute_discharge", "Absolutely discharged"
        RESTRICTION = "restriction_ended", "Restriction ended, detention went on"
        COURT = "court_disposal", "The court dealt with the case"
        TRANSFER = "transferred_to_prison", "Returned to prison"
        DIED = "died", "The person died"
        OTHER = "other", "Another reason"

    class Source(models.TextChoices):
        PAPERS = "papers", "Section papers seen"
        HOSPITAL = "hospital", "Told by the hospital"
        COURT = "court", "Court order seen"
        FILE = "file", "Older file or another system"
        OTHER = "other", "Another source"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="detentions")
    section_code = models.CharField(
        max_length=2, choices=[*codes.LEGAL_STATUSES, (codes.REVOKED, "Order revoked")]
    )
    order_kind = models.CharField(max_length=20, choices=OrderKind.choices, blank=True, default="")
    starts_on = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=40, choices=EndReason.choices, blank=True, default="")
    application_made_on = models.DateField(null=True, blank=True)
    hospital = models.CharField(max_length=120, blank=True, default="")
    ward = models.CharField(max_length=80, blank=True, default="")
    provider = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PAPERS)
    is_current = models.BooleanField(default=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    privacy = Privacy(
        identifier="",
        special=(
            "section_code order_kind starts_on start_time ends_on end_reason application_made_on "
            "hospital ward"
        ),
        free_text="",
        ordinary="case provider source is_current supersedes",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="detention_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, end_reason="")
                | (Q(ends_on__isnull=False) & ~Q(end_reason="")),
                name="detention_end_has_reason",
            ),
            ExclusionConstraint(
                name="detention_no_overlap",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_current=True),
            ),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="detention_history")]

    def __str__(self) -> str:
        return f"Code {self.section_code} from {self.starts_on}"


class HospitalStay(TrackedModel):
    """Time in hospital, detained or not. The duty begins on the day of leaving it (section 117(1))."""

    class Destination(models.TextChoices):
        HOME = "home", "Own or family home"
        SUPPORTED = "supported", "Supported living or extra care"
        CARE_HOME = "care_home", "Care home"
        HOSTEL = "hostel", "Hostel or temporary accommodation"
        PRISON = "prison", "Prison"
        NONE = "no_fixed_abode", "No fixed abode"
        OTHER = "other", "Somewhere else"
        DIED = "died", "The person died in hospital"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="stays")
    admitted_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_time = models.TimeField(null=True, blank=True)
    destination = models.CharField(max_length=20, choices=Destination.choices, blank=True, default="")
    hospital = models.CharField(max_length=120, blank=True, default="")
    ward = models.CharField(max_length=80, blank=True, default="")
    provider = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ready_on = models.DateField(null=True, blank=True)
    delay_reason = models.CharField(max_length=2, choices=codes.DELAY_REASONS, blank=True, default="")

    privacy = Privacy(
        identifier="",
        special="admitted_on left_on left_time destination hospital ward ready_on delay_reason",
        free_text="",
        ordinary="case provider",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("admitted_on")),
                name="stay_leaves_after_admission",
            ),
            models.CheckConstraint(
                condition=Q(ready_on__isnull=True) | Q(ready_on__gte=F("admitted_on")),
                name="stay_ready_after_admission",
            ),
            ExclusionConstraint(
                name="stay_no_overlap",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (days("admitted_on", "left_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["case", "admitted_on"], name="stay_history")]

    def __str__(self) -> str:
        return f"In hospital from {self.admitted_on}"


class CommunityTreatmentOrder(TrackedModel):
    """An order under section 17A. Aftercare cannot end while it is in force (section 117(2))."""

    class EndReason(models.TextChoices):
        DISCHARGED = "discharged", "Discharged"
        LAPSED = "lapsed", "Ran out"
        REVOKED = "revoked", "Revoked: back in hospital under the section"
        NEW_SECTION = "new_section", "Another section or order began"
        DIED = "died", "The person died"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="ctos")
    detention = models.ForeignKey(Detention, on_delete=models.PROTECT, related_name="ctos")
    starts_on = models.DateField()
    expires_on = models.DateField()
    conditions = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True, default="")

    privacy = Privacy(
        identifier="",
        special="starts_on expires_on ended_on end_reason",
        free_text="conditions",
        ordinary="case detention",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="cto_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on__isnull=True), name="cto_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"Community treatment order from {self.starts_on}"
