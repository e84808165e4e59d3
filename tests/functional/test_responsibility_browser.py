"""The rulebook and the checker in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.builders import accounts, cases

pytestmark = [pytest.mark.django_db(transaction=True)]
SignIn = Callable[..., None]
CheckPage = Callable[..., None]


def test_the_rulebook_is_read_by_area_and_by_citation(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: CheckPage
) -> None:
    accounts.coordinator()
    page = open_page()
    sign_in(page, "jones", to="/rulebook/")
    check_page(page)
    page.get_by_label("Which council").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("heading", name="Which NHS body")).to_have_count(0)
    page.goto("/rulebook/#N-8")
    expect(page.locator("#N-8")).to_be_in_viewport()
    expect(page.locator("#N-8")).to_contain_text("The other: the integrated care board of the GP practice")


def day(page: Page, name: str, typed: tuple[int, int, int]) -> None:
    """Type a date into its three parts."""
    for part, number in zip(("day", "month", "year"), typed, strict=True):
        page.locator(f"[name={name}_{part}]").fill(str(number))


@pytest.mark.parametrize("javascript", [True, False])
def test_the_checker_from_facts_to_both_answers_and_back(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: CheckPage, javascript: bool
) -> None:
    for somebody in (accounts.council_signatory, accounts.nhs_signatory, accounts.stranger):
        somebody()
    page = open_page(javascript=javascript)
    sign_in(page, "okoro", to="/who-is-responsible/")
    if javascript:
        check_page(page)
    page.locator("[name=detention_0_section_code]").select_option("02")
    day(page, "detention_0_starts_on", (1, 3, 2025))
    day(page, "detention_0_ends_on", (20, 3, 2025))
    with page.expect_navigation():
        page.get_by_role("button", name="Add another detention").click()
    expect(page).to_have_url("/who-is-responsible/#detention-1")
    page.locator("[name=detention_1_section_code]").select_option("03")
    day(page, "detention_1_starts_on", (20, 3, 2025))
    page.locator("[name=address_0_place]").select_option("Southvale Council")
    with page.expect_navigation():
        page.locator("[name=address_0_place]").evaluate("node => node.form.requestSubmit()")
    expect(page.get_by_role("alert")).to_contain_text("Address 1: enter first day there")
    if javascript:
        check_page(page)
    day(page, "address_0_starts_on", (1, 6, 2019))
    page.locator("[name=address_0_settled]").select_option("yes")
    with page.expect_navigation():
        page.get_by_role("button", name="Show who is responsible").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who is responsible on")
    expect(page.locator("main")).to_contain_text("Southvale Council")
    expect(page.locator("main")).to_contain_text("Detention was unbroken from 1 March 2025")
    if javascript:
        check_page(page)
    with page.expect_popup() as opened:
        page.locator("main").get_by_role("link", name="Rule L-6").first.click()
    expect(opened.value.locator("#L-6")).to_be_in_viewport()
    page.get_by_role("button", name="Change the facts").click()
    expect(page.locator("[name=detention_1_section_code]")).to_have_value("03")


def test_a_body_confirms_its_entries_and_reads_the_lists_of_both_bodies(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: CheckPage
) -> None:
    accounts.nhs_signatory()
    cases.an_active_case(family_name="Obi")
    second = cases.an_active_case(family_name="Wójcik-Long")
    page = open_page()
    accounts.council_signatory()
    sign_in(page, "price", to="/confirmations/")
    check_page(page)
    page.get_by_role("button", name="Confirm several at once").click()
    check_page(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    check_page(page)
    page.get_by_role("button", name="Confirm these entries").click()
    expect(page.locator("main")).to_contain_text("1 entry confirmed")
    check_page(page)

    page.goto(f"/cases/{second.reference}/confirmation/record/")
    page.get_by_label("We have a query about this entry").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what the other body should know")
    check_page(page)
    page.get_by_label("Note").fill("Is the address right?")
    page.get_by_role("button", name="Continue").click()
    check_page(page)
    page.get_by_role("button", name="Record the confirmation").click()
    expect(page.locator("main")).to_contain_text("Is the address right?")
    check_page(page)

    for slug in ("two-bodies", "may-be-lost", "confirmed"):
        page.goto(f"/manager/{slug}/")
        check_page(page)
    expect(page.locator("main")).to_contain_text("OBI, Amara")
