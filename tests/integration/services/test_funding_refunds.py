"""What was taken for aftercare goes back year by year, and the other body's half is recharged to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from careplans import queries as careplans
from careplans.models import DocumentWithdrawal, PlanDocument
from careplans.rules.letters import letter_from_json
from careplans.rules.terms import Paper
from funding import queries
from funding.models import FundedLine, Refund, ScheduleLine, ScheduleShare
from funding.queries.reports import REPORTS, Filters
from funding.rules.refunds import Basis
from funding.services import packages, refunds, schedules
from funding.services.refund_lines import refund_lines
from funding.services.refunds import RefundInput
from s117.audit.context import acting_as
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW, SETTING_UP, TODAY
from tests.builders.reconciliation import breaches

pytestmark = pytest.mark.django_db
JUNE = (date(2026, 6, 1), date(2026, 6, 30))
TWO_YEARS = (date(2024, 4, 1), date(2026, 3, 31))


def wanted(**over: Any) -> RefundInput:
    known: dict[str, Any] = {
        "first_day": TWO_YEARS[0],
        "last_day": TWO_YEARS[1],
        "weekly_pence": 11_235,
        "basis": Basis.NONE,
        "rate_points": 0,
        "reason": "Charged as residential care before the entitlement was known",
    }
    return RefundInput(**{**known, **over})


def a_line(**over: Any) -> FundedLine:
    """Halved with the NHS body from April 2024."""
    return funding.a_funded_line(starts_on=TWO_YEARS[0], **over)


def opened(line: FundedLine | None = None, **over: Any) -> Refund:
    line = line or a_line()
    return refunds.open_refund(
        actor=accounts.council_finance(), at=NOW, line_id=line.id, wanted=wanted(**over)
    )


def test_two_years_go_back_year_by_year_and_the_nhs_body_bears_its_half() -> None:
    """F25: £112.35 a week for two years is £11,716.50; the NHS body bears £5,858.26."""
    made = opened()
    assert made.total_pence == 1_171_650
    assert made.by_body == {"NMC": 585_824, "NMI": 585_826}
    assert [row["year"] for row in made.statement] == ["2024/25", "2025/26"]
    assert made.interest_pence == 0
    rows = list(REPORTS["refunds"].rows(accounts.council_finance(), Filters(TODAY, TODAY)).values)
    assert sum(row[5] for row in rows) == 1_171_650


def test_interest_is_data_and_is_worked_out_for_each_year_once() -> None:
    """8% on 2024/25 from 1 April 2025 and on 2025/26 from 1 April 2026, to 21 November 2026."""
    made = opened(basis=Basis.STATUTORY)
    by_year = [(row["charged"], row["interest"]) for row in made.statement]
    assert by_year == [(585_825, 76_912), (585_825, 30_046)]
    assert (
        opened(a_line(case=cases.an_active_case()), basis=Basis.SIMPLE, rate_points=400).interest_pence
        == 53_479
    )


def test_a_second_person_approves_before_it_is_paid() -> None:
    made = opened()
    with pytest.raises(NotAllowed, match="Somebody else must approve"):
        refunds.approve_refund(actor=accounts.council_finance(), at=NOW, refund_id=made.id)
    with pytest.raises(IllegalTransition):
        pay(made)
    with pytest.raises(NotAllowed):
        refunds.approve_refund(actor=accounts.nhs_signatory(), at=NOW, refund_id=made.id)
    assert funding.a_paid_refund(made).status == "paid"
    with pytest.raises(IllegalTransition):
        refunds.withdraw_refund(actor=accounts.council_finance(), at=NOW, refund_id=made.id, reason="No")


def pay(made: Refund) -> Refund:
    return refunds.pay_refund(
        actor=accounts.council_finance(), at=NOW, refund_id=made.id, paid_on=TODAY, payment_reference="BACS 1"
    )


def test_the_letter_is_made_when_the_refund_is_approved() -> None:
    made = opened(basis=Basis.STATUTORY)
    assert not PlanDocument.objects.filter(paper=Paper.REFUND).exists()
    refunds.approve_refund(actor=accounts.council_signatory(), at=NOW, refund_id=made.id)
    document = PlanDocument.objects.get(paper=Paper.REFUND, about=made.id)
    said = letter_from_json(document.snapshot, Paper.REFUND).said
    assert (said.charged, said.interest, said.total) == (1_171_650, 106_958, 1_278_608)
    assert [row.year for row in said.years] == ["2024/25", "2025/26"]


def test_the_letter_of_a_refund_that_is_withdrawn_is_marked_and_kept_as_it_was_made() -> None:
    made = opened()
    refunds.approve_refund(actor=accounts.council_signatory(), at=NOW, refund_id=made.id)
    document = PlanDocument.objects.get(paper=Paper.REFUND, about=made.id)
    refunds.withdraw_refund(actor=accounts.council_finance(), at=NOW, refund_id=made.id, reason="Wrong days")
    (letter,) = careplans.letters_of(made.line.case_id)
    assert letter.superseded == "What it told of was withdrawn on 21 November 2026"
    assert PlanDocument.objects.get(pk=document.pk).version == document.version
    assert DocumentWithdrawal.objects.get().reason == "Wrong days"
    with acting_as(SETTING_UP), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DocumentWithdrawal.objects.get().amend(reason="Another")
    again = opened(made.line)
    refunds.approve_refund(actor=accounts.council_signatory(), at=NOW, refund_id=again.id)
    standing = {row.about: not row.superseded for row in careplans.letters_of(made.line.case_id)}
    assert standing == {made.id: False, again.id: True}


def test_the_nhs_bodys_half_is_posted_once_on_the_next_schedule() -> None:
    """Reconciliation: lines, header and shares agree, and later corrections leave the refund alone."""
    line = a_line()
    funding.a_frozen_schedule()
    made = opened(line)
    refunds.approve_refund(actor=accounts.council_signatory(), at=NOW, refund_id=made.id)
    may = funding.a_draft_schedule(funding.MAY)
    assert not may.lines.filter(refund=made).exists()
    pay(made)
    schedules.withdraw_schedule(
        actor=accounts.council_finance(), at=NOW, schedule_id=may.id, reason="Made too early"
    )
    may = funding.a_frozen_schedule(funding.MAY)
    posted = ScheduleLine.objects.filter(schedule=may, refund=made)
    assert [(row.kind, row.gross_pence, row.decision_reference) for row in posted] == [
        ("refund", 585_825, "Refund 1"), ("refund", 585_825, "Refund 1"),
    ]  # fmt: skip
    icb = ScheduleShare.objects.filter(line__in=posted, organisation=accounts.northmoor_icb())
    assert sum(row.amount_pence for row in icb) == 585_826
    assert breaches(TODAY) == []
    packages.record_rate(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        starts_on=line.starts_on,
        pence=99_000,
        reason="Corrected",
    )
    june = funding.a_frozen_schedule(JUNE)
    assert not june.lines.filter(refund__isnull=False).exists()
    assert not june.lines.filter(mends__in=posted).exists()
    assert june.lines.filter(kind="reversal").count() == 2
    assert breaches(TODAY) == []


def test_the_database_keeps_the_figures_and_posts_only_what_was_paid_once() -> None:
    made = opened()
    for changes in ({"total_pence": 1}, {"pieces": []}, {"by_body": {}}):
        with pytest.raises(IntegrityError, match="stay as they were fixed"), transaction.atomic():
            made.amend(**changes)
        made.refresh_from_db()
    schedule = funding.a_draft_schedule()
    row, shares = next(refund_lines(schedule, made, with_nhs_number=False))
    row.number = 99
    with pytest.raises(IntegrityError, match="only a refund that was paid"), transaction.atomic():
        row.save()
    funding.a_paid_refund(made)
    made.refresh_from_db()
    with pytest.raises(IntegrityError, match="stay as they were fixed"), transaction.atomic():
        made.amend(status="withdrawn")
    assert sum(share.amount_pence for share in shares) == row.gross_pence
    assert queries.totals_of(queries.lines_of_schedule(schedule.id)).balanced


def test_the_same_days_are_given_back_once() -> None:
    line = a_line()
    made = opened(line)
    with pytest.raises(Refused) as refused:
        opened(line, first_day=date(2026, 3, 31), last_day=date(2026, 4, 30))
    assert "in another refund" in refused.value.fields["first_day"]
    refunds.withdraw_refund(
        actor=accounts.council_finance(), at=NOW, refund_id=made.id, reason="Wrong amount"
    )
    assert opened(line, weekly_pence=10_000).total_pence < made.total_pence


def test_days_before_the_service_or_after_today_are_refused() -> None:
    line = a_line()
    for over, field in (
        ({"first_day": date(2024, 3, 31)}, "first_day"),
        ({"last_day": date(2027, 1, 1)}, "last_day"),
        ({"last_day": date(2024, 3, 1)}, "last_day"),
        ({"basis": Basis.SIMPLE}, "rate"),
        ({"weekly_pence": 0}, "weekly_pence"),
    ):
        with pytest.raises(Refused) as refused:
            opened(line, **over)
        assert field in refused.value.fields
