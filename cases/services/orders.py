"""Community treatment orders: the detention is suspended, the duty is live and cannot end (rule A-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases import policies, queries
from cases.models import Case, CommunityTreatmentOrder, Detention, StatusFact
from cases.models.codes import CTO_MAY_FOLLOW, REVOKED, section_words
from cases.rules.expiry import order_first_period
from cases.services import entitlement
from cases.services.checks import Checks, day_words
from cases.services.legal_facts import (
    Correction,
    Entry,
    check_known,
    columns_of,
    detention_on,
)
from cases.services.stretches import (
    admit,
    check_leaving,
    close_detention,
    detention_in_force,
    leave_if_told,
)
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import add_months
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound, require_version

Ended = CommunityTreatmentOrder.EndReason
# How a recall in force ends when the order itself does.
RECALL_ENDS = {
    Ended.REVOKED: Detention.EndReason.REVOKED,
    Ended.DISCHARGED: Detention.EndReason.RC,
    Ended.LAPSED: Detention.EndReason.LAPSED,
    Ended.NEW_SECTION: Detention.EndReason.CONVERTED,
    Ended.DIED: Detention.EndReason.DIED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInput:
    """What is known of an order. `expires_on` ends its first period, which lasts six months unless given."""

    starts_on: date
    expires_on: date | None = None
    conditions: str = ""
    responsible_clinician: str = ""
    ended_on: date | None = None
    end_reason: str = ""
    source: str = StatusFact.Source.PAPERS
    verified_by: str = ""
    verified_on: date | None = None


@writes
def record_cto(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    order: OrderInput,
    left_on: date | None = None,
    destination: str = "",
    correction: Correction | None = None,
    seen_version: int | None = None,
) -> CommunityTreatmentOrder:
    """Record an order, now or long ago: a detention in force ceases that day and, given `left_on`, the stay
    in hospital ends too. With `correction` it takes the place of an earlier entry."""
    case = queries.lock_case(case_id)
    policies.cto_record(actor, queries.header_for(actor, case_id)).require()
    entry = Entry(actor=actor, at=at, case=case, rows=case.ctos, correction=correction)
    detention = detention_on(case, order.starts_on)
    _check_order(entry.checks, detention, order)
    check_leaving(entry.checks, left_on, destination, order.starts_on, "before the order began")
    entry.refuse(Period(order.starts_on, order.ended_on), "a community treatment order")
    if detention is not None and detention.ends_on is None:
        require_version(detention, seen_version)
        close_detention(case, detention, "starts_on", order.starts_on, Detention.EndReason.CTO, at)
    given = columns_of(order)
    given["expires_on"] = order.expires_on or order_first_period(order.starts_on)
    event = Event.CTO_CORRECTED if entry.old else Event.CTO_RECORDED
    row: CommunityTreatmentOrder = entry.keep(event, detention=detention, **given)
    leave_if_told(case, left_on, destination)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


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
    order = require_order(case)
    require_version(order, seen_version)
    checks = Checks(case, at)
    checks.past("ended_on", ended_on)
    checks.order("ended_on", ended_on, order.starts_on, began_order(order))
    checks.refuse()
    order.amend(ended_on=ended_on, end_reason=end_reason)
    record(Event.CTO_ENDED, order, case_id=case.id, detail={"reason": end_reason})
    recall = detention_in_force(case)
    if recall is not None:
        close_detention(case, recall, "ended_on", ended_on, RECALL_ENDS[Ended(end_reason)], at)
    if end_reason == Ended.REVOKED:
        _revive(actor, at, case, recall or order.detention, ended_on)
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return order


def require_order(case: Case) -> CommunityTreatmentOrder:
    """The order in force. NotFound when another request has ended it since the policy looked."""
    order = case.ctos.select_related("detention").filter(is_current=True, ended_on__isnull=True).first()
    if order is None:
        raise NotFound
    return order


def began_order(order: CommunityTreatmentOrder) -> str:
    """The end of a sentence about a date that is too early for the order."""
    return f"before the order began on {day_words(order.starts_on)}"


def _check_order(checks: Checks, detention: Detention | None, given: OrderInput) -> None:
    checks.past("starts_on", given.starts_on)
    checks.order("expires_on", given.expires_on, given.starts_on, "before the order began")
    if given.expires_on is not None and given.expires_on > add_months(given.starts_on, 12):
        checks.fault("expires_on", "An order cannot last more than 12 months before it is extended")
    checks.past("ended_on", given.ended_on)
    checks.order("ended_on", given.ended_on, given.starts_on, "before the order began")
    checks.need("end_reason", given.end_reason or given.ended_on is None, "Select how it ended")
    check_known(checks, given.verified_by, given.verified_on)
    _check_follows(checks, detention, given.starts_on)


def _check_follows(checks: Checks, detention: Detention | None, starts_on: date) -> None:
    """An order follows a detention that was in force until it began."""
    if detention is None:
        checks.fault("starts_on", "No detention is recorded on this day. Record the detention first")
        return
    section = section_words(detention.section_code)
    if detention.section_code not in CTO_MAY_FOLLOW:
        checks.fault("starts_on", f"A community treatment order cannot follow {section}")
    if detention.ends_on not in (None, starts_on):
        ended = day_words(detention.ends_on)
        checks.fault(
            "starts_on", f"{section} is recorded as ending on {ended}. Correct that first, or this date"
        )


def _revive(actor: Actor, at: datetime, case: Case, old: Detention, on: date) -> None:
    revived = Detention.objects.create(
        case=case,
        section_code=REVOKED,
        starts_on=on,
        hospital=old.hospital,
        ward=old.ward,
        provider=old.provider,
        source=old.source,
    )
    record(Event.DETENTION_RECORDED, revived, case_id=case.id, detail={"code": REVOKED})
    admit(case, revived, on, None, still_in=True, actor=actor, at=at)
