"""What a private calendar address shows: the reviews of the people its owner coordinates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from careplans.models import CalendarLink
from careplans.queries.reviews import open_reviews
from cases import queries as cases
from s117.accounts.actors import actor_for
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound

# Reviews later than this are left out: a calendar is for the time that people plan.
AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One review: a reference number, no name. `at` is empty for a review that is due and not booked."""

    id: UUID
    reference: str
    booked: bool
    on: date
    at: time | None
    version: int


def calendar_owner(secret: str, on: date) -> Actor:
    """Whose calendar the address is, as they are on the day; NotFound for a wrong or revoked address, and
    when the account is off."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    link = CalendarLink.objects.select_related("user__organisation").filter(digest=digest).first()
    if link is None or link.revoked_at is not None or not link.user.is_active:
        raise NotFound
    return actor_for(link.user, on)


def calendar_link_of(user_id: UUID | None) -> CalendarLink | None:
    """The address that is switched on for a person, or None."""
    return CalendarLink.objects.filter(user=user_id, revoked_at__isnull=True).first()


def calendar_entries(owner: Actor, on: date) -> tuple[CalendarEntry, ...]:
    """Each coming or overdue review of the people allocated to the owner. Two statements."""
    mine = cases.register_rows(cases.visible_to(owner)).filter(coordinator_id=owner.id)
    references = {row["id"]: row["reference"] for row in mine}
    reviews = open_reviews().filter(case__in=references, due_on__lte=on + AHEAD).order_by("due_on", "id")
    return tuple(
        CalendarEntry(
            review.id,
            references[review.case_id],
            review.booked_for is not None,
            review.booked_for or review.due_on,
            review.booked_time,
            review.version,
        )
        for review in reviews
    )
