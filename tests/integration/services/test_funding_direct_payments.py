"""Direct payments are set up by the rules, paid once a period by two people, and what is left comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from funding.models import FundedLine, Payment
from funding.queries.reports import REPORTS, Filters
from funding.rules.direct_payments import BudgetKind, Holder
from funding.rules.paying import ReclaimAction
from funding.services import direct_payments, payment_runs
from s117.audit.context import acting_as
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, funding
from tests.builders import direct_payments as build
from tests.builders.accounts import NOW, SETTING_UP, TODAY

pytestmark = pytest.mark.django_db


def a_line(**over: Any) -> Any:
    return funding.a_funded_line(weekly=32_045, **over)


def test_a_payment_every_four_weeks_in_advance_is_paid_once() -> None:
    """F21: £320.45 a week is £1,281.80 every four weeks."""
    held = build.an_arrangement(a_line())
    run = build.a_run(date(2026, 4, 30))
    rows = [(row.first_day, row.last_day, row.pence) for row in run.payments.all()]
    assert rows == [
        (date(2026, 4, 1), date(2026, 4, 28), 128_180),
        (date(2026, 4, 29), date(2026, 5, 26), 128_180),
    ]
    assert (run.row_count, run.total_pence) == (2, 256_360)
    with pytest.raises(Refused, match="waits for approval"):
        build.a_run()
    with pytest.raises(NotAllowed, match="Somebody else must approve"):
        payment_runs.approve_run(actor=accounts.council_finance(), at=NOW, run_id=run.id)
    payment_runs.approve_run(actor=accounts.council_signatory(), at=NOW, run_id=run.id)
    with pytest.raises(Refused) as refused:
        build.a_run(date(2026, 4, 30))
    assert "Nothing is due" in refused.value.fields["due_to"]
    with acting_as(SETTING_UP), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Payment.objects.filter(direct_payment=held).first().amend(pence=1)
    rows = list(
        REPORTS["direct-payments"].rows(accounts.council_finance(), Filters(date(2026, 4, 1), TODAY)).values
    )
    assert sum(row[8] for row in rows) == 256_360


def test_nothing_is_paid_more_than_a_month_before_its_period() -> None:
    build.an_arrangement(a_line())
    with pytest.raises(Refused) as refused:
        build.a_run(date(2200, 1, 1))
    assert refused.value.fields["due_to"].startswith("The day must be 21 December 2026 or earlier")
    assert not Payment.objects.exists()


def test_a_withdrawn_run_falls_due_again_and_a_change_of_rate_is_in_its_period() -> None:
    line = a_line()
    build.an_arrangement(line)
    run = build.a_run()
    payment_runs.withdraw_run(actor=accounts.council_finance(), at=NOW, run_id=run.id)
    with pytest.raises(IllegalTransition):
        payment_runs.approve_run(actor=accounts.council_signatory(), at=NOW, run_id=run.id)
    funding.raise_rate(line, date(2026, 4, 15), 35_000)
    assert build.a_run().total_pence == 64_090 + 70_000


def test_what_is_left_above_what_may_be_kept_is_asked_back() -> None:
    held = build.an_arrangement(a_line())
    build.an_approved_run()
    made = build.a_return(held)
    assert (made.opening_pence, made.paid_pence, made.closing_pence) == (0, 128_180, 118_180)
    assert (made.reclaim_pence, made.reclaim_status) == (118_180 - 64_090, "asked")
    direct_payments.settle_reclaim(
        actor=accounts.council_finance(), at=NOW, return_id=made.id, action=ReclaimAction.RECEIVE,
        on=TODAY, note="BACS 7",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        build.a_return(held)
    assert "29 April 2026" in refused.value.fields["last_day"]
    after = build.a_return(held, last_day=date(2026, 5, 26), spent_pence=64_090)
    assert (after.first_day, after.opening_pence, after.closing_pence) == (date(2026, 4, 29), 64_090, 0)
    assert after.reclaim_status == "none"
    rows = list(
        REPORTS["direct-payment-returns"]
        .rows(accounts.council_finance(), Filters(date(2026, 4, 1), TODAY))
        .values
    )
    assert [(row[8], row[10], row[11]) for row in rows] == [(118_180, 54_090, "received"), (0, 0, "none")]


def test_when_it_ends_everything_that_is_left_is_asked_back() -> None:
    held = build.an_arrangement(a_line())
    build.an_approved_run()
    direct_payments.end_direct_payment(
        actor=accounts.council_finance(), at=NOW, direct_payment_id=held.id, ends_on=build.APRIL_END,
        reason="Would rather have the council arrange it",
    )  # fmt: skip
    assert build.a_return(held).reclaim_pence == 118_180


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"consented_on": None}, "consented_on"),
        ({"has_capacity": False}, "holder"),
        ({"holder": Holder.AUTHORISED, "holder_name": "Asha Obi"}, "holder"),
        ({"holder": Holder.NOMINATED}, "holder_name"),
        ({"suitable": False}, "suitable"),
        ({"kind": BudgetKind.NHS_DIRECT}, "kind"),
        ({"starts_on": date(2026, 3, 31)}, "starts_on"),
    ],
)
def test_a_condition_that_is_not_met_is_named_beside_its_question(over: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        build.an_arrangement(a_line(), **over)
    assert list(refused.value.fields) == [field]


def test_a_top_up_is_the_difference_and_stands_beside_the_shared_cost() -> None:
    """F11: the shared cost of April is £4,500.00; the top-up is £642.86, in nobody's share."""
    build.a_top_up()
    schedule = funding.a_draft_schedule()
    assert schedule.gross_pence == 450_000
    assert (schedule.outside["top_ups"], schedule.outside["topped"]) == (1, 64_286)
    rows = list(
        REPORTS["contributions"].rows(accounts.council_finance(), Filters(date(2026, 4, 1), TODAY)).values
    )
    assert [(row[2], row[3], row[4]) for row in rows] == [("Top-up", "Asha Obi", 15_000)]


def test_a_top_up_says_that_its_review_is_overdue_from_the_day_after(browse: Any) -> None:
    """The funding page of the case, on 21 November 2026."""
    overdue = "Its review is overdue: it was due by 20 Nov 2026"
    for review_on, said in ((TODAY, "review by 21 Nov 2026"), (date(2026, 11, 20), overdue)):
        top_up = build.a_top_up(funding.a_funded_line(cases.an_active_case()), review_on=review_on)
        page = browse(accounts.council_finance()).get(f"/cases/{top_up.line.case.reference}/funding/")
        assert said in page.content.decode()


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"option_at_usual": False}, "option_at_usual"),
        ({"chosen_pence": 105_000}, "chosen_pence"),
        ({"agreed_on": date(2026, 4, 2)}, "agreed_on"),
        ({"review_on": date(2027, 4, 2)}, "review_on"),
        ({"able_to_pay": False}, "able_to_pay"),
        ({"payer_name": ""}, "payer_name"),
    ],
)
def test_a_top_up_without_one_of_its_conditions_is_refused(over: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        build.a_top_up(**over)
    assert field in refused.value.fields


def test_a_health_budget_takes_no_top_up_save_the_wheelchair_budget() -> None:
    """M-4: the wheelchair budget is the one exception, and a home that the NHS pays for takes none either."""
    may = accounts.nhs_finance()

    def nhs_line() -> FundedLine:
        case = cases.an_active_case()
        return funding.a_line_without_share(case, actor=may, payer_id=accounts.northmoor_icb().id)

    plain, budget, chair = nhs_line(), nhs_line(), nhs_line()
    build.an_arrangement(budget, actor=may, kind=BudgetKind.NHS_DIRECT)
    build.an_arrangement(chair, actor=may, kind=BudgetKind.WHEELCHAIR)
    with pytest.raises(Refused, match="Only a council arranges a top-up"):
        build.a_top_up(plain, actor=may)
    with pytest.raises(Refused, match="takes no top-up; a personal wheelchair budget may"):
        build.a_top_up(budget, actor=may)
    assert build.a_top_up(chair, actor=may).weekly_pence == 15_000
