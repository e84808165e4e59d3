"""Journey J5 in a real browser: a review that is overdue, missed, held at home; and what it may not lead to.

The coordinator works by keyboard alone where the review is recorded: every question is reached by Tab, and
there are 20 of them, however long the plan is (25 are allowed).
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from careplans import queries, services
from careplans.models import CarePlan, PlanDocument, Review
from careplans.tasks import reminders_send
from cases.models import Case
from cases.queries import visible_to
from s117.dashboards.queries.measures import numbers
from s117.documents.storage import open_stored
from tests.builders import accounts, cases
from tests.builders import careplans as plans
from tests.functional.journey import Desk, moment

pytestmark = pytest.mark.django_db(transaction=True)

TODAY, BOOKED, HELD = date(2026, 11, 21), date(2026, 12, 2), date(2026, 12, 16)
DUE = date(2026, 11, 6)
# The control that has the focus, by its name or its words; nothing once the focus has left the form.
FOCUSED = """() => {
  const node = document.activeElement;
  return node.closest('main form') ? node.name || node.textContent.trim() : '';
}"""


@pytest.fixture
def hassan(settings: Any) -> CarePlan:
    """H: at home since 25 September, wants easy read, his first review due on 6 November."""
    settings.FIXED_NOW = moment(TODAY)
    for make in (accounts.manager, accounts.council_signatory, accounts.nhs_signatory):
        make()
    ali = accounts.coordinator("ali")
    case = plans.a_planned_case(
        by=ali, family_name="Malik", given_names="Hassan", accessible_formats=["easy_read"]
    )
    plan = plans.a_submitted_plan(case, by=ali)
    dates = {"review_due_on": DUE}
    services.save_section(
        actor=ali, plan_id=plan.id, section=plans.Section.DATES, values=dates, at=plans.WRITTEN_AT
    )
    services.publish_plan(actor=accounts.manager(), plan_id=plan.id, at=plans.PUBLISHED_AT)
    cases.accept(case, "council", accounts.council_signatory())
    cases.accept(case, "nhs_body", accounts.nhs_signatory())
    cases.leave(case)
    return CarePlan.objects.select_related("case").get(pk=plan.id)


@pytest.fixture
def desk(open_page: Callable[..., Page], sign_in: Any, check_page: Any, settings: Any) -> Callable[..., Desk]:
    """`desk("ali", day)`: somebody at their own browser on that day."""

    def sit(username: str, day: date, path: str = "/") -> Desk:
        settings.FIXED_NOW = moment(day)
        person = Desk(open_page(), check_page)
        sign_in(person.page, username, to=path)
        person.check(person.page)
        return person

    return sit


def words_of(document: PlanDocument) -> str:
    """The text of a letter as it was drawn."""
    document.refresh_from_db()
    assert document.status == "ready", document.failure
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=open_stored(document.sha256),
        capture_output=True,
        check=True,
    )
    return " ".join(done.stdout.decode().split())


def overdue(actor: Any, day: date) -> int:
    """M06 as the manager sees it."""
    return next(row.people for row in numbers(visible_to(actor), day) if row.measure.id == "M06")


def test_a_review_is_overdue_missed_and_held(hassan: CarePlan, desk: Callable[..., Desk]) -> None:
    case = hassan.case
    reviews = f"/cases/{case.reference}/reviews/"
    reminders_send()
    ali = desk("ali", TODAY)
    ali.sees("with a review overdue", "MALIK, Hassan")
    assert overdue(accounts.manager(), TODAY) == 1
    ali.open("/notices/")
    ali.sees("Review overdue since 6 November 2026")
    ali.open(reviews)
    ali.sees("Overdue by 15 days")
    ali.does_not_see("Close", "End aftercare")

    ali.press("Book it")
    ali.fill(booked_for=BOOKED, booked_time="2pm", method="home", place="4 Mill Lane, Northmoor")
    expect(ali.page.locator("[name=letter][value=easy_read]")).to_be_checked()
    ali.save()
    ali.check(ali.page)
    ali.sees("Review booked.", "2 December 2026 at 2pm", "Review invitation, easy read", "Overdue by 15 days")
    invitation = words_of(PlanDocument.objects.get(paper="invitation"))
    for said in (
        "21 November 2026",
        "2 December 2026",
        "At 2pm.",
        "You will still get your aftercare",
        "Malik",
    ):
        assert said in invitation
    ali.follow("Review invitation, easy read")
    ali.sees("Review invitation of 21 November 2026", "Download the PDF")

    ali = desk("ali", BOOKED, reviews)
    ali.press("It was not held")
    ali.save()
    ali.check(ali.page)
    ali.sees("There is a problem", "Answer “Why was it not held?”")
    ali.fill(
        reason="not_there", tried="Knocked at 2pm, phoned twice, left a card",
        next_step="I will visit on 16 December in the morning.",
    )  # fmt: skip
    ali.save()
    ali.check(ali.page)
    ali.sees("Aftercare goes on", "Knocked at 2pm", "I will visit on 16 December", "Missed review letter")
    ali.does_not_see("End aftercare")
    assert "I will visit on 16 December" in words_of(PlanDocument.objects.get(paper="missed"))
    assert cases.refreshed(case).status == "active"

    ali = desk("ali", HELD, reviews)
    ali.press("Record that it was held")
    assert len(stops(ali)) == 20
    record_by_keyboard(ali)
    ali.check(ali.page)
    ali.sees("Review recorded.", "Carry on with the plan as it is", "16 December 2027")
    coming = queries.open_review(case.id)
    assert (coming.status, coming.due_on) == ("due", date(2027, 12, 16))
    assert overdue(accounts.manager(), HELD) == 0
    assert cases.refreshed(case).status == "active"


def stops(ali: Desk) -> list[str]:
    """What Tab comes to in the form of the review, from its first question to the link that leaves it."""
    ali.page.locator("[name=day_held]:checked").focus()
    found: list[str] = []
    while len(found) < 60 and (stop := ali.page.evaluate(FOCUSED)):
        found.append(stop)
        ali.page.keyboard.press("Tab")
    return found


def record_by_keyboard(ali: Desk) -> None:
    """Answer every question of the review with the keyboard alone, in the order of the page."""
    keys = ali.page.keyboard
    ali.page.locator("[name=day_held]:checked").focus()
    keys.press("Tab")
    # Filled in from the booking, so the answer stands.
    assert ali.page.locator("[name=method]:checked").input_value() == "home"
    answers = [
        "Sam Jones",
        "Nadia Ali",
        "His sister",
        None,
        "It is going well. I like the walks.",
        "",
        "The same nurse",
        "",
    ]
    for answer in answers:
        keys.press("Tab")
        if answer:
            keys.press("Control+A")
            keys.type(answer)
    for _ in ("needs", "services", "goals", "checks", "outcome"):
        keys.press("Tab")
        keys.press("Space")
    keys.press("Tab")
    keys.type("The needs are the same and the services meet them.")
    keys.press("Tab")
    with ali.page.expect_navigation():
        keys.press("Tab")
        keys.press("Enter")


def test_refusing_services_is_no_reason_to_end_aftercare(hassan: CarePlan, desk: Callable[..., Desk]) -> None:
    """Unhappy path (a): the reason is refused with an explanation, whatever else is answered."""
    ali = desk("ali", TODAY, f"/cases/{hassan.case.reference}/ending/")
    ali.page.get_by_role("button", name="Ask to end aftercare").click()
    ali.page.get_by_label("Refuses services").check()
    ali.page.get_by_label("No other care").check()
    ali.save()
    ali.check(ali.page)
    ali.sees("There is a problem", "Refuses services: not enough to end aftercare")
    assert cases.refreshed(hassan.case).status == "active"


def test_closing_to_the_team_leaves_aftercare_and_its_review(
    hassan: CarePlan, desk: Callable[..., Desk]
) -> None:
    """Unhappy path (b): on the list "no active team", the manager answering, entitled as before."""
    case = hassan.case
    hart = desk("hart", TODAY, f"/cases/{case.reference}/allocation/make/")
    hart.fill(coordinator="", review_only=True, reason="Settled; reviews only from now on")
    hart.save()
    hart.check(hart.page)
    assert cases.refreshed(case).status == "active"
    hart.open("/work/no-active-team/")
    hart.sees("MALIK, Hassan", "No active team")
    hart.open("/")
    hart.does_not_see("without a coordinator")
    reminders_send()
    hart.open("/notices/")
    hart.sees("Review overdue since 6 November 2026")
    assert queries.reviews_overdue(visible_to(accounts.manager()), TODAY).count() == 1


def test_without_anybody_of_the_council_a_review_is_not_signed_off(
    hassan: CarePlan, desk: Callable[..., Desk]
) -> None:
    """Unhappy path (c)."""
    ali = accounts.coordinator("ali")
    held = plans.a_held_review(hassan.case_id, by=ali, council_attendee="")
    page = f"/cases/{hassan.case.reference}/reviews/{held.id}/"
    hart = desk("hart", TODAY, page)
    hart.sees("It cannot be signed off yet", "Nobody is named who attended for the council")
    expect(hart.page.get_by_role("button", name="Sign off", exact=True)).to_have_count(0)
    hart.open(f"{page}sign-off/")
    hart.save()
    hart.check(hart.page)
    hart.sees("There is a problem", "Nobody is named who attended for the council")
    hart.open(f"{page}record/")
    expect(hart.page.locator("[name=council_attendee]")).to_have_value("")
    hart.fill(council_attendee="Kim Hart")
    hart.save()
    hart.check(hart.page)
    assert Review.objects.get(pk=held.id).council_attendee == "Kim Hart"
    assert Case.objects.get(pk=hassan.case_id).status == "active"
