"""A real PostgreSQL and a real Valkey from wheels, for a checkout that names no servers of its own.

Where `DATABASE_URL` or `REDIS_URL` is unset, `provide()` fills it in. Behind it stands one *keeper* process
(keeper.py) for each data folder. Every process that uses the servers holds a shared lock on `run/users.lock`
for as long as it lives; the keeper waits for the exclusive lock on the same file, which the system grants
when the last user has gone, however it went (also by `kill -9`), and then stops the servers. Nobody counts
users, so nothing can miscount them.
"""

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
# Where servers, static files and documents of a checkout are kept; tests name another folder.
DATA = Path(os.environ.get("S117_DATA") or ROOT / ".data").absolute()
OWNER, APP, DATABASE = "s117_owner", "s117_app", "s117"

_held: dict[Path, IO[str]] = {}


class EmbeddedFailure(SystemExit):
    """The servers cannot start; carries a sentence that says why and what to do."""


def is_set(name: str) -> bool:
    """Whether the environment names this server, or the file that holds its address."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def provide(data: Path, *, database_role: str = APP, broker: bool = True) -> None:
    """Fill in `DATABASE_URL`, `OWNER_DATABASE_URL` and `REDIS_URL` where unset, starting servers if need be.

    `data` is the folder for their files. `database_role` is the role that `DATABASE_URL` names: the
    application's in use, the owner's in tests, which create databases. Raises EmbeddedFailure.
    """
    wanted = [] if is_set("DATABASE_URL") else ["postgres"]
    if broker and not is_set("REDIS_URL"):
        wanted.append("valkey")
    if not wanted:
        return
    servers = attach(data, wanted)
    if "postgres" in wanted:
        os.environ["DATABASE_URL"] = servers[database_role]
        os.environ["OWNER_DATABASE_URL"] = servers[OWNER]
    if "valkey" in wanted:
        os.environ["REDIS_URL"] = servers["redis"]


def attach(data: Path, wanted: list[str]) -> dict[str, str]:
    """The addresses of this folder's servers, started if need be; they stay up as long as this process."""
    data = data.absolute()
    run = data / "run"
    run.mkdir(parents=True, exist_ok=True)
    if data not in _held:
        _held[data] = (run / "users.lock").open("a")
        fcntl.flock(_held[data], fcntl.LOCK_SH)
    # One at a time, so that what a keeper wrote is never taken for what the one before it wrote.
    with (run / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        state = _state_of_living_keeper(run) or _start_keeper(data, wanted)
    keys = {"postgres": OWNER, "valkey": "redis"}
    if all(keys[each] in state for each in wanted):
        return state
    raise EmbeddedFailure(
        f"Another S117 command runs from {data.parent} with DATABASE_URL or REDIS_URL set: stop it first."
    )


def release(data: Path, seconds: float = 20) -> bool:
    """Stop using the servers and wait until they are down; False where another command still uses them."""
    held = _held.pop(data.absolute(), None)
    if held:
        held.close()
    deadline = time.monotonic() + seconds
    while keeper_lives(data.absolute() / "run"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def lock_descriptor(data: Path) -> int | None:
    """The descriptor of this process's users' lock, to hand to a child for which the servers must stay up."""
    held = _held.get(data.absolute())
    return held.fileno() if held else None


def keeper_lives(run: Path) -> bool:
    """Whether a keeper holds its lock; the system takes the lock from one that was killed."""
    with (run / "keeper.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _read_state(run: Path) -> dict[str, str]:
    """What the keeper wrote: addresses, or why there are none; empty while it has not."""
    try:
        found: dict[str, str] = json.loads((run / "servers.json").read_text())
    except FileNotFoundError:
        return {}
    return found


def _state_of_living_keeper(run: Path) -> dict[str, str]:
    """Its addresses, waited for while it starts; empty where none lives or the last one is just ending."""
    while keeper_lives(run):
        state = _read_state(run)
        if state:
            return state
        time.sleep(0.02)
    return {}


def _start_keeper(data: Path, wanted: list[str]) -> dict[str, str]:
    """Start the keeper in its own session, so that Ctrl-C in the terminal reaches only the commands."""
    run = data / "run"
    (run / "servers.json").unlink(missing_ok=True)
    with (run / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "s117.embedded.keeper", str(data), *wanted],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    while keeper.poll() is None and not _read_state(run):
        time.sleep(0.02)
    state = _read_state(run) or {"error": f"The servers could not start; see {run / 'keeper.log'}."}
    if "error" in state:
        raise EmbeddedFailure(state["error"])
    return state
