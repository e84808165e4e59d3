"""The process that draws documents: WeasyPrint is loaded once, and every document is drawn by a fork of it.

Started by `pdf.py` with an environment that holds no secrets. It reads a request, forks, and hands on what
the fork made; the fork alone has the limits on memory and time and ends with its document, so that nothing
of one person's document is left for the next one (reliability.md 1.6).
"""

from __future__ import annotations

import io
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pikepdf
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from s117.documents import fonts
from s117.documents.frames import receive, send
from s117.documents.polish import polish

SHEETS_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "documents"
SHEETS = (
    "plan.css",
    "pack.css",
    "large.css",
    "easy.css",
    "letter.css",
    "draft.css",
    "rulebook.css",
    "draft.svg",
)
# The drawings of easy read.
PICTURES = tuple(
    f"{name}.svg"
    for name in (
        "calendar", "coin", "free", "heart", "home", "people", "phone", "plan", "speak", "star", "stop"
    )
)  # fmt: skip
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
MOST_PAGES = 200
DRAWN, REFUSED, UNMADE = "drawn", "refused", "unmade"
TRIAL = (
    '<!doctype html><html lang="en-GB"><head><title>Trial</title>'
    '<link rel="stylesheet" href="asset:plan.css"></head><body><p>Trial</p></body></html>'
)


class Refusal(Exception):
    """The document cannot be made as it is written. The message says why."""


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Draw what is asked for, one document at a time, until the asking end has gone."""
    fonts.drawable()
    draw(TRIAL)
    send(answers, {"status": "ready"}, b"")
    while request := receive(requests):
        head, body = request
        send(answers, *_in_a_fork(body.decode(), head["seconds"], head["memory"]))


def draw(html: str) -> tuple[bytes, int]:
    """The document's bytes and the number of its pages. Refusal for what must not or cannot be drawn."""
    lacking = fonts.undrawable(html)
    if lacking:
        raise Refusal(f"Our fonts cannot draw these characters: {' '.join(lacking)}")
    page = HTML(
        string=html, url_fetcher=_OnlyOurs(allowed_protocols=(), allow_redirects=False), base_url=None
    )
    try:
        document = page.render()
        if len(document.pages) > MOST_PAGES:
            raise Refusal(f"It would have {len(document.pages)} pages. The most is {MOST_PAGES}.")
        data = document.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refusal:
        raise Refusal(str(refusal)) from refusal
    return _checked(polish(data)), len(document.pages)


def _in_a_fork(html: str, seconds: int, memory: int) -> tuple[dict[str, Any], bytes]:
    """What a process of its own made of the page within its limits."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with _last_act(), open(writing, "wb") as answer:
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            send(answer, *_attempt(html))
    os.close(writing)
    with open(reading, "rb") as answer:
        made = receive(answer)
    os.waitpid(child, 0)
    return made or ({"status": UNMADE}, b"")


@contextmanager
def _last_act() -> Iterator[None]:
    """Whatever happens inside, the process ends there: a fork must never go on as a second server."""
    try:
        yield
    finally:
        os._exit(0)


def _attempt(html: str) -> tuple[dict[str, Any], bytes]:
    try:
        data, pages = draw(html)
    except Refusal as refusal:
        return {"status": REFUSED, "why": str(refusal)}, b""
    except (MemoryError, RecursionError, ArithmeticError, ValueError):
        return {"status": UNMADE}, b""
    return {"status": DRAWN, "pages": pages}, data


class _OnlyOurs(URLFetcher):
    """Answers for our fonts and style sheets and refuses every other address."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The file at an `asset:` address, from memory."""
        body = _asset(url)
        if body is None:
            raise FatalURLFetchingError(f"The document names something outside it: {url[:60]}")
        return URLFetcherResponse(url, body, {"Content-Type": KINDS[Path(url).suffix]})


def _asset(url: str) -> bytes | None:
    """The bytes of one of our own files, by an `asset:` address; None for anything else."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if parts.scheme != "asset" or parts.netloc or parts.query:
        return None
    if name in fonts.FILES:
        return (fonts.FOLDER / name).read_bytes()
    if name in SHEETS or name in PICTURES:
        return (SHEETS_FOLDER / name).read_bytes()
    return None


def _checked(data: bytes) -> bytes:
    """Refuse a document in which a font that is not ours was embedded: it may draw names wrongly."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(item.BaseFont) for item in pdf.objects if _is_font(item)}
    foreign = sorted(name for name in names if fonts.FAMILY not in name)
    if foreign:
        raise Refusal(f"A font that is not ours was used: {', '.join(foreign)}")
    return data


def _is_font(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
