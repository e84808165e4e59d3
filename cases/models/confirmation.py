"""Once a year each responsible body confirms its entries in the register. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.register import Case
from s117.audit.history import Privacy, TrackedModel


class RegisterConfirmation(TrackedModel):
    """One body's word on one day whether aftercare is still owed. The database refuses to change a row.

    Neither a no nor a query changes the entry: ending aftercare is a decision of both bodies (rule E-1).
    """

    class Side(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS_BODY = "nhs_body", "NHS body"

    class StillOwed(models.TextChoices):
        YES = "yes", "Yes, aftercare is still owed"
        NO = "no", "No, we think that it should end"
        QUERY = "query", "We have a query about this entry"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    confirmed_on = models.DateField()
    still_owed = models.CharField(max_length=5, choices=StillOwed.choices)
    note = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(
        identifier="",
        special="still_owed",
        free_text="note",
        ordinary="case organisation side confirmed_on recorded_at recorded_by",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(still_owed="yes") | ~Q(note=""), name="confirmation_doubt_has_note"
            ),
        ]
        indexes = [models.Index(fields=["case", "side", "-recorded_at"], name="confirmation_latest")]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_still_owed_display()} on {self.confirmed_on}"
