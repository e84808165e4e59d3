"""What a person pays towards services outside aftercare: recorded, ended, and looked back over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from careplans import queries as careplans
from careplans.queries.plans import ServiceRow
from cases import queries as cases
from funding import policies, queries
from funding.models import Contribution
from funding.queries import contributions
from funding.rules.charging import Funding, contribution_findings
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

BECAME_AFTERCARE = "The service is aftercare from {day:%-d %B %Y}, so it is free from then on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionInput:
    """What the person pays and the service costs, pence a week; both days inclusive."""

    weekly_pence: int
    cost_weekly_pence: int
    starts_on: date
    ends_on: date | None = None


@writes
def record_contribution(
    *, actor: Actor, at: datetime, case_id: UUID, service_key: UUID, given: ContributionInput
) -> Contribution:
    """Record what a person pays a week towards a service. Refused on aftercare, with the reason.

    Section 117 services cannot be charged, whatever the person's means (M-1), nor on days on which the
    service is still funded as aftercare. Nobody pays more than the service costs (M-2).
    """
    cases.lock_case(case_id)
    policies.contribution_record(actor).require()
    service = _service(case_id, service_key)
    funding = Funding.S117 if service.group.is_aftercare else Funding.OTHER
    refused = contribution_findings(funding, given.weekly_pence)
    if refused:
        raise Refused(fields={"weekly_pence": " ".join(finding.text for finding in refused)})
    if given.cost_weekly_pence < given.weekly_pence:
        raise Refused(fields={"weekly_pence": "Nobody pays more than the service costs a week"})
    _refuse_funded_days(service_key, given)
    return _record(actor, at, case_id, service_key, service.description, given, existing=False)


@writes
def record_charge_found(
    *, actor: Actor, at: datetime, case_id: UUID, service_key: UUID, given: ContributionInput
) -> Contribution:
    """Record a charge for aftercare that was found elsewhere, so that it stands among the wrongly charged.

    It is not made lawful by this: it is to be ended and given back.
    """
    cases.lock_case(case_id)
    policies.contribution_record(actor).require()
    service = _service(case_id, service_key)
    if not service.group.is_aftercare:
        raise Refused("This service is not aftercare: record what the person pays as a contribution.")
    if given.starts_on > london_date(at):
        raise Refused(fields={"starts_on": "A charge that was found began today or earlier"})
    return _record(actor, at, case_id, service_key, service.description, given, existing=True)


@writes
def end_contribution(
    *,
    actor: Actor,
    at: datetime,
    contribution_id: UUID,
    ends_on: date,
    reason: str,
    seen_version: int | None = None,
) -> Contribution:
    """Record the last day that the person pays for; the day before the first, when nothing was taken."""
    held = contributions.lock_contribution(contribution_id)
    policies.contribution_end(actor, held.council_id).require()
    require_version(held, seen_version)
    if held.ends_on is not None:
        raise Refused("This contribution has its last day already.")
    if ends_on < held.starts_on - timedelta(days=1):
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    _end(held, ends_on, reason)
    return held


@writes
def check_contribution(
    *, actor: Actor, at: datetime, contribution_id: UUID, reason: str, seen_version: int | None = None
) -> Contribution:
    """Record why nothing is given back for the days before the service became aftercare."""
    held = contributions.lock_contribution(contribution_id)
    policies.contribution_end(actor, held.council_id).require()
    require_version(held, seen_version)
    if held.check_from is None or held.checked_at is not None:
        raise Refused("There is nothing to check about this contribution.")
    held.amend(checked_at=at, check_reason=reason)
    record(Event.CONTRIBUTION_CHECKED, held, case_id=held.case_id, reason=reason)
    return held


@writes
def end_contributions_on_aftercare(*, actor: Actor, at: datetime) -> int:
    """End what people pay for a service that a plan in force has as aftercare, the day before it took effect.

    Each then waits for somebody to look back: was it aftercare before, so that more is to be given back? How
    many were ended. Running it again ends nothing twice.
    """
    found = contributions.open_on_aftercare()
    for row, since in found:
        held = contributions.lock_contribution(row.id)
        if held.ends_on is None:
            last = max(since, held.starts_on) - timedelta(days=1)
            _end(held, last, BECAME_AFTERCARE.format(day=since), check_from=since)
    return len(found)


def _refuse_funded_days(service_key: UUID, given: ContributionInput) -> None:
    """The plan in force may have a service outside aftercare whose funding as aftercare still has days."""
    line = queries.line_by_service(service_key)
    if line is None or (line.ends_on is not None and line.ends_on < given.starts_on):
        return
    if given.ends_on is None or given.ends_on >= line.starts_on:
        words = "It is funded as aftercare here: record the last day of that first"
        if line.ends_on is not None:
            words = f"It is funded as aftercare until {line.ends_on:%-d %B %Y}: begin after that day"
        raise Refused(fields={"starts_on": f"Section 117 services cannot be charged. {words}"})


def _end(held: Contribution, ends_on: date, reason: str, **more: object) -> None:
    held.amend(ends_on=ends_on, end_reason=reason, **more)
    record(Event.CONTRIBUTION_ENDED, held, case_id=held.case_id, reason=reason)


def _service(case_id: UUID, service_key: UUID) -> ServiceRow:
    services = {row.service_key: row for row in careplans.published_services(case_id)}
    if service_key not in services:
        raise NotFound
    return services[service_key]


def _record(
    actor: Actor,
    at: datetime,
    case_id: UUID,
    service_key: UUID,
    description: str,
    given: ContributionInput,
    *,
    existing: bool,
) -> Contribution:
    if given.ends_on is not None and given.ends_on < given.starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    if contributions.overlapping(service_key, given.starts_on, given.ends_on):
        words = "The person pays towards this service already on some of these days. End that first"
        raise Refused(fields={"starts_on": words})
    made = Contribution.objects.create(
        case_id=case_id,
        council_id=actor.organisation_id,
        service_key=service_key,
        description=description,
        cost_weekly_pence=given.cost_weekly_pence,
        weekly_pence=given.weekly_pence,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        existing=existing,
        recorded_at=at,
    )
    record(Event.CONTRIBUTION_RECORDED, made, case_id=case_id)
    return made
