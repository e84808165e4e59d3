"""Care plans in a real browser: every page is sound, and journey J1 from a draft to a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from careplans import queries, services
from careplans.models import CarePlan, CrisisContact, Goal, Notice, Recipient, ServiceLine
from careplans.rules.terms import Variant
from careplans.services import documents
from s117.kernel.actor import system_actor
from tests.builders import accounts, cases
from tests.builders import careplans as plans
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """A store of the test's own."""
    settings.DOCUMENT_ROOT = tmp_path


@pytest.fixture
def nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents stay on their way, as while no worker runs."""
    monkeypatch.setattr(documents, "enqueue", lambda *args, **ids: None)


def page_of(plan: CarePlan, name: str, **more: Any) -> str:
    """The address of a page about the version."""
    where = {"ref": plan.case.reference, "number": plan.number, **more}
    return reverse(f"careplans:{name}", kwargs=where)


def case_page(plan: CarePlan, name: str, **more: Any) -> str:
    """The address of a page about the person."""
    return reverse(f"careplans:{name}", kwargs={"ref": plan.case.reference, **more})


def draft_pages(plan: CarePlan) -> list[str]:
    """Every page of a draft."""
    names = ("plan_view", "plan_edit", "plan_submit", "document_request", "goal_list", "goal_add",
             "service_list", "service_add", "cost_list", "cost_add", "contact_list", "contact_add")  # fmt: skip
    sections = ("about_me", "accommodation", "money", "health", "crisis", "factors", "dates", "views")
    kinds = (("goal", Goal), ("service", ServiceLine), ("contact", CrisisContact))
    return [
        case_page(plan, "plan_list"),
        *(page_of(plan, name) for name in names),
        *(page_of(plan, "section_edit", section=section) for section in sections),
        *(
            page_of(plan, f"{kind}_{verb}", part=model.objects.filter(plan=plan).first().id)
            for kind, model in kinds
            for verb in ("edit", "remove")
        ),
        page_of(plan, "need_answer", need=queries.needs_of(plan)[0].key),
    ]


def waiting_pages(plan: CarePlan) -> list[str]:
    """The pages that only matter while a plan waits for agreement."""
    recipient = Recipient.objects.filter(plan=plan).first()
    return [
        page_of(plan, "plan_edit"),
        page_of(plan, "agreement_list"),
        page_of(plan, "agreement_record", party="person"),
        page_of(plan, "recipient_list"),
        page_of(plan, "recipient_add"),
        page_of(plan, "recipient_edit", part=recipient.id),
        page_of(plan, "recipient_remove", part=recipient.id),
        page_of(plan, "plan_publish"),
        page_of(plan, "plan_return"),
    ]


def sound(page: Page, check_page: Callable[..., None], addresses: list[str]) -> None:
    """Each address is a page that is drawn and passes every check."""
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        check_page(page)


def test_the_pages_of_a_draft_are_sound(
    page: Page, sign_in: Callable[..., None], check_page: Callable[..., None], nothing_made: None
) -> None:
    case = plans.a_planned_case()
    start = reverse("careplans:plan_draft", kwargs={"ref": case.reference})
    sign_in(page, "jones")
    sound(page, check_page, [start, reverse("careplans:plan_list", kwargs={"ref": case.reference})])
    sound(page, check_page, draft_pages(plans.a_complete_draft(case)))


def test_the_pages_of_a_plan_on_its_way_and_in_force_are_sound(
    page: Page, sign_in: Callable[..., None], check_page: Callable[..., None], nothing_made: None
) -> None:
    plan = plans.a_submitted_plan()
    accounts.manager()
    sign_in(page, "hart")
    sound(page, check_page, waiting_pages(plan))
    published = services.publish_plan(actor=accounts.manager(), plan_id=plan.id, at=plans.PUBLISHED_AT)
    review = queries.open_review(plan.case_id)
    recipient = Recipient.objects.filter(plan=plan).first()
    where = {"document": published.document_id}
    sound(page, check_page, [
        page_of(plan, "plan_view"),
        page_of(plan, "copy_send", part=recipient.id),
        case_page(plan, "document_view", **where),
        case_page(plan, "document_retry", **where),
        case_page(plan, "review_list"),
        case_page(plan, "review_book", review=review.id),
        case_page(plan, "review_record", review=review.id),
    ])  # fmt: skip
    held = plans.a_held_review(plan.case_id)
    sound(page, check_page, [
        case_page(plan, "review_list"),
        case_page(plan, "review_view", review=held.id),
        case_page(plan, "review_sign_off", review=held.id),
    ])  # fmt: skip


def test_notices_are_read_and_put_away(
    page: Page, sign_in: Callable[..., None], check_page: Callable[..., None], nothing_made: None
) -> None:
    plan = plans.a_published_plan()
    cases.leave(plan.case)
    services.send_reminders(actor=system_actor("celery:reminders"), at=NOW)
    sign_in(page, "jones", to="/notices/")
    check_page(page)
    expect(page.get_by_text("Review due by 30 November 2026", exact=True)).to_be_visible()
    page.get_by_role("link", name="Put away").click()
    check_page(page)
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_text("You have no new notices")).to_be_visible()
    assert Notice.objects.get().read_at == NOW
    check_page(page)


def test_a_plan_goes_from_its_sections_to_a_pdf_with_no_script_and_nothing_missing_is_let_through(
    open_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[[Page], None]
) -> None:
    """Journey J1 steps 7 and 8 with unhappy path (a), on a phone's width and without JavaScript."""
    plan = plans.a_complete_draft()
    accounts.manager()
    author, boss = open_page(390, javascript=False), open_page(390, javascript=False)
    sign_in(author, "jones")
    sign_in(boss, "hart")
    author.goto(page_of(plan, "plan_edit"))
    author.get_by_role("button", name="Check and send for agreement").click()
    author.get_by_role("button", name="Send for agreement").click()
    expect(author.get_by_text("Sent for agreement.")).to_be_visible()

    boss.goto(page_of(plan, "plan_publish"))
    boss.get_by_role("button", name="Publish", exact=True).click()
    summary = boss.locator(".nhsuk-error-summary")
    expect(summary).to_contain_text("Record the person's views in their own words")
    expect(summary).to_contain_text("Record what the NHS body says of the plan")

    author.get_by_role("button", name="Record views and agreement").click()
    author.get_by_role("link", name="The person's views").click()
    author.get_by_label("The person’s views, in their own words").fill("I like the flat")
    author.get_by_label("Yes, I have completed this section").check()
    author.get_by_role("button", name="Save", exact=True).click()
    plans.agree(plan)

    boss.goto(page_of(plan, "plan_publish"))
    boss.get_by_role("button", name="Publish", exact=True).click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("Care plan version 1 on paper")
    boss.goto(boss.url)  # the page is looked at again, as its reader would
    with boss.expect_download() as download:
        boss.get_by_text("Download the PDF").click()
    assert download.value.suggested_filename == f"{plan.case.reference}-plan-v1-standard.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-1.7")


def test_the_page_of_a_document_on_its_way_becomes_a_download_by_itself(
    page: Page, sign_in: Callable[..., None], nothing_made: None
) -> None:
    plan = plans.a_draft_plan()
    asked = {"plan_id": plan.id, "variant": Variant.STANDARD, "at": NOW}
    document = services.request_document(actor=accounts.coordinator(), **asked)
    sign_in(page, "jones")
    page.goto(case_page(plan, "document_view", document=document.id))
    expect(page.get_by_text("The document is being made.")).to_be_visible()
    services.render_document(actor=system_actor("celery:document-render"), document_id=document.id, at=NOW)
    expect(page.get_by_role("button", name="Download the PDF")).to_be_visible(timeout=15_000)


def test_a_section_is_written_by_keyboard_alone(page: Page, sign_in: Callable[..., None]) -> None:
    plan = plans.a_draft_plan()
    sign_in(page, "jones")
    page.goto(page_of(plan, "section_edit", section="about_me"))
    first = page.get_by_label("What matters to me")
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.type("My sister")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            page.keyboard.press("ArrowDown")
            expect(page.get_by_label("No, I will come back to it later")).to_be_checked()
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert CarePlan.objects.get(pk=plan.id).what_matters == "My sister"


def test_what_is_typed_is_kept_by_itself_and_there_on_coming_back(
    page: Page, sign_in: Callable[..., None]
) -> None:
    """Autosave: nothing is pressed, and nothing is part of the record before it is saved."""
    plan = plans.a_draft_plan()
    where = page_of(plan, "section_edit", section="about_me")
    sign_in(page, "jones", to=where)
    page.get_by_label("What matters to me").press_sequentially("My own front door")
    expect(page.get_by_text("It is not saved yet")).to_be_visible(timeout=20_000)
    assert CarePlan.objects.get(pk=plan.id).what_matters == ""

    page.goto(page_of(plan, "plan_edit"))
    expect(page.get_by_text("Draft kept")).to_be_visible()
    page.goto(where)
    expect(page.get_by_text("You have a draft of this page")).to_be_visible()
    expect(page.get_by_label("What matters to me")).to_have_value("My own front door")
