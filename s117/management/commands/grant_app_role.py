"""Give the application's database role what it needs and no more; run by the owner after every migrate."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

APPEND_ONLY = ("SELECT", "INSERT")
ORDINARY = ("SELECT", "INSERT", "UPDATE", "DELETE")


def is_append_only(model: type[Model]) -> bool:
    """Audit and access records, and the history of every tracked row."""
    return model._meta.app_label == "audit" or hasattr(model, "history_object")


def rights() -> dict[str, tuple[str, ...]]:
    """Table → what the application may do with it. A table that is not listed may only be read."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table: APPEND_ONLY if is_append_only(model) else ORDINARY for model in models}
    caches = (
        cache["LOCATION"] for cache in settings.CACHES.values() if "db.DatabaseCache" in cache["BACKEND"]
    )
    return tables | dict.fromkeys(caches, ORDINARY)


class Command(BaseCommand):
    """Idempotent: takes every right away first, then gives those of `rights()`, in one transaction."""

    help = (
        "Give the application's database role its rights: no change to audit or history, no create, no drop."
    )

    def add_arguments(self, parser: Any) -> None:
        """`--role` names another role than the setting."""
        parser.add_argument("--role", default=settings.DATABASE_APP_ROLE)

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        """Refuses an unknown role and the owner itself."""
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SELECT rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
            found = cursor.fetchone()
            if found is None:
                raise CommandError(
                    f"There is no database role {role!r}: make it first (docs/operators-guide.md), "
                    "or name another with DATABASE_APP_ROLE."
                )
            if found[0]:
                raise CommandError(
                    f"{role!r} is the role that owns the tables: the application needs another one."
                )
            for statement in self._statements(role, connection.introspection.table_names(cursor)):
                cursor.execute(statement)
        if options["verbosity"]:
            self.stdout.write(f"{role} may use the tables, and only add to audit and history.")

    def _statements(self, role: str, tables: list[str]) -> list[sql.Composed]:
        app = sql.Identifier(role)
        statements = [
            sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(app),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(app),
            sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {}").format(app),
            sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(app),
        ]
        given = rights()
        for table in sorted(tables):
            allowed = sql.SQL(", ").join(map(sql.SQL, given.get(table, ("SELECT",))))
            statements.append(sql.SQL("GRANT {} ON {} TO {}").format(allowed, sql.Identifier(table), app))
        return statements
