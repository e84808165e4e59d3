"""`make run`, `make test` and `make demo-reset`: starts what they need, stops all of it, leaves the data.

Django is not loaded here: what needs it runs as a child, with the servers' addresses in its environment.
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from s117 import embedded
from s117.demo.people import ACCOUNTS, DEMO_PASSWORD

ROOT = embedded.ROOT
DATA = embedded.DATA
MARK = "S117_RUN"
# The first is Chromium without windows: it does the same pages with two thirds of the work.
CHROMIUMS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
)  # fmt: skip
PR_SET_PDEATHSIG = 1


def say(text: str) -> None:
    """A line of progress, seen at once also where the output is a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Stopped(Exception):
    """Someone asked the run to end: Ctrl-C, or a signal from outside."""


def _stop(number: int, frame: object) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise Stopped


def run() -> int:
    """Serve the site until asked to stop; the exit code."""
    port = _port()
    with _only_run(port):
        _end_left_processes()
        _refuse_taken_port(port)
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _stop)
        try:
            _start_servers()
            _prepare()
            return _serve(port)
        except Stopped:
            return 0
        finally:
            _end_left_processes()
            _stop_servers()


def demo_reset() -> int:
    """Throw the local database away and make it anew with demo data; servers of our own only."""
    if embedded.is_set("DATABASE_URL"):
        sys.exit("DATABASE_URL is set: `make demo-reset` only ever empties the embedded database.")
    with _only_run(0):
        _end_left_processes()
        if not embedded.release(DATA):
            sys.exit("Another S117 command uses the database; stop it first.")
        for name in ("postgres", "valkey"):
            shutil.rmtree((DATA / name).resolve(), ignore_errors=True)
        for name in ("documents", "exports"):
            shutil.rmtree(DATA / name, ignore_errors=True)
        try:
            _start_servers()
            _prepare()
        finally:
            _stop_servers()
    say("The demo data is made anew.")
    return 0


def test(arguments: list[str]) -> int:
    """Run pytest in this process's place; browser tests wherever there is a Chromium."""
    if not any(map(shutil.which, CHROMIUMS)):
        remedy = "(Debian: apt-get install chromium-headless-shell)"
        if os.environ.get("S117_REQUIRE_BROWSER"):
            sys.exit(f"The browser tests are required here and no Chromium is installed {remedy}.")
        say(f"{'=' * 90}\nNOTICE: no Chromium here, so the browser tests are left out {remedy}.\n{'=' * 90}")
        arguments = ["-m", "not browser", *arguments]
    os.environ["DJANGO_SETTINGS_MODULE"] = "s117.settings.test"
    os.chdir(ROOT)
    # A core each, four at most: every worker makes a database of its own. A file stays with one worker, so
    # that its tests share what is made once for the file; the long files come first (tests/functional).
    spread = ["-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *spread, *arguments])


# The steps of a run.


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


@contextmanager
def _only_run(port: int) -> Iterator[None]:
    """One run a checkout: two of them would share one scheduler's file and one another's demo data."""
    (DATA / "run").mkdir(parents=True, exist_ok=True)
    with (DATA / "run" / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            other = json.loads(lock.read() or "{}")
            sys.exit(
                f"S117 already runs from this folder (process {other.get('pid')}, "
                f"port {other.get('port')}): stop it first."
            )
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "port": port}))
        lock.flush()
        yield


def _end_left_processes() -> None:
    """End web, worker and beat of this checkout, found by the mark in their environment.

    After an ordinary stop there are none; after `kill -9` of what started them there may be.
    """
    left = [process for process in psutil.process_iter() if _is_marked(process)]
    for process in left:
        _signal(process, signal.SIGTERM)
    _, alive = psutil.wait_procs(left, timeout=10)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=5)


def _is_marked(process: psutil.Process) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == str(DATA)
    except (psutil.Error, OSError):
        return False


def _signal(process: psutil.Process, number: int) -> None:
    with suppress(psutil.Error):
        process.send_signal(number)


def _refuse_taken_port(port: int, seconds: float = 3) -> None:
    """A run that was just killed may hold the port for another moment, so it is asked for again."""
    deadline = time.monotonic() + seconds
    while (fault := _port_fault(port)) and time.monotonic() < deadline:
        time.sleep(0.2)
    if fault:
        sys.exit(f"Port {port} cannot be used ({fault}): choose another with `make run PORT=8001`.")


def _port_fault(port: int) -> str:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((os.environ.get("HOST", "127.0.0.1"), port))
        except OSError as error:
            return os.strerror(error.errno or 0)
    return ""


def _start_servers() -> None:
    servers = {"PostgreSQL": "DATABASE_URL", "Valkey": "REDIS_URL"}
    own = [name for name, address in servers.items() if not embedded.is_set(address)]
    say(f"Starting {' and '.join(own)}" if own else "Using the servers that DATABASE_URL and REDIS_URL name")
    embedded.provide(DATA)


def _stop_servers() -> None:
    if not embedded.release(DATA):
        say("The database stays up: another S117 command still uses it.")


def _prepare() -> None:
    """Tables, rights, reference and demo data, static files; each says what it does."""
    code = _wait(_start([sys.executable, "manage.py", "prepare"]))
    if code:
        raise SystemExit(code)


def _serve(port: int) -> int:
    """Web, worker and beat from the Procfile under honcho; prints the address once the site answers."""
    say("Starting web, worker and beat")
    site = _start([str(Path(sys.executable).parent / "honcho"), "start"])
    answered = _wait_until_answering(port, site)
    if answered:
        say(_welcome(port))
    code = _wait(site)
    say(f"A process of the site ended by itself (code {code}); what it said stands above.")
    return 1


def _welcome(port: int) -> str:
    rule = "-" * 78
    address = f"{rule}\nS117 is ready:  http://localhost:{port}/\n"
    leave = f"\nCtrl-C stops it; the data stays in {DATA.name}/\n{rule}"
    if os.environ.get("DEMO_MODE", "yes").lower() in {"0", "no", "off", "false"}:
        return address + leave
    people = "\n".join(
        f"  {who.username:<10}{who.role.replace('_', ' '):<22}{who.full_name}, {who.job_title}"
        for who in ACCOUNTS
        if who.leaves_days_ago is None
    )
    how = f"Demo accounts (one click on the sign-in page, or the password {DEMO_PASSWORD}):"
    return f"{address}\n{how}\n{people}\n{leave}"


def _wait_until_answering(port: int, site: subprocess.Popen[bytes]) -> bool:
    while site.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/livez")
            if connection.getresponse().status == 200:
                return True
        except (OSError, HTTPException):
            time.sleep(0.1)
    return False


def _environment() -> dict[str, str]:
    tools = str(Path(sys.executable).parent)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "s117.settings.dev"),
        "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PORT": str(_port()),
        "PYTHONUNBUFFERED": "1",
        # Whoever develops as root has chosen to.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        MARK: str(DATA),
    }


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C comes to us alone and we end it in order.

    It holds the lock that keeps the servers up, and is told to stop should we be killed.
    """
    lock = embedded.lock_descriptor(DATA)
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(),
        start_new_session=True,
        pass_fds=[lock] if lock is not None else [],
        preexec_fn=_end_with_parent,
    )


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait(child: subprocess.Popen[bytes]) -> int:
    """The child's exit code; asked to stop meanwhile, the child is asked in its turn and waited for."""
    try:
        return child.wait()
    except Stopped:
        say("\nStopping")
        _let_workers_finish(child)
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=15)
        child.kill()
        child.wait()
        raise


def _let_workers_finish(child: subprocess.Popen[bytes]) -> None:
    """Ask the workers alone, which then end after the documents that they are at.

    honcho would send the signal to their processes at the same time, and cut these off.
    """
    with suppress(psutil.Error):
        family = psutil.Process(child.pid).children(recursive=True)
        leaders = [each for each in family if each.pid == os.getpgid(each.pid) and "worker" in each.cmdline()]
        for leader in leaders:
            _signal(leader, signal.SIGTERM)
        psutil.wait_procs(leaders, timeout=15)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": lambda arguments: run(),
    "test": test,
    "demo-reset": lambda arguments: demo_reset(),
}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
