"""Funded services at different stages, made through the services as the finance staff of the journeys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from careplans.models import AccommodationCost, CarePlan, ServiceLine
from cases.models import Case
from funding.models import Contribution, FundedLine, Refund, ReportRun, Schedule, SettlementCalendar
from funding.rules.calendars import Every
from funding.rules.proration import Unit
from funding.rules.refunds import Basis
from funding.rules.reporting import Span
from funding.services import calendars, contributions, packages, refunds, reports, schedules
from funding.services.contributions import ContributionInput
from funding.services.refunds import RefundInput
from funding.services.reports import ReportInput
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from tests.builders import accounts
from tests.builders import cases as people
from tests.builders.accounts import NOW, SETTING_UP

APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MAY = (date(2026, 5, 1), date(2026, 5, 31))
HALF = "50.00"


def a_planned_service(case: Case, **over: Any) -> UUID:
    """A service in the person's published plan: supported living by the council from 1 April 2026.

    Writes the plan's rows alone: what publishing demands of the rest of a plan is careplans' to test. With the
    `service_key` of a service that is planned, the new version names it in another way. `costs` are (kind, pence a
    week) of the parts of the home that both bodies pay.
    """
    known: dict[str, Any] = {
        "group": "social_care",
        "category": "accommodation",
        "description": "Supported living",
        "provider_name": "Harbour Homes",
        "starts_on": APRIL[0],
    }
    key = over.pop("service_key", None) or uuid4()
    costs = over.pop("costs", ())
    with acting_as(SETTING_UP):
        last = CarePlan.objects.filter(case=case, status="published").first()
        number = last.number + 1 if last else 1
        plan = CarePlan.objects.create(
            case=case, number=number, status="draft", started_at=NOW, effective_from=APRIL[0]
        )
        for line in last.services.exclude(service_key=key) if last else ():
            ServiceLine.objects.create(plan=plan, position=line.position, **_copied(line))
        ServiceLine.objects.create(plan=plan, position=99, service_key=key, **{**known, **over})
        for place, (kind, pence) in enumerate(costs):
            AccommodationCost.objects.create(
                plan=plan, position=place, kind=kind, pence=pence, funder="joint", reason="Aftercare"
            )
        if last:
            last.amend(status="superseded")
        plan.amend(status="published")
    return key


def _copied(line: ServiceLine) -> dict[str, Any]:
    names = ("service_key", "group", "category", "description", "provider_name", "starts_on")
    return {name: getattr(line, name) for name in names}


def a_line_without_share(
    case: Case | None = None,
    *,
    weekly: int = 105_000,
    actor: Actor | None = None,
    at: datetime = NOW,
    **over: Any,
) -> FundedLine:
    """A funded service with a weekly rate in pence and no cost share yet."""
    case = case or people.an_active_case()
    planned = {name: over.pop(name) for name in ("provider_name", "description", "costs") if name in over}
    known: dict[str, Any] = {
        "service_key": a_planned_service(case, **planned),
        "payer_id": accounts.northmoor().id,
        "starts_on": APRIL[0],
        "unit": Unit.WEEK,
        "rate_pence": weekly,
    }
    return packages.fund_line(
        actor=actor or accounts.council_finance(), at=at, case_id=case.id, **{**known, **over}
    )


def a_funded_line(
    case: Case | None = None,
    *,
    nhs: str = HALF,
    council: str = HALF,
    decision: str = "PANEL-2026-014",
    **over: Any,
) -> FundedLine:
    """A funded service at £1,050.00 a week from 1 April 2026, halved by the council and the NHS body."""
    line = a_line_without_share(case, **over)
    share(line, starts_on=line.starts_on, nhs=nhs, council=council, decision=decision, at=over.get("at", NOW))
    return FundedLine.objects.get(pk=line.pk)


def share(
    line: FundedLine,
    *,
    starts_on: date,
    nhs: str = HALF,
    council: str = HALF,
    decision: str = "PANEL-2026-014",
    at: datetime = NOW,
    **over: Any,
) -> None:
    """Record how a line's cost is shared between Northmoor Council and NHS Northmoor ICB."""
    packages.record_split(
        actor=accounts.council_finance(),
        at=at,
        line_id=line.id,
        starts_on=starts_on,
        shares={accounts.northmoor_icb().id: nhs, accounts.northmoor().id: council},
        decision_reference=decision,
        **over,
    )


def raise_rate(line: FundedLine, starts_on: date, pence: int) -> None:
    """Another rate from a day on."""
    packages.record_rate(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        starts_on=starts_on,
        pence=pence,
        reason="Agreed again",
    )


def a_draft_schedule(period: tuple[date, date] = APRIL, *, at: datetime = NOW) -> Schedule:
    """Northmoor Council's schedule for April 2026, worked out."""
    schedule = schedules.start_schedule(
        actor=accounts.council_finance(),
        at=at,
        council_id=accounts.northmoor().id,
        period_from=period[0],
        period_to=period[1],
        reason="The days of this test",
    )
    schedules.produce_schedule(actor=SETTING_UP, at=at, schedule_id=schedule.id)
    return Schedule.objects.get(pk=schedule.pk)


def a_calendar(every: Every, starts_on: date, *, at: datetime = NOW) -> SettlementCalendar:
    """Northmoor Council settles so often from a day on."""
    return calendars.record_calendar(
        actor=accounts.council_finance(),
        at=at,
        organisation_id=accounts.northmoor().id,
        every=every,
        starts_on=starts_on,
        reason="Agreed with NHS Northmoor",
    )


def a_frozen_schedule(period: tuple[date, date] = APRIL, *, at: datetime = NOW) -> Schedule:
    """Northmoor Council's schedule for April 2026, frozen."""
    schedule = a_draft_schedule(period, at=at)
    schedules.freeze_schedule(actor=accounts.council_finance(), at=at, schedule_id=schedule.id)
    return Schedule.objects.get(pk=schedule.pk)


def a_report(report: str = "recharge", *, actor: Actor | None = None, at: datetime = NOW) -> ReportRun:
    """A report of April 2026 that Northmoor Council's finance officer has run, its filter kept as "Monthly"."""
    wanted = ReportInput(
        report=report, first_day=APRIL[0], last_day=APRIL[1], parameters={}, purpose="Month end"
    )
    run = reports.request_and_save(
        actor=actor or accounts.council_finance(),
        at=at,
        wanted=wanted,
        span=Span.LAST_MONTH,
        save_as="Monthly",
    )
    reports.make_report(actor=SETTING_UP, at=at, run_id=run.id)
    return ReportRun.objects.get(pk=run.pk)


def reclassify(case: Case, service: UUID, on: date = APRIL[0]) -> None:
    """A new version of the plan in which the service is aftercare, in force from the day."""
    with acting_as(SETTING_UP):
        last = CarePlan.objects.get(case=case, status="published")
        plan = CarePlan.objects.create(
            case=case, number=last.number + 1, status="draft", started_at=NOW, effective_from=on
        )
        for line in last.services.all():
            changed = {"group": "social_care"} if line.service_key == service else {}
            ServiceLine.objects.create(plan=plan, position=line.position, **{**_copied(line), **changed})
        last.amend(status="superseded")
        plan.amend(status="published")


def a_refund(line: FundedLine | None = None) -> Refund:
    """£50.00 a week taken in April 2026, worked out by Northmoor's finance officer."""
    line = line or FundedLine.objects.order_by("starts_on").first() or a_funded_line()
    wanted = RefundInput(
        first_day=APRIL[0],
        last_day=APRIL[1],
        weekly_pence=5_000,
        basis=Basis.NONE,
        rate_points=0,
        reason="Charged before the entitlement was known",
    )
    return refunds.open_refund(actor=accounts.council_finance(), at=NOW, line_id=line.id, wanted=wanted)


def contribute(case: Case, service: UUID, **over: Any) -> Contribution:
    """£85.30 a week from April 2026 towards a service that costs £200.00."""
    known = {"weekly_pence": 8_530, "cost_weekly_pence": 20_000, "starts_on": APRIL[0]}
    given = ContributionInput(**{**known, **over})
    return contributions.record_contribution(
        actor=accounts.council_finance(), at=NOW, case_id=case.id, service_key=service, given=given
    )


def a_contribution(case: Case) -> Contribution:
    """£85.30 a week towards help at home, which is outside aftercare."""
    return contribute(case, a_planned_service(case, group="outside", description="Help at home"))


def a_charge_found(line: FundedLine) -> Contribution:
    """£50.00 a week that is still taken for an aftercare service."""
    given = ContributionInput(weekly_pence=5_000, cost_weekly_pence=0, starts_on=line.starts_on)
    return contributions.record_charge_found(
        actor=accounts.council_finance(),
        at=NOW,
        case_id=line.case_id,
        service_key=line.service_key,
        given=given,
    )


def a_contribution_to_check(case: Case) -> Contribution:
    """The same, whose service became aftercare in May 2026."""
    made = a_contribution(case)
    reclassify(case, made.service_key, MAY[0])
    contributions.end_contributions_on_aftercare(actor=SETTING_UP, at=NOW)
    return Contribution.objects.get(pk=made.pk)


def an_approved_refund(made: Refund) -> Refund:
    """The refund, approved by Northmoor's decision maker, with its letter asked for."""
    return refunds.approve_refund(actor=accounts.council_signatory(), at=NOW, refund_id=made.id)


def a_paid_refund(made: Refund) -> Refund:
    """The refund, approved by Northmoor's decision maker and paid."""
    an_approved_refund(made)
    return refunds.pay_refund(
        actor=accounts.council_finance(),
        at=NOW,
        refund_id=made.id,
        paid_on=NOW.date(),
        payment_reference="BACS 1",
    )
