"""The teams and accounts of a body that was replaced go to its successor with its work (rule J-8)."""

from __future__ import annotations

from datetime import datetime

from cases import queries
from cases.models import BodyMove, SuccessionRun
from cases.queries import Moving
from s117.accounts import services as accounts
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event


@writes
def move_staff(*, actor: Actor, at: datetime, run: SuccessionRun) -> None:
    """Move what the list of successors requires and is not there already: run again, it does nothing.

    Roles, allocations and user names stay. From now on these people act for the successor.
    """
    found = queries.staff_moves(run.as_on)
    moving = (*found.teams, *found.accounts)
    named = {row.old for row in moving} | {row.new for row in moving}
    bodies = {body.name: body for body in Organisation.objects.filter(name__in=named)}
    for row in found.teams:
        body = bodies[row.new]
        accounts.move_team(actor=actor, at=at, team_id=row.id, organisation=body, name=row.new_name)
        _note(at, run, row, bodies, team_id=row.id, name_before=row.name, name_after=row.new_name)
    for row in found.accounts:
        accounts.move_account(actor=actor, at=at, user_id=row.id, organisation=bodies[row.new])
        _note(at, run, row, bodies, user_id=row.id)


def _note(
    at: datetime, run: SuccessionRun, row: Moving, bodies: dict[str, Organisation], **what: object
) -> None:
    move = BodyMove.objects.create(
        run=run,
        from_body=bodies[row.old],
        to_body=bodies[row.new],
        takes_effect_on=row.on,
        recorded_at=at,
        **what,
    )
    record(Event.STAFF_MOVED, move, reason=run.reason)
