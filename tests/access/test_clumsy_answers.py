"""Every form about money, sent by somebody clumsy or hostile: never an error page, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import cycle
from typing import Any

import pytest
from django.db import transaction

from tests.access.observe import address, relations_of
from tests.access.table import read_table
from tests.access.world import PROFILES, RELATIONS, World
from tests.architecture.routes import Route, routes

FORMS = [route for route in routes() if route.app == "funding" and "post" in route.methods]
# One thing wrong in each box, so that one sending tries them all.
TEXTS = ("£1,234.5", "1e9", "-0.01", "9" * 40, "€" * 10_001, '=1+1"><script>', "a\x00b", "1 2", "0", "0.00")
DAYS = (("31", "2", "2026"), ("1", "13", "2026"), ("1", "1", "9999"), ("١", "apr", "26"), ("", "", "2026"))
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@dataclass
class Boxes(HTMLParser):
    """The fields of a page's own form: boxes to type in, choices with the first that is offered, what is hidden."""

    typed: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    inside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", tag)
        if tag == "form":
            self.inside = "app-form" in given.get("class", "")
        elif self.inside and name and kind in ("text", "number", "textarea"):
            self.typed[name] = ""
        elif self.inside and name and kind == "hidden":
            self.hidden[name] = given.get("value", "")
        elif self.inside and name and kind in ("radio", "checkbox", "select"):
            self.chosen.setdefault(name, given.get("value", UNKNOWN))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def boxes(page: str) -> Boxes:
    found = Boxes()
    found.feed(page)
    return found


def clumsy(form: Boxes) -> dict[str, str]:
    """Something wrong in every box, an offer or an id of nobody's in every choice."""
    texts, days = cycle(TEXTS), cycle(DAYS)
    sent = {name: value for name, value in form.hidden.items() if name != "submission_id"} | form.chosen
    for name in form.typed:
        stem, _, part = name.rpartition("_")
        if part == "day":
            parts = zip(("day", "month", "year"), next(days), strict=True)
            sent |= {f"{stem}_{each}": value for each, value in parts}
        elif name not in sent:
            sent[name] = next(texts)
    return sent


def somebody(route: Route) -> tuple[str, str] | None:
    """A role and a relation that the table lets send the form; None where each has their own."""
    row = read_table()[route.name, "post"]
    for profile in PROFILES:
        letters = row[profile.name]
        allowed = dict(zip(RELATIONS, letters if len(letters) > 1 else letters * 4, strict=True))
        for relation in relations_of(profile.name):
            if allowed[relation] == "A":
                return profile.name, relation
    return None


@pytest.mark.django_db
@pytest.mark.parametrize("route", FORMS, ids=[route.name for route in FORMS])
def test_a_clumsy_answer_is_answered(world: World, route: Route) -> None:
    who = somebody(route)
    if who is None:
        return
    client, path = world.client(*who), address(world, route)
    with transaction.atomic():
        sent = clumsy(boxes(client.get(path).content.decode()))
        answer: Any = client.post(path, sent)
        transaction.set_rollback(True)
    assert answer.status_code in (200, 302, 403, 409, 422)
    if answer.status_code == 422:
        page = answer.content.decode()
        assert "There is a problem" in page
        shown, kept = unescape(page), boxes(page).typed
        typed = {name: text for name, text in sent.items() if name in kept and "\x00" not in text}
        assert [name for name, text in typed.items() if text not in shown] == []
