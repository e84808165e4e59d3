"""The contact log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases import policies, queries
from cases.models import ContactLog
from cases.services.checks import Checks
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event


@writes
def record_contact(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    happened_at: datetime,
    kind: str,
    with_whom: str,
    attended: str,
    note: str,
    direction: str = ContactLog.Direction.OUT,
    with_name: str = "",
) -> ContactLog:
    """Add a contact to the log. It cannot be changed afterwards: another entry puts right what was wrong."""
    case = queries.lock_case(case_id)
    policies.contact_record(actor, queries.header_for(actor, case_id)).require()
    checks = Checks(case, at)
    checks.not_before_birth("happened_on", london_date(happened_at))
    if happened_at > at:
        field = "happened_on" if london_date(happened_at) > london_date(at) else "happened_time"
        checks.fault(field, "The contact must be in the past")
    checks.need("note", note.strip(), "Enter a note of the contact")
    checks.refuse()
    contact = ContactLog.objects.create(
        case=case,
        happened_at=happened_at,
        kind=kind,
        with_whom=with_whom,
        with_name=with_name,
        direction=direction,
        attended=attended,
        note=note,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    record(Event.CONTACT_RECORDED, contact, case_id=case.id, detail={"kind": kind, "attended": attended})
    return contact
