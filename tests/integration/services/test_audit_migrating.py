"""Operations made one give the same tables as one after the other, and take them away again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from s117.audit.migrating import Together, together

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = """SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
             WHERE table_name LIKE 'tried_%' ORDER BY table_name, ordinal_position"""
RULES = """SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE conrelid::regclass::text LIKE 'tried_%' ORDER BY 1, 2, 3"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'tried_%' ORDER BY 1"


def operations() -> list[Operation]:
    """Two tables that name each other; a field that is filled by SQL before it is required."""
    key = ("id", models.BigAutoField(primary_key=True))
    link: Any = models.ForeignKey("tried.Plan", models.PROTECT, null=True)
    return [
        migrations.CreateModel("Person", [key, ("name", models.TextField())]),
        migrations.CreateModel("Plan", [key, ("person", models.ForeignKey("tried.Person", models.PROTECT))]),
        migrations.AddField("Person", "plan", link),
        migrations.AddField("Plan", "goal", models.TextField(null=True)),
        migrations.AddConstraint(
            "Plan", models.CheckConstraint(condition=~models.Q(goal=""), name="tried_goal_said")
        ),
        migrations.AddIndex("Person", models.Index(fields=["name"], name="tried_person_name")),
        migrations.RunSQL("INSERT INTO tried_person (name) VALUES ('Amara')", migrations.RunSQL.noop),
        migrations.AddField("Person", "town", models.TextField(null=True)),
        migrations.RunSQL("UPDATE tried_person SET town = 'Northmoor'", migrations.RunSQL.noop),
        migrations.AlterField("Person", "town", models.TextField()),
        migrations.AlterField("Plan", "goal", models.TextField(default="")),
    ]


def made_and_unmade(steps: list[Operation]) -> list[list[Any]]:
    """The tables that the steps make, as the database describes them; nothing of them is left after."""

    class Tried(migrations.Migration):
        pass

    Tried.operations = steps
    migration, before = Tried("0001", "tried"), ProjectState()
    _ = before.apps
    with connection.schema_editor() as editor:
        migration.apply(before.clone(), editor)
    found = [read(sql) for sql in (COLUMNS, RULES, INDEXES)]
    with connection.schema_editor() as editor:
        migration.unapply(before, editor)
    assert read(COLUMNS) == []
    return found


def read(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_tables_made_together_are_the_tables_made_one_by_one() -> None:
    one = together(operations())
    assert [type(step).__name__ for step in one] == ["Together", "RunSQL", "AddField", "RunSQL", "Together"]
    assert made_and_unmade(one) == made_and_unmade(operations())


def test_a_second_change_of_a_field_sees_the_first() -> None:
    twice = [
        migrations.AddField("Person", "town", models.TextField(null=True)),
        migrations.AlterField("Person", "town", models.TextField()),
    ]
    assert not any(isinstance(step, Together) for step in together(twice))


def test_our_migrations_that_change_much_change_it_together() -> None:
    """Each operation by itself costs up to a second of drawing models, paid by every new database."""
    ours = ("accounts", "audit", "web", "api", "cases", "assessments", "careplans", "funding")
    found = MigrationLoader(None).disk_migrations
    apart = {
        f"{app}.{name}": len(migration.operations) - len(together(migration.operations))
        for (app, name), migration in found.items()
        if app in ours
    }
    assert {name for name, saved in apart.items() if saved > 7} == set(), "operations = together(operations)"
