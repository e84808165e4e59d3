"""What the rules or a person found, and each body's answer. Superseded, never overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.rules.answers import Firmness
from s117.audit.history import Privacy, TrackedModel
from s117.kernel.findings import Answer


class Determination(TrackedModel):
    """Entitlement, responsible council or responsible NHS body: the answer with its facts and findings.

    `facts` is the list of sentences the answer rests on, `findings` a list of {rule, citation, text},
    `alternatives` the other readings where the law is contested. `firmness` says how far the rules go: a body
    named by an open question is a default to show, not a proposal it can accept. A person's decision has
    `made_by`.
    """

    class Kind(models.TextChoices):
        ENTITLEMENT = "entitlement", "Entitlement"
        COUNCIL = "council", "Responsible council"
        NHS_BODY = "nhs_body", "Responsible NHS body"

    class Origin(models.TextChoices):
        RULES = "rules", "Worked out from the record"
        PERSON = "person", "Decided by a person"
        SUCCESSION = "succession", "Body replaced by its successor"
        RULING = "ruling", "Determined in a dispute"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="determinations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.RULES)
    answer = models.CharField(max_length=12, choices=[(a.value, a.name.capitalize()) for a in Answer])
    firmness = models.CharField(
        max_length=12, choices=[(f.value, f.name.capitalize()) for f in Firmness], default=Firmness.DETERMINED
    )
    value = models.CharField(max_length=200, blank=True, default="")
    body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payer = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True, default="")
    facts = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    missing = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    ruleset = models.CharField(max_length=120, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    accepted_before = models.BooleanField(
        default=False, help_text="The body that this one succeeds had accepted, which binds the successor"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_current = models.BooleanField(default=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    privacy = Privacy(
        identifier="",
        special="answer value facts findings missing alternatives basis",
        free_text="reason",
        ordinary=(
            "case kind origin firmness body payer starts_on ruleset accepted_before made_at made_by "
            "is_current supersedes"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(is_current=True), name="determination_one_current"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "kind", "made_at"], name="determination_history"),
            models.Index(
                fields=["body", "kind"], condition=Q(is_current=True), name="determination_to_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.answer}"


class BodyDecision(TrackedModel):
    """A body's answer to being named. A later answer replaces it as the current one; both stay."""

    class Reply(models.TextChoices):
        ACCEPT = "accept", "Accepts"
        WITHOUT_PREJUDICE = "accept_without_prejudice", "Accepts without prejudice"
        DISPUTE = "dispute", "Disputes"

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="decisions")
    side = models.CharField(max_length=12, choices=Determination.Kind.choices)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(max_length=30, choices=Reply.choices)
    reason = models.TextField(blank=True, default="")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by_title = models.CharField(max_length=120, blank=True, default="")
    recorded_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    privacy = Privacy(
        identifier="",
        special="",
        free_text="reason",
        ordinary=(
            "determination side organisation reply decided_on decided_by decided_by_title recorded_at "
            "is_current"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "side"],
                condition=Q(is_current=True),
                name="body_decision_one_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reply_display()} on {self.decided_on}"
