"""The floor in a real browser: sign-in, styleguide, error pages, time-out, and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.builders import accounts

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = [
    "/account/sign-in/",
    "/account/password/reset/",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/no-such-page/",
]


@pytest.fixture
def coordinator() -> str:
    accounts.coordinator("jones")
    return "jones"


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_sound(page: Page, check_page: Callable[..., None], path: str) -> None:
    page.goto(path)
    check_page(page)


@pytest.mark.parametrize("state", ["", "errors", "conflict"])
def test_every_component_is_sound(
    page: Page, check_page: Callable[..., None], settings: Any, state: str
) -> None:
    settings.STYLEGUIDE = True
    page.goto(f"/styleguide/?state={state}")
    check_page(page)


def test_a_wrong_password_says_what_to_do_and_takes_the_focus(
    page: Page, coordinator: str, check_page: Callable[..., None]
) -> None:
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_title("Error: Sign in - S117")
    assert page.evaluate("document.activeElement.classList.contains('nhsuk-error-summary')")
    page.get_by_role("link", name="Enter your user name").click()
    assert page.evaluate("document.activeElement.id") == "id_login"
    page.keyboard.type(coordinator)
    page.get_by_label("Password", exact=True).fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Check your user name and password")
    check_page(page)


def test_signing_in_and_out_without_script(open_page: Callable[..., Page], coordinator: str) -> None:
    page = open_page(390, javascript=False)
    page.goto("/account/")
    page.get_by_label("User name").fill(coordinator)
    page.get_by_label("Password", exact=True).fill(accounts.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.locator("#maincontent").get_by_text("Care coordinator")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_account_pages_are_sound(
    page: Page, coordinator: str, sign_in: Callable[..., None], check_page: Callable[..., None]
) -> None:
    sign_in(page, coordinator)
    for path in ("/account/", "/account/password/change/", "/account/sign-out/"):
        page.goto(path)
        check_page(page)


def test_the_keyboard_reaches_the_content_first_by_the_skip_link(page: Page) -> None:
    page.goto("/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "maincontent"


def test_a_dialog_warns_before_the_session_ends_and_keeps_it(
    page: Page, coordinator: str, sign_in: Callable[..., None], axe: Callable[[Page], None], settings: Any
) -> None:
    sign_in(page, coordinator)
    settings.SESSION_IDLE, settings.SESSION_WARNING = timedelta(seconds=100), timedelta(seconds=99)
    page.goto("/account/")
    dialog = page.get_by_role("dialog", name="You are about to be signed out")
    expect(dialog).to_be_visible(timeout=4000)
    axe(page)
    settings.SESSION_IDLE = timedelta(minutes=30)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_staying_in_one_tab_keeps_the_others(
    page: Page, coordinator: str, sign_in: Callable[..., None], settings: Any
) -> None:
    sign_in(page, coordinator)
    settings.SESSION_IDLE, settings.SESSION_WARNING = timedelta(seconds=100), timedelta(seconds=99)
    page.goto("/account/")
    other = page.context.new_page()
    other.goto("/account/")
    words = "You are about to be signed out"
    expect(page.get_by_role("dialog", name=words)).to_be_visible(timeout=4000)
    settings.SESSION_IDLE = timedelta(minutes=30)
    other.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("dialog", name=words)).to_be_hidden()


def test_the_page_leaves_when_the_session_is_over(
    page: Page, coordinator: str, sign_in: Callable[..., None], settings: Any
) -> None:
    sign_in(page, coordinator)
    settings.SESSION_IDLE, settings.SESSION_WARNING = timedelta(seconds=2), timedelta(seconds=1)
    page.goto("/account/")
    page.wait_for_url("**/account/sign-in/?ended=1", timeout=8000)
    expect(page.get_by_text("You were signed out because nothing happened for a while")).to_be_visible()


def test_leaving_with_typed_text_asks_first(page: Page, settings: Any) -> None:
    settings.STYLEGUIDE = True
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/styleguide/")
    page.get_by_label("Full name").press_sequentially("Isla")
    page.evaluate("window.location.assign('/help/')")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/styleguide/")


def test_nothing_is_kept_in_the_browser(page: Page, coordinator: str, sign_in: Callable[..., None]) -> None:
    sign_in(page, coordinator)
    page.goto("/account/")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
