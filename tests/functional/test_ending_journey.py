"""Journey J6 in a real browser: ending done properly, refused on the way, and aftercare put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case
from funding.models import FundedLine
from tests.builders import accounts, cases, endings, funding

pytestmark = [pytest.mark.django_db(transaction=True)]
SignIn = Callable[..., None]
CheckPage = Callable[..., None]


@pytest.fixture
def on(settings: Any) -> Callable[[date], None]:
    """`on(date)`: the site's clock stands at ten in the morning of the day."""

    def run(day: date) -> None:
        settings.FIXED_NOW = datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)

    return run


@pytest.fixture
def as_user(open_page: Callable[..., Page], sign_in: SignIn) -> Callable[..., Any]:
    """`with as_user("price", path) as page`: a browser of somebody's, closed afterwards."""

    @contextmanager
    def run(username: str, path: str, width: int = 1280) -> Iterator[Page]:
        page = open_page(width)
        sign_in(page, username, to=path)
        yield page
        page.context.clear_cookies()

    return run


def day(page: Page, name: str, value: date) -> None:
    """Type a date into its three parts."""
    for part, typed in (("day", value.day), ("month", value.month), ("year", value.year)):
        page.locator(f"[name={name}_{part}]").fill(str(typed))


def press(page: Page, words: str) -> None:
    """Press a button of the page and wait for what follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def a_community_patient() -> tuple[Case, FundedLine]:
    """C: on a community treatment order, with a funded aftercare service; both bodies accepted."""
    for somebody in (accounts.manager, accounts.council_finance, accounts.stranger):
        somebody()
    case = cases.an_allocated_case(family_name="Cole")
    cases.accept(case, "council", accounts.council_signatory())
    cases.accept(case, "nhs_body", accounts.nhs_signatory())
    cases.begin_cto(case)
    line = funding.a_funded_line(case, starts_on=cases.LEFT_ON)
    return cases.refreshed(case), line


def ask(page: Page, check_page: CheckPage) -> None:
    """Fill the request in, first with a reason that never suffices."""
    today = date(2026, 11, 21)
    for name in ("reviewed_on", "rc_opinion_on", "coordinator_opinion_on", "complaint_information_on"):
        day(page, name, today)
    page.get_by_label("Yes, and took part").check()
    page.get_by_label("Refuses services").check()
    page.locator("[name=need_1]").fill("Lives alone and keeps well without help")
    page.get_by_label("The person’s view").fill("I am ready")
    page.get_by_label("Agrees", exact=True).check()
    page.get_by_label("Responsible clinician or other doctor").fill("Dr Ray")
    page.get_by_label("The doctor’s opinion").fill("In remission")
    page.get_by_label("The care coordinator’s opinion").fill("No need remains")
    page.get_by_label("No other care").check()
    page.get_by_label("How the person can come back").fill("Call Recovery East")
    press(page, "Ask both bodies to decide")
    expect(page.get_by_role("alert")).to_contain_text("Refuses services: not enough to end aftercare")
    check_page(page)
    page.get_by_label("The needs that aftercare met are gone").check()
    press(page, "Ask both bodies to decide")


def sign(page: Page) -> None:
    """Answer yes for one's own body, up to the check page."""
    page.get_by_label("Yes, aftercare is no longer needed").check()
    page.get_by_label("Reasons, in terms of the person’s needs").fill("No need remains")
    page.get_by_label("Your role in the decision").fill("Head of service")
    press(page, "Continue")


def put_back(page: Page, check_page: CheckPage) -> None:
    """Decide for one's own body that aftercare is needed again from 2 May 2027."""
    page.get_by_role("button", name="Put aftercare back").click()
    check_page(page)
    page.get_by_label("Why aftercare is needed again").fill("Relapse signs since April")
    day(page, "effective_on", date(2027, 5, 2))
    page.get_by_label("Your role in the decision").fill("Head of service")
    press(page, "Continue")
    check_page(page)
    press(page, "Record the decision")


def test_ending_is_refused_until_it_is_right_and_undone_when_it_must_be(
    as_user: Callable[..., Any], on: Callable[[date], None], check_page: CheckPage
) -> None:
    case, line = a_community_patient()
    path = f"/cases/{case.reference}/ending/"

    with as_user("jones", path) as page:
        check_page(page)
        page.get_by_role("button", name="Ask to end aftercare").click()
        check_page(page)
        ask(page, check_page)
        expect(page.locator("main")).to_contain_text("Awaiting the council and the NHS body")
        order = page.locator(".nhsuk-task-list__item", has_text="Community treatment order")
        expect(order).to_contain_text("Blocked")
        expect(order).to_contain_text("Mental Health Act office")
        check_page(page)
    with as_user("price", f"{path}sign/") as page:
        sign(page)
        expect(page.get_by_role("alert")).to_contain_text("community treatment order")
        check_page(page)
    with as_user("vale", "/account/") as page:
        assert page.goto(f"{path}sign/").status == 404, "Southvale's decision maker cannot sign for Northmoor"

    on(date(2027, 1, 15))
    with as_user("webb", f"/cases/{case.reference}/cto/end/") as page:
        day(page, "ended_on", date(2027, 1, 15))
        page.locator("[name=end_reason]").first.check()
        press(page, "Continue")
        press(page, "Record the end of the order")

    on(date(2027, 2, 1))
    with as_user("price", f"{path}sign/") as page:
        sign(page)
        check_page(page)
        press(page, "Record the decision")
        expect(page.locator("main")).to_contain_text("Awaiting the NHS body. Services continue meanwhile.")
        assert page.goto(f"{path}confirm/").status == 403, "one body alone ends nothing"
        assert page.goto(f"{path}sign/").status == 403, "nobody signs twice, nor for the other body"
    on(date(2027, 2, 3))
    with as_user("okoro", f"{path}sign/", 390) as page:
        sign(page)
        press(page, "Record the decision")
        expect(page.locator("main")).to_contain_text("Both bodies are satisfied. Something below is still")
        expect(page.locator("main")).to_contain_text("Supported living (no last day)")
        check_page(page)
    assert cases.refreshed(case).status == "active"

    on(date(2027, 2, 20))
    last = reverse("funding:line_end", kwargs={"ref": case.reference, "line": line.id})
    with as_user("lowe", last) as page:
        day(page, "ends_on", date(2027, 2, 14))
        page.locator("[name=reason]").fill("Moved to a home of their own")
        press(page, "Record the end")
    line.refresh_from_db()
    assert line.ends_on == date(2027, 2, 14)

    with as_user("hart", f"{path}confirm/") as page:
        check_page(page)
        day(page, "effective_on", date(2027, 2, 10))
        day(page, "notice_on", date(2027, 2, 15))
        page.get_by_label("Letter", exact=True).check()
        page.locator("[name=notice_joint][value=yes]").check()
        page.get_by_label("Who else was told").fill("Mill Surgery")
        press(page, "Continue")
        expect(page.get_by_role("alert")).to_contain_text("Aftercare cannot end before 14 February 2027")
        check_page(page)
        day(page, "effective_on", date(2027, 2, 15))
        press(page, "Continue")
        check_page(page)
        press(page, "End aftercare")
        expect(page.locator("main")).to_contain_text("Aftercare ended on 15 February 2027")
        expect(page.locator(".app-case-notice")).to_contain_text("has ended")
        check_page(page)
        page.get_by_role("button", name="Notice to print").click()
        for words in (
            "keeps well without help",
            "Northmoor Council: Sam Price",
            "Sam Okoro",
            "Call Recovery",
        ):
            expect(page.locator("main")).to_contain_text(words)
        check_page(page)
    assert cases.refreshed(case).status == "ended"

    on(date(2027, 5, 2))
    with as_user("price", path) as page:
        put_back(page, check_page)
        expect(page.locator("main")).to_contain_text("Needed again")
    assert cases.refreshed(case).status == "ended"
    with as_user("okoro", path) as page:
        put_back(page, check_page)
        expect(page.locator("main")).to_contain_text("put aftercare back from 2 May 2027")
    again = cases.refreshed(case)
    assert (again.status, again.reference) == ("active", case.reference)


def test_a_conditional_discharge_asks_each_body_for_its_reason(
    as_user: Callable[..., Any], check_page: CheckPage
) -> None:
    accounts.manager()
    case = endings.a_conditionally_discharged_case(family_name="Drew")
    endings.a_request(case)
    with as_user("price", f"/cases/{case.reference}/ending/sign/") as page:
        expect(page.locator("main")).to_contain_text("can be recalled")
        check_page(page)
        sign(page)
        expect(page.get_by_role("alert")).to_contain_text("although the person is conditionally discharged")
        page.get_by_label("Why, although the person is conditionally discharged").fill("Stable for six years")
        press(page, "Continue")
        press(page, "Record the decision")
        expect(page.locator("main")).to_contain_text("Stable for six years")
