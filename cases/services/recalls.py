"""Recall to hospital from a community treatment order, and release from it (section 17E and 17F)."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from cases import policies, queries
from cases.models import Detention, HospitalStay
from cases.models.codes import CTO_RECALL
from cases.services import entitlement
from cases.services.checks import Checks
from cases.services.legal_facts import check_known
from cases.services.orders import began_order, require_order
from cases.services.stretches import admit, close_detention, leave_hospital, open_stay
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version


@writes
def record_recall(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    recalled_on: date,
    recall_time: time | None = None,
    hospital: str = "",
    ward: str = "",
    provider: Organisation | None = None,
    responsible_clinician: str = "",
    source: str = Detention.Source.PAPERS,
    verified_by: str = "",
    verified_on: date | None = None,
    seen_version: int | None = None,
) -> Detention:
    """Record a recall: the person is in hospital and may be held for 72 hours. The order goes on meanwhile.

    Whether recall is a new detention is contested (rule A-8): where the readings differ a person decides.
    """
    case = queries.lock_case(case_id)
    policies.cto_recall(actor, queries.header_for(actor, case_id)).require()
    order = require_order(case)
    require_version(order, seen_version)
    checks = Checks(case, at)
    checks.past("recalled_on", recalled_on)
    checks.order("recalled_on", recalled_on, order.starts_on, began_order(order))
    checks.need("hospital", hospital, "Enter the hospital")
    check_known(checks, verified_by, verified_on)
    before = case.detentions.filter(is_current=True, ends_on__gt=recalled_on).exists()
    checks.need("recalled_on", not before, "An earlier recall or detention had not ended on this day")
    checks.refuse()
    row = Detention.objects.create(
        case=case,
        section_code=CTO_RECALL,
        starts_on=recalled_on,
        start_time=recall_time,
        hospital=hospital,
        ward=ward,
        provider=provider,
        responsible_clinician=responsible_clinician,
        source=source,
        verified_by=verified_by,
        verified_on=verified_on,
    )
    record(Event.RECALL_RECORDED, row, case_id=case.id)
    admit(case, row, recalled_on, None, still_in=True, actor=actor, at=at)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


@writes
def end_recall(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    recall_id: UUID,
    released_on: date,
    destination: str,
    seen_version: int | None = None,
) -> Detention:
    """Record release from recall: the person leaves hospital and the order goes on."""
    case = queries.lock_case(case_id)
    policies.recall_end(actor, queries.header_for(actor, case_id)).require()
    recall = queries.recall_for(case_id, recall_id)
    if recall is None:
        raise NotFound
    require_version(recall, seen_version)
    close_detention(case, recall, "released_on", released_on, Detention.EndReason.RELEASED, at)
    record(Event.RECALL_ENDED, recall, case_id=case.id)
    stay = open_stay(case)
    if stay is None:
        raise Refused("No stay in hospital is recorded for this recall. Record the stay first")
    if destination not in HospitalStay.Destination.values:
        raise Refused(fields={"destination": "Select where the person went"})
    leave_hospital(case, stay, released_on, destination)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return recall
