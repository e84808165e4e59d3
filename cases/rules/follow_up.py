"""The contact after leaving hospital, by both of its clocks (law P-6, vector T01; practice 1.5).

The NHS measure counts days: a contact on day 1, 2 or 3 after the day of leaving, never on that day. The
standard is spoken of in hours: 72 of them from the moment of leaving. The two can differ, so both are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from s117.kernel.periods import Period

FOLLOW_UP_DAYS = 3
FOLLOW_UP_HOURS = 72


@dataclass(frozen=True, slots=True)
class FollowUpStanding:
    """How both clocks stand. `met_on` is the first day that counts for the measure; `first_at` the first
    contact made after leaving; `within_hours` is None while the time of leaving is not known."""

    left_on: date
    window: Period
    met_on: date | None
    over: bool
    due_by: datetime | None
    first_at: datetime | None
    within_hours: bool | None


def follow_up_window(left_on: date) -> Period:
    """The days on which a contact counts for the NHS measure: day +1 to day +3, never the same day."""
    return Period.inclusive(left_on + timedelta(days=1), left_on + timedelta(days=FOLLOW_UP_DAYS))


def follow_up_met(left_on: date, contacts: Iterable[date]) -> bool:
    """Whether any attended contact falls in the window of the NHS measure (M16)."""
    window = follow_up_window(left_on)
    return any(window.contains(day) for day in contacts)


def follow_up_due(left_at: datetime, hours: int = FOLLOW_UP_HOURS) -> datetime:
    """The moment the follow-up falls due, counted in hours from leaving hospital (P-6, T01).

    Counted in universal time: by London's clock an hour too many or too few would pass when it is changed.
    """
    return left_at.astimezone(UTC) + timedelta(hours=hours)


def follow_up_standing(
    left_on: date,
    left_at: datetime | None,
    contacts: Iterable[tuple[date, datetime]],
    on: date,
    hours: int = FOLLOW_UP_HOURS,
) -> FollowUpStanding:
    """How both clocks stand on a day; `contacts` are those made with the person, each its London day and
    moment. A contact before the moment of leaving, on the day itself, counts for neither."""
    made = sorted(contacts, key=lambda contact: contact[1])
    window = follow_up_window(left_on)
    since = [at for day, at in made if (at > left_at if left_at else day > left_on)]
    due_by = follow_up_due(left_at, hours) if left_at else None
    first = min(since, default=None)
    return FollowUpStanding(
        left_on=left_on,
        window=window,
        met_on=next((day for day, _ in made if window.contains(day)), None),
        over=on > left_on + timedelta(days=FOLLOW_UP_DAYS),
        due_by=due_by,
        first_at=first,
        within_hours=None if due_by is None else first is not None and first <= due_by,
    )
