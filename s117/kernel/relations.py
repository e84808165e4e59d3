"""What an actor is to a person: one rule for everything that is written about people."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny
from s117.kernel.permissions import Permission


class Allocated(Protocol):
    """As much of a case as the rule needs."""

    @property
    def coordinator_id(self) -> UUID | None: ...
    @property
    def coordinator_name(self) -> str: ...


class CaseLike(Allocated, Protocol):
    """As much of a case as most decisions need."""

    @property
    def status(self) -> str: ...


def own_people(actor: Actor, case: Allocated) -> Decision:
    """Coordinators write for the people allocated to them, and read their team's (practice 6.1).

    A person whom nobody has yet may be written for by whoever can see them: the register must be put right.
    Managers allocate and so write for their team; those who keep a whole body's register for all of it.
    """
    everybody = (Permission.ALLOCATION_MAKE, Permission.CASE_VIEW_ORGANISATION)
    if actor.system or case.coordinator_id in {None, actor.id} or any(map(actor.may, everybody)):
        return ALLOW
    return deny(
        f"This person is allocated to {case.coordinator_name}. Ask them, or their manager, to do this."
    )
