"""/livez and /readyz: what each failure does to the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from s117.audit.context import acting_as
from s117.web import health
from tests.builders.accounts import SETTING_UP
from tests.builders.careplans import a_published_plan


@pytest.fixture(autouse=True)
def migrations_not_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health._Migrations, "applied", False)


def readyz(client: Client) -> tuple[int, str, dict[str, str]]:
    response = client.get("/readyz")
    body = response.json()
    return response.status_code, body["status"], body["checks"]


def test_alive_without_a_database_a_session_or_a_known_host(client: Client, settings):
    settings.ALLOWED_HOSTS = ["s117.example.org"]
    # No database mark on this test: any query would fail it.
    response = client.get("/livez", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_only_asked_never_told(client: Client, path: str):
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_ready_when_all_is_well(client: Client):
    status, word, checks = readyz(client)
    assert (status, word) == (200, "ready")
    assert set(checks) == {"database", "migrations", "disk", "broker", "clock", "jobs"}
    assert set(checks.values()) == {"ok"}


def test_unready_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise DatabaseError("host=db user=app password=hidden")

    monkeypatch.setattr(connection, "cursor", refuse)
    status, word, checks = readyz(client)
    assert (status, word) == (503, "unready")
    assert checks["database"] == "unreachable"
    assert "hidden" not in str(checks)


@pytest.mark.django_db
def test_unready_before_the_tables_are_there(client: Client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    status, _, checks = readyz(client)
    assert status == 503
    assert checks["migrations"] == "not all applied"


@pytest.mark.django_db
def test_unready_with_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch):
    class Usage:
        total, free = 100, 4

    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage)
    assert readyz(client)[:2] == (503, "unready")


@pytest.mark.django_db
def test_only_degraded_without_the_broker(client: Client, monkeypatch: pytest.MonkeyPatch):
    def refuse(**_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(health.current_app, "connection_for_write", refuse)
    status, word, checks = readyz(client)
    assert (status, word) == (200, "degraded")
    assert checks["broker"].startswith("unreachable")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "begun", "word"),
    [(9, None, "ready"), (11, None, "degraded"), (60, 11, "degraded"), (60, 2, "ready")],
)
def test_only_degraded_when_work_waits_and_nobody_does_any(
    client: Client, asked: int, begun: int | None, word: str
):
    """A long queue that is being gone through, as on the first start, is no fault."""
    document, other = a_published_plan().documents.all()
    with acting_as(SETTING_UP):
        document.amend(requested_at=timezone.now() - timedelta(minutes=asked))
        other.amend(requested_at=timezone.now())
        if begun is not None:
            other.amend(status="rendering", claimed_at=timezone.now() - timedelta(minutes=begun))
    assert readyz(client)[:2] == (200, word)


@pytest.mark.django_db
def test_every_kind_of_job_row_can_be_asked_whether_it_is_stuck():
    assert settings.JOB_ROWS
    for model, waiting in settings.JOB_ROWS.items():
        assert not health._is_stuck(model, waiting, timezone.now())
