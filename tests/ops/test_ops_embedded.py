"""The embedded servers: up when wanted, gone when not, whatever is killed; the data stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from s117 import embedded
from tests.ops.folders import let_others_through

ROOT = Path(__file__).parents[2]
USER = """
import os, sys, time
from pathlib import Path
from s117 import embedded
embedded.provide(Path(sys.argv[1]))
print(os.environ["OWNER_DATABASE_URL"], os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
time.sleep(60)
"""


class User:
    """A process that uses the servers of a data folder until it is ended."""

    def __init__(self, data: Path) -> None:
        names = ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL")
        environment = {name: value for name, value in os.environ.items() if name not in names}
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.owner, self.app, self.redis = [*self.process.stdout.readline().split(), "", "", ""][:3]

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.communicate()


def servers_of(data: Path) -> list[psutil.Process]:
    """Every process of this data folder's servers, the keeper among them."""
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
            if str(data) in line or (process.name() == "valkey-server" and str(data) in process.cwd()):
                found.append(process)
        except psutil.Error:
            continue
    return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]


def wait_until(condition, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder deep enough that a socket inside it could not be named."""
    let_others_through(tmp_path)
    folder = tmp_path / ("d" * 60) / ("e" * 60) / ".data"
    folder.mkdir(parents=True)
    yield folder
    for process in servers_of(folder):
        process.kill()


def remember(address: str, word: str) -> None:
    with psycopg.connect(address) as database:
        database.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        database.execute("INSERT INTO kept VALUES (%s)", [word])


def remembered(address: str) -> list[str]:
    with psycopg.connect(address) as database:
        return [row[0] for row in database.execute("SELECT word FROM kept ORDER BY word")]


def test_the_servers_stop_with_their_last_user_and_keep_the_data(data: Path):
    first = User(data)
    second = User(data)
    assert first.owner == second.owner, "two users share one server"
    remember(first.owner, "kept")
    first.end()
    assert remembered(second.owner) == ["kept"], "the second user's servers stay up"
    second.end()
    assert wait_until(lambda: not servers_of(data))
    again = User(data)
    assert remembered(again.owner) == ["kept"]
    again.end()


def test_a_killed_user_leaves_nothing_running(data: Path):
    user = User(data)
    remember(user.owner, "before")
    user.end(signal.SIGKILL)
    assert wait_until(lambda: not servers_of(data))
    again = User(data)
    assert remembered(again.owner) == ["before"]
    again.end()


def test_a_killed_keeper_and_server_are_cleared_up(data: Path):
    """As after a power cut: notes, locks and sockets of processes that are no more."""
    user = User(data)
    remember(user.owner, "before")
    sockets = Path((data / "run" / "sockets").read_text())
    for process in servers_of(data):
        if process.pid != user.process.pid:
            process.kill()
    user.end(signal.SIGKILL)
    assert wait_until(lambda: not servers_of(data))
    note = data / "postgres" / "postmaster.pid"
    lines = note.read_text().split("\n")
    # The number in the note now belongs to another program: ours.
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    again = User(data)
    assert remembered(again.owner) == ["before"]
    assert not sockets.exists()
    again.end()


def test_a_database_in_use_is_not_stopped_though_its_run_folder_was_removed(data: Path):
    user = User(data)
    remember(user.owner, "before")
    shutil.rmtree(data / "run")
    second = User(data)
    assert second.owner == "", "refused"
    assert "stop that command first" in second.process.communicate()[1]
    assert remembered(user.owner) == ["before"], "the first one's database is up"
    user.end()


def test_only_sockets_that_no_other_user_may_reach(data: Path):
    user = User(data)
    sockets = Path((data / "run" / "sockets").read_text())
    assert sockets.stat().st_mode & 0o077 == 0
    assert len(str(sockets / ".s.PGSQL.5432")) < 108
    for process in servers_of(data):
        assert not [each for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN]
    user.end()


def test_the_applications_role_makes_and_drops_nothing(data: Path):
    user = User(data)
    remember(user.owner, "safe")
    with psycopg.connect(user.app, autocommit=True) as database:
        for statement in (
            "CREATE TABLE mine (word text)",
            "DROP TABLE kept",
            "DELETE FROM kept",
            "CREATE DATABASE mine",
            "CREATE ROLE mine",
            "ALTER TABLE kept ADD COLUMN mine text",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                database.execute(statement)
    user.end()


def test_addresses_that_are_set_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", "postgres://db/s117")
    monkeypatch.setenv("REDIS_URL", "redis://queue")
    embedded.provide(tmp_path / ".data")
    assert os.environ["DATABASE_URL"] == "postgres://db/s117"
    assert not (tmp_path / ".data").exists()


def test_a_folder_that_no_other_account_may_enter(tmp_path: Path):
    data = tmp_path / "private" / ".data"
    data.mkdir(parents=True)
    data.parent.chmod(0o700)
    user = User(data)
    remember(user.owner, "kept")
    user.end()
    assert wait_until(lambda: not embedded.keeper_lives(data / "run"))
    assert data.parent.stat().st_mode & 0o077 == 0, "the folder is as private as before"
    again = User(data)
    assert remembered(again.owner) == ["kept"]
    again.end()
    assert wait_until(lambda: not embedded.keeper_lives(data / "run"))
    real = (data / "postgres").resolve()
    subprocess.run(["rm", "-rf", str(real.parent)], check=True)
