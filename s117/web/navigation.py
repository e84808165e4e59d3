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
    Entry("Confirm the register", "cases:confirmation_list", Permission.CONFIRMATION_RECORD),
    Entry("Transfers", "journeys:transfer_list", Permission.TRANSFER_PROPOSE),
    Entry("Disputes", "cases:dispute_list", Permission.DISPUTE_VIEW),
    Entry("Funding panels", "funding:panel_list", Permission.PANEL_VIEW),
    Entry("Manager", "dashboards:manager_view", Permission.MANAGER_VIEW),
    Entry("Signing limits", "funding:limit_list", Permission.LIMIT_RECORD),
    Entry("Finance", "dashboards:finance_view", Permission.FINANCE_VIEW),
    Entry("Audit", "dashboards:audit_view", Permission.AUDIT_VIEW),
    Entry("Users and organisations", "admin:index", Permission.USERS_MANAGE),
    Entry("Reference data", "references:reference_list", Permission.REFERENCE_MANAGE),
    Entry("Mergers and splits", "cases:succession_view", Permission.SUCCESSION_VIEW),
    Entry("Who is responsible?", "cases:responsibility_check"),
    Entry("Rulebook", "cases:rulebook_view"),
)


RECORD_ENTRIES = (
    Entry("Overview", "dashboards:case_view", Permission.CASE_VIEW),
    Entry("Details", "cases:client_view", Permission.CASE_VIEW),
    Entry("People", "cases:people_view", Permission.PEOPLE_VIEW),
    Entry("Legal status", "cases:legal_status_view", Permission.LEGAL_STATUS_VIEW),
    Entry("Responsibility", "cases:determination_view", Permission.DETERMINATION_VIEW),
    Entry("Meetings", "assessments:meeting_list", Permission.MEETING_VIEW),
    Entry("Assessment", "assessments:assessment_list", Permission.ASSESSMENT_VIEW),
    Entry("Care plan", "careplans:plan_list", Permission.PLAN_VIEW),
    Entry("Reviews", "careplans:review_list", Permission.REVIEW_VIEW),
    Entry("Letters", "careplans:letter_list", Permission.DOCUMENT_DOWNLOAD),
    Entry("Funding", "funding:line_list", Permission.MONEY_VIEW),
    Entry("Applications", "funding:application_list", Permission.APPLICATION_VIEW),
    Entry("Contacts", "cases:contact_view", Permission.CONTACT_VIEW),
    Entry("Timeline", "dashboards:timeline_view", Permission.CASE_VIEW),
    Entry("Who looked", "dashboards:access_report", Permission.AUDIT_VIEW),
)

SUMMARY_ENTRIES = (
    Entry("Shared summary", "cases:case_disputes", Permission.DISPUTE_VIEW),
    Entry("Responsibility", "cases:determination_view", Permission.DETERMINATION_VIEW),
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


def record_links(actor: Actor, reference: str, *, summary: bool = False) -> list[tuple[str, str]]:
    """The pages of one person's record that the actor may open, for `case_nav`: (words, href).

    With `summary` those of the shared summary, which is all that a body in dispute sees.
    """
    entries = SUMMARY_ENTRIES if summary else RECORD_ENTRIES
    allowed = (entry for entry in entries if entry.permission is None or actor.may(entry.permission))
    found = ((entry.words, _path(entry.route, ref=reference)) for entry in allowed)
    return [(words, href) for words, href in found if href]


def search_href(actor: Actor) -> str:
    """Where the header's search box posts to; empty for those who may not open a case."""
    return _path("cases:client_search") if actor.may(Permission.CASE_VIEW) else ""


def _path(route: str, **kwargs: str) -> str:
    try:
        return reverse(route, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
