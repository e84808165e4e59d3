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
START_SECONDS = 60
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
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        state = read_state(run)
        if "error" in state:
            (run / "servers.json").unlink(missing_ok=True)
            raise EmbeddedFailure(state["error"])
        if not keeper_lives(run):
            (run / "servers.json").unlink(missing_ok=True)
            _start_keeper(data, wanted)
        elif state:
            return _all_of(wanted, state, data)
        time.sleep(0.05)
    raise EmbeddedFailure(f"The servers did not start within {START_SECONDS} s; see {run / 'keeper.log'}.")


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


def read_state(run: Path) -> dict[str, str]:
    """What the keeper last wrote: addresses, an error, or nothing yet."""
    try:
        found: dict[str, str] = json.loads((run / "servers.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def keeper_lives(run: Path) -> bool:
    """Whether a keeper holds its lock; the system takes the lock from one that was killed."""
    with (run / "keeper.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _all_of(wanted: list[str], state: dict[str, str], data: Path) -> dict[str, str]:
    keys = {"postgres": OWNER, "valkey": "redis"}
    if all(keys[each] in state for each in wanted):
        return state
    raise EmbeddedFailure(
        f"Another S117 command runs from {data.parent} with DATABASE_URL or REDIS_URL set: stop it first."
    )


def _start_keeper(data: Path, wanted: list[str]) -> None:
    """Start the keeper in its own session, so that Ctrl-C in the terminal reaches only the commands."""
    with (data / "run" / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "s117.embedded.keeper", str(data), *wanted],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    while keeper.poll() is None and not keeper_lives(data / "run") and not read_state(data / "run"):
        time.sleep(0.02)
    if keeper.poll() and not read_state(data / "run"):
        raise EmbeddedFailure(f"The servers could not start; see {data / 'run' / 'keeper.log'}.")
