"""J10, month end between bodies and a provider: the same file, a query on line 3, an invoice £12.59 too high."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from funding.services import exports
from s117.audit.models import AccessEvent
from tests.builders import accounts, assessments, cases, funding
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db(transaction=True)


def test_j10_the_partner_queries_line_3_and_the_invoice_is_a_query(
    page: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    check_page: Callable[[Page], None],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.DOCUMENT_ROOT = tmp_path
    met = cases.an_allocated_case(family_name="Assessed")
    assessments.a_complete_draft(met)
    first, second = funding.a_funded_line(), funding.a_funded_line(weekly=116_373)
    funding.a_funded_line(provider_name="=HYPERLINK(1)")
    schedule = funding.a_frozen_schedule()
    exports.make_files(actor=SETTING_UP, at=NOW, schedule_id=schedule.id)
    accounts.council_finance()
    accounts.nhs_finance()

    may = open_page()
    sign_in(may, "may", to="/finance/schedules/NMC/1/")
    theirs = _csv(may, "NMI", tmp_path / "theirs.csv")
    assert b"'=HYPERLINK(1)" in theirs
    may.get_by_role("link", name="Query line 3").click()
    may.get_by_label("Your question").fill("Who is this provider?")
    with may.expect_navigation():
        may.get_by_role("button", name="Send the query").click()
    expect(may.locator("main")).to_contain_text("Waits for an answer")
    check_page(may)

    sign_in(page, "lowe", to="/finance/schedules/NMC/1/")
    assert _csv(page, "NMC", tmp_path / "ours.csv") == theirs
    expect(page.get_by_role("link", name="Waits for an answer line 3")).to_be_visible()
    page.goto("/finance/invoices/record/")
    check_page(page)
    _type_invoice(
        page,
        f"{first.case.reference},01/04/2026,30/04/2026,4500\n"
        f"{second.case.reference},01/04/2026,30/04/2026,5000",
    )
    expect(page.locator("main")).to_contain_text("£12.59")
    expect(page.locator("main")).to_contain_text("1 query")
    check_page(page)

    answer = page.goto(f"/cases/{met.reference}/assessments/1/")
    assert answer is not None
    assert answer.status == 404
    assert AccessEvent.objects.filter(kind="denied", actor_name__contains="Lowe").exists()


def _csv(page: Page, body: str, path: Path) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=f"s117-recharge_2026-04-01_2026-04-30_{body}_v1.csv").click()
    waiting.value.save_as(path)
    return path.read_bytes()


def _type_invoice(page: Page, rows: str) -> None:
    page.get_by_label("Provider", exact=True).select_option("Harbour Homes")
    page.get_by_label("Invoice number").fill("HH-1001")
    days = {
        "Date received": (4, 5, 2026),
        "First day of the invoice": (1, 4, 2026),
        "Last day of the invoice": (30, 4, 2026),
    }
    for question, parts in days.items():
        group = page.get_by_role("group", name=question)
        for part, number in zip(("Day", "Month", "Year"), parts, strict=True):
            group.get_by_label(part).fill(str(number))
    page.get_by_label("Total of the invoice").fill("9,500.00")
    page.get_by_label("Lines", exact=True).fill(rows)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and match").click()
