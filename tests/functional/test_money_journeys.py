"""J3's and J7's money in a real browser: free is free, and what was paid without prejudice comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.builders import accounts, cases, disputes, funding
from tests.functional.journey import Desk

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]


def test_aftercare_is_refused_a_contribution_and_another_service_takes_it(
    page: Page, sign_in: Any, check_page: Check
) -> None:
    """J3: refused on the aftercare service with the reason, taken on the other."""
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    other = funding.a_planned_service(case, group="outside", description="Physical care")
    accounts.council_finance()
    sign_in(page, "lowe", to="/account/")
    desk = Desk(page, check_page)
    desk.open(f"/cases/{case.reference}/funding/services/{line.service_key}/contribution/")
    desk.fill(cost_weekly_pence="500.00", weekly_pence="85.30", starts_on=date(2026, 11, 1))
    desk.press("Record the contribution")
    desk.sees("Section 117 services cannot be charged.")
    desk.open(f"/cases/{case.reference}/funding/services/{other}/contribution/")
    desk.fill(cost_weekly_pence="200.00", weekly_pence="85.30", starts_on=date(2026, 11, 1))
    desk.press("Record the contribution")
    desk.sees("£85.30 a week of £200.00")


def test_what_was_paid_without_prejudice_is_recharged_from_its_ledger(
    page: Page, sign_in: Any, check_page: Check
) -> None:
    """J7: a month of £1,300.00 a week, halved; the ledger then comes to nothing."""
    case = cases.an_active_case()
    funding.a_funded_line(case, weekly=130_000)
    funding.a_frozen_schedule()
    dispute = disputes.a_referred_dispute(case)
    letter = disputes.a_letter(case).id
    disputes.determine(dispute, letter, body=disputes.westerby(), effective_from=funding.APRIL[0])
    sign_in(page, "lowe", to="/account/")
    desk = Desk(page, check_page)
    desk.open(f"/cases/{case.reference}/disputes/{dispute.id}/ledger/")
    desk.sees("Still to recover: £2,785.71")
    desk.press("Check and issue the recharge")
    desk.fill(reference="INV 117", checked=True)
    desk.press("Issue the recharge")
    desk.sees("Everything has been recharged: the ledger comes to nothing.")
