"""The rulebook and the checker in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.builders import accounts

pytestmark = [pytest.mark.django_db(transaction=True)]
SignIn = Callable[..., None]
CheckPage = Callable[..., None]


def test_the_rulebook_is_read_by_area_and_by_citation(
    open_page: Callable[..., Page], sign_in: SignIn, check_page: CheckPage
) -> None:
    accounts.coordinator()
    page = open_page()
    sign_in(page, "jones", to="/rulebook/")
    check_page(page)
    page.get_by_label("Which council").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("heading", name="Which NHS body")).to_have_count(0)
    page.goto("/rulebook/#N-8")
    expect(page.locator("#N-8")).to_be_in_viewport()
    expect(page.locator("#N-8")).to_contain_text("The other: the integrated care board of the GP practice")
