"""Ending aftercare: the request with its reasons, each body's decision, the notice, and putting it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.rules.lifecycle import EndingStatus
from s117.audit.history import Privacy, TrackedModel

ENDING_WORDS = {
    EndingStatus.OPEN: "Being decided",
    EndingStatus.ENDED: "Aftercare ended",
    EndingStatus.REFUSED: "Refused: aftercare goes on",
    EndingStatus.WITHDRAWN: "Withdrawn: aftercare goes on",
    EndingStatus.REINSTATED: "Aftercare put back",
    EndingStatus.UNDONE: "Undone: confirmed by mistake, aftercare goes on",
}


class EndingRequest(TrackedModel):
    """A request to end one person's aftercare, as the review left it (practice 1.4 M).

    `effective_on` is the day the duty ended, set on confirming; `reinstated_on` the day it began again;
    `undone_on` the day a mistaken confirmation was taken back, with `closing_reason` saying why.
    """

    class Invited(models.TextChoices):
        TOOK_PART = "took_part", "Yes, and took part"
        DID_NOT = "did_not", "Yes, and did not take part"
        NO = "no", "No"

    class Agrees(models.TextChoices):
        YES = "yes", "Agrees"
        IN_PART = "in_part", "Agrees in part"
        NO = "no", "Does not agree"
        NOT_ABLE = "not_able", "Not able to say"

    class OtherCare(models.TextChoices):
        NONE = "none", "No other care"
        FREE = "free", "Other care, without charge"
        CHARGED = "charged", "Other care, which may be charged"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="endings")
    status = models.CharField(
        max_length=12, choices=[(s.value, w) for s, w in ENDING_WORDS.items()], default=EndingStatus.OPEN
    )
    reviewed_on = models.DateField()
    person_invited = models.CharField(max_length=10, choices=Invited.choices)
    grounds = models.JSONField(default=list)
    person_view = models.TextField()
    person_agrees = models.CharField(max_length=10, choices=Agrees.choices)
    carer_view = models.TextField(blank=True, default="")
    rc_name = models.CharField(max_length=120)
    rc_opinion = models.TextField()
    rc_opinion_on = models.DateField()
    coordinator_name = models.CharField(max_length=120, default="")
    coordinator_opinion = models.TextField()
    coordinator_opinion_on = models.DateField()
    panel_minute = models.TextField(blank=True, default="")
    step_down = models.TextField(blank=True, default="")
    other_care = models.CharField(max_length=10, choices=OtherCare.choices)
    other_care_details = models.TextField(blank=True, default="")
    charge_told_on = models.DateField(null=True, blank=True)
    complaint_information_on = models.DateField()
    come_back = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closing_reason = models.TextField(blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reinstated_on = models.DateField(null=True, blank=True)
    undone_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        identifier="rc_name coordinator_name",
        special="grounds person_agrees other_care",
        free_text=(
            "person_view carer_view rc_opinion coordinator_opinion panel_minute step_down other_care_details "
            "come_back closing_reason"
        ),
        ordinary=(
            "case status reviewed_on person_invited rc_opinion_on coordinator_opinion_on charge_told_on "
            "complaint_information_on requested_at requested_by effective_on confirmed_at confirmed_by "
            "reinstated_on undone_on"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status=EndingStatus.OPEN.value), name="ending_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ended", "reinstated", "undone"]) | Q(effective_on__isnull=False),
                name="ending_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["case", "requested_at"], name="ending_history")]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, asked for after the review of {self.reviewed_on}"


class EndingNeed(TrackedModel):
    """Why one earlier need no longer requires aftercare. Append-only."""

    ending = models.ForeignKey(EndingRequest, on_delete=models.PROTECT, related_name="needs")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    reason = models.TextField()

    privacy = Privacy(identifier="", special="title", free_text="reason", ordinary="ending position")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ending", "position"], name="ending_need_place"),
        ]

    def __str__(self) -> str:
        return self.title


class EndingServiceMove(TrackedModel):
    """What becomes of a service: it goes on outside aftercare, stops, or, put right, is aftercare still.

    Append-only; the last row of a service counts. `told_on` is the day the person was told, `ends_on` the
    last day of a service that stops.
    """

    class GoesOn(models.TextChoices):
        CHARGED = "charged", "It goes on outside aftercare, and may be charged"
        FREE = "free", "It goes on outside aftercare, without charge"
        STOPS = "stops", "It stops"
        AFTERCARE = "aftercare", "It is still aftercare"

    ending = models.ForeignKey(EndingRequest, on_delete=models.PROTECT, related_name="moves")
    service_key = models.UUIDField()
    description = models.CharField(max_length=300)
    goes_on = models.CharField(max_length=10, choices=GoesOn.choices)
    told_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    details = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(
        identifier="",
        special="description goes_on",
        free_text="details",
        ordinary="ending service_key told_on ends_on recorded_at recorded_by",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(goes_on__in=["aftercare", "stops"]) | Q(told_on__isnull=False),
                name="ending_move_was_told",
            ),
            models.CheckConstraint(
                condition=~Q(goes_on="stops") | Q(ends_on__isnull=False), name="ending_move_has_its_last_day"
            ),
        ]
        indexes = [models.Index(fields=["ending", "recorded_at"], name="ending_moves")]

    def __str__(self) -> str:
        return f"{self.description}: {self.get_goes_on_display()}"


class EndingDecision(TrackedModel):
    """One body's decision, that aftercare is no longer needed or that it is needed again. Append-only.

    `effective_on` is the day from which a body would put aftercare back.
    """

    class Question(models.TextChoices):
        END = "end", "Is aftercare no longer needed?"
        REINSTATE = "reinstate", "Is aftercare needed again?"

    class Side(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS_BODY = "nhs_body", "NHS body"

    ending = models.ForeignKey(EndingRequest, on_delete=models.PROTECT, related_name="decisions")
    question = models.CharField(max_length=10, choices=Question.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    satisfied = models.BooleanField()
    reasons = models.TextField()
    discharge_reasons = models.TextField(blank=True, default="")
    effective_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by_title = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        identifier="",
        special="satisfied",
        free_text="reasons discharge_reasons",
        ordinary=(
            "ending question side organisation effective_on decided_on decided_by decided_by_title "
            "recorded_at"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ending", "question", "side"], name="ending_decided_once_a_side"),
            models.UniqueConstraint(
                fields=["ending", "question", "decided_by"], name="ending_signed_once_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {'yes' if self.satisfied else 'no'}"


class EndingNotice(TrackedModel):
    """How the person was told that aftercare ends. Append-only."""

    class Form(models.TextChoices):
        LETTER = "letter", "Letter"
        EASY_READ = "easy_read", "Easy read letter"
        EMAIL = "email", "Email"
        IN_PERSON = "in_person", "Handed over in person, in writing"

    ending = models.OneToOneField(EndingRequest, on_delete=models.PROTECT, related_name="notice")
    given_on = models.DateField()
    form = models.CharField(max_length=10, choices=Form.choices)
    joint = models.BooleanField()
    recipients = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(
        identifier="",
        special="form",
        free_text="recipients",
        ordinary="ending given_on joint recorded_at recorded_by",
    )

    def __str__(self) -> str:
        return f"Notice given on {self.given_on}"
