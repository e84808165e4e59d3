"""A person moves to another council in a real browser: notice, answer for one's own body, taking over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from cases.models import Allocation, Case, Determination, Transfer
from tests.builders import accounts, careplans, cases, transfers
from tests.builders.accounts import TODAY
from tests.functional.journey import Desk

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(
    open_page: Callable[..., Page], sign_in: Callable[..., None], check_page: Callable[..., None]
) -> Any:
    """`desk("hart", "/")`: somebody's browser, every page of which is checked."""

    def run(username: str, path: str, *, javascript: bool = True) -> Desk:
        page = open_page(javascript=javascript)
        sign_in(page, username, to=path)
        return Desk(page, check_page if javascript else lambda page: None)

    return run


def status(desk: Desk, path: str) -> int:
    """What an address answers."""
    response = desk.page.goto(path)
    assert response is not None
    return response.status


def the_person() -> Case:
    """At home with a plan in force; everybody who takes part has an account."""
    published = careplans.a_published_plan(careplans.a_planned_case(family_name="Zebrawood"))
    transfers.receiving()
    accounts.manager()
    accounts.council_signatory()
    return cases.refreshed(published.case_id)


def test_a_person_moves_to_another_council_and_is_never_without_a_coordinator(desk: Any) -> None:
    case = the_person()
    before = list(Determination.objects.values_list("id", "body", "is_current"))
    hart = desk("hart", "/")
    hart.open(f"/cases/{case.reference}/transfers/")
    hart.sees("Nobody has given notice")
    hart.press("Give notice of a transfer")
    hart.sees("What stays as it is", "Northmoor Council stays responsible", "L-4")
    hart.press("Continue")
    hart.sees("Answer “Which body is asked to take over?”", "Enter reason")
    hart.fill(
        to_body="Southvale Council", cause="moves", reason="A tenancy near her sister",
        planned_on=transfers.PLANNED_ON, told=["person", "gp"], services_continuing="Support at home",
        open_actions="Hand-over meeting",
    )  # fmt: skip
    hart.press("Continue")
    hart.sees("Check your answers", "Northmoor Council stays responsible")
    hart.press("Give notice")
    hart.sees("Notice given", "Waiting for an answer", "4 December 2026")
    transfer = Transfer.objects.get()
    here = f"/transfers/{transfer.id}/"
    hart.follow("Page to print")
    hart.sees("Transfer summary", "Official-sensitive")

    lund = desk("lund", here)
    lund.sees("ZEBRAWOOD")
    assert status(lund, f"/cases/{case.reference}/") == 404
    assert status(lund, f"{here}accept/") == 403
    price = desk("price", here)
    assert status(price, f"{here}accept/") == 403, "nobody signs for another body"

    vale = desk("vale", "/", javascript=False)
    vale.sees("transfer between areas waiting for you")
    vale.follow("transfer between areas waiting for you")
    vale.follow("ZEBRAWOOD")
    assert status(vale, f"/cases/{case.reference}/") == 404, "the summary, not the record"
    checked = desk("vale", f"{here}decline/")
    checked.check(checked.page)
    checked.press("Continue")
    checked.sees("Why does your organisation decline?")
    vale.open(here)
    vale.press("Accept")
    vale.sees("What moves")
    vale.fill(title="Head of service")
    vale.press("Continue")
    vale.press("Accept the transfer")
    vale.sees("Accepted: waiting for a coordinator")
    assert status(vale, f"/cases/{case.reference}/") == 200
    assert Allocation.objects.get(case=case, ends_on=None).coordinator_id == accounts.coordinator().id

    lund.open("/")
    lund.sees("transfer between areas waiting for you")
    lund.open(here)
    lund.press("Allocate a coordinator")
    lund.fill(coordinator="Sam Nowak", reason="Knows the area")
    lund.press("Continue")
    lund.press("Take over")
    lund.sees("Taken over", "Completed", "Sam Nowak")
    rows = list(Allocation.objects.filter(case=case).order_by("starts_on"))
    assert (rows[0].ends_on, rows[1].starts_on) == (TODAY, TODAY)
    assert list(Determination.objects.values_list("id", "body", "is_current")) == before
    lund.open(f"/cases/{case.reference}/timeline/")
    lund.sees("Transfer completed: Northmoor Council to Southvale Council", "Northmoor Council")


def test_notice_is_withdrawn_and_nothing_has_moved(desk: Any) -> None:
    case = the_person()
    made = transfers.a_notice(case)
    hart = desk("hart", f"/transfers/{made.id}/")
    hart.press("Withdraw the notice")
    hart.press("Continue")
    hart.sees("Why is notice withdrawn?")
    hart.fill(reason="The tenancy fell through")
    hart.press("Continue")
    hart.press("Withdraw the notice")
    hart.sees("Withdrawn", "The tenancy fell through")
    assert Allocation.objects.get(case=case).ends_on is None
    vale = desk("vale", "/")
    assert status(vale, f"/transfers/{made.id}/") == 404
