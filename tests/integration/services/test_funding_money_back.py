"""Money that came back of a direct payment reaches the NHS body; a late rate is put right by the next run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from funding import queries
from funding.models import PaymentRun, Schedule
from funding.queries.direct_payments import overpaid
from funding.services import direct_payments, payment_runs, schedules
from tests.builders import accounts, funding
from tests.builders import direct_payments as build
from tests.builders.accounts import NOW, SETTING_UP, TODAY
from tests.builders.reconciliation import breaches

pytestmark = pytest.mark.django_db

APRIL, MAY = funding.APRIL, funding.MAY
JUNE, JULY = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))
LATER = NOW + timedelta(hours=2)


def posted(schedule: Schedule) -> list[tuple[str, date, int, dict[str, int]]]:
    """What a schedule gives back or takes back: kind, first day, pence, pence by body."""
    return [
        (row.kind, row.service_from, row.gross_pence, {part.code: part.amount for part in row.parts})
        for row in queries.lines_of_schedule(schedule.id)
        if row.reclaim_id is not None
    ]


def test_what_came_back_is_a_credit_to_the_nhs_body_on_the_next_schedule_linked_to_what_it_mends() -> None:
    """£540.90 of April came back: half of it is the NHS body's, once, and the schedule of April stays."""
    held = build.an_arrangement(funding.a_funded_line(weekly=32_045))
    build.an_approved_run()
    april = funding.a_frozen_schedule(APRIL)
    asked = build.a_return(held)
    may = funding.a_draft_schedule(MAY)
    assert posted(may) == []
    build.came_back(asked)
    again = worked_out_again(may)
    assert posted(again) == [("reclaim", APRIL[0], -54_090, {"NMC": -27_045, "NMI": -27_045})]
    (row,) = (row for row in queries.lines_of_schedule(again.id) if row.reclaim_id)
    assert (row.mends_schedule, row.mends_number) == (april.number, 1)
    assert (row.reclaim_id, row.decision_reference) == (asked.id, "PANEL-2026-014")
    assert row.note == "Came back of the direct payment: return to 28 April 2026"
    frozen = freeze(again)
    assert Schedule.objects.get(pk=april.pk).control_hash == april.control_hash
    assert posted(funding.a_draft_schedule(JUNE, at=LATER)) == []
    assert breaches(TODAY) == []
    assert frozen.row_count == 2


def worked_out_again(draft: Schedule) -> Schedule:
    """The draft worked out again, as it stands now."""
    schedules.request_again(actor=accounts.council_finance(), at=NOW, schedule_id=draft.id)
    schedules.produce_schedule(actor=SETTING_UP, at=NOW, schedule_id=draft.id)
    return Schedule.objects.get(pk=draft.pk)


def freeze(draft: Schedule) -> Schedule:
    """The draft, frozen."""
    return schedules.freeze_schedule(actor=accounts.council_finance(), at=NOW, schedule_id=draft.id)


def test_a_share_put_right_afterwards_takes_the_credit_back_and_writes_it_anew() -> None:
    """All of it was the council's after all: the NHS body gives its half of the credit back with its charge."""
    line = funding.a_funded_line(weekly=32_045)
    held = build.an_arrangement(line)
    build.an_approved_run()
    funding.a_frozen_schedule(APRIL)
    build.came_back(build.a_return(held))
    may = funding.a_frozen_schedule(MAY)
    funding.share(
        line, starts_on=APRIL[0], nhs="0.00", council="100.00", reason="The panel decided otherwise", at=LATER
    )
    june = funding.a_frozen_schedule(JUNE, at=LATER + timedelta(hours=1))
    assert posted(june) == [
        ("reversal", APRIL[0], 54_090, {"NMC": 27_045, "NMI": 27_045}),
        ("reclaim", APRIL[0], -54_090, {"NMC": -54_090, "NMI": 0}),
    ]
    (taken, *_) = (row for row in queries.lines_of_schedule(june.id) if row.reclaim_id)
    assert taken.mends_schedule == may.number
    assert posted(funding.a_draft_schedule(JULY, at=LATER + timedelta(hours=2))) == []
    assert breaches(TODAY) == []


def test_only_money_that_came_is_posted_and_a_return_that_did_never_changes() -> None:
    held = build.an_arrangement(funding.a_funded_line(weekly=32_045))
    build.an_approved_run()
    build.came_back(build.a_return(held))
    assert len(posted(funding.a_draft_schedule(APRIL))) == 1
    with (
        pytest.raises(IntegrityError, match="came back"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE funding_monitoringreturn SET reclaim_pence = 1")
    with (
        pytest.raises(IntegrityError, match="came back"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE funding_monitoringreturn SET reclaim_status = 'asked'")


def test_what_is_still_asked_is_not_asked_twice() -> None:
    held = build.an_arrangement(funding.a_funded_line(weekly=32_045))
    build.an_approved_run()
    first = build.a_return(held)
    second = build.a_return(held, last_day=date(2026, 5, 20), spent_pence=10_000)
    assert (first.reclaim_pence, second.reclaim_pence) == (54_090, 0)
    build.came_back(first)
    third = build.a_return(held, last_day=date(2026, 5, 27), spent_pence=0)
    assert third.opening_pence == 128_180 - 20_000 - 54_090


def rows_of(run: PaymentRun) -> list[tuple[date, int, bool]]:
    """First day, pence and whether it mends another payment."""
    return [
        (row.first_day, row.pence, row.mends_id is not None)
        for row in run.payments.order_by("first_day", "pence")
    ]


def test_a_rate_raised_for_days_that_were_paid_is_owed_with_the_next_run() -> None:
    """£350.00 from 15 April: two weeks more at £29.55, linked to the payment, and not twice."""
    line = funding.a_funded_line(weekly=32_045)
    build.an_arrangement(line)
    paid = build.an_approved_run().payments.get()
    funding.raise_rate(line, date(2026, 4, 15), 35_000)
    run = build.an_approved_run(date(2026, 4, 29))
    assert rows_of(run) == [(APRIL[0], 5_910, True), (date(2026, 4, 29), 140_000, False)]
    assert run.payments.get(mends__isnull=False).mends == paid
    assert run.total_pence == 145_910
    assert rows_of(build.a_run(date(2026, 5, 27))) == [(date(2026, 5, 27), 140_000, False)]


def test_a_rate_lowered_is_taken_from_the_next_payments_and_the_schedule_follows() -> None:
    line = funding.a_funded_line(weekly=32_045)
    held = build.an_arrangement(line)
    build.an_approved_run()
    funding.a_frozen_schedule(APRIL)
    funding.raise_rate(line, APRIL[0], 30_000)
    assert overpaid(held) == 8_180
    run = build.a_run(date(2026, 4, 29))
    assert rows_of(run) == [(APRIL[0], -8_180, True), (date(2026, 4, 29), 120_000, False)]
    payment_runs.withdraw_run(actor=accounts.council_finance(), at=NOW, run_id=run.id)
    assert build.an_approved_run(date(2026, 4, 29)).total_pence == 111_820
    assert overpaid(held) == 0
    may = funding.a_draft_schedule(MAY, at=LATER)
    mended = [row.gross_pence for row in queries.lines_of_schedule(may.id) if row.kind != "charge"]
    assert mended == [-137_336, 128_571]


def test_what_was_paid_too_much_and_came_back_with_a_return_is_in_nobodys_share_and_not_taken_again() -> None:
    """£340.92 is too much and £200.00 of the rest is above what is kept: the bodies share £200.00 alone."""
    line = funding.a_funded_line(weekly=32_045)
    held = build.an_arrangement(line)
    build.an_approved_run()
    funding.raise_rate(line, APRIL[0], 23_522)
    made = build.a_return(held, spent_pence=128_180 - 2 * 23_522 - 54_092)
    assert (made.reclaim_pence, made.overpaid_pence) == (54_092, 34_092)
    build.came_back(made)
    assert overpaid(held) == 0
    assert [row[2] for row in posted(funding.a_draft_schedule(APRIL))] == [-20_000]
    assert [row[2] for row in rows_of(build.a_run(date(2026, 4, 29)))] == [False]


def test_days_after_the_arrangement_ended_are_paid_too_much_and_nobody_shares_them() -> None:
    """The council pays a provider for those days, so the schedule charges them once."""
    held = build.an_arrangement(funding.a_funded_line(weekly=32_045))
    build.an_approved_run()
    direct_payments.end_direct_payment(
        actor=accounts.council_finance(), at=NOW, direct_payment_id=held.id, ends_on=date(2026, 4, 14),
        reason="Would rather have the council arrange it",
    )  # fmt: skip
    made = build.a_return(held, spent_pence=54_090)
    assert (made.reclaim_pence, made.overpaid_pence) == (74_090, 64_090)
    build.came_back(made)
    assert [(row[1], row[2]) for row in posted(funding.a_draft_schedule(APRIL))] == [(APRIL[0], -10_000)]
