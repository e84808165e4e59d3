"""Community treatment orders: the detention is suspended, the duty is live and cannot end (rule A-6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases import policies, queries
from cases.models import Case, CommunityTreatmentOrder, Detention
from cases.models.codes import CTO_MAY_FOLLOW, REVOKED, section_words
from cases.services import entitlement
from cases.services.checks import Checks, day_words
from cases.services.stretches import (
    admit,
    began,
    close_detention,
    leave_hospital,
    open_stay,
    require_detention,
)
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import add_months
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, require_version

FIRST_MONTHS = 6
"""How long an order lasts unless it is renewed: section 20A(1)."""


@writes
def record_cto(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    starts_on: date,
    expires_on: date | None = None,
    left_on: date | None = None,
    destination: str = "",
    conditions: str = "",
    seen_version: int | None = None,
) -> CommunityTreatmentOrder:
    """Record an order: the detention ceases that day and, given `left_on`, the stay in hospital ends too.

    Without `expires_on` the order lasts six months.
    """
    case = queries.lock_case(case_id)
    policies.cto_record(actor, queries.header_for(actor, case_id)).require()
    detention = require_detention(case)
    require_version(detention, seen_version)
    checks = Checks(case, at)
    _check_order(checks, detention, starts_on, expires_on)
    checks.order("left_on", left_on, starts_on, "before the order began")
    checks.past("left_on", left_on)
    checks.need("destination", destination or left_on is None, "Select where the person went")
    checks.refuse()
    close_detention(case, detention, "starts_on", starts_on, Detention.EndReason.CTO, at)
    order = CommunityTreatmentOrder.objects.create(
        case=case,
        detention=detention,
        starts_on=starts_on,
        expires_on=expires_on or add_months(starts_on, FIRST_MONTHS),
        conditions=conditions,
    )
    record(Event.CTO_RECORDED, order, case_id=case.id)
    stay = open_stay(case)
    if stay is not None and left_on is not None:
        leave_hospital(case, stay, left_on, destination)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return order


@writes
def end_cto(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    ended_on: date,
    end_reason: str,
    seen_version: int | None = None,
) -> CommunityTreatmentOrder:
    """Record the end of the order in force. Revocation puts the person back in hospital under the section."""
    case = queries.lock_case(case_id)
    policies.cto_end(actor, queries.header_for(actor, case_id)).require()
    order = case.ctos.select_related("detention").filter(ended_on__isnull=True).first()
    if order is None:
        raise NotFound
    require_version(order, seen_version)
    checks = Checks(case, at)
    checks.past("ended_on", ended_on)
    checks.order(
        "ended_on", ended_on, order.starts_on, f"before the order began on {day_words(order.starts_on)}"
    )
    checks.refuse()
    order.amend(ended_on=ended_on, end_reason=end_reason)
    record(Event.CTO_ENDED, order, case_id=case.id, detail={"reason": end_reason})
    if end_reason == CommunityTreatmentOrder.EndReason.REVOKED:
        _revive(case, order.detention, ended_on)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return order


def _check_order(checks: Checks, detention: Detention, starts_on: date, expires_on: date | None) -> None:
    checks.past("starts_on", starts_on)
    checks.order("starts_on", starts_on, detention.starts_on, began(detention))
    checks.order("expires_on", expires_on, starts_on, "before the order began")
    if expires_on is not None and expires_on > add_months(starts_on, 12):
        checks.fault("expires_on", "An order cannot last more than 12 months before it is renewed")
    if detention.section_code not in CTO_MAY_FOLLOW:
        section = section_words(detention.section_code)
        checks.fault("starts_on", f"A community treatment order cannot follow {section}")


def _revive(case: Case, old: Detention, on: date) -> None:
    revived = Detention.objects.create(
        case=case,
        section_code=REVOKED,
        starts_on=on,
        hospital=old.hospital,
        ward=old.ward,
        provider=old.provider,
    )
    record(Event.DETENTION_RECORDED, revived, case_id=case.id, detail={"code": REVOKED})
    admit(case, revived, on, None, still_in=True)
