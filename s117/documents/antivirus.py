"""The hook for a virus scanner: asked about every file that people add, before it is kept.

Off unless `S117_ANTIVIRUS` names a scanner. Once it does, a scanner that cannot be asked lets no file
through: a file that nobody looked at must not pass for one that was clean.
"""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess

from django.conf import settings

SECONDS = 30
PIECE = 1 << 16


class ScannerAway(Exception):
    """The scanner could not be asked, or gave an answer that is none."""


def infection_in(data: bytes) -> str:
    """What the scanner calls the virus in the file; '' for a clean file, and where no scanner is set.

    ScannerAway when one is set and cannot be asked.
    """
    kind, _, where = settings.ANTIVIRUS.partition(":")
    if not kind:
        return ""
    try:
        return _by_command(where, data) if kind == "command" else _by_clamd(kind, where, data)
    except (OSError, ValueError, subprocess.SubprocessError) as fault:
        raise ScannerAway(type(fault).__name__) from fault


def _by_command(command: str, data: bytes) -> str:
    """A program that reads the file on its input: 0 is clean, 1 is infected (as clamscan and clamdscan)."""
    done = subprocess.run(  # noqa: S603 - the operator's own command, never anything that a user typed
        shlex.split(command), input=data, capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode == 1:
        return "a virus"
    if done.returncode != 0:
        raise ScannerAway(f"it ended with {done.returncode}")
    return ""


def _by_clamd(kind: str, where: str, data: bytes) -> str:
    """clamd's INSTREAM: pieces with their lengths, an empty one; then OK, or the name and FOUND."""
    with _connected(kind, where) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        answer = _answer(line)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway("its answer was not understood")


def _connected(kind: str, where: str) -> socket.socket:
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and (more := line.recv(4096)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
