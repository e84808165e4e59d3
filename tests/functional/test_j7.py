"""Journey J7 in a real browser, who is responsible: two councils, an interim payer, a determination, both see it.

The money of J7 (the recharge to the penny, the two NHS bodies of July 2026) is tested with funding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from cases.models import Case
from tests.builders import accounts, cases, disputes
from tests.functional.journey import Desk

pytestmark = [pytest.mark.django_db(transaction=True)]
At = Callable[..., Any]


@pytest.fixture
def at_desk(open_page: Callable[..., Page], sign_in: Any, check_page: Any, settings: Any) -> At:
    """`with at_desk("price", day, path) as desk`: somebody at a browser of their own on that day."""

    @contextmanager
    def run(username: str, day: date, path: str, width: int = 1280) -> Iterator[Desk]:
        settings.FIXED_NOW = datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)
        page = open_page(width)
        sign_in(page, username)
        desk = Desk(page, check_page)
        desk.open(path)
        yield desk
        page.context.clear_cookies()

    return run


@pytest.fixture
def f() -> Case:
    """F, with staff of both councils and the NHS body."""
    for somebody in (accounts.manager, accounts.nhs_signatory, accounts.council_finance):
        somebody()
    disputes.southvale_signatory()
    return disputes.the_case_of_f()


def go(desk: Desk, link: Locator) -> None:
    """Follow a link or press a link that looks like a button; check the page that comes."""
    with desk.page.expect_navigation():
        link.click()
    desk.check(desk.page)


def through(desk: Desk, button: str) -> None:
    """The last page of answers, the check page, and saving."""
    desk.press("Continue")
    desk.press(button)


def test_two_councils_in_dispute_until_it_is_determined(f: Case, at_desk: At) -> None:
    ref = f.reference
    raised = date(2026, 2, 9)
    with at_desk("bell", raised, f"/cases/{ref}/determinations/") as bell:
        bell.sees("Southvale Council", "NHS Northmoor", "section 117(3)(a)", "Originating body")
        path = dispute_it(bell)
        bell.sees("Services continue", "Northmoor Council pays meanwhile, without prejudice")
        bell.sees("It must be referred by 9 June 2026: 120 days left")
        sees_the_summary_alone(bell, ref)

    positions_and_advice(at_desk, path)
    escalations(at_desk, path)
    referral(at_desk, path)
    letter_on_the_wrong_file(at_desk, ref)
    determination(at_desk, ref, path)


def dispute_it(bell: Desk) -> str:
    """(a) Without an interim payer nothing is saved; with one the dispute stands."""
    go(bell, bell.page.get_by_role("button", name="Dispute it"))
    bell.fill(other="Northmoor Council", services="Supported living, £1,300.00 a week")
    bell.press("Continue")
    bell.sees("The rules propose Northmoor Council", "is meeting needs, so it carries on", "X-1")
    bell.fill(interim_payer="")
    bell.press("Continue")
    bell.sees("Name who pays meanwhile. A dispute cannot be kept without it, so that services continue")
    bell.fill(interim_payer="Northmoor Council", reservation="We shall see")
    bell.press("Continue")
    bell.sees("The statement must say “without prejudice”")
    bell.fill(reservation="Northmoor pays without prejudice to who is responsible")
    bell.press("Continue")
    bell.fill(position="Placed in Southvale by Northmoor", contact_name="Sam Bell", contact_details="0100")
    bell.press("Continue")
    bell.sees("Check your answers", "Northmoor Council")
    bell.press("Raise the dispute")
    return bell.page.url


def sees_the_summary_alone(bell: Desk, ref: str) -> None:
    """(c) Who F is, who is responsible and why, and the dispute: not the care, the contacts or the money."""
    bell.follow("All disputes about this person")
    bell.sees("Shared summary", "GRANT, Femi", "Southvale Council is in dispute")
    bell.does_not_see("Sam Jones")
    bell.follow("Why, and the facts relied on")
    bell.sees("Responsible council", "Lived in the area of Southvale Council")
    for part in ("", "details/", "legal-status/", "assessments/", "plans/", "contacts/", "reviews/", "funding/", "timeline/", "ending/"):  # fmt: skip
        assert bell.page.goto(f"/cases/{ref}/{part}").status == 404, part
    bell.open("/disputes/")
    bell.sees("GRANT, Femi")
    bell.open("/caseload/")
    bell.does_not_see("GRANT, Femi")


def positions_and_advice(at_desk: At, path: str) -> None:
    """Each party writes for itself; legal advice is for its own body."""
    with at_desk("price", date(2026, 2, 12), path) as price:
        price.sees("Placed in Southvale by Northmoor")
        go(price, price.page.get_by_role("link", name="Write (Northmoor Council)"))
        price.fill(position="He took the tenancy himself", contact_name="Sam Price", contact_details="0200")
        price.press("Save the position")
        price.sees("He took the tenancy himself", "Placed in Southvale by Northmoor")
        go(price, price.page.get_by_role("link", name="Add (Legal advice"))
        price.fill(advice="Counsel thinks we are right")
        price.press("Keep the advice")
        price.sees("Counsel thinks we are right")
    with at_desk("bell", date(2026, 2, 12), path, 390) as bell:
        bell.sees("He took the tenancy himself")
        bell.does_not_see("Counsel thinks we are right")
        assert bell.page.get_by_role("link", name="(Northmoor Council)").count() == 0
    with at_desk("okoro", date(2026, 2, 12), path) as okoro:
        okoro.sees("Services continue")
        okoro.does_not_see("Counsel thinks we are right")
        assert okoro.page.goto(f"{path}position/").status == 403, "not a party"
        assert okoro.page.goto(f"{path}steps/contacts/").status == 403


def escalations(at_desk: At, path: str) -> None:
    """Twenty and forty working days after it arose."""
    for day, step, status in (
        (date(2026, 3, 9), "Escalate to heads of service", "Escalated"),
        (date(2026, 4, 6), "Escalate to directors", "Escalated"),
    ):
        with at_desk("price", day, path) as price:
            price.sees(f"Target {day.day} {day:%B %Y}: today is the last day")
            price.follow(step)
            price.fill(note="By letter to both")
            price.press("Record the step")
            price.sees(status)
    with at_desk("price", date(2026, 6, 1), "/disputes/") as price:
        price.sees("GRANT, Femi", "Northmoor Council", "112 days", "1 with something due")
        price.open("/")
        price.sees("in dispute with a step due")


def referral(at_desk: At, path: str) -> None:
    """The bundle of regulation 4, agreed by both, and the Secretary of State within four months."""
    with at_desk("price", date(2026, 6, 4), f"{path}bundle/") as price:
        price.sees("Still to come", "Secretary of State", "Care Act 2014 s40", "arose on 9 February 2026")
        go(price, price.page.get_by_role("button", name="Write the statement"))
        price.fill(
            nature="Where F was ordinarily resident", chronology="Tenancy from 1 November 2025", needs="Daily",
            met_by="Northmoor, section 117", residences="Northmoor, then Southvale", capacity="Not in doubt",
            correspondence="Letters of February 2026", letter_on=date(2026, 6, 4),
        )  # fmt: skip
        price.press("Save the statement")
        go(price, price.page.get_by_role("button", name="Agree it for Northmoor Council"))
        price.press("Agree the statement")
        price.sees("Northmoor Council: agreed on 4 June 2026", "Southvale Council: not agreed yet")
    with at_desk("bell", date(2026, 6, 5), f"{path}bundle/") as bell:
        go(bell, bell.page.get_by_role("button", name="Agree it for Southvale Council"))
        bell.press("Agree the statement")
        bell.sees("Southvale Council: agreed on 5 June 2026")
        bell.open(path)
        bell.sees("It must be referred by 9 June 2026: 4 days left")
        go(bell, bell.page.get_by_role("button", name="Record the referral"))
        bell.fill(reference="OR-2026-31")
        through(bell, "Record the referral")
        bell.sees("Referred", "Await the determination", "Services continue", "5 June 2026 (OR-2026-31)")
    with at_desk("jones", date(2026, 6, 5), path.partition("disputes/")[0]) as jones:
        jones.sees("Services continue while responsibility is in dispute", "Northmoor Council pays meanwhile")


def letter_on_the_wrong_file(at_desk: At, ref: str) -> None:
    """(d) The letter is recorded on G's file by mistake, and moved with the reason; both files show it."""
    g = cases.an_active_case(family_name="Pryce", given_names="Gwen")
    day = date(2026, 11, 21)
    with at_desk("price", day, f"/cases/{g.reference}/letters/record/") as price:
        price.fill(
            dated_on=date(2026, 10, 9), received_on=date(2026, 10, 9), sender="Department of Health",
            reference="OR-2026-31", summary="Southvale Council from 1 February 2026",
        )  # fmt: skip
        through(price, "Record the letter")
        go(price, price.page.get_by_role("link", name="Move to the right person"))
        price.fill(to_reference=ref, reason="Wrong file")
        price.press("Continue")
        price.sees("must be 20 characters or more")
        price.fill(reason="Filed with the post of the day; the letter's own reference is another's")
        through(price, "Move the letter")
        price.sees("Letter OR-2026-31 was recorded here by mistake", "Filed with the post", "Sam Price")
        price.does_not_see("Southvale Council from 1 February 2026")
        price.open(f"/cases/{ref}/disputes/")
        price.sees("Moved here", "Southvale Council from 1 February 2026", "Filed with the post")
        for file in (ref, g.reference):
            price.open(f"/cases/{file}/timeline/")
            price.sees("Determination letter OR-2026-31")


def determination(at_desk: At, ref: str, path: str) -> None:
    """By the Secretary of State on 9 October 2026: Southvale from 1 February 2026. Both bodies see it."""
    day = date(2026, 11, 21)
    with at_desk("price", day, f"{path}determine/") as price:
        price.page.locator("[name=letter_id]").select_option(index=1)
        price.fill(
            decided_by="secretary_of_state", decided_on=date(2026, 10, 9), body="Southvale Council",
            effective_from=date(2026, 2, 1), outcome="Resident in Southvale", facts_relied_on="The tenancy",
        )  # fmt: skip
        through(price, "Record the determination")
        price.sees("Determined", "A review of the determination must begin by 9 January 2027: 49 days left")
        price.open(f"/cases/{ref}/determinations/")
        price.sees("Determined in a dispute", "Southvale Council", "1 February 2026", "X-6")
    with at_desk("bell", day, f"/cases/{ref}/") as bell:
        bell.sees("GRANT, Femi", "Southvale Council")
        bell.open(path)
        bell.sees("Resident in Southvale", "The tenancy", "Placed in Southvale by Northmoor")
    assert cases.current_determination(cases.refreshed(Case.objects.get(reference=ref)), "council").starts_on == date(2026, 2, 1)  # fmt: skip
    with at_desk("lowe", day, f"{path}recharge/") as lowe:
        lowe.fill(pence="22,471.41", reference="SCH-8")
        through(lowe, "Record the sum")
        lowe.sees("£22,471.41")
    with at_desk("price", day, f"{path}close/") as price:
        price.fill(reason="Recovered in full", lessons="Ask for the tenancy agreement on the first day")
        through(price, "Close the dispute")
        price.sees("Closed", "Ask for the tenancy agreement")


def test_two_bodies_settle_it_themselves_each_for_itself(f: Case, at_desk: At) -> None:
    made = disputes.a_dispute(f, actor=disputes.southvale_signatory(), other=accounts.northmoor())
    path, day = f"/cases/{f.reference}/disputes/{made.id}/", date(2026, 11, 21)
    with at_desk("bell", day, f"{path}agree/") as bell:
        bell.fill(
            body="Southvale Council", effective_from=date(2026, 2, 1), terms="Half is paid back", title="Head"
        )
        through(bell, "Agree these terms")
        bell.sees("would settle", "Raised")
        assert bell.page.goto(f"/cases/{f.reference}/").status == 404
    with at_desk("price", day, f"{path}agree/", 390) as price:
        price.sees("Half is paid back")
        price.fill(title="Head of service")
        through(price, "Agree these terms")
        price.sees("Determined", "Agreement of the parties")
