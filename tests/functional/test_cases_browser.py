"""The register in a real browser: journey J1 up to acceptance, its refusals, and every page's own checks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Detention
from tests.builders import accounts, cases

pytestmark = [pytest.mark.django_db(transaction=True)]
SignIn = Callable[..., None]
CheckPage = Callable[..., None]


def day(page: Page, name: str, value: date) -> None:
    """Type a date into its three parts."""
    for part, typed in (("day", value.day), ("month", value.month), ("year", value.year)):
        page.locator(f"[name={name}_{part}]").fill(str(typed))


def press(page: Page, words: str) -> None:
    """Press a button of the page and wait for what follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def everybody() -> None:
    """The staff of journey J1, and the bodies they work for."""
    for somebody in (
        accounts.mha_office,
        accounts.council_signatory,
        accounts.nhs_signatory,
        accounts.manager,
    ):
        somebody()
    accounts.coordinator()


def test_a_section_3_from_registration_to_both_bodies_acceptance(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: CheckPage
) -> None:
    everybody()
    webb = open_page()
    sign_in(webb, "webb", to="/search/")
    webb.get_by_label("Name, NHS number or date of birth", exact=True).fill("999 000 0018")
    press(webb, "Search")
    check_page(webb)
    webb.get_by_role("link", name="Add a person to the register").click()
    register(webb, check_page)
    record_section_3(webb, check_page)
    case = Case.objects.get()
    assert case.status == "prospective"

    for username, words in (
        ("price", "Answer for Northmoor Council"),
        ("okoro", "Answer for NHS Northmoor ICB"),
    ):
        signatory = open_page()
        sign_in(signatory, username, to=f"/cases/{case.reference}/determinations/")
        check_page(signatory)
        signatory.get_by_role("button", name=words).click()
        signatory.get_by_label("Accept", exact=True).check()
        press(signatory, "Continue")
        check_page(signatory)
        press(signatory, "Give this answer")
        expect(signatory.locator("main")).to_contain_text("Accepted")

    hart = open_page()
    sign_in(hart, "hart", to=f"/cases/{case.reference}/allocation/make/")
    check_page(hart)
    hart.get_by_label("Coordinator").select_option(label="Sam Jones")
    hart.get_by_label("Reason").fill("Knows the family")
    press(hart, "Allocate")
    expect(hart).to_have_url(re.compile(f"/cases/{case.reference}/$"))
    leave_hospital(webb, case, check_page)
    assert cases.refreshed(case).status == "active"


def register(page: Page, check_page: CheckPage) -> None:
    """Add Amara Obi, with her address and GP."""
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Enter last name")
    check_page(page)
    page.get_by_label("Last name").fill("Obi")
    page.get_by_label("First names").fill("Amara")
    day(page, "date_of_birth", date(1988, 3, 14))
    page.locator("[name=number_known][value=yes]").check()
    page.get_by_label("NHS number", exact=True).fill("999 000 0018")
    press(page, "Continue")
    check_page(page)
    press(page, "Continue")
    page.locator("[name=address_known][value=yes]").check()
    page.get_by_label("What kind of home is it?").select_option("home")
    page.get_by_label("Address", exact=True).fill("4 Mill Lane, Northmoor")
    page.get_by_label("Council whose area it is in").select_option(label="Northmoor Council")
    day(page, "address_starts_on", date(2019, 6, 1))
    page.locator("[name=address_settled][value=yes]").check()
    page.locator("[name=gp_known][value=yes]").check()
    page.get_by_label("Practice name").fill("Mill Surgery")
    page.get_by_label("Integrated care board of the practice").select_option(index=1)
    day(page, "gp_starts_on", date(2019, 6, 1))
    check_page(page)
    press(page, "Continue")
    check_page(page)
    press(page, "Add to the register")


def record_section_3(page: Page, check_page: CheckPage) -> None:
    """Record the detention of 7 September 2026."""
    check_page(page)
    page.get_by_role("button", name="Record a detention").click()
    page.get_by_label("Section or order").select_option("03")
    day(page, "starts_on", date(2026, 9, 7))
    page.get_by_label("Time it began").fill("10.20am")
    page.get_by_label("Hospital", exact=True).fill("Rowan Unit")
    page.locator("[name=in_force][value=yes]").check()
    page.get_by_label("Section papers seen").check()
    press(page, "Continue")
    check_page(page)
    press(page, "Record the detention")
    check_page(page)


def leave_hospital(page: Page, case: Case, check_page: CheckPage) -> None:
    """First with a day before the section began, which is refused; then rightly."""
    page.goto(f"/cases/{case.reference}/hospital/leave/")
    day(page, "left_on", date(2026, 9, 1))
    page.get_by_label("Supported living or extra care").check()
    page.get_by_label("How did the detention end?").select_option("discharged_by_rc")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("before Section 3 began on 7 September 2026")
    check_page(page)
    day(page, "left_on", date(2026, 10, 19))
    press(page, "Continue")
    press(page, "Record leaving hospital")


def test_every_page_and_form_of_the_record_at_every_width(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: CheckPage
) -> None:
    everybody()
    jones = accounts.coordinator()
    ended = cases.an_active_case(coordinator=jones, nhs_number="9990000018", interpreter_needed=True)
    cases.a_contact(ended, jones)
    detained = cases.a_detained_case(nhs_number="9990000026", family_name="Wójcik-Featherstonehaugh")
    on_order = cases.a_detained_case(nhs_number="9990000034")
    cases.begin_cto(on_order)
    unclear = cases.a_case()
    cases.detain(unclear, section_code="31", order_kind="not_confirmed")
    row = Detention.objects.get(case=ended)
    pages = {
        "jones": [(ended, "contacts/"), (ended, "contacts/record/"), (ended, "details/")],
        "webb": [
            *(
                (detained, part)
                for part in (
                    "details/amend/", "addresses/record/", "gp/record/", "legal-status/", "detentions/record/",
                    "detentions/end/", "hospital/ready/", "hospital/leave/", "cto/record/",
                )
            ),
            (on_order, "cto/end/"),
            (ended, f"detentions/{row.id}/correct/"),
        ],
        "price": [
            (unclear, "determinations/"),
            (unclear, "determinations/entitlement/override/"),
            (detained, "determinations/council/answer/"),
            (detained, "determinations/council/override/"),
        ],
    }  # fmt: skip

    for username, addresses in pages.items():
        page = open_page()
        sign_in(page, username)
        for case, part in addresses:
            page.goto(f"/cases/{case.reference}/{part}")
            check_page(page)


def test_a_detention_is_recorded_without_javascript(open_page: Callable[..., Page], sign_in: SignIn) -> None:
    everybody()
    case = cases.a_case()
    page = open_page(javascript=False)
    sign_in(page, "webb", to=f"/cases/{case.reference}/detentions/record/")

    page.get_by_label("Section or order").select_option("03")
    day(page, "starts_on", date(2026, 9, 7))
    page.get_by_label("Hospital", exact=True).fill("Rowan Unit")
    page.locator("[name=in_force][value=yes]").check()
    page.get_by_label("Section papers seen").check()
    press(page, "Continue")
    press(page, "Change these answers")
    expect(page.get_by_label("Hospital", exact=True)).to_have_value("Rowan Unit")
    press(page, "Continue")
    press(page, "Record the detention")

    assert cases.refreshed(case).status == "prospective"
