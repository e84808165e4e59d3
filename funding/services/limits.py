"""How much a body's signatories may sign for: set from a day on, never rewritten for days gone by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from funding import policies, queries
from funding.queries import limits
from s117.accounts import queries as accounts
from s117.accounts.models import SigningLimit
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@writes
def record_limit(
    *,
    actor: Actor,
    at: datetime,
    organisation_id: UUID,
    user_id: UUID | None,
    weekly_pence: int,
    once_pence: int | None,
    starts_on: date,
    ends_on: date | None = None,
) -> SigningLimit:
    """Let one signatory, or with no user everybody who signs for the body, sign for so many pence a week and
    in single payments (None: as many as there are), from today or a later day. The limit that held until
    then ends the day before."""
    policies.limit_record(actor, organisation_id, user_id).require()
    queries.lock_council(organisation_id)
    _require_days(at, starts_on, ends_on)
    _require_signatory(organisation_id, user_id, starts_on)
    amounts = {"weekly_pence": weekly_pence, "once_pence": once_pence, "ends_on": ends_on}
    for standing in limits.limits_meeting(organisation_id, user_id, starts_on, ends_on):
        if standing.starts_on > starts_on:
            words = f"A limit from {standing.starts_on:%-d %B %Y} is recorded already. End this one before it"
            raise Refused(fields={"ends_on": words})
        if standing.starts_on == starts_on:
            return _told(standing.amend(**amounts))
        standing.amend(ends_on=starts_on - timedelta(days=1))
    return _told(
        SigningLimit.objects.create(
            organisation_id=organisation_id, user_id=user_id, starts_on=starts_on, **amounts
        )
    )


@writes
def end_limit(
    *, actor: Actor, at: datetime, limit_id: UUID, ends_on: date, seen_version: int | None = None
) -> SigningLimit:
    """Give a limit its last day, today or later. After it the body's limit holds, or none."""
    limit = limits.lock_limit(limit_id)
    policies.limit_record(actor, limit.organisation_id, limit.user_id).require()
    require_version(limit, seen_version)
    if limit.ends_on is not None and limit.ends_on < london_date(at):
        raise Refused("This limit is over already.")
    _require_days(at, ends_on, None, "ends_on")
    if ends_on < limit.starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    if limit.ends_on is not None and ends_on > limit.ends_on:
        raise Refused(fields={"ends_on": "It ends before that. Record a new limit instead"})
    limit.amend(ends_on=ends_on)
    record(Event.LIMIT_ENDED, limit, detail={"ends_on": str(ends_on)})
    return limit


def _require_days(at: datetime, starts_on: date, ends_on: date | None, field: str = "starts_on") -> None:
    if starts_on < london_date(at):
        raise Refused(fields={field: "Choose today or a later day: what was signed was signed"})
    if ends_on is not None and ends_on < starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})


def _require_signatory(organisation_id: UUID, user_id: UUID | None, on: date) -> None:
    people = accounts.signatories(organisation_id, on=on)
    if user_id is not None and not people.filter(pk=user_id).exists():
        raise Refused(fields={"user_id": "Choose somebody who signs for your organisation"})


def _told(limit: SigningLimit) -> SigningLimit:
    detail = {"user": str(limit.user_id or ""), "weekly": limit.weekly_pence, "from": str(limit.starts_on)}
    record(Event.LIMIT_RECORDED, limit, detail=detail)
    return limit
