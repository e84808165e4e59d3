"""Leave, conditional discharge, transfer between hospitals, renewal and tribunals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.status_fact import (
    KNOWN,
    StatusFact,
    in_order,
    set_aside_has_reason,
    stretch,
)
from s117.audit.history import Privacy


class Leave(StatusFact):
    """Leave of absence overnight under section 17. Living out on leave may be leaving hospital: a person
    decides (rule A-5). `ends_on` is the day of return, or on which the detention ended."""

    class Kind(models.TextChoices):
        SHORT = "short", "Short leave, due back in hospital"
        LIVING_OUT = "living_out", "Living out of hospital on trial leave"

    class EndReason(models.TextChoices):
        RETURNED = "returned", "Came back as agreed"
        REVOKED = "revoked", "Recalled by the responsible clinician"
        DETENTION_ENDED = "detention_ended", "The detention ended while on leave"
        DIED = "died", "The person died"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts_on = models.DateField()
    due_back_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    conditions = models.TextField(blank=True, default="")

    privacy = Privacy(
        identifier="place verified_by",
        special="kind starts_on due_back_on ends_on end_reason",
        free_text="conditions set_aside_reason",
        ordinary=f"case {KNOWN}",
    )

    class Meta:
        constraints = [
            in_order("leave_due_back_after_start", "starts_on", "due_back_on"),
            *stretch("leave"),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="leave_history")]

    def __str__(self) -> str:
        return f"On leave from {self.starts_on}"


class ConditionalDischarge(StatusFact):
    """A restricted patient in the community under conditions (sections 42, 73 and 74): the duty is live
    (rule A-7). `liberty_condition_from` is the day from which conditions amount to deprivation of liberty."""

    class By(models.TextChoices):
        TRIBUNAL = "tribunal", "The tribunal"
        MINISTER = "secretary_of_state", "The Secretary of State"
        UNKNOWN = "not_known", "Not known"

    class EndReason(models.TextChoices):
        ABSOLUTE = "absolute_discharge", "Absolutely discharged"
        RESTRICTION = "restriction_ended", "The restriction order ended"
        RECALL = "recall", "Recalled to hospital"
        NEW_SECTION = "new_section", "Another section or order began"
        DIED = "died", "The person died"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="conditional_discharges")
    starts_on = models.DateField()
    discharged_by = models.CharField(max_length=20, choices=By.choices)
    conditions = models.TextField(blank=True, default="")
    liberty_condition_from = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True, default="")

    privacy = Privacy(
        identifier="verified_by",
        special="starts_on discharged_by liberty_condition_from ends_on end_time end_reason",
        free_text="conditions set_aside_reason",
        ordinary=f"case {KNOWN}",
    )

    class Meta:
        constraints = [
            in_order("discharge_liberty_after_start", "starts_on", "liberty_condition_from"),
            *stretch("discharge"),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="discharge_history")]

    def __str__(self) -> str:
        return f"Conditionally discharged from {self.starts_on}"


class HospitalMove(StatusFact):
    """A transfer to another hospital while in hospital (section 19): not leaving it (rule A-4)."""

    FIRST_DAY, LAST_DAY = "moved_on", ""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="moves")
    moved_on = models.DateField()
    hospital = models.CharField(max_length=120)
    ward = models.CharField(max_length=80, blank=True, default="")
    provider = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    responsible_clinician = models.CharField(max_length=120, blank=True, default="")

    privacy = Privacy(
        identifier="responsible_clinician verified_by",
        special="moved_on hospital ward",
        free_text="set_aside_reason",
        ordinary=f"case provider {KNOWN}",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "moved_on", "hospital", "ward"],
                condition=Q(is_current=True),
                name="move_recorded_once",
            ),
            set_aside_has_reason("move_set_aside_has_reason"),
        ]

    def __str__(self) -> str:
        return f"To {self.hospital} on {self.moved_on}"


class Renewal(StatusFact):
    """The authority to detain renewed (section 20), or a community treatment order extended (section 20A).

    `runs_to` is the last day of the new authority. It changes no duty; it says when to look next.
    """

    class What(models.TextChoices):
        DETENTION = "detention", "The detention"
        CTO = "cto", "The community treatment order"

    FIRST_DAY, LAST_DAY = "renewed_on", ""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="renewals")
    what = models.CharField(max_length=10, choices=What.choices)
    renewed_on = models.DateField()
    runs_to = models.DateField()
    responsible_clinician = models.CharField(max_length=120, blank=True, default="")

    privacy = Privacy(
        identifier="responsible_clinician verified_by",
        special="what renewed_on runs_to",
        free_text="set_aside_reason",
        ordinary=f"case {KNOWN}",
    )

    class Meta:
        constraints = [
            in_order("renewal_runs_on", "renewed_on", "runs_to"),
            models.UniqueConstraint(
                fields=["case", "what", "renewed_on"],
                condition=Q(is_current=True),
                name="renewal_recorded_once",
            ),
            set_aside_has_reason("renewal_set_aside_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} renewed on {self.renewed_on}"


class Tribunal(StatusFact):
    """A tribunal hearing, its outcome and any recommendation about aftercare (MHA 2025 s45)."""

    class Outcome(models.TextChoices):
        NOT_DISCHARGED = "not_discharged", "Not discharged"
        DISCHARGED = "discharged", "Discharged"
        DEFERRED = "deferred", "Discharge from a later date"
        CONDITIONAL = "conditional", "Conditional discharge"
        CONDITIONAL_DEFERRED = "conditional_deferred", "Conditional discharge deferred until arranged"
        ABSOLUTE = "absolute", "Absolute discharge"
        ADJOURNED = "adjourned", "Adjourned"
        WITHDRAWN = "withdrawn", "Application withdrawn"

    FIRST_DAY, LAST_DAY = "heard_on", ""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="tribunals")
    heard_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    aftercare_recommendation = models.TextField(blank=True, default="")

    privacy = Privacy(
        identifier="verified_by",
        special="heard_on outcome",
        free_text="aftercare_recommendation set_aside_reason",
        ordinary=f"case {KNOWN}",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "heard_on"], condition=Q(is_current=True), name="tribunal_recorded_once"
            ),
            set_aside_has_reason("tribunal_set_aside_has_reason"),
        ]

    def __str__(self) -> str:
        return f"Tribunal on {self.heard_on}"
