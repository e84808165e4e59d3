"""The readers of the environment, and the production settings that use them: stop, with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from s117.management.checks import production
from s117.settings import env

ROOT = Path(__file__).parents[2]


def stops(reader, *arguments: object) -> str:
    with pytest.raises(env.Misconfigured) as stopped:
        reader(*arguments)
    return str(stopped.value)


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("EMAIL_HOST", raising=False)
    assert stops(env.text, "EMAIL_HOST") == "S117 cannot start: EMAIL_HOST is not set."
    assert env.text("EMAIL_HOST", "localhost") == "localhost"


@pytest.mark.parametrize(("value", "means"), [("yes", True), ("0", False), ("On", True), ("FALSE", False)])
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, means: bool):
    monkeypatch.setenv("EMAIL_USE_TLS", value)
    assert env.flag("EMAIL_USE_TLS", not means) is means


@pytest.mark.parametrize(
    ("reader", "value"),
    [(env.flag, "maybe"), (env.number, "many"), (env.number, "-1"), (env.folder, "not/absolute")],
)
def test_what_cannot_be_read_is_never_guessed(monkeypatch: pytest.MonkeyPatch, reader, value: str):
    monkeypatch.setenv("A_SETTING", value)
    assert "A_SETTING must be" in stops(reader, "A_SETTING", None)


def test_a_virus_scanner_is_named_in_one_of_three_ways(monkeypatch: pytest.MonkeyPatch):
    assert env.scanner("A_SCANNER") == ""
    for right in ("unix:/run/clamav/clamd.ctl", "tcp:scanner:3310", "command:clamdscan --no-summary -"):
        monkeypatch.setenv("A_SCANNER", right)
        assert env.scanner("A_SCANNER") == right
    for wrong in ("clamd", "unix:clamd", "tcp:scanner", "command:"):
        monkeypatch.setenv("A_SCANNER", wrong)
        with pytest.raises(env.Misconfigured, match="A_SCANNER must be"):
            env.scanner("A_SCANNER")


def test_a_secret_comes_from_its_file_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("A_SECRET", "from the environment")
    assert env.secret("A_SECRET") == "from the environment"
    monkeypatch.setenv("A_SECRET_FILE", str(tmp_path / "key"))
    assert env.secret("A_SECRET") == "from the file"
    (tmp_path / "key").write_text("")
    assert "is empty" in stops(env.secret, "A_SECRET")
    (tmp_path / "key").unlink()
    assert "cannot be read" in stops(env.secret, "A_SECRET")


def test_a_database_address(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app:p%40ss@db.internal:6432/s117?sslmode=require")
    found = env.database()
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "app",
        "p@ss",
        "db.internal",
        "6432",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}
    monkeypatch.setenv("DATABASE_URL", "postgres://app@/s117?host=/run/postgresql")
    assert env.database()["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("address", ["mysql://db/s117", "postgres://db", "postgres://db:port/s117", "s117"])
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, address: str):
    monkeypatch.setenv("DATABASE_URL", address)
    assert "DATABASE_URL" in stops(env.database)


def test_only_commands_that_change_tables_use_the_owners_address(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://app@db/s117")
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgres://owner@db/s117")
    assert env.database()["USER"] == "app"
    monkeypatch.setenv("DATABASE_ROLE", "owner")
    assert env.database()["USER"] == "owner"


def start_production(folder: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own."""
    settings = {"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://app@db/s117"} | production(folder)
    for name, value in changes.items():
        settings.pop(name, None)
        if value is not None:
            settings[name] = value
    command = [sys.executable, "-c", "import django; django.setup()"]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


def test_production_starts_with_everything_named(tmp_path: Path):
    done = start_production(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY_FILE": None}, "neither SECRET_KEY_FILE nor SECRET_KEY is set."),
        (
            {"SECRET_KEY_FILE": None, "SECRET_KEY": "short"},
            "SECRET_KEY must be 50 or more random characters.",
        ),
        (
            {
                "SECRET_KEY_FILE": None,
                "SECRET_KEY": "development-only-key-that-production-refuses-to-start-with",
            },
            "SECRET_KEY must be 50 or more random characters.",
        ),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name each host in full, without * or a leading dot."),
        ({"DATABASE_URL": None}, "neither DATABASE_URL_FILE nor DATABASE_URL is set."),
        ({"REDIS_URL": None}, "neither REDIS_URL_FILE nor REDIS_URL is set."),
        (
            {"DOCUMENT_ROOT": "/not/there"},
            "DOCUMENT_ROOT must be the full path of a folder that exists, not '/not/there'.",
        ),
        ({"DEFAULT_FROM_EMAIL": None}, "DEFAULT_FROM_EMAIL is not set."),
        ({"DEMO_MODE": "yes"}, "DEMO_MODE is for the demonstration: its password is published."),
    ],
)
def test_production_guesses_nothing(tmp_path: Path, changes: dict[str, str | None], sentence: str):
    done = start_production(tmp_path, **changes)
    assert done.returncode != 0
    assert done.stderr == f"S117 cannot start: {sentence}\n"
