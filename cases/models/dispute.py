"""Disputes about who is responsible: the parties and what each says, the steps, the referral, the outcome.

Services continue while one lives: none can be kept without a body that pays meanwhile (rules X-1, X-2).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.models.responsibility import Determination
from cases.rules.dispute_steps import KIND_WORDS, STEP_WORDS
from cases.rules.lifecycle import LIVE_DISPUTE, DisputeStatus
from s117.audit.history import Privacy, TrackedModel

DISPUTE_WORDS = {
    DisputeStatus.RAISED: "Raised",
    DisputeStatus.LOCAL_RESOLUTION: "Being settled locally",
    DisputeStatus.ESCALATED: "Escalated",
    DisputeStatus.REFERRED: "Referred",
    DisputeStatus.DETERMINED: "Determined",
    DisputeStatus.RECHARGED: "Recharged",
    DisputeStatus.CLOSED: "Closed",
}
USER = settings.AUTH_USER_MODEL
BODY = "accounts.Organisation"


def _person(**kwargs: object) -> models.ForeignKey:
    return models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", **kwargs)


def _body(**kwargs: object) -> models.ForeignKey:
    return models.ForeignKey(BODY, on_delete=models.PROTECT, related_name="+", **kwargs)


class Dispute(TrackedModel):
    """A dispute about one question of one case (practice 1.4 N).

    `arose_on` starts every clock. `reservation` keeps the words under which the interim payer pays, and
    `interim_basis` the rule that proposed it. `stake_pence` is what the services cost a week where nothing is
    funded here; otherwise the money at stake is worked out. `recharge_pence` is the sum recovered after the
    determination.
    """

    class Cost(models.TextChoices):
        PAYER = "payer", "The interim payer bears the cost"
        SHARED = "shared", "The parties share the cost equally"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=20, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    status = models.CharField(
        max_length=20, choices=[(s.value, w) for s, w in DISPUTE_WORDS.items()], default=DisputeStatus.RAISED
    )
    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    arose_on = models.DateField()
    raised_at = models.DateTimeField()
    raised_by = _person()
    raised_for = _body()
    services = models.TextField()
    stake_pence = models.BigIntegerField(null=True, blank=True)
    interim_payer = _body()
    interim_cost = models.CharField(max_length=6, choices=Cost.choices, default=Cost.PAYER)
    interim_from = models.DateField()
    interim_basis = models.CharField(max_length=400)
    interim_reason = models.TextField(blank=True, default="")
    reservation = models.TextField()
    route = models.CharField(max_length=120, blank=True, default="")
    refer_by = models.DateField(null=True, blank=True)
    recharge_pence = models.BigIntegerField(null=True, blank=True)
    recharged_on = models.DateField(null=True, blank=True)
    recharge_reference = models.CharField(max_length=80, blank=True, default="")
    closing_reason = models.TextField(blank=True, default="")
    lessons = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        special="services",
        free_text="interim_reason reservation closing_reason lessons",
        ordinary=(
            "case kind status determination arose_on raised_at raised_by raised_for stake_pence "
            "interim_payer interim_cost interim_from interim_basis route refer_by recharge_pence "
            "recharged_on recharge_reference closed_on"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(status__in=[state.value for state in LIVE_DISPUTE]),
                name="dispute_one_live_a_question",
            ),
            models.CheckConstraint(
                condition=Q(stake_pence__isnull=True) | Q(stake_pence__gte=0),
                name="dispute_stake_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(reservation__icontains="without prejudice"), name="dispute_is_without_prejudice"
            ),
            models.CheckConstraint(
                condition=~Q(status="recharged")
                | Q(recharge_pence__isnull=False, recharged_on__isnull=False),
                name="dispute_recharged_has_its_sum",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | (~Q(closing_reason="") & Q(closed_on__isnull=False)),
                name="dispute_closed_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "arose_on"], name="dispute_clock"),
            models.Index(fields=["case", "raised_at"], name="dispute_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, since {self.arose_on}"

    @property
    def party_ids(self) -> frozenset[object]:
        """The bodies in dispute."""
        return frozenset(party.organisation_id for party in self.parties.all())

    @property
    def is_live(self) -> bool:
        """Not settled yet: services continue under the interim payer."""
        return self.status in LIVE_DISPUTE


class DisputeParty(TrackedModel):
    """A body in a dispute, with what it alone writes: its contact, its position and its evidence.

    `agreed_version` is the version of the statement of facts that it agreed; a later change undoes that.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="parties")
    organisation = _body()
    contact_name = models.CharField(max_length=120, blank=True, default="")
    contact_details = models.CharField(max_length=200, blank=True, default="")
    position = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    position_at = models.DateTimeField(null=True, blank=True)
    position_by = _person(null=True, blank=True)
    agreed_version = models.PositiveIntegerField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = _person(null=True, blank=True)

    privacy = Privacy(
        identifier="contact_name contact_details",
        free_text="position evidence",
        ordinary=("dispute organisation position_at position_by agreed_version agreed_on agreed_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "organisation"], name="dispute_party_once"),
        ]
        indexes = [models.Index(fields=["organisation", "dispute"], name="dispute_party_of")]

    def __str__(self) -> str:
        return str(self.organisation_id)


class DisputeStep(TrackedModel):
    """A step towards settling a dispute, with its target day and, once taken, when, what and by whom."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=[(k.value, w) for k, w in STEP_WORDS.items()])
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    done_by = _person(null=True, blank=True)

    privacy = Privacy(free_text="note", ordinary="dispute kind due_on done_on done_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "kind"], name="dispute_step_once"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class DisputeAdvice(TrackedModel):
    """Privileged legal advice that one body keeps with a dispute; no other body reads it. Append-only."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="advice")
    organisation = _body()
    advice = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = _person()

    privacy = Privacy(free_text="advice", ordinary="dispute organisation recorded_at recorded_by")

    def __str__(self) -> str:
        return f"Advice of {self.recorded_at:%d %B %Y}"


class DisputeStatement(TrackedModel):
    """The statement of facts for a referral (SI 2014/2829 reg 4), which the parties agree."""

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="statement")
    letter_on = models.DateField(null=True, blank=True)
    nature = models.TextField(blank=True, default="")
    chronology = models.TextField(blank=True, default="")
    needs = models.TextField(blank=True, default="")
    met_by = models.TextField(blank=True, default="")
    residences = models.TextField(blank=True, default="")
    capacity = models.TextField(blank=True, default="")
    correspondence = models.TextField(blank=True, default="")
    saved_at = models.DateTimeField()
    saved_by = _person()

    privacy = Privacy(
        special="needs capacity",
        free_text="nature chronology met_by residences correspondence",
        ordinary="dispute letter_on saved_at saved_by",
    )

    def __str__(self) -> str:
        return f"Statement of facts, version {self.version}"


class DisputeReferral(TrackedModel):
    """To whom a dispute was referred, and when. Append-only."""

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="referral")
    referred_on = models.DateField()
    referred_to = models.CharField(max_length=200)
    reference = models.CharField(max_length=80, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = _person()

    privacy = Privacy(ordinary="dispute referred_on referred_to reference recorded_at recorded_by")

    def __str__(self) -> str:
        return f"Referred on {self.referred_on}"


class DeterminationLetter(TrackedModel):
    """A letter that tells how a dispute was determined. `case` is the person whose file it is on now."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    dated_on = models.DateField()
    received_on = models.DateField()
    sender = models.CharField(max_length=200)
    reference = models.CharField(max_length=80)
    summary = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = _person()

    privacy = Privacy(
        free_text="summary",
        ordinary="case dated_on received_on sender reference recorded_at recorded_by",
    )

    class Meta:
        indexes = [models.Index(fields=["case", "dated_on"], name="determination_letter_of")]

    def __str__(self) -> str:
        return f"{self.reference}, {self.sender}, {self.dated_on.day} {self.dated_on:%B %Y}"


class LetterMove(TrackedModel):
    """A letter moved from the wrong person's file to the right one's. Append-only."""

    letter = models.ForeignKey(DeterminationLetter, on_delete=models.PROTECT, related_name="moves")
    from_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters_moved_away")
    to_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters_moved_here")
    reason = models.TextField()
    moved_at = models.DateTimeField()
    moved_by = _person()

    privacy = Privacy(free_text="reason", ordinary="letter from_case to_case moved_at moved_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_case=models.F("to_case")), name="letter_moves_to_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Moved at {self.moved_at:%d %B %Y}"


class DisputeOutcome(TrackedModel):
    """How a dispute was determined or settled. `body` is responsible from `effective_from`, if it names one.

    `made` is the determination of the register that took effect; one set aside is no longer current.
    """

    class By(models.TextChoices):
        SECRETARY_OF_STATE = "secretary_of_state", "Secretary of State"
        WELSH_MINISTERS = "welsh_ministers", "Welsh Ministers"
        NHS_ENGLAND = "nhs_england", "NHS England"
        OMBUDSMAN = "ombudsman", "Ombudsman"
        COURT = "court", "Court"
        LOCAL = "local", "Last step of the local joint policy"
        AGREEMENT = "agreement", "Agreement of the parties"

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="outcomes")
    letter = models.ForeignKey(
        DeterminationLetter, on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    decided_by = models.CharField(max_length=20, choices=By.choices)
    decided_on = models.DateField()
    body = _body(null=True, blank=True)
    effective_from = models.DateField()
    outcome = models.TextField()
    facts_relied_on = models.TextField(blank=True, default="")
    made = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="dispute_outcomes"
    )
    recorded_at = models.DateTimeField()
    recorded_by = _person()
    is_current = models.BooleanField(default=True)
    set_aside_reason = models.TextField(blank=True, default="")

    privacy = Privacy(
        free_text="outcome facts_relied_on set_aside_reason",
        ordinary=(
            "dispute letter decided_by decided_on body effective_from made recorded_at recorded_by is_current"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dispute"], condition=Q(is_current=True), name="dispute_outcome_one_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=True) | ~Q(set_aside_reason=""), name="dispute_outcome_set_aside_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decided_by_display()}, {self.decided_on}"


class DisputeAgreement(TrackedModel):
    """Terms on which one party would settle. When every party's are the same, the dispute is settled."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="agreements")
    organisation = _body()
    body = _body(null=True, blank=True)
    effective_from = models.DateField()
    terms = models.TextField()
    agreed_on = models.DateField()
    agreed_by = _person()
    agreed_by_title = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    privacy = Privacy(
        free_text="terms",
        ordinary=(
            "dispute organisation body effective_from agreed_on agreed_by agreed_by_title recorded_at "
            "is_current"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "organisation"],
                condition=Q(is_current=True),
                name="dispute_agreement_one_a_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} on {self.agreed_on}"
