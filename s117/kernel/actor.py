"""Who is acting: a person or the system itself, with what they may do. No ORM."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from s117.kernel.decisions import ALLOW, Decision, deny
from s117.kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, a service user of the API, or a named background process.

    `organisation_ids` is the actor's organisation with its predecessors, so that a merged body
    keeps sight of what it inherited; `organisation_id` is the one they act for today. `on` is the
    day the roles were read for: sight that lasts some days beyond a hand-over is counted from it.
    `unread` is how many notices wait for them, for the header of every page.
    """

    id: UUID | None
    name: str
    organisation_id: UUID | None = None
    organisation_name: str = ""
    organisation_kind: str = ""
    organisation_ids: frozenset[UUID] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    roles: frozenset[str] = frozenset()
    permissions: frozenset[Permission] = field(default=frozenset())
    system: bool = False
    on: date | None = None
    unread: int = 0

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles holds the permission."""
        return self.system or permission in self.permissions

    def holds(self, permission: Permission) -> Decision:
        """The same as a Decision, for policies."""
        if self.may(permission):
            return ALLOW
        return deny(f"Your role does not let you {permission.words}.")


def system_actor(name: str) -> Actor:
    """The actor for background work, recorded by its name (for example 'celery:reminders')."""
    return Actor(id=None, name=name, system=True)
