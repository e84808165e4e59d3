"""Four weeks across 31 March: two financial years by the day, two NHS bodies where one took over (F09, F30)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from funding import queries
from funding.queries.reports import REPORTS, Filters
from funding.rules.budgets import days_of
from funding.services import packages, schedules
from s117.accounts.models import Organisation, OrganisationSuccession
from tests.builders import accounts, cases, funding, successions

pytestmark = pytest.mark.django_db
FOUR_WEEKS = (date(2026, 3, 30), date(2026, 4, 26))
LAST_YEAR = Filters(date(2025, 4, 1), date(2026, 3, 31))


def accrued(filters: Filters) -> list[tuple[date, date, int, int]]:
    titles = [column.heading for column in REPORTS["accruals"].columns]
    rows = REPORTS["accruals"].rows(accounts.council_finance(), filters).values
    found = [dict(zip(titles, row, strict=True)) for row in rows]
    return [(row["Service from"], row["Service to"], row["Gross"], row["Your share"]) for row in found]


def test_two_days_of_the_old_year_are_accrued_and_charged_at_the_old_rate() -> None:
    line = funding.a_funded_line(starts_on=FOUR_WEEKS[0])
    packages.record_rate(
        actor=accounts.council_finance(),
        at=accounts.NOW,
        line_id=line.id,
        starts_on=date(2026, 4, 1),
        pence=109_200,
    )
    before = accrued(LAST_YEAR)
    schedule = funding.a_frozen_schedule(FOUR_WEEKS)
    lines = queries.lines_of_schedule(schedule.id)
    assert [(row.service_from, row.service_to, row.gross_pence) for row in lines] == [
        (date(2026, 3, 30), date(2026, 3, 31), 30_000),
        (date(2026, 4, 1), date(2026, 4, 26), 405_600),
    ]
    assert accrued(LAST_YEAR) == before == [(date(2026, 3, 30), date(2026, 3, 31), 30_000, 15_000)]
    assert accrued(Filters(*FOUR_WEEKS)) == []


def test_a_line_across_the_year_s_end_without_a_new_rate_counts_in_both_years_by_the_day() -> None:
    funding.a_funded_line(starts_on=FOUR_WEEKS[0], weekly=123_456)
    funding.a_frozen_schedule(FOUR_WEEKS)
    lowe = accounts.council_finance()
    years = [next(iter(queries.line_forecasts(lowe, days_of(year)))).gross.actual for year in (2025, 2026)]
    assert years == [35_273, 458_551]
    assert sum(years) == 123_456 * 4
    spent = queries.spend_by_month(lowe, date(2026, 3, 1), date(2026, 4, 30))
    assert sum(row.pence for row in spent) == 123_456 * 4
    assert sum(row.pence for row in spent if row.month == date(2026, 3, 1)) in {35_272, 35_273, 35_274}


def a_line_shared_with(nhs: Organisation) -> None:
    line = funding.a_line_without_share(cases.an_active_case(), starts_on=FOUR_WEEKS[0])
    packages.record_split(
        actor=accounts.council_finance(), at=accounts.NOW, line_id=line.id, starts_on=FOUR_WEEKS[0],
        shares={nhs.id: "50.00", accounts.northmoor().id: "50.00"}, decision_reference="PANEL-2026-014",
    )  # fmt: skip


def test_a_merger_that_is_written_down_after_the_freeze_is_put_right_on_the_next_schedule() -> None:
    old = successions.icb("QMJ", "NHS North Central London")
    a_line_shared_with(old)
    funding.a_frozen_schedule(FOUR_WEEKS)
    successions.merge(old, successions.icb("Z9B2Z", "NHS West and North London"))
    OrganisationSuccession.history.update(history_date=accounts.NOW + timedelta(days=3))
    after = (date(2026, 4, 27), date(2026, 5, 24))
    schedule = funding.a_draft_schedule(after, at=accounts.NOW + timedelta(days=4))
    found = [
        (row.kind, row.service_from, {part.code: part.amount for part in row.parts})
        for row in queries.lines_of_schedule(schedule.id)
    ]
    assert found == [
        ("reversal", date(2026, 3, 30), {"NMC": -210_000, "QMJ": -210_000}),
        ("replacement", date(2026, 3, 30), {"NMC": 15_000, "QMJ": 15_000}),
        ("replacement", date(2026, 4, 1), {"NMC": 195_000, "Z9B2Z": 195_000}),
        ("charge", date(2026, 4, 27), {"NMC": 210_000, "Z9B2Z": 210_000}),
    ]


def test_a_merger_inside_the_period_gives_each_body_its_days() -> None:
    old = successions.icb("QMJ", "NHS North Central London")
    new = successions.icb("Z9B2Z", "NHS West and North London")
    a_line_shared_with(old)
    successions.merge(old, new)
    schedule = funding.a_draft_schedule(FOUR_WEEKS)
    found = [
        (row.service_from, row.service_to, row.gross_pence, {part.code: part.amount for part in row.parts})
        for row in queries.lines_of_schedule(schedule.id)
    ]
    assert found == [
        (date(2026, 3, 30), date(2026, 3, 31), 30_000, {"NMC": 15_000, "QMJ": 15_000}),
        (date(2026, 4, 1), date(2026, 4, 26), 390_000, {"NMC": 195_000, "Z9B2Z": 195_000}),
    ]
    schedules.freeze_schedule(actor=accounts.council_finance(), at=accounts.NOW, schedule_id=schedule.id)
    heir = accounts.actor_of(accounts.user("heir", "finance", new))
    frozen = queries.schedule_for(heir, schedule.id)
    assert [row.service_from for row in queries.lines_seen_by(heir, frozen)] == [
        date(2026, 3, 30), date(2026, 4, 1)
    ]  # fmt: skip
