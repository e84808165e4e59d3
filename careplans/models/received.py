"""Letters that came in about a person: from whom, about what, and the letter itself as it was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from s117.audit.history import Privacy
from s117.documents.kept import ORDINARY, KeptFile


class ReceivedLetter(KeptFile):
    """One letter received. A wrong one is withdrawn with its reason; the row stays."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    sender = models.CharField(max_length=200)
    about = models.CharField(max_length=200)
    dated_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()

    privacy = Privacy(
        special="sha256",
        free_text="sender about withdrawn_because",
        ordinary=f"case dated_on received_on {ORDINARY}",
    )

    class Meta(KeptFile.Meta):
        constraints = [
            *KeptFile.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="received_letter_once_a_case",
            ),
            models.CheckConstraint(
                condition=Q(dated_on__isnull=True) | Q(received_on__gte=F("dated_on")),
                name="received_letter_after_it_was_written",
            ),
        ]
        indexes = [models.Index(fields=["case", "-received_on"], name="received_letters_of_case")]
