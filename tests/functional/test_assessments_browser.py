"""Planning meetings and needs assessments in a real browser, journey J1 steps 5 and 6 among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments import services
from assessments.models import Assessment, Need, PlanningMeeting
from assessments.rules.lifecycle import AssessmentStatus
from assessments.rules.sections import ASSESSMENT_SECTIONS, MEETING_SECTIONS
from tests.builders import accounts, cases
from tests.builders import assessments as build

pytestmark = pytest.mark.django_db(transaction=True)


def address(case: Any, name: str, **more: Any) -> str:
    """A page about the person."""
    return reverse(f"assessments:{name}", kwargs={"ref": case.reference, **more})


def sound(page: Page, check_page: Callable[..., None], addresses: list[str]) -> None:
    """Each address is a page that is drawn and passes every check."""
    for where in addresses:
        answer = page.goto(where)
        assert answer is not None
        assert answer.status == 200, where
        check_page(page)


def test_the_pages_of_a_meeting_are_sound(
    page: Page, sign_in: Callable[..., None], check_page: Callable[..., None]
) -> None:
    case = cases.an_allocated_case()
    build.a_full_meeting(case)
    build.a_meeting(case)
    sign_in(page, "jones")
    sound(page, check_page, [
        address(case, "meeting_list"),
        address(case, "meeting_record"),
        address(case, "meeting_view", number=1),
        address(case, "meeting_view", number=2),
        *(address(case, "meeting_amend", number=1, section=section.code) for section in MEETING_SECTIONS),
    ])  # fmt: skip


def test_the_pages_of_an_assessment_are_sound(
    page: Page, open_page: Callable[..., Page], sign_in: Callable[..., None], check_page: Callable[..., None]
) -> None:
    case = cases.an_allocated_case()
    accounts.manager()
    sign_in(page, "jones")
    sound(page, check_page, [address(case, "assessment_list"), address(case, "assessment_start")])
    draft = build.a_complete_draft(case)
    sound(page, check_page, [
        *(address(case, name, number=1) for name in ("assessment_edit", "assessment_view", "assessment_submit")),
        *(address(case, "section_edit", number=1, section=section.code) for section in ASSESSMENT_SECTIONS),
        address(case, "domain_edit", number=1, domain="accommodation"),
        address(case, "need_add", number=1, domain="money"),
        address(case, "need_edit", number=1, need=1),
        address(case, "need_withdraw", number=1, need=1),
    ])  # fmt: skip
    services.submit_assessment(actor=accounts.coordinator(), assessment_id=draft.id, at=build.ASSESSED_AT)
    boss = open_page()
    sign_in(boss, "hart")
    names = ("assessment_view", "assessment_sign_off", "assessment_return")
    sound(boss, check_page, [address(case, name, number=1) for name in names])


def test_a_meeting_is_recorded_on_a_phone_without_script(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    """Journey J1, step 5."""
    case = cases.an_allocated_case()
    page = open_page(390, javascript=False)
    sign_in(page, "jones", to=address(case, "meeting_list"))
    page.get_by_role("button", name="Record a meeting").click()
    page.get_by_label("Day").fill("6")
    page.get_by_label("Month").fill("oct")
    page.get_by_label("Place").fill("Rowan ward")
    page.get_by_label("Who was in the chair?").fill("Dr Rahman")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("must include a year")
    page.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planning meeting of 6 October 2026")

    page.get_by_role("link", name="Accommodation", exact=True).click()
    page.get_by_label("Yes, accommodation is an aftercare need").check()
    page.get_by_label("Why?").fill("Living alone she stops taking medication")
    page.get_by_label("Yes, I have completed this section").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Living alone she stops taking medication")).to_be_visible()

    page.get_by_role("link", name="Who was invited and who came").first.click()
    first = page.get_by_role("group", name="Person 1")
    first.get_by_label("Name").fill("Ngozi Obi")
    first.get_by_label("Role").fill("Sister")
    first.get_by_label("Attendance").select_option("Attended")
    page.get_by_role("button", name="Save and add more rows").click()
    expect(page.get_by_role("group", name="Person 1").get_by_label("Name")).to_have_value("Ngozi Obi")
    meeting = PlanningMeeting.objects.get()
    assert (meeting.accommodation_need, meeting.attendances.count()) == ("yes", 1)


def test_an_assessment_goes_from_a_need_to_sign_off_without_script(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    """Journey J1, step 6: the sixth need by hand, sent back once, then signed off by somebody else."""
    case = cases.an_allocated_case()
    accounts.manager()
    build.a_complete_draft(case, needs=build.AMARAS_NEEDS[:5])
    author, boss = open_page(390, javascript=False), open_page(1280, javascript=False)
    sign_in(author, "jones", to=address(case, "assessment_edit", number=1))
    sign_in(boss, "hart")
    author.get_by_role("link", name="Physical health").click()
    author.get_by_role("group", name="Is there a need here?").get_by_label("Yes").check()
    author.get_by_role("button", name="Save and add a need").click()
    author.get_by_label("The need").fill("Help with stairs after a knee injury")
    arises = author.get_by_role("group", name="Does the need arise from, or is it related to")
    arises.get_by_label("No", exact=True).check()
    author.get_by_label("Why?").first.fill("An old football injury")
    author.get_by_role("group", name="Does meeting the need reduce").get_by_label("No", exact=True).check()
    author.get_by_label("Why?").last.fill("It has never led to an admission")
    author.get_by_role("button", name="Save the need").click()
    expect(author.get_by_text("Saved. Conclusion: outside aftercare.")).to_be_visible()
    author.get_by_label("Yes, I have completed this section").check()
    author.get_by_role("button", name="Save and continue").click()
    expect(author.get_by_text("Saved.", exact=True)).to_be_visible()

    author.goto(address(case, "assessment_submit", number=1))
    author.get_by_role("button", name="Send for sign-off").click()
    boss.goto(address(case, "assessment_view", number=1))
    boss.get_by_role("button", name="Send back to the author").click()
    boss.get_by_label("What should the author change?").fill("Say who carries the shopping")
    boss.get_by_role("button", name="Send back", exact=True).click()
    author.goto(address(case, "assessment_edit", number=1))
    expect(author.get_by_text("Say who carries the shopping")).to_be_visible()
    author.goto(address(case, "assessment_submit", number=1))
    author.get_by_role("button", name="Send for sign-off").click()
    boss.goto(address(case, "assessment_sign_off", number=1))
    boss.get_by_role("button", name="Sign off", exact=True).click()
    expect(boss.get_by_text("Signed off by Sam Hart")).to_be_visible()
    assert Assessment.objects.get().status == AssessmentStatus.SIGNED_OFF
    assert sum(need.s117 for need in Need.objects.all()) == 5


def test_a_need_is_tested_by_keyboard_alone(page: Page, sign_in: Callable[..., None]) -> None:
    case = cases.an_allocated_case()
    build.a_draft_assessment(case)
    sign_in(page, "jones", to=address(case, "need_add", number=1, domain="money"))
    title = page.get_by_label("The need")
    for _ in range(60):
        page.keyboard.press("Tab")
        if title.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.type("Help to budget")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Conclusion: not settled.")).to_be_visible()
    assert Need.objects.get().arises == "yes"
