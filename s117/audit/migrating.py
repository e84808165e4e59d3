"""Migrations that change many tables, without Django drawing every model anew for each of them.

After each operation Django rebuilds the classes of all models that are related to the changed one: here, by
the people and the cases, nearly all of them. A database from nothing took a minute of computing, paid by each
`make run`, by each worker of the tests and by CI; together, the operations of a migration are one change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# Each of these looks only at the models before and after, so it may also be shown those before and after all.
KINDS = (AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveConstraint)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations in the same order, those beside each other made one.

    What else a migration does, SQL above all, stays where it stands between them; so does a second change of
    one field, which must see the first.
    """
    groups: list[list[Any]] = []
    for operation in operations:
        if not groups or not _may_join(groups[-1], operation):
            groups.append([])
        groups[-1].append(operation)
    return [group[0] if len(group) == 1 else Together(group) for group in groups]


def _may_join(group: Sequence[Operation], operation: Operation) -> bool:
    if not isinstance(operation, KINDS) or not isinstance(group[-1], KINDS):
        return False
    return _field(operation) not in {_field(each) for each in group} - {None}


def _field(operation: Operation) -> tuple[str, str] | None:
    if isinstance(operation, AddField | AlterField):
        return operation.model_name_lower, operation.name_lower
    return None


class Together(Operation):
    """Operations that see the models before the first and after the last of them, never those between.

    A new table is made as it is in the end, so what is done to it afterwards needs no statement of its own.
    """

    def __init__(self, operations: Sequence[Any]) -> None:
        self.operations = operations
        made = {each.name_lower for each in operations if isinstance(each, CreateModel)}
        self.statements = [each for each in operations if getattr(each, "model_name_lower", "") not in made]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change the description alone: with its classes put away, who asks for them next draws all once."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """In their order."""
        for operation in self.statements:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """In the opposite order."""
        for operation in reversed(self.statements):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return "; ".join(operation.describe() for operation in self.operations)
