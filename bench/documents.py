"""Any plan on paper: every need, service, goal and contact of it is in the PDF's text, and nothing overflows.

    python -m bench.documents [plans]            500 unless told otherwise
    python -m bench.documents --kinds FOLDER     every kind of document into a folder, for the checkers
    python -m bench.documents --looks            every kind as the picture that the suite compares it with

Plans are made at random by hypothesis: long and short words, letters of every language that our fonts draw,
no services or forty. Each is drawn in one of the three layouts. Prints one line of JSON and exits with 1 if a
word is missing or ink lies outside the margins; how far it is goes to standard error. Needs no database.
The kinds are then checked by hand with the tools of ui.md 6.2, a file at a time: `pdfua check FILE` and
`outloud FILE`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.test")


def main() -> int:
    """Draw and count."""
    import django

    django.setup()
    if "--looks" in sys.argv:
        return _looks()
    if "--kinds" in sys.argv:
        return _kinds(Path(sys.argv[-1]))
    return _plans(int((*sys.argv[1:], "500")[0]))


def _plans(wanted: int) -> int:
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.builders.random_plans import faults_of, plans, variants

    found: list[str] = []
    pages: list[int] = []

    @settings(
        max_examples=wanted,
        deadline=None,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(plans, variants)
    def draw(plan: object, variant: object) -> None:
        made, faults = faults_of(plan, variant)
        pages.append(made)
        found.extend(faults)
        if len(pages) % 25 == 0:
            print(f"{len(pages)} plans, {sum(pages)} pages, {len(found)} faults", file=sys.stderr, flush=True)

    started = time.monotonic()
    draw()
    figures = {"plans": len(pages), "pages": sum(pages), "most_pages": max(pages), "faults": len(found)}
    print(json.dumps({**figures, "seconds": round(time.monotonic() - started), "first": found[:3]}))
    return 1 if found else 0


def _kinds(folder: Path) -> int:
    from s117.documents.pdf import html_to_pdf
    from tests.builders.papers import every_page

    folder.mkdir(parents=True, exist_ok=True)
    for name, page in every_page().items():
        (folder / f"{name}.pdf").write_bytes(html_to_pdf(page).data)
        print(name)
    return 0


def _looks() -> int:
    from s117.documents.pdf import html_to_pdf
    from tests.builders.looks import keep
    from tests.builders.papers import every_page

    for name, page in every_page().items():
        keep(name, html_to_pdf(page).data)
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
