"""The files that determinations and legal status rest on. Bytes are kept once, by their hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.register import Case
from cases.models.responsibility import Determination
from cases.models.status_fact import FactKind
from s117.audit.history import Privacy
from s117.documents.kept import ORDINARY, KeptFile

LEGAL_STATUS = "legal_status"
"""What a file about a fact of legal status is kept under, in place of a question of responsibility."""


class Evidence(KeptFile):
    """One file about one question, or one fact of legal status: an order, a tenancy, detention papers.

    A file of a fact goes along when the fact is corrected or moved. A wrong file is withdrawn,
    with its reason.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(
        max_length=12, choices=[*Determination.Kind.choices, (LEGAL_STATUS, "Legal status")]
    )
    fact_kind = models.CharField(max_length=24, choices=FactKind.choices, blank=True, default="")
    fact_row = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=200)
    dated_on = models.DateField(null=True, blank=True)

    privacy = Privacy(
        identifier="",
        special="sha256 fact_kind",
        free_text="title withdrawn_because",
        ordinary=f"case kind fact_row dated_on {ORDINARY}",
    )

    class Meta(KeptFile.Meta):
        constraints = [
            *KeptFile.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "kind", "fact_row", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="evidence_once_a_question",
            ),
            models.CheckConstraint(
                condition=(Q(kind=LEGAL_STATUS, fact_row__isnull=False) & ~Q(fact_kind=""))
                | (~Q(kind=LEGAL_STATUS) & Q(fact_kind="", fact_row__isnull=True)),
                name="evidence_of_a_fact_or_a_question",
            ),
        ]
        indexes = [models.Index(fields=["case", "kind", "-added_at"], name="evidence_of_case")]
