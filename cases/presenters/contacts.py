"""The contact log, and the contact after leaving hospital by both of its clocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from cases import policies, queries
from cases.models import ContactLog
from cases.queries import CaseHeader
from cases.rules.follow_up import FollowUpStanding
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON

KEPT = "Kept from others. Your role does not let you read this note."


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One entry, as the reader may see it."""

    id: UUID
    at: datetime
    title: str
    made: bool
    outcome: str
    how: str
    purpose: str
    goal: str
    note: str
    restricted: bool
    follow_up: str
    follow_up_on: date | None
    recorded_by: str
    recorded_at: datetime
    corrected: bool
    correction_reason: str
    correct_href: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both clocks in words, each under its own name."""

    rows: tuple[tuple[str, str], ...]
    tag: str
    colour: str


def contact_rows(actor: Actor, case: CaseHeader, rows: Iterable[ContactLog]) -> list[ContactRow]:
    """The entries; the words of a restricted one only for those who may read it."""
    return [_row(actor, case, row) for row in rows]


def _row(actor: Actor, case: CaseHeader, row: ContactLog) -> ContactRow:
    shown = not row.restricted or bool(policies.restricted_view(actor))
    corrected = queries.is_corrected(row)
    may = policies.contact_correct(actor, case, corrected=corrected, restricted=row.restricted)
    where = {"ref": case.reference, "entry": row.id}
    return ContactRow(
        id=row.id,
        at=row.happened_at,
        title=f"{row.get_kind_display()} with {row.get_with_whom_display()[:1].lower()}"
        f"{row.get_with_whom_display()[1:]}",
        made=row.attended == ContactLog.Attended.YES,
        outcome=row.get_attended_display().removeprefix("No, ").capitalize(),
        how=", ".join(part for part in (row.get_direction_display(), row.with_name if shown else "") if part),
        purpose=row.purpose if shown else "",
        goal=row.goal_words if shown else "",
        note=row.note if shown else KEPT,
        restricted=row.restricted,
        follow_up=row.follow_up if shown else "",
        follow_up_on=row.follow_up_on if shown else None,
        recorded_by=row.recorded_by.full_name if row.recorded_by else "the system",
        recorded_at=row.recorded_at,
        corrected=corrected,
        correction_reason=row.correction_reason,
        correct_href=reverse("cases:contact_correct", kwargs=where) if may else "",
    )


def contact_answers(contact: ContactLog) -> dict[str, Any]:
    """A contact as the form to correct it shows it first."""
    at = contact.happened_at.astimezone(LONDON)
    same = (
        "kind", "with_whom", "with_name", "direction", "attended", "purpose", "note", "restricted",
        "follow_up", "follow_up_on",
    )  # fmt: skip
    own = {name: getattr(contact, name) for name in same}
    goal = str(contact.goal_id or "")
    return {**own, "goal": goal, "happened_on": at.date(), "happened_time": at.time()}


def follow_up_words(standing: FollowUpStanding | None, on: date) -> Clocks | None:
    """Both clocks, or None for somebody of whom neither asks."""
    if standing is None:
        return None
    first, last = standing.window.start, standing.window.last_day
    rows = (
        ("Left hospital", _day(standing.left_on)),
        ("NHS measure, in days", _measure(standing, on)),
        ("Days that count", f"{_day(first)} to {_day(last)}. The day of leaving does not count"),
        ("Standard, in hours", _hours(standing)),
    )
    if standing.met_on is not None:
        return Clocks(rows, "Seen in time", "green")
    return Clocks(rows, "Not seen in time", "red") if standing.over else Clocks(rows, "To be seen", "orange")


def _measure(standing: FollowUpStanding, on: date) -> str:
    if standing.met_on is not None:
        return f"Met: contact was made on {_day(standing.met_on)}"
    if standing.over:
        return "Missed: no contact was made with the person on a day that counts"
    return f"Not met yet: contact must be made by {_day(standing.window.last_day)}"


def _hours(standing: FollowUpStanding) -> str:
    if standing.due_by is None:
        return "Cannot be counted: the time of leaving is not recorded"
    due = _moment(standing.due_by)
    if standing.first_at is None:
        return f"72 hours from leaving end on {due}. No contact has been made since"
    kept = "within" if standing.within_hours else "after"
    return (
        f"72 hours from leaving end on {due}. First contact {_moment(standing.first_at)}: {kept} the 72 hours"
    )


def _moment(at: datetime) -> str:
    there = at.astimezone(LONDON)
    return f"{_day(there.date())} at {there:%H:%M}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day is not None else ""
