"""HTML to a tagged PDF: the one door to WeasyPrint.

The drawing runs in another process (`drawing.py`), under a limit on memory and time and with a fetcher that
knows nothing but our own fonts and style sheets: a document can reach no file, no network and no other
person's page, and a runaway one takes nothing with it (reliability.md 1.6). That process is started at the
first document and kept: loading WeasyPrint takes longer than drawing most documents.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from s117.documents.frames import Message, receive, send

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
MEMORY = 1 << 30
STOPPED = "The program that draws documents stopped before it was done."


class DocumentRefused(Exception):
    """The document cannot be made as it is written; trying again would not help. The message says why."""


class DocumentUnmade(Exception):
    """The document was not made this time: too slow, too big, or a fault."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document."""

    data: bytes
    pages: int


def html_to_pdf(html: str, *, seconds: int = SECONDS, memory: int = MEMORY) -> Pdf:
    """Draw the page as tagged PDF (PDF/UA-1 marked, whole fonts) and count its pages.

    `memory` is bytes of address space for the drawing. DocumentRefused for what our fonts cannot draw
    or a page that names a thing that is not ours; DocumentUnmade when the limits were met.
    """
    with _turn:
        head, data = _drawer().draw(html, seconds, memory)
    if head["status"] == "refused":
        raise DocumentRefused(head["why"])
    if head["status"] != "drawn":
        raise DocumentUnmade(STOPPED)
    return Pdf(data, head["pages"])


class _Drawer:
    """The drawing process. It ends by itself when this process does: its input is then closed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "s117.documents.drawing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it might quote the document: no personal data in logs
            cwd=ROOT,
            env=_environment(),
            start_new_session=True,
        )
        self.requests = cast(IO[bytes], self.process.stdin)
        self.answers = cast(IO[bytes], self.process.stdout)
        self._within(SECONDS, lambda: receive(self.answers))

    def draw(self, html: str, seconds: int, memory: int) -> Message:
        """What it made of the page. DocumentUnmade when it took too long or went away."""

        def exchange() -> Message | None:
            send(self.requests, {"seconds": seconds, "memory": memory}, html.encode())
            return receive(self.answers)

        return self._within(seconds, exchange)

    def _within(self, seconds: int, exchange: Callable[[], Message | None]) -> Message:
        """The answer, or the end of the process: after half an answer the next one could not be trusted."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._end()

        clock = threading.Timer(seconds, give_up)
        clock.start()
        try:
            answer = exchange()
        except OSError:
            answer = None
        finally:
            clock.cancel()
        if answer is None or late.is_set():
            self._end()
            raise DocumentUnmade(f"It took longer than {seconds} seconds." if late.is_set() else STOPPED)
        return answer

    def _end(self) -> None:
        """End it and the fork that draws for it, which is in the same group."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


# One for each process, by its number: a fork of ours must not speak through its parent's pipes.
_drawers: dict[int, _Drawer] = {}
_turn = threading.Lock()


def _drawer() -> _Drawer:
    kept = _drawers.get(os.getpid())
    if kept is None or kept.process.poll() is not None:
        kept = _drawers[os.getpid()] = _Drawer()
    return kept


def _environment() -> dict[str, str]:
    """What the drawing may know: where programs, libraries and its home are, and no secrets."""
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR", "DYLD_FALLBACK_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}
