"""Direct payments, their runs and returns, and top-ups, by Northmoor Council's finance staff."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from funding.models import DirectPayment, FundedLine, MonitoringReturn, NursingCare, PaymentRun, TopUp
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder
from funding.rules.nursing import NursingBand
from funding.rules.paying import ReclaimAction
from funding.rules.top_ups import TopUpPayer, TopUpRoute
from funding.services import direct_payments, nursing, payment_runs, top_ups
from funding.services.direct_payments import ReturnInput, SetUpInput
from funding.services.top_ups import TopUpInput
from s117.kernel.actor import Actor
from tests.builders import accounts, funding
from tests.builders.accounts import NOW

APRIL_END = date(2026, 4, 28)


def an_arrangement(line: FundedLine, *, actor: Actor | None = None, **over: Any) -> DirectPayment:
    """£320.45 a week, or what the service costs, held by the person and paid every four weeks."""
    known: dict[str, Any] = {
        "kind": BudgetKind.COUNCIL,
        "holder": Holder.SELF,
        "holder_name": "",
        "has_capacity": True,
        "consented_on": date(2026, 3, 1),
        "suitable": True,
        "suitability": "Manages money well and wants to choose who helps",
        "may_buy": "A personal assistant for ten hours a week",
        "account": Account.SEPARATE,
        "cycle": Cycle.FOUR_WEEKS,
        "one_off_pence": 0,
        "employer": True,
        "monitoring_months": 3,
        "weeks_kept": 2,
        "starts_on": line.starts_on,
    }
    return direct_payments.record_direct_payment(
        actor=actor or accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        given=SetUpInput(**{**known, **over}),
    )


def a_run(due_to: date = APRIL_END) -> PaymentRun:
    """Everything due up to a day, worked out by the finance officer."""
    return payment_runs.make_run(actor=accounts.council_finance(), at=NOW, due_to=due_to)


def an_approved_run(due_to: date = APRIL_END) -> PaymentRun:
    """The same, approved by the decision maker."""
    return payment_runs.approve_run(actor=accounts.council_signatory(), at=NOW, run_id=a_run(due_to).id)


def a_return(held: DirectPayment, **over: Any) -> MonitoringReturn:
    """£100.00 spent in April 2026."""
    known = {"last_day": APRIL_END, "spent_pence": 10_000, "receipts_seen": True, "note": ""}
    return direct_payments.record_return(
        actor=accounts.council_finance(),
        at=NOW,
        direct_payment_id=held.id,
        given=ReturnInput(**{**known, **over}),
    )


def a_top_up(line: FundedLine | None = None, *, actor: Actor | None = None, **over: Any) -> TopUp:
    """F11: £150.00 a week by the person's sister, above a home at £1,050.00."""
    line = line or funding.a_funded_line()
    known: dict[str, Any] = {
        "usual_pence": 105_000,
        "chosen_pence": 120_000,
        "option_at_usual": True,
        "option": "Harbour House has a room that meets every need",
        "preferred": "Bay View, near the sister",
        "payer": TopUpPayer.OTHER,
        "payer_name": "Asha Obi",
        "able_to_pay": True,
        "affordability": "Pension and savings seen",
        "consequence": "The person may have to move to a home at the usual cost",
        "route": TopUpRoute.COUNCIL,
        "agreed_on": date(2026, 3, 20),
        "review_on": date(2027, 3, 31),
        "starts_on": line.starts_on,
    }
    return top_ups.record_top_up(
        actor=actor or accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        given=TopUpInput(**{**known, **over}),
    )


def came_back(asked: MonitoringReturn, at: datetime = NOW) -> MonitoringReturn:
    """What was asked back, received by the finance officer."""
    return direct_payments.settle_reclaim(
        actor=accounts.council_finance(), at=at, return_id=asked.id, action=ReclaimAction.RECEIVE,
        on=NOW.date(), note="BACS 7",
    )  # fmt: skip


def nursing_care(line: FundedLine, band: NursingBand = NursingBand.STANDARD, **over: Any) -> NursingCare:
    """The standard rate that the NHS pays the home from the service's first day, unless told otherwise."""
    known = {"starts_on": line.starts_on, "policy": "Joint policy 2026, paragraph 9"}
    return nursing.record_nursing(
        actor=accounts.council_finance(), at=NOW, line_id=line.id, band=band, **{**known, **over}
    )
