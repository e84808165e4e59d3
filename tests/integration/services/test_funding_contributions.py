"""Aftercare is free: a contribution towards it is refused, ended when a service becomes aftercare, and found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case
from funding.models import Contribution
from funding.queries import contributions as reads
from funding.queries.reports import REPORTS, Filters
from funding.rules.refunds import Basis
from funding.services import contributions, refunds
from funding.services.contributions import ContributionInput
from funding.services.refunds import RefundInput
from s117.audit.context import acting_as
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW, SETTING_UP, TODAY

pytestmark = pytest.mark.django_db
DECEMBER = (date(2026, 12, 1), date(2026, 12, 31))


def a_service(case: Case, **over: Any) -> Any:
    return funding.a_planned_service(case, group="outside", description="Physical care", **over)


def test_a_contribution_towards_aftercare_is_refused_with_the_reason() -> None:
    """J3: towards the aftercare service refused, towards the other accepted."""
    case = cases.an_active_case()
    aftercare = funding.a_planned_service(case)
    with pytest.raises(Refused) as refused:
        funding.contribute(case, aftercare)
    assert refused.value.fields == {"weekly_pence": "Section 117 services cannot be charged."}
    other = a_service(case)
    assert funding.contribute(case, other).weekly_pence == 8_530
    with pytest.raises(Refused) as refused:
        funding.contribute(case, other, starts_on=date(2026, 12, 1))
    assert "already" in refused.value.fields["starts_on"]
    with pytest.raises(Refused) as refused:
        funding.contribute(case, other, weekly_pence=20_001)
    assert "more than the service costs" in refused.value.fields["weekly_pence"]
    with pytest.raises(NotFound):
        funding.contribute(cases.an_active_case(), other)
    with pytest.raises(NotAllowed):
        contributions.record_contribution(
            actor=accounts.nhs_finance(), at=NOW, case_id=case.id, service_key=other,
            given=ContributionInput(weekly_pence=1, cost_weekly_pence=1, starts_on=TODAY),
        )  # fmt: skip


def test_the_database_refuses_a_charge_for_aftercare_and_two_at_once() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    outside = funding.contribute(case, a_service(case))
    known = {
        "case": case, "council": accounts.northmoor(), "description": "Care", "weekly_pence": 100,
        "cost_weekly_pence": 200, "starts_on": date(2026, 5, 1), "recorded_at": NOW,
    }  # fmt: skip
    for key, name in (
        (line.service_key, "cannot be charged"),
        (outside.service_key, "contribution_one_at_a_time"),
    ):
        with acting_as(SETTING_UP), pytest.raises(IntegrityError, match=name), transaction.atomic():
            Contribution.objects.create(service_key=key, **known)
    with (
        acting_as(SETTING_UP),
        pytest.raises(IntegrityError, match="never rewritten"),
        transaction.atomic(),
    ):
        outside.amend(weekly_pence=1)


def test_december_shows_what_is_free_and_what_is_paid_towards_side_by_side() -> None:
    """J3 and F24: aftercare £2,214.29 shared; other £885.71, of which £377.76 is paid, £507.95 the council's."""
    case = cases.an_active_case()
    funding.a_funded_line(case, rate_pence=50_000)
    funding.contribute(case, a_service(case), starts_on=DECEMBER[0])
    schedule = funding.a_draft_schedule(DECEMBER)
    assert schedule.gross_pence == 221_429
    icb, council = accounts.northmoor_icb(), accounts.northmoor()
    assert schedule.totals == {str(icb.id): 110_715, str(council.id): 110_714}
    top_ups = {"topped": 0, "top_ups": 0, "nursed": 0}
    assert schedule.outside == {"services": 1, "cost": 88_571, "paid": 37_776, "net": 50_795, **top_ups}


def test_a_change_to_aftercare_ends_the_contribution_the_day_before_and_asks_to_look_back() -> None:
    """J3 unhappy: aftercare from 15 December, so the last day paid for is the 14th."""
    case = cases.an_active_case()
    lowe = accounts.council_finance()
    held = funding.contribute(case, a_service(case), starts_on=DECEMBER[0])
    assert contributions.end_contributions_on_aftercare(actor=SETTING_UP, at=NOW) == 0
    funding.reclassify(case, held.service_key, date(2026, 12, 15))
    (wrong,) = reads.wrongly_charged(lowe)
    assert (wrong.first_day, wrong.last_day, wrong.line_id) == (date(2026, 12, 15), None, None)
    assert contributions.end_contributions_on_aftercare(actor=SETTING_UP, at=NOW) == 1
    assert contributions.end_contributions_on_aftercare(actor=SETTING_UP, at=NOW) == 0
    held.refresh_from_db()
    assert held.ends_on == date(2026, 12, 14)
    assert reads.wrongly_charged(lowe) == ()
    (asked,) = reads.to_check(lowe)
    assert (asked.reference, asked.check_from) == (case.reference, date(2026, 12, 15))
    contributions.check_contribution(
        actor=lowe, at=NOW, contribution_id=held.id, reason="The knee was injured at work in November"
    )
    assert reads.to_check(lowe) == ()
    with pytest.raises(Refused, match="nothing to check"):
        contributions.check_contribution(actor=lowe, at=NOW, contribution_id=held.id, reason="Again")


def test_a_refund_of_the_days_before_answers_the_look_back() -> None:
    """The need came from the disorder all along: what was paid since October goes back, by the council alone."""
    case = cases.an_active_case()
    held = funding.contribute(case, a_service(case), starts_on=date(2026, 4, 1))
    funding.reclassify(case, held.service_key, date(2026, 5, 1))
    contributions.end_contributions_on_aftercare(actor=SETTING_UP, at=NOW)
    line = funding.a_line_without_share(case, service_key=held.service_key, starts_on=date(2026, 5, 1))
    wanted = RefundInput(
        first_day=date(2026, 4, 1), last_day=date(2026, 4, 30), weekly_pence=8_530, basis=Basis.NONE,
        rate_points=0, reason="The need came from the disorder", contribution_id=held.id,
    )  # fmt: skip
    made = refunds.open_refund(actor=accounts.council_finance(), at=NOW, line_id=line.id, wanted=wanted)
    assert made.by_body == {"NMC": 36_557}
    assert reads.to_check(accounts.council_finance()) == ()


def test_a_charge_for_aftercare_that_is_found_stands_out_until_it_is_given_back() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    lowe = accounts.council_finance()
    given = ContributionInput(weekly_pence=5_000, cost_weekly_pence=0, starts_on=date(2026, 4, 1))
    found = contributions.record_charge_found(
        actor=lowe, at=NOW, case_id=case.id, service_key=line.service_key, given=given
    )
    (row,) = reads.wrongly_charged(lowe)
    assert (row.line_id, row.first_day, row.refunded) == (line.id, date(2026, 4, 1), False)
    rows = list(REPORTS["contributions"].rows(lowe, Filters(date(2026, 4, 1), TODAY)).values)
    assert [(row[0], row[-1]) for row in rows] == [
        (case.reference, "Aftercare is free: end it and give it back")
    ]
    contributions.end_contribution(
        actor=lowe, at=NOW, contribution_id=found.id, ends_on=date(2026, 4, 30), reason="It is aftercare"
    )
    wanted = RefundInput(
        first_day=date(2026, 4, 1), last_day=date(2026, 4, 30), weekly_pence=5_000, basis=Basis.NONE,
        rate_points=0, reason="Charged by mistake", contribution_id=found.id,
    )  # fmt: skip
    refunds.open_refund(actor=lowe, at=NOW, line_id=line.id, wanted=wanted)
    assert [row.refunded for row in reads.wrongly_charged(lowe)] == [True]
    assert reads.wrongly_charged(accounts.nhs_finance()) == ()
