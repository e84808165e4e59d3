"""Files relied on in questions of responsibility."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cases.models import DutyEpisode, Evidence
from cases.models.evidence import LEGAL_STATUS
from s117.kernel.refusals import NotFound


def evidence_of(case_id: UUID, kind: str) -> Sequence[Evidence]:
    """Every file about one question, withdrawn ones too, latest first."""
    rows = Evidence.objects.filter(case=case_id, kind=kind)
    return tuple(rows.select_related("organisation", "added_by", "withdrawn_by").order_by("-added_at", "-id"))


def files_of_facts(case_id: UUID) -> dict[UUID, list[Evidence]]:
    """The files added to facts of legal status and not withdrawn, by the fact's id, latest first."""
    rows = Evidence.objects.filter(case=case_id, kind=LEGAL_STATUS, withdrawn_at__isnull=True)
    found: dict[UUID, list[Evidence]] = {}
    for row in rows.select_related("organisation", "added_by").order_by("-added_at", "-id"):
        found.setdefault(row.fact_row, []).append(row)
    return found


def evidence_for(case_id: UUID, evidence_id: UUID) -> Evidence:
    """One file of a case that has not been withdrawn. NotFound otherwise."""
    found = Evidence.objects.filter(case=case_id, pk=evidence_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found


def duty_episodes(case_id: UUID) -> Sequence[DutyEpisode]:
    """The runs of the duty as they stand, latest first."""
    return tuple(DutyEpisode.objects.filter(case=case_id, is_current=True).order_by("-starts_on"))
