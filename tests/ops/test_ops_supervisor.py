"""`make run` as a person meets it: one clear sentence when it cannot, nothing left behind when it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from tests.ops.folders import let_others_through

ROOT = Path(__file__).parents[2]


class Run:
    """One `make run`, on its own data folder, without demo data."""

    def __init__(self, data: Path, port: int | str, command: str = "run", **changes: str) -> None:
        left_out = {"DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        environment = {name: value for name, value in os.environ.items() if name not in left_out}
        self.port = port
        self.data = data
        self.log = data.parent / "run.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "s117.management.supervisor", command],
            cwd=ROOT,
            env=environment | {"S117_DATA": str(data), "PORT": str(port), "DEMO_MODE": "no"} | changes,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until_ready(self) -> float:
        """Seconds until the address was printed."""
        started = time.monotonic()
        while "S117 is ready" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - started < 240, self.said()
            time.sleep(0.1)
        return time.monotonic() - started

    def said(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", int(self.port), timeout=10)
        connection.request("GET", path)
        return connection.getresponse().status

    def end(self, number: int) -> int:
        """Send the signal to the supervisor alone; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


def processes_of(data: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            ours = process.environ().get("S117_DATA") == str(data) or str(data) in " ".join(process.cmdline())
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    let_others_through(tmp_path)
    yield tmp_path / ".data"
    for process in processes_of(tmp_path / ".data"):
        process.kill()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_it_serves_survives_being_killed_and_leaves_nothing_behind(data: Path, port: int):
    first = Run(data, port)
    first.wait_until_ready()
    assert first.get("/livez") == 200
    assert first.get("/readyz") == 200
    assert first.get("/account/sign-in/") == 200

    second = Run(data, port)
    assert second.process.wait(timeout=20) == 1
    assert second.said() == (
        f"S117 already runs from this folder (process {first.process.pid}, port {port}): stop it first.\n"
    )

    first.end(signal.SIGKILL)
    again = Run(data, port)
    again.wait_until_ready()
    assert "Database: tables" in again.said()
    assert again.get("/readyz") == 200

    assert again.end(signal.SIGINT) == 0
    assert processes_of(data) == []
    assert (data / "postgres" / "PG_VERSION").exists()


def test_a_stop_in_the_middle_of_starting_leaves_nothing_behind(data: Path, port: int):
    run = Run(data, port)
    while "Database: tables" not in run.said():
        time.sleep(0.02)
    assert run.end(signal.SIGTERM) == 0
    assert processes_of(data) == []


def test_demo_reset_begins_with_an_empty_database(data: Path, port: int):
    """Refused where DATABASE_URL is set: it might name somebody's service."""
    (data / "documents").mkdir(parents=True)
    (data / "documents" / "old").write_text("a document of the last demo")
    run = Run(data, port, command="demo-reset")
    assert run.process.wait(timeout=300) == 0, run.said()
    assert run.said().endswith("The demo data is made anew.\n")
    assert not (data / "documents" / "old").exists()
    assert processes_of(data) == []

    refused = Run(data, port, command="demo-reset", DATABASE_URL="postgres://db/s117")
    assert refused.process.wait(timeout=20) == 1
    assert refused.said().startswith("DATABASE_URL is set")


def test_a_taken_port_is_one_sentence(data: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = Run(data, port)
        assert run.process.wait(timeout=20) == 1
    assert run.said() == (
        f"Port {port} cannot be used (Address already in use): choose another with `make run PORT=8001`.\n"
    )


@pytest.mark.parametrize("port", ["none", "0", "70000"])
def test_a_port_that_is_none_is_one_sentence(data: Path, port: str):
    run = Run(data, port)
    assert run.process.wait(timeout=20) == 1
    assert run.said() == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_server_that_is_named_but_down_is_said(data: Path, port: int):
    run = Run(data, port, DATABASE_URL="postgres://s117@127.0.0.1:9/s117")
    assert run.process.wait(timeout=60) == 1
    assert "Traceback" not in run.said()
    assert "DATABASE_URL" in run.said().splitlines()[-1]
    assert processes_of(data) == []
