"""What every decision about a case shares: what it needs of the case, and who may write in it."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from cases.rules.lifecycle import CaseStatus
from s117.kernel import relations
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny, first_refusal
from s117.kernel.permissions import Permission
from s117.kernel.relations import own_people


class CaseLike(relations.CaseLike, Protocol):
    """What the decisions need of a case."""

    @property
    def team_id(self) -> UUID | None: ...
    @property
    def date_of_death(self) -> date | None: ...
    @property
    def detained(self) -> bool: ...
    @property
    def in_hospital(self) -> bool: ...
    @property
    def on_cto(self) -> bool: ...


def change(actor: Actor, case: CaseLike, permission: Permission) -> Decision:
    """Whether the actor may write in the case: role, state of the case, and whose it is."""
    return first_refusal(
        actor.holds(permission), not_an_error(case), still_with_them(actor, case), own_people(actor, case)
    )


def not_an_error(case: CaseLike) -> Decision:
    """An entry made in error is read, not changed."""
    return state(
        case.status != CaseStatus.ENTERED_IN_ERROR,
        "This entry was made in error. It can be read but not changed.",
    )


def still_with_them(actor: Actor, case: CaseLike) -> Decision:
    """Someone who sees a case only because it was theirs may read it, not write in it."""
    if actor.system or actor.may(Permission.CASE_VIEW_ORGANISATION):
        return ALLOW
    theirs = case.coordinator_id == actor.id or case.team_id is None or case.team_id in actor.team_ids
    return state(theirs, "This person has been handed over. You can read the record but not change it.")


def state(holds: bool, reason: str) -> Decision:
    """ALLOW where something holds, else the refusal with its reason."""
    return ALLOW if holds else deny(reason)
