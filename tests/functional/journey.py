"""Filling in our forms in a browser the way a person does, by the names of the questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

LONDON = ZoneInfo("Europe/London")


class Desk:
    """One member of staff at their browser. `check` runs on every page that is opened."""

    def __init__(self, page: Page, check: Callable[[Page], None]) -> None:
        self.page, self.check = page, check

    def open(self, path: str) -> None:
        """Go to an address and check the page."""
        self.page.goto(path)
        self.check(self.page)

    def fill(self, **answers: Any) -> None:
        """Answer questions by field name: text, a date, True for a tick, or the value of a choice."""
        for name, value in answers.items():
            if isinstance(value, date):
                self._date(name, value)
            else:
                self._answer(name, value)

    def press(self, button: str) -> None:
        """Press the button with these words, wait for the page that follows and check it."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        self.check(self.page)

    def save(self) -> None:
        """Press the form's own button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()

    def follow(self, words: str) -> None:
        """Follow the first link with these words in the page's main part."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=words).first.click()
        self.check(self.page)

    def sees(self, *words: str) -> None:
        """The main part of the page, or the banner above it, holds these words."""
        for text in words:
            expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, *words: str) -> None:
        """The page does not hold these words."""
        for text in words:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def _date(self, name: str, value: date) -> None:
        for part in ("day", "month", "year"):
            self.page.locator(f'[name="{name}_{part}"]').fill(str(getattr(value, part)))

    def _answer(self, name: str, value: Any) -> None:
        field = self.page.locator(f'main [name="{name}"]')
        kind = field.first.evaluate("node => node.type || node.tagName")
        if kind == "radio":
            self._choose(self.page.locator(f'[name="{name}"][value="{value}"]'))
        elif kind == "checkbox" and value is True:
            self._choose(field)
        elif kind == "checkbox":
            for one in value:
                self._choose(self.page.locator(f'[name="{name}"][value="{one}"]'))
        elif kind == "select-one":
            options = field.locator("option").evaluate_all("nodes => nodes.map(node => node.value)")
            field.select_option(value=value) if value in options else field.select_option(label=value)
        else:
            field.fill(str(value))

    @staticmethod
    def _choose(box: Locator) -> None:
        box.check(force=True)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of a day in London."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
