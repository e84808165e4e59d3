"""From an account to an actor: what this person may do today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from s117.accounts.models import User
from s117.accounts.roles import permissions_of
from s117.kernel.actor import Actor

ANONYMOUS = Actor(id=None, name="Not signed in")

# One statement, because every request pays it. A body inherits the cases of a predecessor that
# merged into it alone; where a body was split among several, a person must allocate its cases.
_ROLES_AND_BODIES = """
WITH RECURSIVE inherited(id) AS (
    SELECT %(organisation)s::uuid
    UNION
    SELECT succession.predecessor_id
    FROM accounts_organisationsuccession succession
    JOIN inherited ON inherited.id = succession.successor_id
    WHERE succession.starts_on <= %(on)s AND NOT succession.withdrawn
      AND NOT EXISTS (
          SELECT FROM accounts_organisationsuccession other
          WHERE other.predecessor_id = succession.predecessor_id
            AND other.successor_id <> succession.successor_id AND NOT other.withdrawn
      )
)
SELECT role, team_id, NULL::uuid AS organisation_id
FROM accounts_membership
WHERE user_id = %(user)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on >= %(on)s)
UNION ALL
SELECT NULL, NULL, id FROM inherited
"""
# What an app above counts for the header of every page, in the same statement: set when the app is loaded.
_counted: list[str] = []


def count_for_header(select: str) -> None:
    """Have a number counted with every actor: SQL of one number, of the user `%(user)s`."""
    _counted[:] = [f" UNION ALL SELECT 'count:' || ({select}), NULL, NULL"]


def actor_for(user: User, on: date) -> Actor:
    """The actor that the user is on a day; a user who has been switched off may do nothing."""
    if not user.is_active:
        return Actor(id=user.id, name=user.full_name)
    with connection.cursor() as cursor:
        cursor.execute(
            _ROLES_AND_BODIES + "".join(_counted),
            {"organisation": user.organisation_id, "user": user.id, "on": on},
        )
        rows: list[tuple[str | None, UUID | None, UUID | None]] = cursor.fetchall()
    words = [role for role, _, _ in rows if role is not None]
    roles = frozenset(word for word in words if not word.startswith("count:"))
    counts = [int(word.removeprefix("count:")) for word in words if word.startswith("count:")]
    return Actor(
        id=user.id,
        name=user.full_name,
        organisation_id=user.organisation_id,
        organisation_name=str(user.organisation),
        organisation_kind=user.organisation.kind,
        organisation_ids=frozenset(body for _, _, body in rows if body is not None),
        team_ids=frozenset(team for _, team, _ in rows if team is not None),
        roles=roles,
        permissions=permissions_of(roles),
        on=on,
        unread=sum(counts),
    )
