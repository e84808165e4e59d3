"""Money that people spend themselves, and a dearer home: one direct payment with its run, one top-up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cases.models import Case
from funding.queries import lines_of
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder
from funding.rules.top_ups import TopUpPayer, TopUpRoute
from funding.services import contracts, direct_payments, payment_runs, top_ups
from funding.services.contracts import ContractInput
from funding.services.direct_payments import ReturnInput, SetUpInput
from funding.services.top_ups import TopUpInput
from s117.demo.story import moment
from s117.demo.world import FINANCE_OF, SIGNATORY_OF, World

COUNCIL = "NMC"
SPENT = 41_250


def pay_directly(world: World, today: date) -> None:
    """Where the register told has these people: tests build a smaller world."""
    case = Case.objects.filter(client__family_name="Wynn").first()
    if case is not None:
        _direct_payment(world, case, today)
    case = Case.objects.filter(client__family_name="Marr").first()
    if case is not None:
        _top_up(world, case, today)


def _direct_payment(world: World, case: Case, today: date) -> None:
    """Floating support, bought by the person: a run approved, a return with something asked back."""
    lowe, price = world.actor(FINANCE_OF[COUNCIL], today), world.actor(SIGNATORY_OF[COUNCIL], today)
    line = next(row for row in lines_of(case.id) if row.description == "Floating support")
    first = today - timedelta(weeks=10)
    given = SetUpInput(
        kind=BudgetKind.COUNCIL,
        holder=Holder.SELF,
        holder_name="",
        has_capacity=True,
        consented_on=first - timedelta(days=14),
        suitable=True,
        suitability="Wants to choose who comes and when, and keeps accounts with help from a sister.",
        may_buy="A personal assistant for six hours a week, and the insurance that goes with it.",
        account=Account.SEPARATE,
        cycle=Cycle.FOUR_WEEKS,
        one_off_pence=12_000,
        employer=True,
        monitoring_months=2,
        weeks_kept=4,
        starts_on=first,
    )
    held = direct_payments.record_direct_payment(
        actor=lowe, at=moment(first - timedelta(days=7), 11), line_id=line.id, given=given
    )
    for back in (9, 2):
        day = today - timedelta(weeks=back)
        run = payment_runs.make_run(actor=lowe, at=moment(day, 9), due_to=day)
        payment_runs.approve_run(actor=price, at=moment(day, 14), run_id=run.id)
    seen = ReturnInput(
        last_day=today - timedelta(weeks=2), spent_pence=SPENT, receipts_seen=True, note="Two weeks of leave"
    )
    direct_payments.record_return(
        actor=lowe, at=moment(today - timedelta(days=3), 15), direct_payment_id=held.id, given=seen
    )


def _top_up(world: World, case: Case, today: date) -> None:
    """A room with a garden at £40.00 a week more, paid by a daughter."""
    line = next(row for row in lines_of(case.id) if row.category == "accommodation")
    given = TopUpInput(
        usual_pence=98_500,
        chosen_pence=102_500,
        option_at_usual=True,
        option="A room on the first floor of the same home meets every need at the usual cost.",
        preferred="A room on the ground floor with its own door to the garden.",
        payer=TopUpPayer.OTHER,
        payer_name="Judith Marr",
        able_to_pay=True,
        affordability="Her pension statement was seen; she means to pay for as long as it is needed.",
        consequence="Elsie would be offered the room on the first floor.",
        route=TopUpRoute.COUNCIL,
        agreed_on=line.starts_on,
        review_on=line.starts_on + timedelta(days=360),
        starts_on=line.starts_on,
    )
    lowe = world.actor(FINANCE_OF[COUNCIL], today)
    top_ups.record_top_up(actor=lowe, at=moment(line.starts_on, 12), line_id=line.id, given=given)
    rules = ContractInput(
        leaving_day_charged=True,
        days_after_death=3,
        full_weeks=2,
        retained_percent=Decimal("80.00"),
        retained_weeks=4,
    )
    contracts.amend_contract(actor=lowe, at=moment(line.starts_on, 13), line_id=line.id, given=rules)
