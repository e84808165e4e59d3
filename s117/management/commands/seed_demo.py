"""Build the demo world through the services, once. Refused unless DEMO_MODE is on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from s117.demo.build import build, is_built
from s117.demo.people import DEMO_PASSWORD
from s117.web.clock import today


class Command(BaseCommand):
    """Idempotent: a second run changes nothing. `--reset` empties the database first."""

    help = "Build the demo world: bodies, staff accounts and about seventy invented people."

    def add_arguments(self, parser: Any) -> None:
        """`--reset` starts again from an empty database."""
        parser.add_argument("--reset", action="store_true", help="empty the database first")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        """Demo people and a published password have no place in a real service."""
        if not settings.DEMO_MODE:
            raise CommandError("seed_demo runs only where DEMO_MODE is on: its password is published.")
        if reset:
            empty_database()
            call_command("prepare", no_static=True, stdout=self.stdout)
            return
        if is_built():
            self.stdout.write("The demo data is there already.")
            return
        build(today(), self.stdout.write)
        self.stdout.write(f"Every account's password is {DEMO_PASSWORD}")


def empty_database() -> None:
    """Drop every table and with them the guards that refuse to delete a record. The owner's right alone."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
