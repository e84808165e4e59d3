"""The primary navigation, built from what the actor may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the navigation; without a permission it is for everybody who is signed in."""

    words: str
    route: str
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation link as the header shows it."""

    words: str
    href: str
    current: bool


ENTRIES = (
    Entry("Your work", "dashboards:home_view"),
    Entry("Caseload", "dashboards:caseload_view", Permission.CASELOAD_VIEW),
    Entry("Register a person", "cases:client_register", Permission.CLIENT_REGISTER),
    Entry("Manager", "dashboards:manager_view", Permission.MANAGER_VIEW),
    Entry("Finance", "dashboards:finance_view", Permission.FINANCE_VIEW),
)


def navigation_for(actor: Actor, path: str) -> tuple[Link, ...]:
    """The links the actor may follow; the one whose address the path is under is marked current."""
    allowed = (entry for entry in ENTRIES if entry.permission is None or actor.may(entry.permission))
    found = ((entry.words, _path(entry.route)) for entry in allowed)
    return tuple(
        Link(words, href, path == href if href == "/" else path.startswith(href))
        for words, href in found
        if href
    )


def search_href(actor: Actor) -> str:
    """Where the header's search box posts to; empty for those who may not open a case."""
    return _path("cases:client_search") if actor.may(Permission.CASE_VIEW) else ""


def _path(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
