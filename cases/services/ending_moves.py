"""What becomes of the services that run on while an ending is decided (practice 1.4 M, journey J6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases import policies, queries
from cases.models import EndingServiceMove
from cases.services.checks import Checks
from cases.services.ending_effects import latest
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import require_version

GoesOn = EndingServiceMove.GoesOn


@writes
def move_service(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    service_key: UUID,
    description: str,
    goes_on: str,
    details: str,
    told_on: date | None = None,
    ends_on: date | None = None,
    seen_version: int | None = None,
) -> EndingServiceMove:
    """Say that a service goes on outside aftercare once aftercare ends, stops on a day, or stays aftercare.

    Nobody is left to find out from a bill: the day on which the person was told is required. Nothing changes
    before the ending is confirmed.
    """
    case = queries.lock_case(case_id)
    ending = latest(case_id)
    policies.ending_service_move(actor, queries.header_for(actor, case_id), ending).require()
    require_version(ending, seen_version)
    checks, outside = Checks(case, at), goes_on in (GoesOn.CHARGED, GoesOn.FREE)
    stops = goes_on == GoesOn.STOPS
    if outside:
        checks.need("told_on", told_on, "Enter the date the person was told")
    if stops:
        checks.need("ends_on", ends_on, "Enter the last day of the service")
    checks.past("told_on", told_on)
    checks.refuse()
    moved = EndingServiceMove.objects.create(
        ending=ending,
        service_key=service_key,
        description=description,
        goes_on=goes_on,
        told_on=told_on if outside else None,
        ends_on=ends_on if stops else None,
        details=details,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    record(Event.ENDING_SERVICE_MOVED, moved, case_id=case.id, detail={"goes_on": goes_on})
    return moved
