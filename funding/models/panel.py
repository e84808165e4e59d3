"""A sitting of two bodies: its agenda, who sat, interests, what was decided, and each body's signature.

What was decided is never overwritten. A correction is a new edition, and a signature belongs to one edition:
so a change leaves every earlier signature on the page and worth nothing, and the database counts it as such.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from funding.models.application import Application, ApplicationService
from funding.rules.applications import Outcome
from funding.rules.lifecycle import PanelStatus
from s117.audit.history import Privacy, TrackedModel
from s117.documents.made import PAPER, MadePaper
from s117.kernel.documents import WAITING, DocumentStatus


class Panel(TrackedModel):
    """A sitting that one body convenes and another sits on with it."""

    convenor = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    partner = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    chair = models.CharField(max_length=120, blank=True)
    minutes = models.TextField(blank=True)
    status = models.CharField(
        max_length=8,
        choices=[(status.value, status.name.capitalize()) for status in PanelStatus],
        default=PanelStatus.PLANNED.value,
    )
    arranged_at = models.DateTimeField()

    privacy = Privacy(
        identifier="chair",
        free_text="minutes place",
        ordinary="convenor partner number held_on status arranged_at",
    )

    class Meta:
        ordering = ["-held_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["convenor", "number"], name="panel_number_once"),
            models.CheckConstraint(condition=~Q(convenor=models.F("partner")), name="panel_of_two_bodies"),
        ]

    def __str__(self) -> str:
        return f"panel {self.number} on {self.held_on}"


class PanelMember(TrackedModel):
    """Somebody who sat, and for which body. `user` where they have an account here. A member recorded by
    mistake is taken off while nothing depends on them; the row stays."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(identifier="name", free_text="role", ordinary="panel user organisation removed_at")

    class Meta:
        ordering = ["organisation_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "user"],
                condition=Q(user__isnull=False, removed_at__isnull=True),
                name="panel_member_once",
            ),
            models.UniqueConstraint(
                fields=["panel", "name"],
                condition=Q(removed_at__isnull=True),
                name="panel_member_named_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(TrackedModel):
    """An application on a sitting's agenda, until it is taken off."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(ordinary="panel application position removed_at")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "position"], name="agenda_place_once"),
            models.UniqueConstraint(
                fields=["panel", "application"], condition=Q(removed_at__isnull=True), name="agenda_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.position}"


class PanelInterest(TrackedModel):
    """An interest that a member declared in one application. Append-only."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="interests")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=300)

    privacy = Privacy(free_text="nature", ordinary="item member")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="panel_interest_once")]

    def __str__(self) -> str:
        return self.nature


class PanelDecision(TrackedModel):
    """One edition of what a panel decided on an application (practice 1.4 K).

    `effected_at` is set when every paying body has signed this edition; from then on it stands for ever.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    edition = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=Outcome.choices())
    conditions = models.TextField(blank=True)
    valid_to = models.DateField(null=True, blank=True)
    reasons = models.TextField()
    questions = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    effected_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        special="outcome",
        free_text="conditions reasons questions",
        ordinary="item application edition reference valid_to recorded_at recorded_by superseded_at "
        "effected_at",
    )

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "edition"], name="decision_edition_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(superseded_at__isnull=True), name="decision_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(effected_at__isnull=True),
                name="decision_in_force_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, edition {self.edition}"


class DecisionService(TrackedModel):
    """A service that the decision funds, at which rate: pence a unit. Append-only."""

    decision = models.ForeignKey(PanelDecision, models.PROTECT, related_name="services")
    service = models.ForeignKey(ApplicationService, models.PROTECT, related_name="+")
    rate_pence = models.BigIntegerField()

    privacy = Privacy(ordinary="decision service rate_pence")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "service"], name="decision_service_once"),
            models.CheckConstraint(condition=Q(rate_pence__gt=0), name="decision_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.service} at {self.rate_pence}"


class DecisionTerm(TrackedModel):
    """A day from which the decision shares the cost in a certain way. Append-only."""

    decision = models.ForeignKey(PanelDecision, models.PROTECT, related_name="terms")
    starts_on = models.DateField()

    privacy = Privacy(ordinary="decision starts_on")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "starts_on"], name="decision_term_once_a_day")
        ]

    def __str__(self) -> str:
        return f"from {self.starts_on}"


class DecisionShare(TrackedModel):
    """One body's part from a term's day on. The parts of a term come to 100.00. Append-only."""

    term = models.ForeignKey(DecisionTerm, models.PROTECT, related_name="shares")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    privacy = Privacy(ordinary="term organisation percent")

    class Meta:
        ordering = ["organisation_id"]
        constraints = [
            models.UniqueConstraint(fields=["term", "organisation"], name="decision_share_once_a_body"),
            models.CheckConstraint(condition=Q(percent__gte=0), name="decision_share_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.percent}%"


class DecisionSignature(TrackedModel):
    """One body's signature on one edition of a decision. Append-only."""

    decision = models.ForeignKey(PanelDecision, models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    signed_at = models.DateTimeField()

    privacy = Privacy(ordinary="decision organisation signed_by title signed_at")

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="decision_signed_once_a_body"),
            models.UniqueConstraint(fields=["decision", "signed_by"], name="decision_signed_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.signed_by} for {self.organisation}"


class PanelPack(MadePaper):
    """The papers of a sitting as one document."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="packs")

    privacy = Privacy(special="snapshot", ordinary=f"panel {PAPER}")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(status__in=[status.value for status in WAITING]),
                name="panel_pack_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.READY.value) | (~Q(sha256="") & Q(pages__gt=0)),
                name="panel_pack_ready_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"pack of {self.panel}"
