"""A funded service, its rates and its cost shares. Nothing is overwritten: a row is replaced by a newer one.

Both days of every period are inclusive. `recorded_at` is when a row was typed in, which tells whether
a schedule that was frozen before must be corrected.
"""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from funding.rules.absences import AbsenceKind
from funding.rules.charging import SHARED_GROUPS
from funding.rules.lifecycle import LineStatus
from funding.rules.proration import Unit
from s117.audit.history import Privacy, TrackedModel


class FundedLine(TrackedModel):
    """A service of a published plan that the bodies pay for. `payer` pays the provider.

    `service_key` is the service's name through every version of the plan.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    service_key = models.UUIDField(unique=True, editable=False)
    group = models.CharField(max_length=12)
    category = models.CharField(max_length=16)
    description = models.CharField(max_length=200)
    provider = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    provider_name = models.CharField(max_length=200, blank=True)
    payer = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    unit = models.CharField(max_length=10, choices=Unit.choices())
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    # What the contract says of the last days and of days away (F15, F16): data, because contracts differ.
    leaving_day_charged = models.BooleanField(default=True)
    days_after_death = models.PositiveSmallIntegerField("days paid after a death", default=0)
    retained_percent = models.DecimalField(
        "paid while away", max_digits=5, decimal_places=2, default=Decimal(100)
    )
    full_weeks = models.PositiveSmallIntegerField("weeks of an absence paid in full", default=0)
    retained_weeks = models.PositiveSmallIntegerField("weeks of an absence paid", null=True, blank=True)
    status = models.CharField(
        max_length=6,
        choices=[(s.value, s.name.capitalize()) for s in LineStatus],
        default=LineStatus.ACTIVE.value,
    )
    end_reason = models.TextField(blank=True)
    cost_centre = models.CharField(max_length=20, blank=True)
    subjective_code = models.CharField(max_length=20, blank=True)
    po_reference = models.CharField("purchase order", max_length=30, blank=True)
    project_code = models.CharField(max_length=20, blank=True)
    budget_code = models.CharField("budget code of the NHS body", max_length=20, blank=True)
    vat_code = models.CharField("VAT code", max_length=20, blank=True)
    # Why the parts of a home in the plan do not come to the rate: it holds for this very difference alone.
    home_difference_pence = models.BigIntegerField("rate less the parts of the home", null=True, blank=True)
    home_difference_reason = models.TextField("why they differ", blank=True)
    vendor_number = models.CharField("provider in the payer's accounts", max_length=30, blank=True)
    touched_at = models.DateTimeField()

    privacy = Privacy(
        special="group category",
        free_text="description end_reason provider_name home_difference_reason",
        ordinary="case service_key provider payer unit starts_on ends_on leaving_day_charged "
        "days_after_death full_weeks retained_percent retained_weeks status cost_centre subjective_code "
        "po_reference project_code budget_code vat_code home_difference_pence vendor_number touched_at",
    )

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(group__in=sorted(SHARED_GROUPS)), name="line_is_aftercare"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="line_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(home_difference_pence__isnull=True) | ~Q(home_difference_reason=""),
                name="line_home_difference_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(retained_percent__gte=0, retained_percent__lte=100),
                name="line_retainer_is_a_part",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "starts_on"], name="line_of_case"),
            models.Index(fields=["payer", "starts_on"], name="line_of_payer"),
        ]

    def __str__(self) -> str:
        return self.description


class Dated(TrackedModel):
    """A value that holds from a day until the next one's day. A newer row for the same day replaces it."""

    starts_on = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class Rate(Dated):
    """Pence a unit of the line (a week, unless the line says otherwise) from a day on."""

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="rates")
    pence = models.BigIntegerField()

    privacy = Privacy(free_text="reason", ordinary="line starts_on pence recorded_at superseded_at")

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "starts_on"], condition=Q(superseded_at__isnull=True), name="rate_one_a_day"
            ),
            models.CheckConstraint(condition=Q(pence__gte=0), name="rate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.pence} from {self.starts_on}"


class Split(Dated):
    """How a line's cost is shared from a day on. The shares come to exactly 100.00%: the database insists."""

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="splits")
    decision_reference = models.CharField(max_length=40, blank=True)
    # A decision signed here; a share of a decision made elsewhere carries its reference alone.
    decision = models.ForeignKey(
        "funding.PanelDecision", models.PROTECT, null=True, blank=True, related_name="splits"
    )
    interim = models.BooleanField("without prejudice", default=False)

    privacy = Privacy(
        free_text="reason",
        ordinary="line starts_on decision_reference decision interim recorded_at superseded_at",
    )

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "starts_on"], condition=Q(superseded_at__isnull=True), name="split_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"split from {self.starts_on}"


class Share(TrackedModel):
    """One body's part of a split. The residual body pays the provider and takes the odd penny."""

    split = models.ForeignKey(Split, models.PROTECT, related_name="shares")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    residual = models.BooleanField(default=False)

    privacy = Privacy(ordinary="split organisation percent residual")

    class Meta:
        ordering = ["-residual", "organisation_id"]
        constraints = [
            models.UniqueConstraint(fields=["split", "organisation"], name="share_one_a_body"),
            models.UniqueConstraint(fields=["split"], condition=Q(residual=True), name="share_one_residual"),
            models.CheckConstraint(condition=Q(percent__gte=0), name="share_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.percent}%"


class Delivery(TrackedModel):
    """Units delivered in some days, for a line that is paid by the hour, the night or the session.

    None at all is an answer too: without one the days stay an exception and no schedule of them is frozen.
    """

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="deliveries")
    service_from = models.DateField()
    service_to = models.DateField("last day")
    units = models.DecimalField(max_digits=9, decimal_places=2)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(ordinary="line service_from service_to units recorded_at superseded_at")

    class Meta:
        ordering = ["service_from", "recorded_at"]
        constraints = [
            ExclusionConstraint(
                name="delivery_day_once",
                expressions=[
                    ("line", RangeOperators.EQUAL),
                    (
                        Func(F("service_from"), F("service_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(service_to__gte=F("service_from")), name="delivery_ends_after"
            ),
            models.CheckConstraint(condition=Q(units__gte=0), name="delivery_units_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.units} in {self.service_from} to {self.service_to}"


class Absence(TrackedModel):
    """Days on which the place is only held: what is paid for them is the contract's rule on the line.

    Both days are days away; without a last one the person has not come back. The database keeps them apart.
    """

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices())
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        special="kind", free_text="note", ordinary="line first_day last_day recorded_at superseded_at"
    )

    class Meta:
        ordering = ["first_day", "recorded_at"]
        constraints = [
            ExclusionConstraint(
                expressions=[
                    ("line", "="),
                    (Func(F("first_day"), F("last_day"), Value("[]"), function="daterange"), "&&"),
                ],
                condition=Q(superseded_at__isnull=True),
                name="absence_day_once",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="absence_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"away from {self.first_day}"


class LineClosure(TrackedModel):
    """What a line was before an ending of aftercare closed it, so that undoing the ending puts that back."""

    line = models.ForeignKey(FundedLine, models.PROTECT, related_name="closures")
    ending = models.ForeignKey("cases.EndingRequest", models.PROTECT, related_name="+")
    ended_on = models.DateField("last day that the ending gave it")
    status_before = models.CharField(max_length=6)
    ends_on_before = models.DateField(null=True, blank=True)
    end_reason_before = models.TextField(blank=True)
    closed_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        free_text="end_reason_before",
        ordinary="line ending ended_on status_before ends_on_before closed_at reopened_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "ending"], name="line_closed_once_an_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.line}, closed on {self.ended_on}"
