"""Each responsible body confirms its entries in the register once a year."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from cases import policies, queries
from cases.models import RegisterConfirmation
from cases.services.checks import Checks
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused

StillOwed = RegisterConfirmation.StillOwed


@writes
def record_confirmation(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    still_owed: str,
    confirmed_on: date,
    note: str = "",
) -> RegisterConfirmation:
    """Say for the actor's own body whether aftercare is still owed. Anything but a yes needs a note.

    The entry itself does not change: both bodies decide to end aftercare, each by its own decision (E-1).
    """
    case = queries.lock_case(case_id)
    side = queries.side_of(actor)
    determination = queries.current_determination(case_id, side)
    policies.confirmation_record(actor, queries.header_for(actor, case_id), determination).require()
    checks = Checks(case, at)
    checks.past("confirmed_on", confirmed_on)
    checks.not_before_birth("confirmed_on", confirmed_on)
    checks.need("note", note.strip() or still_owed == StillOwed.YES, "Enter what the other body should know")
    checks.refuse()
    confirmation = RegisterConfirmation.objects.create(
        case=case,
        organisation_id=actor.organisation_id,
        side=side,
        confirmed_on=confirmed_on,
        still_owed=still_owed,
        note=note.strip(),
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    detail = {"side": side, "still_owed": still_owed}
    record(Event.CONFIRMATION_RECORDED, confirmation, case_id=case.id, reason=note.strip(), detail=detail)
    return confirmation


@writes
def record_confirmations(*, actor: Actor, at: datetime, case_ids: Collection[UUID]) -> int:
    """Confirm for today that aftercare is still owed under several entries: all of them or none. Returns how
    many."""
    if not case_ids:
        raise Refused(fields={"entries": "Tick at least one entry"})
    for case_id in sorted(case_ids):  # in one order, so that two pages confirmed at once cannot deadlock
        record_confirmation(
            actor=actor, at=at, case_id=case_id, still_owed=StillOwed.YES, confirmed_on=london_date(at)
        )
    return len(case_ids)
