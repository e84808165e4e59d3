"""Detentions, time in hospital and community treatment orders: what the law's questions are asked of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import codes
from cases.models.status_fact import (
    KNOWN,
    StatusFact,
    in_order,
    no_overlap,
    set_aside_has_reason,
    stretch,
)
from s117.audit.history import Privacy


class Detention(StatusFact):
    """One legal status from its start to the day it ceased, `ends_on`, on which the next one may begin.

    Recall to hospital is kept here too, under codes of our own: no new detention is made in law (rule A-8).
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
        RELEASED = "released", "Released from recall: the order goes on"
        REVOKED = "revoked", "Community treatment order revoked"
        OTHER = "other", "Another reason"

    class Restriction(models.TextChoices):
        S41 = "s41", "Restriction order, section 41"
        S49 = "s49", "Restriction direction, section 49"
        LIMITATION = "limitation", "Limitation direction, section 45A"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="detentions")
    section_code = models.CharField(max_length=2, choices=[*codes.LEGAL_STATUSES, *codes.RECALLS])
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
    responsible_clinician = models.CharField(max_length=120, blank=True, default="")
    court = models.CharField(max_length=120, blank=True, default="")
    order_made_on = models.DateField(null=True, blank=True)
    restriction = models.CharField(max_length=10, choices=Restriction.choices, blank=True, default="")

    privacy = Privacy(
        identifier="responsible_clinician verified_by",
        special=(
            "section_code order_kind starts_on start_time ends_on end_reason application_made_on "
            "hospital ward court order_made_on restriction"
        ),
        free_text="set_aside_reason",
        ordinary=f"case provider {KNOWN}",
    )

    class Meta:
        constraints = stretch("detention")
        indexes = [models.Index(fields=["case", "starts_on"], name="detention_history")]

    def __str__(self) -> str:
        return f"Code {self.section_code} from {self.starts_on}"


class HospitalStay(StatusFact):
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

    FIRST_DAY, LAST_DAY = "admitted_on", "left_on"

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
        identifier="verified_by",
        special="admitted_on left_on left_time destination hospital ward ready_on delay_reason",
        free_text="set_aside_reason",
        ordinary=f"case provider {KNOWN}",
    )

    class Meta:
        constraints = [
            in_order("stay_leaves_after_admission", "admitted_on", "left_on"),
            models.CheckConstraint(
                condition=Q(ready_on__isnull=True) | Q(ready_on__gte=F("admitted_on")),
                name="stay_ready_after_admission",
            ),
            no_overlap("stay_no_overlap", "admitted_on", "left_on"),
            set_aside_has_reason("stay_set_aside_has_reason"),
        ]
        indexes = [models.Index(fields=["case", "admitted_on"], name="stay_history")]

    def __str__(self) -> str:
        return f"In hospital from {self.admitted_on}"


class CommunityTreatmentOrder(StatusFact):
    """An order under section 17A. Aftercare cannot end while it is in force (section 117(2))."""

    class EndReason(models.TextChoices):
        DISCHARGED = "discharged", "Discharged"
        LAPSED = "lapsed", "Ran out"
        REVOKED = "revoked", "Revoked: back in hospital under the section"
        NEW_SECTION = "new_section", "Another section or order began"
        DIED = "died", "The person died"

    LAST_DAY = "ended_on"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="ctos")
    detention = models.ForeignKey(Detention, on_delete=models.PROTECT, related_name="ctos")
    starts_on = models.DateField()
    expires_on = models.DateField()
    responsible_clinician = models.CharField(max_length=120, blank=True, default="")
    conditions = models.TextField(blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True, default="")

    privacy = Privacy(
        identifier="responsible_clinician verified_by",
        special="starts_on expires_on ended_on end_reason",
        free_text="conditions set_aside_reason",
        ordinary=f"case detention {KNOWN}",
    )

    class Meta:
        constraints = stretch("cto", end="ended_on")

    def __str__(self) -> str:
        return f"Community treatment order from {self.starts_on}"
