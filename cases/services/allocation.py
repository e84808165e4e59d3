"""Who coordinates: a team and, once there is one, a person in it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases import policies, queries
from cases.models import Allocation
from cases.services.checks import Checks, day_words
from s117.accounts.models import Team, User
from s117.accounts.queries import members_of_team
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@writes
def make_allocation(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    team: Team,
    coordinator: User | None,
    starts_on: date,
    reason: str,
    review_only: bool = False,
    seen_version: int | None = None,
) -> Allocation:
    """Pass the case to a team and a coordinator from a day on; the allocation before ends that day.

    `review_only` closes it to active work: nobody coordinates, the person stays on the review list, the
    team's manager answers for them and aftercare goes on.

    Refused for somebody who is not an active coordinator of the team, or a day before the one it passed on.
    """
    case = queries.lock_case(case_id)
    policies.allocation_make(actor, queries.header_for(actor, case_id)).require()
    policies.allocation_to(actor, team.id).require()
    current = case.allocations.filter(ends_on__isnull=True).first()
    if current is not None:
        require_version(current, seen_version)
    checks = Checks(case, at)
    checks.past("starts_on", starts_on)
    checks.not_before_birth("starts_on", starts_on)
    checks.need("reason", reason.strip(), "Enter the reason")
    if current is not None:
        since = f"before the allocation it replaces, of {day_words(current.starts_on)}"
        checks.order("starts_on", starts_on, current.starts_on, since)
    if coordinator is not None and not _coordinates(coordinator, team, london_date(at)):
        checks.fault("coordinator", "Select somebody who is an active coordinator of this team")
    if review_only and coordinator is not None:
        checks.fault("coordinator", "Choose nobody: with no active team nobody coordinates")
    if current is not None and (current.team_id, current.coordinator_id, current.review_only) == (
        team.id,
        getattr(coordinator, "id", None),
        review_only,
    ):
        raise Refused("This is how the case is allocated already.")
    checks.refuse()
    if current is not None:
        current.amend(ends_on=starts_on)
    allocation = Allocation.objects.create(
        case=case,
        team=team,
        coordinator=coordinator,
        starts_on=starts_on,
        reason=reason,
        review_only=review_only,
    )
    record(Event.ALLOCATION_MADE, allocation, case_id=case.id, reason=reason)
    return allocation


def _coordinates(user: User, team: Team, on: date) -> bool:
    return members_of_team(team.id, on).filter(pk=user.pk).exists()
