"""HTML to a tagged PDF: the one door to WeasyPrint.

The drawing runs in a child process with a limit on memory and time, and with a fetcher that knows
nothing but our own fonts and style sheets, read from memory: a document can reach no file, no network
and no other person's page, and a runaway one takes nothing with it (reliability.md 1.6).
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from s117.documents import fonts
from s117.documents.polish import polish

ROOT = Path(__file__).resolve().parents[2]
SHEETS_FOLDER = ROOT / "templates" / "documents"
SHEETS = ("plan.css", "large.css", "draft.css", "draft.svg")
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
SECONDS = 60
MEMORY = 1 << 30
MOST_PAGES = 200
REFUSED, UNMADE = 3, 4


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

    `memory` is bytes of address space for the child. DocumentRefused for what our fonts cannot draw
    or a page that names a thing that is not ours; DocumentUnmade when the limits were met.
    """
    command = [sys.executable, "-m", "s117.documents.pdf", str(seconds), str(memory)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            input=html.encode(),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentUnmade(f"It took longer than {seconds} seconds.") from None
    if done.returncode == REFUSED:
        raise DocumentRefused(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    if done.returncode != 0:
        raise DocumentUnmade("The program that draws documents stopped before it was done.")
    head, _, data = done.stdout.partition(b"\n")
    return Pdf(data, json.loads(head)["pages"])


def _environment() -> dict[str, str]:
    """What the child may know: where programs, libraries and its home are, and no secrets."""
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR", "DYLD_FALLBACK_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}


def _draw(html: str) -> tuple[bytes, int]:
    """In the child: draw, check the fonts, polish."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):
        """Answers for our fonts and style sheets and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            body = _asset(url)
            if body is None:
                raise FatalURLFetchingError(f"The document names something outside it: {url[:60]}")
            return URLFetcherResponse(url, body, {"Content-Type": KINDS[Path(url).suffix]})

    page = HTML(string=html, url_fetcher=OnlyOurs(allowed_protocols=(), allow_redirects=False), base_url=None)
    try:
        document = page.render()
        if len(document.pages) > MOST_PAGES:
            raise DocumentRefused(f"It would have {len(document.pages)} pages. The most is {MOST_PAGES}.")
        data = document.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refusal:
        raise DocumentRefused(str(refusal)) from refusal
    return _checked(polish(data)), len(document.pages)


def _asset(url: str) -> bytes | None:
    """The bytes of one of our own files, by an `asset:` address; None for anything else."""
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if parts.scheme != "asset" or parts.netloc or parts.query:
        return None
    if name in fonts.FILES:
        return (fonts.FOLDER / name).read_bytes()
    if name in SHEETS:
        return (SHEETS_FOLDER / name).read_bytes()
    return None


def _checked(data: bytes) -> bytes:
    """Refuse a document in which a font that is not ours was embedded: it may draw names wrongly."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(item.BaseFont) for item in pdf.objects if _is_font(item)}
    foreign = sorted(name for name in names if fonts.FAMILY not in name)
    if foreign:
        raise DocumentRefused(f"A font that is not ours was used: {', '.join(foreign)}")
    return data


def _is_font(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item


def _main() -> int:
    seconds, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    html = sys.stdin.buffer.read().decode()
    lacking = fonts.undrawable(html)
    if lacking:
        sys.stderr.write(f"Our fonts cannot draw these characters: {' '.join(lacking)}\n")
        return REFUSED
    try:
        data, pages = _draw(html)
    except DocumentRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except (MemoryError, RecursionError, ArithmeticError, ValueError) as fault:
        sys.stderr.write(f"{type(fault).__name__}\n")
        return UNMADE
    sys.stdout.buffer.write(json.dumps({"pages": pages}).encode() + b"\n" + data)
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
