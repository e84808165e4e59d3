"""Ask for funding, recommend it, answer a panel's questions, withdraw, tell the person (practice 1.4 J)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from careplans import queries as careplans
from careplans.queries.plans import ServiceRow
from cases import queries as cases
from cases.services.checks import Checks
from funding import policies, queries
from funding.models import Application, ApplicationOption, ApplicationScore, ApplicationService, FundedLine
from funding.queries import ApplicationFile
from funding.rules.asked import ApplicationInput
from funding.rules.lifecycle import APPLICATION, ApplicationAction
from funding.rules.split import FULL, basis_points, percent_words
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

ROWS = ("services", "options", "scores", "council_percent", "nhs_percent")


@writes
def make_application(*, actor: Actor, at: datetime, case_id: UUID, asked: ApplicationInput) -> Application:
    """Ask for funding on aftercare services of the plan in force.

    Refused for a service that is not in the plan, is outside aftercare or has a request open, for a day
    before a service that is funded already started, and unless the shares come to exactly 100.00.
    """
    case = cases.lock_case(case_id)
    policies.application_make(actor, cases.header_for(actor, case_id)).require()
    known = {row.service_key: row for row in careplans.published_services(case_id) if row.group.is_aftercare}
    checks = Checks(case, at)
    _check_services(checks, case_id, asked, known)
    _check_case(checks, asked)
    shares = _shares(checks, asked)
    checks.refuse()
    plain = {each.name: getattr(asked, each.name) for each in fields(asked) if each.name not in ROWS}
    made = Application.objects.create(
        case=case,
        number=queries.next_application_number(case_id),
        applied_at=at,
        applied_by_id=actor.id,
        **shares,
        **plain,
    )
    _write_rows(made, asked, known)
    record(Event.APPLICATION_MADE, made, case_id=case_id)
    return made


@writes
def recommend_application(
    *,
    actor: Actor,
    at: datetime,
    application_id: UUID,
    advice: str,
    reasons: str,
    seen_version: int | None = None,
) -> Application:
    """The manager's recommendation: support, support with changes, or not. The panel decides in each case."""
    file = _locked(actor, application_id, seen_version)
    policies.application_recommend(actor, file.application.applied_by_id).require()
    given = {"advice": advice, "advice_reasons": reasons, "recommended_on": london_date(at)}
    return move(file, ApplicationAction.RECOMMEND, reason=reasons, recommended_by_id=actor.id, **given)


@writes
def resubmit_application(
    *, actor: Actor, at: datetime, application_id: UUID, answers: str, seen_version: int | None = None
) -> Application:
    """Answer what a panel asked when it deferred; the application is then ready for the next panel."""
    file = _locked(actor, application_id, seen_version)
    policies.application_resubmit(actor, file.case).require()
    return move(file, ApplicationAction.RESUBMIT, answers=answers, resubmitted_at=at)


@writes
def withdraw_application(
    *, actor: Actor, at: datetime, application_id: UUID, reason: str, seen_version: int | None = None
) -> Application:
    """Take back a request that no panel has before it. Nothing that is paid now changes."""
    file = _locked(actor, application_id, seen_version)
    policies.application_withdraw(actor, file.case).require()
    return move(file, ApplicationAction.WITHDRAW, reason=reason, withdrawn_reason=reason)


@writes
def tell_person(
    *,
    actor: Actor,
    at: datetime,
    application_id: UUID,
    told_on: date,
    appeal_given: bool,
    seen_version: int | None = None,
) -> Application:
    """Record the day the person was told what was decided, and whether they were told how to appeal."""
    file = _locked(actor, application_id, seen_version)
    policies.decision_tell(actor, file.case).require()
    if file.decision is not None and told_on < file.item.panel.held_on:
        raise Refused(fields={"told_on": "The date cannot be before the panel decided"})
    return move(file, ApplicationAction.TELL, told_on=told_on, appeal_given=appeal_given)


def move(
    file: ApplicationFile, action: ApplicationAction, *, reason: str = "", **changes: Any
) -> Application:
    """Take the request one step along its lifecycle, inside the running service's transaction."""
    status = APPLICATION.after(file.status, action)
    moved = file.application.amend(status=status.value, **changes)
    record(APPLICATION.events[action], moved, case_id=moved.case_id, reason=reason)
    return moved


def _locked(actor: Actor, application_id: UUID, seen_version: int | None) -> ApplicationFile:
    file = queries.lock_application(actor, application_id)
    require_version(file.application, seen_version)
    return file


def _check_services(
    checks: Checks, case_id: UUID, asked: ApplicationInput, known: dict[UUID, ServiceRow]
) -> None:
    checks.need("services", asked.services, "Select at least one service of the care plan")
    for row in asked.services:
        service = known.get(row.service_key)
        if service is None:
            checks.fault("services", "Select services that are aftercare in the published care plan")
            continue
        line = queries.line_by_service(row.service_key)
        if line is not None:
            _check_line(checks, line, asked, row.unit.value)
    if queries.open_services(case_id) & {row.service_key for row in asked.services}:
        checks.fault("services", "One of these services has an application that is not decided yet")


def _check_line(checks: Checks, line: FundedLine, asked: ApplicationInput, unit: str) -> None:
    """What is asked of a service that is funded already fits what runs."""
    name, last = line.description, line.ends_on
    if asked.starts_on < line.starts_on:
        checks.fault("starts_on", f"{name} is funded from {line.starts_on:%-d %B %Y}, not before")
    if line.unit != unit:
        checks.fault("services", f"{name} is paid {line.get_unit_display()} already")
    if line.payer_id != asked.payer_id:
        checks.fault("payer", f"{line.payer.name} pays for {name} already")
    if last is None or asked.starts_on <= last:
        return
    if asked.kind != Application.Kind.CONTINUE:
        checks.fault("kind", f"{name} ends on {last:%-d %B %Y}. Say that you ask to go on with it")
    if asked.starts_on > last + timedelta(days=1):
        checks.fault("starts_on", f"{name} ends on {last:%-d %B %Y}. Going on starts the day after")


def _check_case(checks: Checks, asked: ApplicationInput) -> None:
    begun = asked.starts_on < checks.today
    if begun and asked.kind == Application.Kind.NEW:
        checks.fault(
            "starts_on", "This day is past. Say that the service has started already, or give a later day"
        )
    checks.past("host_notified_on", asked.host_notified_on)
    if asked.out_of_area:
        checks.need("out_of_area_reason", asked.out_of_area_reason.strip(), "Enter why it is out of area")
    checks.need("provider_1", asked.options, "Enter at least one option that was considered, with its cost")
    if asked.council_id == asked.nhs_body_id:
        checks.fault("nhs_body", "Select two bodies")
    if asked.payer_id not in {asked.council_id, asked.nhs_body_id}:
        checks.fault("payer", "Select which of the two bodies pays the provider")


def _shares(checks: Checks, asked: ApplicationInput) -> dict[str, Decimal]:
    try:
        points = {name: basis_points(getattr(asked, name)) for name in ("nhs_percent", "council_percent")}
    except ValueError:
        checks.fault("nhs_percent", "Percentages must be numbers with at most two decimals, like 33.33")
        return {}
    total = sum(points.values())
    if total != FULL:
        checks.fault("nhs_percent", f"The shares come to {percent_words(total)}%, not 100.00%.")
    return {name: Decimal(percent_words(each)) for name, each in points.items()}


def _write_rows(made: Application, asked: ApplicationInput, known: dict[UUID, ServiceRow]) -> None:
    for row in asked.services:
        service = known[row.service_key]
        ApplicationService.objects.create(
            application=made,
            service_key=row.service_key,
            description=service.description,
            provider_name=service.provider_name,
            rate_pence=row.rate_pence,
            unit=row.unit.value,
            quantity=row.quantity,
        )
    for place, option in enumerate(asked.options, start=1):
        given = {each.name: getattr(option, each.name) for each in fields(option)}
        ApplicationOption.objects.create(application=made, position=place, **given)
    for place, (need, health, social) in enumerate(asked.scores, start=1):
        ApplicationScore.objects.create(
            application=made, position=place, need=need, health=health, social=social
        )
