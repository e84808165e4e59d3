"""What closes of itself: a transfer with nothing left to hand over, a request to end what no longer runs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases.models import Case, EndingRequest, Participation, Transfer
from cases.rules.lifecycle import (
    ENDING,
    MAY_BE_OWED,
    OPEN_TRANSFER,
    TRANSFER,
    CaseStatus,
    EndingAction,
    EndingStatus,
    TransferAction,
    TransferStatus,
)
from cases.rules.words import day
from s117.audit.record import record
from s117.kernel.dates import london_date

HOST = Participation.Capacity.HOST
WHY = {
    CaseStatus.PROSPECTIVE: "The person was detained again on {day}.",
    CaseStatus.TO_CHECK: "The register entry has to be checked again.",
    CaseStatus.ENDED_DEATH: "The person died on {day}.",
    CaseStatus.ENDED: "Aftercare ended on {day}.",
    CaseStatus.NOT_ENTITLED: "It was found that there is no right to aftercare under section 117.",
    CaseStatus.ENTERED_IN_ERROR: "The register entry was made in error, or merged into another.",
}


def lapse(case: Case, before: CaseStatus, now: CaseStatus, on: date, at: datetime) -> None:
    """Close what the new status of an entry leaves without a subject."""
    if now not in MAY_BE_OWED:
        _lapse_transfer(case, now, on, at)
    if before is CaseStatus.ACTIVE:
        _lapse_ending(case, now, on)


def _lapse_ending(case: Case, status: CaseStatus, on: date) -> None:
    """A request was about the aftercare that ran. Decisions on it must never end one that begins later."""
    for ending in EndingRequest.objects.select_for_update().filter(case=case, status=EndingStatus.OPEN):
        reason = WHY[status].format(day=day(on))
        ending.amend(status=ENDING.after(EndingStatus.OPEN, EndingAction.WITHDRAW), closing_reason=reason)
        record(ENDING.events[EndingAction.WITHDRAW], ending, case_id=case.id, reason=reason)


def _lapse_transfer(case: Case, status: CaseStatus, on: date, at: datetime) -> None:
    """Close the transfer that is under way, if there is one: its own body need not withdraw it.

    The body that was asked still sees the notice, and why it was closed; the record is closed to it.
    """
    for transfer in Transfer.objects.select_for_update().filter(case=case, status__in=OPEN_TRANSFER):
        reason = WHY[status].format(day=day(on))
        after = TRANSFER.after(TransferStatus(transfer.status), TransferAction.LAPSE)
        transfer.amend(status=after, closing_reason=reason, closed_on=london_date(at))
        end_hosting(case, transfer.to_body_id, london_date(at))
        event = TRANSFER.events[TransferAction.LAPSE]
        record(event, transfer, case_id=case.id, reason=reason)


def end_hosting(case: Case, body_id: UUID, on: date) -> None:
    """A body that no longer coordinates sees the case only if it shares it for another reason."""
    for row in case.participations.filter(capacity=HOST, organisation=body_id, ends_on__isnull=True):
        row.amend(ends_on=max(on, row.starts_on))
