"""Driving the real site in Chromium: fixtures, and the checks that every page must pass.

Browser tests are marked `browser`. Where there is no Chromium they are left out, with a notice at the end of
the run; with S117_REQUIRE_BROWSER=1 that is a failure, so that the place that must run them cannot forget.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from playwright.sync_api import Error as BrowserError

from s117.accounts.models import User
from s117.management.supervisor import CHROMIUMS

CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).with_name("axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The NHS.UK frontend keeps aria-expanded on purpose on a choice that reveals a question.
KNOWN = {"aria-allowed-attr": ".nhsuk-radios__input[aria-expanded], .nhsuk-checkboxes__input[aria-expanded]"}
WIDTHS = (1280, 390, 320)
# The menu folds away a moment after the window narrows, so the width is read once it has stopped changing.
SETTLED_WIDTH = """async () => {
  const width = () => document.documentElement.scrollWidth
  const later = () => new Promise(resolve => setTimeout(resolve, 50))
  for (let look = 0; look < 20 && width() > window.innerWidth; look++) await later()
  return width()
}"""
PARTS = """() => {
  const part = node => [node.localName, node.getAttribute('class'), node.getAttribute('role'), node.type]
  return [...new Set([...document.querySelectorAll('body *')].map(node => part(node).join(' ')))].sort().join()
}"""
HERE = Path(__file__).parent
LONGEST = HERE / "test_every_page.py"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests go first; without Chromium they are taken out, or fail where they are required.

    They take longest, and the walk over every page longest of all: begun last, it would still be running on
    one core when the other has no work left.
    """
    here = [item for item in items if HERE in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    browser = [item for item in items if item.get_closest_marker("browser")]
    if CHROMIUM is None and browser:
        if os.environ.get("S117_REQUIRE_BROWSER") == "1":
            raise pytest.UsageError("S117_REQUIRE_BROWSER is set and there is no Chromium: install it")
        config.stash[LEFT_OUT] = len(browser)
        config.hook.pytest_deselected(items=browser)
        items[:] = [item for item in items if item not in browser]
        return
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.path != LONGEST))


LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The notice."""
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.section("NOT RUN: browser tests", yellow=True)
        terminalreporter.write_line(f"{count} browser tests were left out because there is no Chromium here.")
        terminalreporter.write_line("Install the package `chromium` and run the tests again.")


@pytest.fixture(scope="session", autouse=True)
def browser_and_database_in_one_thread() -> Iterator[None]:
    """Playwright's event loop makes Django believe that it runs asynchronously; it does not."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The machine's own Chromium, one for the run."""
    launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield launched
    launched.close()


class Watched:
    """A page that remembers what must not happen: errors on the console, requests to other hosts."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.problems: list[str] = []
        self.expected: set[int] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        refused = any(f"status of {status}" in message.text for status in (403, 404, 405, 409, 422, 429))
        if message.type in ("error", "warning") and not refused:
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        host = urlsplit(request.url).netloc
        if host and host != urlsplit(self.base).netloc:
            self.problems.append(f"another host: {host}")


@pytest.fixture
def open_page(browser: Browser, live_server: Any, settings: Any) -> Iterator[Callable[..., Page]]:
    """`open_page(width=1280, javascript=True)`: a page in its own browser, whose problems fail the test."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    opened: list[tuple[BrowserContext, Watched]] = []

    def new(width: int = 1280, *, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=live_server.url,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        opened.append((context, Watched(page, live_server.url)))
        return page

    yield new
    problems = [problem for _, watched in opened for problem in watched.problems]
    for context, _ in opened:
        context.close()
    assert not problems, problems


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page at 1280 pixels."""
    return open_page()


@pytest.fixture
def sign_in(live_server: Any) -> Callable[..., None]:
    """`sign_in(page, username, to="/")`: a session like that of somebody who signed in; ends at `to`.

    Signing in at the page is tested once (test_web_browser); here it would only cost time.
    """

    def run(page: Page, username: str, to: str = "") -> None:
        client = Client()
        user = User.objects.get(username=username)
        client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        if to:
            page.goto(to)

    return run


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept() -> Iterator[None]:
    """A browser keeps style sheets and scripts, as it does in use, where their names carry a hash."""
    serve = StaticFilesHandlerMixin.serve

    def kept(self: StaticFilesHandlerMixin, request: HttpRequest) -> HttpResponseBase:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=3600"
        return response

    StaticFilesHandlerMixin.serve = kept
    yield
    StaticFilesHandlerMixin.serve = serve


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with every rule that the page breaks. The CSP refuses a script tag, so: evaluate."""

    def run(page: Page) -> None:
        page.evaluate(AXE)
        found = page.evaluate(
            # Nothing here plays by itself, so the style sheets need not be read again in search of it.
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],"
            " preload: false})",
            RULES,
        )
        bad = [
            (rule["id"], node["html"][:160])
            for rule in found["violations"]
            for node in rule["nodes"]
            if not _known(page, rule["id"], node["target"][0])
        ]
        assert not bad, f"{page.url}: {bad}"

    return run


def _known(page: Page, rule: str, target: str) -> bool:
    if rule not in KNOWN:
        return False
    try:
        return bool(page.locator(target).first.evaluate("(node, known) => node.matches(known)", KNOWN[rule]))
    except BrowserError:
        return False


@pytest.fixture(scope="session")
def looked_at() -> set[tuple[str, str]]:
    """(route, the parts it was built of) of each page that was checked whole in this run."""
    return set()


@pytest.fixture
def check_page(axe: Callable[[Page], None], looked_at: set[tuple[str, str]]) -> Callable[[Page], None]:
    """`check_page(page)`: what every page must be at every width, and that it is accessible.

    A page of a route that was checked built of the same parts (a journey meets the case file a dozen times)
    is looked at again only where other words could break it: at the narrowest width.
    """

    def run(page: Page) -> None:
        # A click returns when the next page has begun to arrive: on a busy machine it has no heading yet.
        page.wait_for_load_state()
        expect(page.locator("h1")).to_have_count(1)
        title = page.title()
        assert title.endswith(" - S117"), title
        assert len(title) > len(" - S117") + 2, title
        for link in page.locator(".nhsuk-error-summary__list a").all():
            target = str(link.get_attribute("href"))
            assert page.locator(target).count() == 1, f"{page.url}: the error link {target} leads nowhere"
        parts = _route(page), page.evaluate(PARTS)
        again = parts in looked_at
        if not again:
            axe(page)
        size = page.viewport_size or {"width": 1280, "height": 900}
        # The width at which it stands comes last, so that the window is never set to what it is already.
        widths = {size["width"], *([min(WIDTHS)] if again else WIDTHS)}
        for width in sorted(widths, key=lambda width: width == size["width"]):
            if page.viewport_size != {"width": width, "height": 900}:
                page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate(SETTLED_WIDTH)
            assert wide <= width, f"{page.url}: {wide} pixels of content at a width of {width}"
        looked_at.add(parts)

    return run


def _route(page: Page) -> str:
    """The name of the page's route; an address that leads nowhere has its page too."""
    try:
        return resolve(urlsplit(page.url).path).view_name
    except Resolver404:
        return ""
