"""Everything between an empty database and a site that can be served; `make run` calls it each time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    """Idempotent, and quick where there is nothing to do."""

    help = (
        "Migrate, give the application's role its rights, load reference data, demo data once, static files."
    )

    def add_arguments(self, parser: Any) -> None:
        """An image carries its static files already."""
        parser.add_argument("--no-static", action="store_true", help="leave the static files as they are")

    def handle(self, *args: Any, no_static: bool, **options: Any) -> None:
        """Each step says what it does before it begins."""
        self._say("Database: tables")
        self._reach_the_database()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if self._has_app_role():
            call_command("grant_app_role", verbosity=0)
        self._say("Reference data: councils and NHS bodies")
        call_command("load_reference", stdout=self.stdout)
        if settings.DEMO_MODE:
            self._say("Demo data (made the first time only)")
            call_command("seed_demo", stdout=self.stdout)
        if not no_static:
            self._say("Static files")
            call_command("collectstatic", interactive=False, verbosity=0)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _reach_the_database(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database that DATABASE_URL names does not answer: {reason}") from error

    def _has_app_role(self) -> bool:
        """A server named by DATABASE_URL may have one role for everything, in development."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user",
                [settings.DATABASE_APP_ROLE],
            )
            return cursor.fetchone() is not None
