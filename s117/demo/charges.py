"""Who pays for what: a lawful contribution beside aftercare, a charge for aftercare, and a refund paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from careplans.queries import published_services
from cases.models import Case
from funding.queries import lines_of
from funding.rules.refunds import Basis
from funding.services import contributions, refunds
from funding.services.contributions import ContributionInput
from funding.services.refunds import RefundInput
from s117.demo.story import moment
from s117.demo.world import FINANCE_OF, SIGNATORY_OF, World

COUNCIL = "NMC"
CHARGED_WEEKS = 12


def charge(world: World, today: date) -> None:
    """Three people of one council, where the register told has them: tests build a smaller world."""
    for family_name, tell in PAYING.items():
        case = Case.objects.filter(client__family_name=family_name).first()
        if case is not None:
            tell(world, case, today)


def _contributes(world: World, case: Case, today: date) -> None:
    """Journey J3: personal care because of arthritis is outside aftercare, and is paid towards."""
    service = next(row for row in published_services(case.id) if not row.group.is_aftercare)
    starts_on = today - timedelta(weeks=CHARGED_WEEKS)
    given = ContributionInput(weekly_pence=8_530, cost_weekly_pence=20_000, starts_on=starts_on)
    contributions.record_contribution(
        actor=world.actor(FINANCE_OF[COUNCIL], today),
        at=moment(starts_on, 15),
        case_id=case.id,
        service_key=service.service_key,
        given=given,
    )


def _charged_for_aftercare(world: World, case: Case, today: date) -> None:
    """Found on an old invoice and taken to this day: it stands among the wrongly charged."""
    for line in lines_of(case.id)[:1]:
        given = ContributionInput(weekly_pence=1_820, cost_weekly_pence=0, starts_on=line.starts_on)
        contributions.record_charge_found(
            actor=world.actor(FINANCE_OF[COUNCIL], today),
            at=moment(today - timedelta(days=2), 14),
            case_id=case.id,
            service_key=line.service_key,
            given=given,
        )


def _given_back(world: World, case: Case, today: date) -> None:
    """Charged as residential care for twelve weeks; the NHS body's part goes on the next schedule."""
    lowe = world.actor(FINANCE_OF[COUNCIL], today)
    (line,) = lines_of(case.id)[:1]
    wanted = RefundInput(
        first_day=line.starts_on,
        last_day=line.starts_on + timedelta(weeks=CHARGED_WEEKS) - timedelta(days=1),
        weekly_pence=11_235,
        basis=Basis.STATUTORY,
        rate_points=0,
        reason="Charged as residential care before the entitlement was known",
    )
    opened = today - timedelta(days=80)
    made = refunds.open_refund(actor=lowe, at=moment(opened, 10), line_id=line.id, wanted=wanted)
    price = world.actor(SIGNATORY_OF[COUNCIL], today)
    refunds.approve_refund(actor=price, at=moment(opened + timedelta(days=1), 9), refund_id=made.id)
    paid_on = opened + timedelta(days=5)
    refunds.pay_refund(
        actor=lowe,
        at=moment(paid_on, 16),
        refund_id=made.id,
        paid_on=paid_on,
        payment_reference="BACS 20461",
    )


PAYING: dict[str, Callable[[World, Case, date], None]] = {
    "Pryce": _contributes,
    "Wynn": _charged_for_aftercare,
    "Marr": _given_back,
}
