"""What a funded line, a rate and a cost share are made of, for services that have asked who may already.

Finance records them one by one (`packages`); a decision that every body has signed puts all of its own in
force (`decisions`). The line is locked by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from careplans import queries as careplans
from careplans.queries.plans import ServiceRow
from funding import queries
from funding.models import FundedLine, PanelDecision, Rate, Share, Split
from funding.rules import charging, split
from funding.rules.lifecycle import LINE, LineAction, LineStatus
from funding.rules.lines import start_findings
from s117.audit.record import record
from s117.kernel.events import Event
from s117.kernel.findings import Finding
from s117.kernel.refusals import NotFound, Refused

NOT_IN_PLAN = "This service is not in the published care plan."


def open_line(
    *,
    at: datetime,
    case_id: UUID,
    service_key: UUID,
    payer_id: UUID,
    starts_on: date,
    rate_pence: int,
    unit: str,
    **details: Any,
) -> FundedLine:
    """A funded line of an aftercare service of the plan in force, with its first rate (pence a unit)."""
    service = _service(case_id, service_key)
    refuse_findings(charging.may_be_shared(service.group.value), "service")
    if queries.line_by_service(service_key) is not None:
        raise Refused("This service is funded already. Change its rate or its cost share instead.")
    line = FundedLine.objects.create(
        case_id=case_id,
        service_key=service_key,
        group=service.group.value,
        category=service.category.value,
        description=service.description,
        provider_id=service.provider_id,
        provider_name=service.provider_name,
        payer_id=payer_id,
        unit=unit,
        starts_on=starts_on,
        touched_at=at,
        **details,
    )
    Rate.objects.create(line=line, starts_on=starts_on, pence=rate_pence, recorded_at=at)
    record(Event.LINE_FUNDED, line, case_id=case_id)
    return line


def put_rate(line: FundedLine, *, at: datetime, starts_on: date, pence: int, reason: str) -> Rate:
    """A rate from a day on, in place of one that starts on the same day."""
    LINE.after(LineStatus(line.status), LineAction.RECORD_RATE)
    refuse_findings(start_findings(line.starts_on, starts_on), "starts_on")
    _supersede(queries.standing_rate(line.id, starts_on), reason, at)
    rate = Rate.objects.create(line=line, starts_on=starts_on, pence=pence, recorded_at=at, reason=reason)
    line.amend(touched_at=at)
    record(Event.RATE_RECORDED, line, case_id=line.case_id, reason=reason)
    return rate


def put_last_day(line: FundedLine, *, at: datetime, ends_on: date | None, reason: str) -> FundedLine:
    """The last day that a decision gives a service that runs or has ended; None for no last day."""
    status = LINE.after(LineStatus(line.status), LineAction.CONTINUE)
    line.amend(status=status.value, ends_on=ends_on, end_reason=reason if ends_on else "", touched_at=at)
    record(Event.LINE_CONTINUED, line, case_id=line.case_id, reason=reason)
    return line


def put_split(
    line: FundedLine,
    *,
    at: datetime,
    starts_on: date,
    shares: Mapping[UUID, str],
    decision_reference: str,
    interim: bool,
    reason: str,
    decision: PanelDecision | None = None,
) -> Split:
    """A cost share from a day on. It carries a signed decision, the reference of one made elsewhere, or says
    that it is interim."""
    LINE.after(LineStatus(line.status), LineAction.RECORD_SPLIT)
    refuse_findings(start_findings(line.starts_on, starts_on, "cost share"), "starts_on")
    facts = _share_facts(line, shares)
    refuse_findings(split.share_findings(facts), "shares")
    if not decision_reference and not interim:
        raise Refused(
            fields={"decision_reference": "Enter the decision's reference, or say that the share is interim"}
        )
    _supersede(queries.standing_split(line.id, starts_on), reason, at)
    row = Split.objects.create(
        line=line,
        starts_on=starts_on,
        decision_reference=decision_reference,
        decision=decision,
        interim=interim,
        reason=reason,
        recorded_at=at,
    )
    for fact in facts:
        Share.objects.create(
            split=row,
            organisation_id=UUID(fact.payer),
            percent=Decimal(split.percent_words(fact.basis_points)),
            residual=fact.residual,
        )
    line.amend(touched_at=at)
    record(Event.SPLIT_RECORDED, line, case_id=line.case_id, reason=reason)
    return row


def refuse_findings(findings: tuple[Finding, ...], field: str) -> None:
    """Refuse with every finding's sentence beside the field."""
    if findings:
        raise Refused(fields={field: " ".join(finding.text for finding in findings)})


def _service(case_id: UUID, service_key: UUID) -> ServiceRow:
    found = [row for row in careplans.published_services(case_id) if row.service_key == service_key]
    if not found:
        raise NotFound(NOT_IN_PLAN)
    return found[0]


def _share_facts(line: FundedLine, shares: Mapping[UUID, str]) -> tuple[split.Share, ...]:
    given = {line.payer_id: "0", **shares}
    try:
        return tuple(
            split.Share(str(body), split.basis_points(percent), residual=body == line.payer_id)
            for body, percent in given.items()
        )
    except ValueError:
        message = "Percentages must be numbers with at most two decimals, like 33.33"
        raise Refused(fields={"shares": message}) from None


def _supersede(standing: Rate | Split | None, reason: str, at: datetime) -> None:
    if standing is None:
        return
    if not reason:
        raise Refused(fields={"reason": "There is one from this day already. Say why it is replaced"})
    standing.amend(superseded_at=at)
