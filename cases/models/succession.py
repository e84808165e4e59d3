"""Applying mergers and splits of bodies to the register: the run, and what it did to each case."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.models.responsibility import Determination
from s117.audit.history import Privacy, TrackedModel


class SuccessionRun(TrackedModel):
    """One confirmed run over all live cases. A worker takes it up in pieces; the steps say how far it got."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "Running"
        DONE = "done", "Finished"

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    as_on = models.DateField()
    reason = models.TextField()
    preview = models.CharField(max_length=64, help_text="Fingerprint of the preview that was confirmed")
    to_do = models.PositiveIntegerField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        free_text="reason",
        ordinary="status as_on preview to_do requested_at requested_by claimed_at done_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="requested"), name="succession_run_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["-requested_at"], name="succession_run_latest")]

    def __str__(self) -> str:
        return f"Run of {self.as_on}"


class SuccessionStep(TrackedModel):
    """What one run did to one question of one case: a successor took over, or a person must choose."""

    class Outcome(models.TextChoices):
        TAKEN_OVER = "taken_over", "Successor took over"
        TO_CHOOSE = "to_choose", "A person must choose"
        CHOSEN = "chosen", "Chosen by a person"

    run = models.ForeignKey(SuccessionRun, on_delete=models.PROTECT, related_name="steps")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="succession_steps")
    kind = models.CharField(max_length=12, choices=Determination.Kind.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    old_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    new_body = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    takes_effect_on = models.DateField()
    candidates = ArrayField(models.UUIDField(), default=list, blank=True)
    before = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        free_text="reason",
        ordinary=(
            "run case kind outcome old_body new_body takes_effect_on candidates before after recorded_at"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before"], name="succession_step_once"),
            models.CheckConstraint(
                condition=Q(outcome="to_choose") | Q(new_body__isnull=False, after__isnull=False),
                name="succession_step_has_its_heir",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="chosen") | ~Q(reason=""), name="succession_choice_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["run", "outcome"], name="succession_step_of_run"),
            models.Index(fields=["case"], condition=Q(outcome="to_choose"), name="succession_step_to_choose"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()}"


class BodyMove(TrackedModel):
    """A team or an account that a run moved from a body that was replaced to the one that took its place."""

    run = models.ForeignKey(SuccessionRun, on_delete=models.PROTECT, related_name="moves")
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    takes_effect_on = models.DateField()
    name_before = models.CharField(max_length=100, blank=True, default="")
    name_after = models.CharField(max_length=100, blank=True, default="")
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        ordinary="run team user from_body to_body takes_effect_on name_before name_after recorded_at"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True, user__isnull=False) | Q(team__isnull=False, user__isnull=True),
                name="body_move_of_team_or_account",
            ),
            models.CheckConstraint(
                condition=~Q(from_body=models.F("to_body")), name="body_move_to_another_body"
            ),
        ]
        indexes = [models.Index(fields=["run", "to_body"], name="body_move_of_run")]

    def __str__(self) -> str:
        return f"{self.from_body} to {self.to_body}"
