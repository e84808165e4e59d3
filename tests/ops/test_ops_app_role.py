"""What the application's database role may do after `grant_app_role`: its work, and nothing to the record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from s117.management.commands.grant_app_role import is_append_only
from tests.builders.careplans import a_published_plan
from tests.builders.funding import a_frozen_schedule, a_funded_line

ROLE = settings.DATABASE_APP_ROLE


@pytest.fixture
def as_app(db: None) -> Iterator[None]:
    """The rest of the test speaks as the application's role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:  # a server named by DATABASE_URL, where we are a superuser
            cursor.execute(f"CREATE ROLE {ROLE}")
        call_command("grant_app_role", role=ROLE, verbosity=0)
        cursor.execute(f"SET ROLE {ROLE}")
        yield
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_records_can_be_added_and_read_but_not_changed(as_app: None):
    records = [model._meta.db_table for model in apps.get_models() if is_append_only(model)]
    assert {"audit_auditevent", "audit_accessevent"} < set(records)
    assert any(table.startswith("cases_historical") for table in records)
    for table in records:
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            column = "history_id" if "historical" in table else "id"
            assert refused(statement.replace("id = id", f"{column} = {column}")), statement
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege(%s, 'INSERT') AND has_table_privilege(%s, 'SELECT')", [table] * 2
            )
            assert cursor.fetchone() == (True,), table


def test_nothing_is_made_dropped_or_emptied(as_app: None):
    for statement in (
        "CREATE TABLE mine (word text)",
        "DROP TABLE cases_case",
        "TRUNCATE cases_case",
        "ALTER TABLE cases_case ADD COLUMN mine text",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
    ):
        assert refused(statement), statement


def test_ordinary_tables_and_their_numbers_can_be_used(as_app: None):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        cursor.execute("UPDATE django_session SET session_data = '' WHERE session_key = 'none'")
        cursor.execute("DELETE FROM rate_limits WHERE cache_key = 'none'")
        cursor.execute("SELECT nextval('audit_auditevent_id_seq')")


def test_the_whole_line_from_a_registration_to_a_frozen_schedule_can_be_worked(as_app: None):
    plan = a_published_plan()
    a_funded_line()
    a_frozen_schedule()
    assert plan.case.reference.startswith("S117-2026-")
    assert refused("UPDATE cases_reference_year SET last = 0")


@pytest.mark.django_db
def test_the_owner_cannot_be_made_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="needs another one"):
        call_command("grant_app_role", role=owner)
    with pytest.raises(CommandError, match="no database role 'nobody_of_that_name'"):
        call_command("grant_app_role", role="nobody_of_that_name")


@pytest.mark.django_db
def test_an_owner_in_the_applications_place_is_found_out(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        call_command("check_install")
    lines = {line[4:20].strip(): line[:2] for line in capsys.readouterr().out.splitlines()}
    assert lines.pop("database role") == "NO"
    assert set(lines) == {"database", "tables", "broker", "storage", "documents", "clock"}
    assert set(lines.values()) == {"ok"}


def test_the_applications_role_passes_the_check_of_the_installation(
    as_app: None, capsys: pytest.CaptureFixture[str]
):
    call_command("check_install")
    assert "NO" not in capsys.readouterr().out
