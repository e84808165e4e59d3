"""Transfer of a person's care between areas: the notice, the answer, and who took over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.participation import Allocation
from cases.models.register import Case
from cases.rules.lifecycle import TransferStatus
from s117.audit.history import Privacy, TrackedModel

TRANSFER_WORDS = {
    TransferStatus.PROPOSED: "Waiting for an answer",
    TransferStatus.ACCEPTED: "Accepted: waiting for a coordinator",
    TransferStatus.COMPLETED: "Completed",
    TransferStatus.DECLINED: "Declined",
    TransferStatus.WITHDRAWN: "Withdrawn",
    TransferStatus.LAPSED: "Closed: nothing to take over",
}


class Transfer(TrackedModel):
    """One body asks another to take over care coordination (practice 1.4 Q).

    It moves the coordinator and the team, never the duty: who is responsible is a determination of its own
    (rule L-4). `pack` is the summary as it was sent, in frozen words. `allocation` is the one that took over.
    """

    class Cause(models.TextChoices):
        MOVES = "moves", "The person moves, or has moved, to the other area"
        PLACED = "placed", "The person’s placement is in the other area"
        DETAINED = "detained", "The person was detained again from the other area"
        AGREED = "agreed", "Both bodies agree that the other is better placed"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    status = models.CharField(
        max_length=10,
        choices=[(s.value, w) for s, w in TRANSFER_WORDS.items()],
        default=TransferStatus.PROPOSED,
    )
    from_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    to_body = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    reason = models.TextField()
    planned_on = models.DateField()
    told = models.JSONField(default=list)
    told_on = models.DateField()
    pack_contents = models.JSONField(default=list)
    pack = models.JSONField(default=dict)
    services_continuing = models.TextField()
    money_cut_over_on = models.DateField(null=True, blank=True)
    open_actions = models.TextField(blank=True, default="")
    answer_due_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by_title = models.CharField(max_length=120, blank=True, default="")
    answer_reason = models.TextField(blank=True, default="")
    allocation = models.OneToOneField(
        Allocation, on_delete=models.PROTECT, null=True, blank=True, related_name="transfer"
    )
    closing_reason = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        special="cause pack",
        free_text="reason services_continuing open_actions answer_reason closing_reason",
        ordinary=(
            "case status from_body to_body planned_on told told_on pack_contents money_cut_over_on "
            "answer_due_on proposed_at proposed_by answered_on answered_by answered_by_title allocation "
            "closed_on"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["proposed", "accepted"]),
                name="transfer_one_open",
            ),
            models.CheckConstraint(condition=~Q(from_body=F("to_body")), name="transfer_to_another_body"),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "completed", "declined"])
                | Q(answered_on__isnull=False, answered_by__isnull=False),
                name="transfer_answered",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer_reason=""), name="transfer_decline_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(status="completed", allocation__isnull=False)
                | (~Q(status="completed") & Q(allocation__isnull=True)),
                name="transfer_completed_by_allocation",
            ),
        ]
        indexes = [
            models.Index(fields=["to_body", "status"], name="transfer_to_answer"),
            models.Index(fields=["case", "proposed_at"], name="transfer_history"),
        ]

    def __str__(self) -> str:
        return f"To {self.to_body}: {self.get_status_display()}"
