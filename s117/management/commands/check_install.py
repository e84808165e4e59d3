"""Is this installation able to do its work? One screen: a line for each part, and an exit code."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection

from s117.documents.pdf import html_to_pdf
from s117.web import health

EXTENSIONS = {"btree_gist", "pg_trgm", "unaccent"}
OLDEST_POSTGRES = 140_000
TRIAL = """<!doctype html><html lang="en-GB"><head><title>Trial</title>
<link rel="stylesheet" href="asset:plan.css"></head><body><p>Trial</p></body></html>"""
RECORDS = ("audit_auditevent", "audit_accessevent")


class Unfit(Exception):
    """A part that cannot do its work, and what to do about it."""


def database() -> str:
    """A release that we support, with its extensions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        cursor.execute("SELECT extname FROM pg_extension")
        missing = EXTENSIONS - {row[0] for row in cursor.fetchall()}
    if number < OLDEST_POSTGRES:
        raise Unfit(f"PostgreSQL {version} is too old: 14 or newer is needed")
    if missing:
        raise Unfit(f"extensions missing: {', '.join(sorted(missing))}; run `manage.py migrate`")
    return f"PostgreSQL {version}"


def tables() -> str:
    """Every migration applied."""
    if health.migrations() != health.OK:
        raise Unfit("not all migrations are applied: run `manage.py migrate` and `manage.py grant_app_role`")
    return "all migrations applied"


def role() -> str:
    """The role that web, worker and beat connect as can only add to the record."""
    with connection.cursor() as cursor:
        for table in RECORDS:
            cursor.execute(
                "SELECT current_user, has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')", [table]
            )
            name, may_change = cursor.fetchone()
            if may_change:
                raise Unfit(
                    f"role {name} may change {table}: connect as the application's role, not the owner"
                )
    return f"{name} can add to audit records and not change them"


def broker() -> str:
    """The broker answers."""
    found = health.broker()
    if found != health.OK:
        raise Unfit(f"{found}; look at REDIS_URL")
    return "answers"


def storage() -> str:
    """Documents can be written, and there is room."""
    folder = Path(settings.DOCUMENT_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"trial")
    if health.disk() != health.OK:
        raise Unfit(f"{folder}: {health.disk()}")
    return str(folder)


def documents() -> str:
    """The libraries and fonts that draw PDFs are there."""
    made = html_to_pdf(TRIAL)
    return f"a trial PDF has {made.pages} page and {len(made.data)} bytes"


def clock() -> str:
    """This machine and the database agree on the time."""
    found = health.clock()
    if found != health.OK:
        raise Unfit(found)
    return "agrees with the database's"


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "tables": tables,
    "database role": role,
    "broker": broker,
    "storage": storage,
    "documents": documents,
    "clock": clock,
}


class Command(BaseCommand):
    """Exit code 1 where any part is unfit."""

    help = "Check the database, its role, the broker, storage, PDF libraries and clock."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Every part is tried, whatever the others say."""
        fit = [self._try(name, part) for name, part in PARTS.items()]
        if not all(fit):
            raise SystemExit(1)

    def _try(self, name: str, part: Callable[[], str]) -> bool:
        try:
            found, mark = part(), "ok"
        except (Unfit, Error, OSError) as unfit:
            found, mark = " ".join(str(unfit).split()), "NO"
        except Exception as fault:  # a part that breaks in its own way must not hide the others
            found, mark = f"{type(fault).__name__}: {fault}", "NO"
        self.stdout.write(f"{mark:<4}{name:<16}{found}")
        return mark == "ok"
