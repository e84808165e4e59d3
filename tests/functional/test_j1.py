"""Journey J1: one person from a recorded detention to a published plan and home, in a real browser.

Every page on the way is checked: one heading, a title, no sideways scroll at any width, no accessibility
fault, nothing on the console, no request to another host. The clock moves with the story.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.rules.domains import DOMAINS
from careplans.models import CarePlan, PlanDocument
from cases.models import Case
from cases.queries import visible_to
from s117.dashboards.queries.measures import numbers
from tests.builders import accounts, careplans
from tests.functional.j1_care import LEFT, NEEDS, assess, write_the_plan
from tests.functional.journey import Desk, moment

pytestmark = pytest.mark.django_db(transaction=True)

DETAINED = date(2026, 9, 7)


@pytest.fixture
def staff() -> None:
    """The people of the journey."""
    for make in (
        accounts.coordinator, accounts.manager, accounts.council_signatory, accounts.nhs_signatory,
        accounts.mha_office, accounts.council_finance,
    ):  # fmt: skip
        make()


@pytest.fixture
def desk(open_page: Callable[..., Page], sign_in: Any, check_page: Any, settings: Any) -> Callable[..., Desk]:
    """`desk("jones", day)`: the person at their own browser on that day, on their home page."""
    sitting: dict[str, Desk] = {}

    def sit(username: str, day: date, hour: int = 10) -> Desk:
        settings.FIXED_NOW = moment(day, hour)
        if username not in sitting:
            page = open_page()
            sign_in(page, username, to="/")
            sitting[username] = Desk(page, check_page)
        return sitting[username]

    return sit


def test_from_section_3_to_a_published_plan(staff: None, desk: Callable[..., Desk]) -> None:
    ref = _register_and_detain(desk)
    _settle_who_is_responsible(desk, ref)
    _allocate(desk, ref)
    _meet(desk, ref)
    assess(desk, ref)
    write_the_plan(desk, ref)
    _agree_and_publish(desk, ref)
    _go_home(desk, ref)
    _write_to_her(desk, ref)
    _see_within_72_hours(desk, ref)
    _read_the_file(desk, ref)


def _register_and_detain(desk: Callable[..., Desk]) -> str:
    webb = desk("webb", date(2026, 9, 8))
    webb.open("/search/")
    webb.fill(q="9990000018")
    webb.page.locator("main").get_by_role("button", name="Search").click()
    webb.sees("No one fits what you typed")
    webb.follow("Add a person to the register")
    webb.fill(
        family_name="Obi", given_names="Amara", date_of_birth=date(1988, 3, 14), number_known="yes",
        nhs_number="999 000 0018",
    )  # fmt: skip
    webb.press("Continue")
    webb.press("Continue")
    webb.fill(
        address_known="yes", address_kind="home", address_line="4 Mill Lane, Northmoor",
        address_postcode="NM1 4ML", address_council="Northmoor Council", address_starts_on=date(2019, 6, 1),
        address_settled="yes", gp_known="yes", gp_practice_name="Mill Surgery", gp_practice_code="A82608",
        gp_icb="NHS Northmoor Integrated Care Board", gp_starts_on=date(2019, 6, 1),
    )  # fmt: skip
    webb.press("Continue")
    webb.sees("Check your answers", "999 000 0018")
    webb.press("Add to the register")
    webb.sees("Added to the register as S117-2026-")
    ref = Case.objects.get().reference
    webb.open(f"/cases/{ref}/detentions/record/")
    _answer_a_section_3(webb)
    webb.sees("Section 3")
    webb.open(f"/cases/{ref}/")
    webb.sees("Entitled on leaving hospital", "Northmoor Council", "NHS Northmoor Integrated Care Board")
    webb.sees("ordinarily resident in", "Waiting for answer")
    return ref


def _answer_a_section_3(webb: Desk) -> None:
    webb.fill(
        section_code="03", starts_on=DETAINED, start_time="10:20am", hospital="Northmoor General",
        ward="Rowan", provider="Northmoor Mental Health NHS Trust", in_force="yes", source="papers",
    )  # fmt: skip
    _through_to_the_end(webb)


def _through_to_the_end(at_desk: Desk) -> None:
    """Go on through the pages of a form and confirm the answers, whatever its buttons are called."""
    while at_desk.page.locator("form[data-unsaved], form.app-form").count():
        before = at_desk.page.url, at_desk.page.locator("h1").inner_text()
        at_desk.save()
        at_desk.check(at_desk.page)
        assert (at_desk.page.url, at_desk.page.locator("h1").inner_text()) != before, at_desk.page.locator(
            "main"
        ).inner_text()


def _settle_who_is_responsible(desk: Callable[..., Desk], ref: str) -> None:
    for username, body in (("price", "Northmoor Council"), ("okoro", "NHS Northmoor")):
        signatory = desk(username, date(2026, 9, 11))
        signatory.open("/")
        signatory.sees("OBI, Amara", "Your organisation is proposed as responsible")
        signatory.follow("Accept or dispute")
        signatory.sees(body)
        signatory.page.locator("main a[href*='answer']").first.click()
        signatory.check(signatory.page)
        signatory.fill(reply="accept", decided_on=date(2026, 9, 11), title="Authorised decision maker")
        _through_to_the_end(signatory)
        signatory.open(f"/cases/{ref}/")
        signatory.sees("Accepts")
        signatory.open("/")
        signatory.does_not_see("OBI, Amara · Accept")


def _allocate(desk: Callable[..., Desk], ref: str) -> None:
    hart = desk("hart", date(2026, 9, 11), hour=15)
    hart.open("/work/unallocated/")
    hart.sees("OBI, Amara")
    hart.follow("Allocate a coordinator")
    hart.fill(
        team="Recovery East", coordinator="Sam Jones", starts_on=date(2026, 9, 9), reason="Knows the family"
    )
    _through_to_the_end(hart)
    hart.open("/work/unallocated/")
    hart.does_not_see("OBI, Amara")


def _meet(desk: Callable[..., Desk], ref: str) -> None:
    jones = desk("jones", date(2026, 10, 7))
    jones.open(f"/cases/{ref}/meetings/record/")
    jones.fill(
        held_on=date(2026, 10, 6), place="Rowan ward", chair_name="Dr Priya Shah",
        chair_role="Responsible clinician",
    )  # fmt: skip
    jones.press("Save and continue")
    pages: dict[str, dict[str, Any]] = {
        "attendance": {
            "rc_present": "yes", "person_present": "yes", "representative_present": "yes",
            "advocate_present": "yes", "name_1": "Amara Obi", "role_1": "The person",
            "attendance_1": "attended", "name_2": "Ngozi Obi", "role_2": "Sister",
            "attendance_2": "attended", "name_3": "Lee Foster", "role_3": "Advocate",
            "attendance_3": "attended",
        },
        "views": {"person_views": "I want my own front door, near my sister."},
        "leaving": {"change_expected": "ends", "likely_discharge_on": LEFT},
        "needs": {item.code: "none" for item in DOMAINS} | {code: "aftercare" for code, _, yes in NEEDS if yes},
        "accommodation": {
            "accommodation_need": "yes",
            "accommodation_reason": "Living alone she stops taking medication; staff at night prevent it.",
        },
        "risks": {"risks": "Stops eating when unwell.", "contingency": "Crisis bed for up to 14 days."},
        "services": {
            "coordinator_name": "Sam Jones", "description_1": "Supported living",
            "arranged_by_1": "council", "paid_by_1": "joint",
        },
        "actions": {"what_1": "Apply for the flat", "who_1": "Sam Jones", "due_on_1": date(2026, 10, 12)},
        "checks": {
            "chc_checklist": "not_needed", "benefits_advice": "arranged", "benefits_owner": "Welfare rights",
            "copy_sent_to": "Amara, her GP, the ward",
        },
    }  # fmt: skip
    for section, answers in pages.items():
        jones.open(f"/cases/{ref}/meetings/1/{section}/amend/")
        jones.fill(**answers, completed="yes")
        jones.press("Save and continue")
    jones.open(f"/cases/{ref}/meetings/1/")
    jones.sees("Living alone she stops taking medication")
    jones.does_not_see("Incomplete", "Not started")


def _agree_and_publish(desk: Callable[..., Desk], ref: str) -> None:
    base = f"/cases/{ref}/plans/1/"
    hart = desk("hart", date(2026, 10, 16), hour=9)
    hart.open(f"{base}publish/")
    hart.save()
    hart.check(hart.page)
    hart.sees("Record the person's views in their own words")
    assert CarePlan.objects.get().status == "submitted"
    jones = desk("jones", date(2026, 10, 16), hour=10)
    jones.open(f"{base}sections/views/edit/")
    jones.fill(persons_views="I am happy with the flat.", completed="yes")
    jones.save()
    for party in ("person", "coordinator", "council", "nhs"):
        jones.open(f"{base}agreement/{party}/record/")
        jones.fill(
            answer="agrees", name="Amara Obi" if party == "person" else "Sam Jones", on=date(2026, 10, 16)
        )
        jones.save()
    hart = desk("hart", date(2026, 10, 16), hour=15)
    hart.open(f"{base}publish/")
    hart.page.locator("main form button[type=submit]").first.dblclick()
    hart.page.wait_for_url(lambda address: not address.endswith("/publish/"))
    hart.page.wait_for_load_state()
    hart.check(hart.page)
    plan = CarePlan.objects.get()
    assert plan.status == "published"
    assert PlanDocument.objects.filter(plan=plan, draft=False).count() == 1


def _go_home(desk: Callable[..., Desk], ref: str) -> None:
    webb = desk("webb", date(2026, 10, 19), hour=16)
    webb.open(f"/cases/{ref}/hospital/leave/")
    webb.fill(left_on=date(2026, 9, 1), destination="supported", end_reason="discharged_by_rc")
    webb.save()
    webb.check(webb.page)
    webb.sees("There is a problem", "before Section 3 began on 7 September 2026")
    webb.fill(left_on=LEFT)
    _through_to_the_end(webb)
    webb.open(f"/cases/{ref}/")
    webb.sees("Entitled to aftercare", "19 October 2026")


def _write_to_her(desk: Callable[..., Desk], ref: str) -> None:
    jones = desk("jones", LEFT, hour=17)
    jones.open(f"/cases/{ref}/letters/")
    jones.follow("Notice of entitlement")
    jones.press("Read the draft")
    jones.sees("Dear Amara", "19 October 2026")
    jones.press("Keep this letter")
    letter = PlanDocument.objects.get(paper="entitlement")
    assert (letter.status, letter.variant) == ("ready", "standard")


def _see_within_72_hours(desk: Callable[..., Desk], ref: str) -> None:
    jones = desk("jones", LEFT, hour=18)
    _record_contact(jones, ref, LEFT, "5pm")
    jones.sees("Not met yet: contact must be made by 22 October 2026")
    jones = desk("jones", date(2026, 10, 21))
    jones.open("/")
    jones.sees("to see within 72 hours", "Record a contact")
    _record_contact(jones, ref, date(2026, 10, 21), "9am")
    jones.open("/")
    jones.does_not_see("to see within 72 hours")
    counted = {n.measure.id: n for n in numbers(visible_to(accounts.manager()), date(2026, 10, 24))}
    for measure in ("M12", "M13", "M16"):
        assert (counted[measure].out_of, counted[measure].people) == (1, 0), measure


def _record_contact(jones: Desk, ref: str, day: date, time: str) -> None:
    jones.open(f"/cases/{ref}/contacts/record/")
    jones.fill(
        happened_on=day, happened_time=time, kind="face_to_face", with_whom="person", attended="yes",
        note="Seen at home.",
    )  # fmt: skip
    _through_to_the_end(jones)


def _read_the_file(desk: Callable[..., Desk], ref: str) -> None:
    jones = desk("jones", date(2026, 10, 22))
    jones.open(f"/cases/{ref}/")
    jones.sees(
        "Version 1, published by", "First review due 30 November 2026", "Supported living with staff at night",
        "Outside aftercare: may be charged", "Stair rails",
    )  # fmt: skip
    jones.follow("Full timeline")
    titles = jones.page.locator(".app-timeline__title").all_inner_texts()
    told = [
        "Section 3 began", "Planning meeting", "Needs assessment", "Care plan version 1 published",
        "Left hospital", "Face to face",
    ]  # fmt: skip
    places = [
        next((i for i, title in enumerate(titles) if words.lower() in title.lower()), None) for words in told
    ]
    assert None not in places, titles
    assert places == sorted(places, reverse=True), titles
    assert len(titles) >= 10


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in_again(
    staff: None, desk: Callable[..., Desk], settings: Any
) -> None:
    plan = careplans.a_draft_plan()
    day = date(2026, 10, 12)
    jones = desk("jones", day)
    address = f"/cases/{plan.case.reference}/plans/{plan.number}/sections/about_me/edit/"
    jones.open(address)
    jones.fill(what_matters="My own front door", strengths="I am good with figures", completed="no")
    jones.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    jones.page.locator("main form button[type=submit]").first.click()
    jones.page.wait_for_url("**/account/sign-in/**")
    jones.page.get_by_label("User name").fill("jones")
    jones.page.get_by_label("Password", exact=True).fill(accounts.PASSWORD)
    jones.page.get_by_role("button", name="Sign in", exact=True).click()
    jones.page.wait_for_url(f"**{address}*")
    jones.check(jones.page)
    expect(jones.page.locator('[name="what_matters"]')).to_have_value("My own front door")
    expect(jones.page.locator('[name="strengths"]')).to_have_value("I am good with figures")
    jones.save()
    plan.refresh_from_db()
    assert plan.what_matters == "My own front door"
