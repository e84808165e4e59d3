"""The process that runs the servers for as long as anyone uses them: `python -m s117.embedded.keeper`."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s117.embedded import EmbeddedFailure, postgres, valkey
from s117.embedded.place import account_for, place_for

SERVERS = {"postgres": postgres, "valkey": valkey}


def keep(data: Path, wanted: list[str]) -> None:
    """Run the servers until the last user has gone. Whoever starts one sees that there is only one."""
    run = data / "run"
    # A bare descriptor, which Python never closes: who waits for it waits for the end of this process.
    alone = os.open(run / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o644)
    # Whoever asks if we live holds the lock for a moment, so it is waited for, not tried.
    fcntl.flock(alone, fcntl.LOCK_EX)
    with (run / "users.lock").open("a") as users:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, _stop)
        try:
            with _running(data, wanted) as addresses:
                _write_state(run, addresses)
                fcntl.flock(users, fcntl.LOCK_EX)
                (run / "servers.json").unlink(missing_ok=True)
        except EmbeddedFailure as failure:
            _write_state(run, {"error": str(failure)})
        except KeyboardInterrupt:
            (run / "servers.json").unlink(missing_ok=True)


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _write_state(run: Path, state: dict[str, str]) -> None:
    new = run / "servers.json.new"
    new.write_text(json.dumps(state))
    new.chmod(0o600)
    new.replace(run / "servers.json")


@contextmanager
def _running(data: Path, wanted: list[str]) -> Iterator[dict[str, str]]:
    """The addresses of the servers, which run inside the block."""
    account = account_for(data)
    sockets = _socket_folder(data / "run")
    processes: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []
    addresses: dict[str, str] = {}
    try:
        for name in wanted:
            server = SERVERS[name]
            place = place_for(data, name, account)
            place.own(sockets)
            process = server.start(place, data, sockets)
            processes.append((process, server.STOP))
            addresses |= server.wait(process, data, sockets)
        yield addresses
    finally:
        for process, number in reversed(processes):
            _end(process, number)
        shutil.rmtree(sockets, ignore_errors=True)


def _socket_folder(run: Path) -> Path:
    """A new folder for sockets, its name written down so that the next keeper can remove it after a kill.

    Directly under /tmp: a socket's path may have 107 characters, and the checkout's own may be longer.
    """
    note = run / "sockets"
    left = Path(note.read_text().strip()) if note.exists() else None
    if left and left.name.startswith("s117-") and left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="s117-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
    note.write_text(str(folder))
    return folder


def _end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    process.send_signal(number)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    os.umask(0o022)
    keep(Path(sys.argv[1]), sys.argv[2:])
