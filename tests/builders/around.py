"""People around a person, what the person says of sharing, and what they need to be told things."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import Case
from cases.services import around, clients
from s117.kernel.actor import Actor
from tests.builders import accounts
from tests.builders.accounts import NOW

SINCE = date(2026, 10, 1)
KNOWN: dict[str, dict[str, Any]] = {
    "relation": {"name": "Ngozi Obi", "tie": "sibling", "phone": "01632 960 401"},
    "nearest-relative": {"name": "Ngozi Obi", "tie": "sibling", "basis": "section_26"},
    "authority": {"name": "Uche Obi", "kind": "appointee"},
    "advocate": {"kind": "imha", "reply": "undecided"},
    "professional": {"name": "Dr Sam Rahman", "role": "rc", "phone": "01632 960 310"},
    "consent": {"recipient": "housing", "level": "none", "note": "Not the landlord."},
    "safeguarding": {"about": "A neighbour takes his money", "enquiry_by": "Northmoor Council"},
}


def add(case: Case, group: str, *, actor: Actor | None = None, **over: Any) -> Any:
    """An entry of the group since 1 October 2026, told by the person."""
    facts = {"starts_on": SINCE, "source": "person", **KNOWN[group], **over}
    return around.add_around(
        actor=actor or accounts.coordinator(), at=NOW, case_id=case.id, group=group, **facts
    )


def amend(case: Case, group: str, row: Any, *, actor: Actor | None = None, **over: Any) -> Any:
    """The entry corrected."""
    facts = {"starts_on": row.starts_on, "source": row.source, "change_reason": "Heard wrongly"}
    who = {"actor": actor or accounts.coordinator(), "at": NOW, "case_id": case.id, "group": group}
    return around.amend_around(**who, row_id=row.id, **{**facts, **KNOWN[group], **over})


def end(case: Case, group: str, row: Any, *, actor: Actor | None = None, **over: Any) -> Any:
    """The entry ended on 1 November 2026."""
    who = {"actor": actor or accounts.coordinator(), "at": NOW, "case_id": case.id, "group": group}
    return around.end_around(**who, row_id=row.id, **{"ends_on": date(2026, 11, 1), **over})


def a_professional(case: Case, **over: Any) -> Any:
    """The responsible clinician since 1 October 2026."""
    return add(case, "professional", **over)


def everybody(case: Case) -> None:
    """One entry of every group."""
    for group in KNOWN:
        add(case, group)


def needs(case: Case, *formats: str) -> None:
    """What the person needs to be told things."""
    clients.amend_client(
        actor=accounts.coordinator(),
        at=NOW,
        case_id=case.id,
        accessible_formats=list(formats),
        communication_asked_on=SINCE,
        communication_source="person",
    )
