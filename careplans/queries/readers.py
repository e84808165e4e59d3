"""Who is told: coordinators, managers, decision makers and heads of service, as they are on the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from careplans.rules.reminders import Reader
from cases import queries as cases
from s117.accounts.queries import Holder, active_users, heirs_on, holders_of, practice_settings
from s117.kernel.actor import system_actor


@dataclass(frozen=True, slots=True)
class Directory:
    """The cases in question with who stands behind each. The first by name where several hold a role."""

    rows: Mapping[UUID, Mapping[str, Any]]
    active: frozenset[UUID]
    managers: tuple[Holder, ...]
    deciders: tuple[Holder, ...]
    finance: tuple[Holder, ...]
    heads: Mapping[UUID, UUID]
    heirs: Mapping[UUID, UUID]

    def reader(self, wanted: Reader, case_id: UUID, body_id: UUID | None) -> UUID | None:
        """Who is told; where there is nobody of the kind, the next one up. The body that took another’s place
        is told for it."""
        row = self.rows.get(case_id)
        if row is None:
            return None
        body_id = self.heirs.get(body_id, body_id) if body_id else None
        coordinator, manager = self._coordinator(row), self._manager(row)
        head, decider = self._head(row["council_id"]), _first_of(self.deciders, body_id)
        finance = _first_of(self.finance, body_id)
        up = {
            Reader.COORDINATOR: (coordinator, manager, head),
            Reader.MANAGER: (manager, head, coordinator),
            Reader.HEAD: (head, manager, coordinator),
            Reader.DECISION_MAKER: (decider, self._head(body_id)),
            Reader.BODY_HEAD: (self._head(body_id), decider),
            Reader.FINANCE: (finance, decider, self._head(body_id)),
        }
        return next((reader for reader in up[wanted] if reader is not None), None)

    def _coordinator(self, row: Mapping[str, Any]) -> UUID | None:
        return row["coordinator_id"] if row["coordinator_id"] in self.active else None

    def _manager(self, row: Mapping[str, Any]) -> UUID | None:
        """The team's manager; of a case without a team, a manager of the council's teams."""
        team, council = row["team_id"], row["council_id"]
        for held in self.managers:
            if (held.team_id == team) if team else (council and held.team_organisation_id == council):
                return held.user_id
        return None

    def _head(self, body_id: UUID | None) -> UUID | None:
        return self.heads.get(body_id) if body_id else None


def _first_of(held: Iterable[Holder], body_id: UUID | None) -> UUID | None:
    return next((holder.user_id for holder in held if holder.organisation_id == body_id), None)


def directory_on(on: date, case_ids: Collection[UUID]) -> Directory:
    """Everybody who may have to be told about some cases. Five statements."""
    found = cases.register_rows(cases.visible_to(system_actor("notices")).filter(pk__in=case_ids))
    rows = {row["id"]: row for row in found}
    roles = ("team_manager", "decision_maker", "finance")
    held = holders_of(roles, on)
    settings = practice_settings().items()
    heads = {body: row.head_of_service_id for body, row in settings if row.head_of_service_id}
    people = {row["coordinator_id"] for row in rows.values() if row["coordinator_id"]} | set(heads.values())
    active = active_users(people)
    return Directory(
        rows,
        active,
        *(tuple(one for one in held if one.role == role) for role in roles),
        {body: user for body, user in heads.items() if user in active},
        heirs_on(on),
    )
