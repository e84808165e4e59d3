"""A walk along the links: everybody begins at their home page and follows what they are shown.

Everybody opens a few pages of each route, of a route those that nobody has opened yet. What they have not met
by then shows on the pages of some people only, so whatever lies above it (`…/plans/` above `…/plans/compare/`),
then beside it, is opened for everybody in the world until it is met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.architecture.routes import routes

# How many pages of a route everybody opens at first, and at most.
FEW, MANY = 2, 60
# The pages that lead to what does not lie below them: the beginning of a route's name -> where it is listed.
LISTS = (
    ("cases:", "cases:legal_status_view"),
    ("cases:client_merge", "cases:client_view"),
    ("cases:evidence", "cases:determination_view"),
    ("cases:evidence", "cases:responsible_body_view"),
    ("careplans:", "careplans:plan_edit"),
)
CASELOAD = "/caseload/"
ENDED = "/caseload/?status=closed&whose=all"


class Walker:
    """One role: the links it was shown, in their order, and how many pages of each route it has opened."""

    def __init__(self, username: str, client: Client) -> None:
        self.username, self.client = username, client
        self.found = {"/": route_of("/")}
        self.seen = {"/"}
        self.opened: Counter[str] = Counter()

    def next_path(self, may: Callable[[str, int], bool], known: set[str]) -> str | None:
        """The link to follow: of the route opened least, unknown to everybody if there is such a page."""
        open_yet = [path for path, route in self.found.items() if may(route, self.opened[route])]
        return min(open_yet, key=lambda path: (self.opened[self.found[path]], path in known), default=None)

    def open(self, path: str) -> tuple[str, bool]:
        """(the page's route, whether it is a page); a page's links are found."""
        route = self.found.pop(path)
        self.opened[route] += 1
        response = self.client.get(path)
        assert response.status_code in (200, 302), f"{path} answers {response.status_code}"
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        # The filters of the caseload are a form: those whose aftercare has ended are looked at at once.
        more = [ENDED] if path == CASELOAD else []
        for link in [*more, *(links(response.content.decode(), path) if is_page else [])]:
            if link not in self.seen:
                self.seen.add(link)
                self.found |= {} if route_of(link).startswith("admin:") else {link: route_of(link)}
        return route, is_page


def walk(walkers: list[Walker], wanted: set[str]) -> Iterator[tuple[str, str, str]]:
    """(user name, route, path or "" if it is no page) of all that is opened until all wanted routes are met.

    A link that leads to no address, or to a page that does not answer, fails the test.
    """
    known: set[str] = set()
    missing = set(wanted)
    stages: list[Callable[[str, int], bool]] = [
        lambda route, opened: opened < FEW,
        lambda route, opened: opened < MANY and route in above(frozenset(missing)),
        lambda route, opened: opened < MANY and route in beside(frozenset(missing)),
    ]
    for may in stages:
        # Whoever has least left to look at first: it may be what the others would look for in vain.
        for walker in sorted(walkers, key=lambda walker: len(walker.found)):
            while path := walker.next_path(may, known):
                known.add(path)
                route, is_page = walker.open(path)
                missing.discard(route)
                yield walker.username, route, path if is_page else ""


@cache
def above(missing: frozenset[str]) -> set[str]:
    """The routes whose addresses those of the missing ones begin with, and the pages that list what has none."""
    wanted = [route.pattern for route in routes() if route.name in missing]
    lists = {page for space, page in LISTS if any(name.startswith(space) for name in missing)}
    return lists | {
        each.name for each in routes() if any(pattern.startswith(each.pattern) for pattern in wanted)
    }


@cache
def beside(missing: frozenset[str]) -> set[str]:
    """The routes above the missing ones, and those in the same folder as one of them."""
    folders = {_folder(route.pattern) for route in routes() if route.name in missing}
    return above(missing) | {each.name for each in routes() if _folder(each.pattern) in folders}


def _folder(pattern: str) -> str:
    return pattern.rstrip("/").rpartition("/")[0]


@cache
def route_of(path: str) -> str:
    """The name of the route; the test fails where there is none."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        pytest.fail(f"a link leads to {path}, which is no address")


def links(html: str, path: str) -> list[str]:
    """The addresses inside this site that a page links to."""
    found = (unescape(href) for href in re.findall(r'<a [^>]*href="([^"]+)"', html))
    whole = (path.partition("?")[0] + href if href.startswith("?") else href for href in found)
    return [href.partition("#")[0] for href in whole if href.startswith("/")]
