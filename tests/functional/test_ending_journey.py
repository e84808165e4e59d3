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
from s117.audit.models import AuditEvent
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


def end_line(page: Page, value: date, reason: str) -> None:
    """Record the last day of a funded service."""
    day(page, "ends_on", value)
    page.locator("[name=reason]").fill(reason)
    press(page, "Record the end")


def fill_confirmation(page: Page, effective_on: date, notice_on: date, joint: str = "yes") -> None:
    """The day aftercare ended and how the person was told, up to the check page."""
    day(page, "effective_on", effective_on)
    day(page, "notice_on", notice_on)
    page.get_by_label("Letter", exact=True).check()
    page.locator(f"[name=notice_joint][value={joint}]").check()
    page.get_by_label("Who else was told").fill("Mill Surgery")
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
    last = reverse("funding:line_end", kwargs={"ref": case.reference, "line": line.id})

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

    with as_user("lowe", last) as page:
        end_line(page, date(2027, 3, 31), "The tenancy runs out")

    on(date(2027, 2, 1))
    with as_user("price", "/account/") as page:
        page.goto("/work/endings-to-sign/")
        expect(page.locator("main")).to_contain_text("COLE")
        check_page(page)
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
        expect(page.locator("main")).to_contain_text("Supported living (until 31 March 2027)")
        expect(page.get_by_role("button", name="Confirm the ending")).to_have_count(0)
        check_page(page)
    assert cases.refreshed(case).status == "active"

    on(date(2027, 2, 20))
    with as_user("lowe", last) as page:
        end_line(page, date(2027, 2, 14), "Moved to a home of their own")
    line.refresh_from_db()
    assert line.ends_on == date(2027, 2, 14)

    with as_user("hart", f"{path}confirm/") as page:
        check_page(page)
        fill_confirmation(page, date(2027, 2, 10), date(2027, 2, 15))
        expect(page.get_by_role("alert")).to_contain_text("Aftercare cannot end before 14 February 2027")
        check_page(page)
        day(page, "effective_on", date(2027, 2, 15))
        press(page, "Continue")
        check_page(page)
        press(page, "End aftercare")
        expect(page.locator("main")).to_contain_text("Aftercare ended on 15 February 2027")
        expect(page.locator(".app-case-notice")).to_contain_text("on 15 February 2027")
        expect(page.locator(".app-case-notice")).to_contain_text("keeps well without help")
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
    with as_user("jones", f"/cases/{case.reference}/") as page:
        expect(page.get_by_role("link", name="Write the plan")).to_be_visible()
        page.goto(f"/cases/{case.reference}/timeline/")
        for words in ("Aftercare ended by both bodies", "Aftercare put back by both bodies"):
            expect(page.locator("main")).to_contain_text(words)
    with as_user("hart", "/manager/") as page:
        ended = page.locator(".app-stat", has_text="Aftercare ended in the last 12 months")
        expect(ended).to_contain_text("1")
        expect(ended).to_contain_text("and 1 of them put back since")


def test_a_conditional_discharge_asks_each_body_for_its_reason(
    as_user: Callable[..., Any], check_page: CheckPage
) -> None:
    accounts.manager()
    case = endings.a_conditionally_discharged_case(family_name="Drew")
    endings.a_request(case)
    for who, reason in (("price", "Stable for six years"), ("okoro", "No risk found at three reviews")):
        with as_user(who, f"/cases/{case.reference}/ending/sign/") as page:
            expect(page.locator("main")).to_contain_text("can be recalled")
            check_page(page)
            sign(page)
            said = expect(page.get_by_role("alert"))
            said.to_contain_text("although the person is conditionally discharged")
            page.get_by_label("Why, although the person is conditionally discharged").fill(reason)
            press(page, "Continue")
            press(page, "Record the decision")
            expect(page.locator("main")).to_contain_text(reason)


def test_a_service_moved_outside_aftercare_no_longer_bars_and_a_mistaken_ending_is_undone(
    as_user: Callable[..., Any], check_page: CheckPage
) -> None:
    accounts.manager()
    case = cases.an_active_case(family_name="Frost")
    line = funding.a_funded_line(case)
    endings.a_signed_request(case)
    path, today = f"/cases/{case.reference}/ending/", date(2026, 11, 21)
    with as_user("jones", path, 390) as page:
        page.get_by_role("link", name="Supported living: say what becomes of it").click()
        check_page(page)
        page.get_by_label("It goes on outside aftercare, and may be charged").check()
        page.get_by_label("What was agreed, and with whom").fill("Agreed with Mr Frost and his sister")
        press(page, "Record what becomes of it")
        expect(page.get_by_role("alert")).to_contain_text("Enter the date the person was told")
        day(page, "told_on", today)
        press(page, "Record what becomes of it")
        expect(page.locator("main")).to_contain_text(
            "may be charged; the person was told on 21 November 2026"
        )
        check_page(page)
    with as_user("hart", f"{path}confirm/") as page:
        fill_confirmation(page, today, today)
        press(page, "End aftercare")
        expect(page.locator("main")).to_contain_text("Aftercare ended on 21 November 2026")
        page.get_by_role("button", name="Notice to print").click()
        expect(page.locator("main")).to_contain_text("Supported living, may be charged. You were told on")
        page.goto(path)
        page.get_by_role("button", name="Undo: it was a mistake").click()
        check_page(page)
        page.get_by_label("What was wrong with the ending?").fill("Meant for another Mr Frost")
        press(page, "Continue")
        check_page(page)
        press(page, "Undo the ending")
        expect(page.locator("main")).to_contain_text("Undone on 21 November 2026")
        check_page(page)
    line.refresh_from_db()
    assert (cases.refreshed(case).status, line.ends_on) == ("active", None), (
        "the line goes on as it did before"
    )
    kept = AuditEvent.objects.filter(case_id=case.id, event__in=("ending_confirmed", "ending_undone"))
    assert kept.count() == 2


def test_once_the_2025_act_is_in_force_only_joint_notice_ends_aftercare(
    as_user: Callable[..., Any], check_page: CheckPage, settings: Any
) -> None:
    settings.MHA2025_S46_2_COMMENCED_ON = {"england": "2026-11-01", "wales": None}
    accounts.manager()
    case = cases.an_active_case(family_name="Lowell")
    endings.a_signed_request(case)
    today = date(2026, 11, 21)
    with as_user("hart", f"/cases/{case.reference}/ending/") as page:
        notice = page.locator(".nhsuk-task-list__item", has_text="Notice to the person")
        expect(notice).to_contain_text("jointly give the person notice in writing")
        page.get_by_role("button", name="Confirm the ending").click()
        expect(page.locator("main")).to_contain_text("aftercare ends on the day on which notice is given")
        check_page(page)
        fill_confirmation(page, today, date(2026, 11, 20), joint="no")
        said = expect(page.get_by_role("alert"))
        said.to_contain_text("Both bodies must give the notice jointly")
        said.to_contain_text("so the days must be the same")
        fill_confirmation(page, today, today)
        press(page, "End aftercare")
        expect(page.locator("main")).to_contain_text("Aftercare ended on 21 November 2026")
    run = case.episodes.get(is_current=True)
    assert (run.ends_on, run.end_reason) == (today, "joint_notice")
