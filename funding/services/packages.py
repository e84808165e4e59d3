"""Fund a service of the plan; record its rates, cost shares and deliveries; end it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from cases import queries as cases
from funding import policies, queries
from funding.models import Delivery, FundedLine, Rate, Split
from funding.rules.lifecycle import LINE, LineAction, LineStatus
from funding.rules.lines import start_findings
from funding.rules.proration import Unit
from funding.rules.split import days_words
from funding.services import homes, terms
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused, require_version

CODE_WORDS = {
    "cost_centre": "cost centre",
    "subjective_code": "subjective code",
    "po_reference": "purchase order",
    "project_code": "project",
    "budget_code": "budget code",
    "vat_code": "VAT code",
}


@writes
def fund_line(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    service_key: UUID,
    payer_id: UUID,
    starts_on: date,
    rate_pence: int,
    unit: Unit = Unit.WEEK,
    ends_on: date | None = None,
    leaving_day_charged: bool = True,
    cost_centre: str = "",
    subjective_code: str = "",
    po_reference: str = "",
    vendor_number: str = "",
) -> FundedLine:
    """Fund an aftercare service of the published plan at a rate (pence a unit) from a day on.

    Refused for a service outside aftercare (M-9: nothing else is shared), one that is funded already or
    one that is not in the plan in force. Days are inclusive.
    """
    cases.lock_case(case_id)
    policies.line_fund(actor, payer_id).require()
    _require_order(starts_on, ends_on)
    _require_codes(
        {"cost_centre": cost_centre, "subjective_code": subjective_code, "po_reference": po_reference}
    )
    return terms.open_line(
        at=at,
        case_id=case_id,
        service_key=service_key,
        payer_id=payer_id,
        starts_on=starts_on,
        rate_pence=rate_pence,
        unit=unit.value,
        ends_on=ends_on,
        leaving_day_charged=leaving_day_charged,
        cost_centre=cost_centre,
        subjective_code=subjective_code,
        po_reference=po_reference,
        vendor_number=vendor_number,
    )


@writes
def amend_line(
    *,
    actor: Actor,
    at: datetime,
    line_id: UUID,
    cost_centre: str,
    subjective_code: str,
    po_reference: str,
    project_code: str = "",
    budget_code: str = "",
    vat_code: str = "",
    vendor_number: str | None = None,
    seen_version: int | None = None,
) -> FundedLine:
    """Change the finance codes, each as the settings say it looks (the vendor number stays where none is
    given). Issued lines keep their own."""
    line = queries.lock_line(line_id)
    policies.line_amend(actor, line.payer_id).require()
    require_version(line, seen_version)
    codes = {
        "cost_centre": cost_centre,
        "subjective_code": subjective_code,
        "po_reference": po_reference,
        "project_code": project_code,
        "budget_code": budget_code,
        "vat_code": vat_code,
    }
    _require_codes(codes)
    line.amend(**codes, vendor_number=line.vendor_number if vendor_number is None else vendor_number)
    record(Event.LINE_AMENDED, line, case_id=line.case_id)
    return line


@writes
def record_rate(
    *,
    actor: Actor,
    at: datetime,
    line_id: UUID,
    starts_on: date,
    pence: int,
    reason: str = "",
    seen_version: int | None = None,
) -> Rate:
    """Record a rate (pence a unit) from a day on. A rate for a day that has one replaces it, with a reason.

    Days that a frozen schedule charged at another rate are put right on the council's next schedule.
    """
    line = queries.lock_line(line_id)
    policies.rate_record(actor, line.payer_id).require()
    require_version(line, seen_version)
    return terms.put_rate(line, at=at, starts_on=starts_on, pence=pence, reason=reason)


@writes
def record_split(
    *,
    actor: Actor,
    at: datetime,
    line_id: UUID,
    starts_on: date,
    shares: Mapping[UUID, str],
    decision_reference: str = "",
    interim: bool = False,
    reason: str = "",
    seen_version: int | None = None,
) -> Split:
    """Record how the cost is shared from a day on: `shares` maps a body to its percentage ('33.33').

    The body that pays the provider is the residual party and has 0.00 where it is not named. A split for
    a day that has one replaces it, with a reason. Shares must come to exactly 100.00. A home is shared
    only when its parts in the plan come to its rate, or the difference was named.
    """
    line = queries.lock_line(line_id)
    policies.split_record(actor, line.payer_id).require()
    require_version(line, seen_version)
    homes.require_whole_home(line, "nhs_percent")
    return terms.put_split(
        line,
        at=at,
        starts_on=starts_on,
        shares=shares,
        decision_reference=decision_reference,
        interim=interim,
        reason=reason,
    )


@writes
def record_delivery(
    *,
    actor: Actor,
    at: datetime,
    line_id: UUID,
    service_from: date,
    service_to: date,
    units: Decimal,
    seen_version: int | None = None,
) -> Delivery:
    """Record the hours, nights or sessions that were delivered in some days, none where nothing was; the same
    first day replaces. Days of which some have units already are refused: they would be charged twice.
    """
    line = queries.lock_line(line_id)
    policies.delivery_record(actor, line.payer_id).require()
    require_version(line, seen_version)
    if line.unit in {Unit.WEEK.value, Unit.ONE_OFF.value}:
        raise Refused("This service is not paid by the unit.")
    terms.refuse_findings(start_findings(line.starts_on, service_from, "delivery"), "service_from")
    if service_to < service_from:
        raise Refused(fields={"service_to": "The last day must be on or after the first day"})
    _refuse_days_twice(line_id, Period.inclusive(service_from, service_to))
    standing = queries.standing_delivery(line_id, service_from)
    if standing is not None:
        standing.amend(superseded_at=at)
    delivery = Delivery.objects.create(
        line=line, service_from=service_from, service_to=service_to, units=units, recorded_at=at
    )
    line.amend(touched_at=at)
    record(Event.DELIVERY_RECORDED, line, case_id=line.case_id)
    return delivery


@writes
def end_line(
    *,
    actor: Actor,
    at: datetime,
    line_id: UUID,
    ends_on: date,
    reason: str,
    seen_version: int | None = None,
) -> FundedLine:
    """Record the last day of a funded service and why it ends. A wrong last day is put right the same way."""
    line = queries.lock_line(line_id)
    policies.line_end(actor, line.payer_id).require()
    require_version(line, seen_version)
    status = LINE.after(LineStatus(line.status), LineAction.END)
    _require_order(line.starts_on, ends_on)
    _require_paid_after_death(line, ends_on)
    line.amend(status=status.value, ends_on=ends_on, end_reason=reason, touched_at=at)
    record(Event.LINE_ENDED, line, case_id=line.case_id, reason=reason)
    return line


def _refuse_days_twice(line_id: UUID, days: Period) -> None:
    other = queries.other_deliveries(line_id, days).first()
    if other is not None:
        recorded = days_words(Period.inclusive(other.service_from, other.service_to))
        raise Refused(
            fields={
                "service_from": f"Units are recorded for {recorded} already. "
                "Give the same first day to replace them, or begin after them"
            }
        )


def _require_codes(codes: Mapping[str, str]) -> None:
    """Each code that is given fits its pattern in the settings; a code that is missing holds nobody up."""
    faults = {
        name: f"This does not look like a {CODE_WORDS[name]} here. Check it against the ledger"
        for name, code in codes.items()
        if code and not re.fullmatch(settings.FINANCE_CODE_PATTERNS[name], code)
    }
    if faults:
        raise Refused(fields=faults)


def _require_paid_after_death(line: FundedLine, ends_on: date) -> None:
    """The contract says for how many days after a death the place is paid (F15)."""
    died_on = line.case.client.date_of_death
    if died_on is not None and ends_on > died_on + timedelta(days=line.days_after_death):
        paid = f"the contract pays {line.days_after_death} days after that"
        raise Refused(fields={"ends_on": f"The person died on {died_on:%-d %B %Y} and {paid}"})


def _require_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the day the service starts"})
