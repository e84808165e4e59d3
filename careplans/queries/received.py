"""Reading letters received."""

from __future__ import annotations

from uuid import UUID

from careplans.models import ReceivedLetter
from s117.kernel.refusals import NotFound


def received_of(case_id: UUID) -> tuple[ReceivedLetter, ...]:
    """The letters received about a person, withdrawn ones too, latest first. One statement."""
    rows = ReceivedLetter.objects.filter(case_id=case_id)
    rows = rows.select_related("organisation", "added_by", "withdrawn_by")
    return tuple(rows.order_by("-received_on", "-added_at", "-id"))


def received_for(case_id: UUID, letter_id: UUID) -> ReceivedLetter:
    """One letter received that has not been withdrawn; else NotFound."""
    rows = ReceivedLetter.objects.filter(case_id=case_id, pk=letter_id, withdrawn_at__isnull=True)
    found = rows.select_related("organisation", "added_by").first()
    if found is None:
        raise NotFound
    return found
