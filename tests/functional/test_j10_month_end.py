"""Journey J10 in a real browser, the council's part: April settled to the penny, frozen once, taken by both bodies,
and in June a wrong rate of May put right while May stays as it was."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from playwright.sync_api import Page, expect

from funding.models import Schedule, ScheduleLine
from funding.services import applications
from tests.builders import accounts, cases, direct_payments, funding, panels
from tests.functional.journey import Desk

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
SignIn = Callable[..., None]
APRIL_CSV = "s117-recharge_2026-04-01_2026-04-30_{}_v1.csv"
MAY_CSV = "s117-recharge_2026-05-01_2026-05-31_NMC_v1.csv"


def share_the_cost(desk: Desk) -> None:
    desk.fill(nhs_percent="50", council_percent="50", decision_reference="PANEL-2026-014")
    desk.press("Record the cost share")


def taken(page: Page, name: str, path: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    waiting.value.save_as(path)
    return path.read_bytes()


def sum_of(data: bytes, column: str) -> int:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return sum(round(float(row[column]) * 100) for row in rows)


def test_april_is_settled_frozen_once_and_taken_by_both_bodies(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: Check, tmp_path: Path
) -> None:
    funding.a_funded_line(provider_name="=HYPERLINK(1)")
    bare = funding.a_line_without_share(weekly=123_456)
    funding.a_funded_line(weekly=98_765, starts_on=date(2026, 4, 15), nhs="60.00", council="40.00")
    read = cases.an_active_case(family_name="Asked")
    direct_payments.a_top_up(funding.a_funded_line(read))
    asked = panels.an_application(read, starts_on=date(2026, 4, 20), kind="retrospective")
    accounts.nhs_finance()
    accounts.user("second", "finance", accounts.northmoor())
    lowe, other = (Desk(open_page(), check_page) for _ in range(2))
    sign_in(lowe.page, "lowe", to="/finance/schedules/produce/")
    lowe.fill(next_days="April 2026")
    lowe.press("Produce the schedule")
    # What blocks, and who can settle it: a share that nobody decided, and a request that nobody signed.
    way = lowe.page.get_by_role("table", name="What stands in the way")
    expect(way).to_contain_text(bare.case.reference)
    expect(way).to_contain_text(f"Application {asked.number} is not signed")
    expect(way).to_contain_text(read.reference)
    lowe.check = lambda page: None
    lowe.page.goto(f"/cases/{bare.case.reference}/funding/{bare.id}/splits/record/")
    share_the_cost(lowe)
    lowe.page.goto("/finance/schedules/NMC/1/freeze/")
    lowe.fill(checked=True)
    lowe.press("Freeze this schedule")
    lowe.sees("stand in the way", read.reference)
    applications.withdraw_application(
        actor=accounts.coordinator(), at=accounts.NOW, application_id=asked.id, reason="Settled"
    )
    lowe.page.goto("/finance/schedules/NMC/1/renew/")
    lowe.press("Work it out again")
    lowe.sees("£16,548.46", "£8,499.98", "£8,048.48", "£642.86")
    # Two press at once: one freezes it, the other is told.
    sign_in(other.page, "second", to="/finance/schedules/NMC/1/freeze/")
    other.fill(checked=True)
    lowe.page.goto("/finance/schedules/NMC/1/freeze/")
    lowe.fill(checked=True)
    lowe.press("Freeze this schedule")
    lowe.sees("Frozen")
    other.check = lambda page: None
    other.press("Freeze this schedule")
    other.sees("frozen")
    assert Schedule.objects.get().frozen_by == accounts.council_finance().name
    ours = taken(lowe.page, APRIL_CSV.format("NMC"), tmp_path / "ours.csv")
    assert sum_of(ours, "Gross") == 1_654_846
    assert b"'=HYPERLINK" in ours
    partner = open_page()
    sign_in(partner, "may", to="/finance/schedules/NMC/1/")
    assert taken(partner, APRIL_CSV.format("NMI"), tmp_path / "theirs.csv") == ours


def test_a_wrong_rate_of_may_is_taken_back_in_june_and_may_stays_as_it_was(
    page: Page, sign_in: SignIn, check_page: Check, tmp_path: Path, settings: Any
) -> None:
    settings.FIXED_NOW = datetime(2026, 6, 2, 9, tzinfo=UTC)
    line = funding.a_funded_line(weekly=126_000, starts_on=date(2026, 5, 1), at=settings.FIXED_NOW)
    may = funding.a_frozen_schedule(funding.MAY, at=settings.FIXED_NOW)
    settings.FIXED_NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
    desk = Desk(page, check_page)
    sign_in(page, "lowe", to="/finance/schedules/NMC/1/")
    before = taken(page, MAY_CSV, tmp_path / "before.csv")
    desk.open(f"/cases/{line.case.reference}/funding/{line.id}/rates/record/")
    desk.fill(starts_on=date(2026, 5, 1), pence="1,206.00", reason="Two figures changed places")
    desk.press("Record the rate")
    page.goto("/finance/schedules/produce/")
    desk.fill(next_days="June 2026")
    desk.press("Produce the schedule")
    desk.sees("-£5,580.00", "£5,340.86", "£5,168.57")
    mended = ScheduleLine.objects.filter(schedule__number=2).exclude(kind="charge")
    assert mended.aggregate(net=Sum("gross_pence"))["net"] == -23_914
    page.goto("/finance/schedules/NMC/1/")
    after = taken(page, MAY_CSV, tmp_path / "after.csv")
    assert hashlib.sha256(after).digest() == hashlib.sha256(before).digest()
    kept = may.control_hash
    may.refresh_from_db()
    assert may.control_hash == kept
