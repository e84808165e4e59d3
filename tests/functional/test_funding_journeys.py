"""Funding in a real browser, page by page. The month end itself is J10 (test_j10_month_end.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.builders import accounts, cases, funding

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
SignIn = Callable[..., None]


def type_date(page: Page, question: str, day: date) -> None:
    group = page.get_by_role("group", name=question)
    for part in ("day", "month", "year"):
        group.get_by_label(part.capitalize()).fill(str(getattr(day, part)))


def share_the_cost(page: Page, nhs: str, council: str) -> None:
    page.get_by_label("NHS body's share").fill(nhs)
    page.get_by_label("Council's share").fill(council)
    page.get_by_label("Reference of the decision").fill("PANEL-2026-014")
    page.get_by_role("button", name="Record the cost share").click()


def test_finance_funds_a_service_of_the_plan(page: Page, sign_in: SignIn, check_page: Check) -> None:
    case = cases.an_active_case(family_name="Obi", nhs_number="9990000018")
    funding.a_planned_service(case)
    accounts.council_finance()
    sign_in(page, "lowe", to=f"/cases/{case.reference}/funding/")
    check_page(page)
    page.get_by_role("link", name="Put a rate on it").click()
    check_page(page)
    page.get_by_label("Rate", exact=True).fill("1,050.00")
    page.get_by_role("button", name="Save and record the cost share").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Record a cost share")
    check_page(page)
    share_the_cost(page, "70", "20")
    expect(page.get_by_role("alert")).to_contain_text("The shares come to 90.00%, not 100.00%.")
    check_page(page)
    share_the_cost(page, "50", "50")
    card = page.get_by_role("region", name="Supported living")
    expect(card).to_contain_text("NHS Northmoor Integrated Care Board 50.00%: £525.00 a week")
    expect(card).to_contain_text("Aftercare under section 117 is free")
    check_page(page)


def test_a_schedule_can_be_produced_without_scripts(open_page: Callable[..., Page], sign_in: SignIn) -> None:
    funding.a_funded_line()
    page = open_page(390, javascript=False)
    sign_in(page, "lowe", to="/finance/schedules/produce/")
    page.get_by_label("Other days").check()
    type_date(page, "First day", date(2026, 3, 30))
    type_date(page, "Last day", date(2026, 4, 26))
    with page.expect_navigation():
        page.get_by_role("button", name="Produce the schedule").click()
    expect(page.locator("main")).to_contain_text("Your calendar has 30 March to 31 March 2026")
    page.get_by_label("Why these days?").fill("Four weeks, as the provider is paid")
    page.get_by_role("button", name="Produce the schedule").click()
    expect(page.locator("main")).to_contain_text("£3,900.00")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_label("Why is it withdrawn?").fill("Wrong days")
    page.get_by_role("button", name="Withdraw the schedule").click()
    expect(page.locator("main")).to_contain_text("Withdrawn")


@pytest.mark.parametrize("path", ["rates/record", "deliveries/record", "amend", "end"])
def test_every_form_about_a_line_is_accessible(
    page: Page, sign_in: SignIn, check_page: Check, path: str
) -> None:
    line = funding.a_funded_line()
    sign_in(page, "lowe", to=f"/cases/{line.case.reference}/funding/{line.id}/{path}/")
    check_page(page)
    page.locator("main form button").click()
    check_page(page)
