"""The pictures in the documentation: eleven pages at two widths, from the demo's own stories.

With S117_SCREENSHOTS=1 the pictures are taken anew and written into docs/screenshots. Without it each page
is drawn and compared with its picture for existence and width, so that a page that is gone is noticed.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from careplans.models import PlanDocument
from careplans.services import documents
from cases.models import Case
from funding.services import schedules
from s117.demo import build
from s117.demo.register import REGISTER
from s117.kernel.actor import system_actor
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
RETAKE = os.environ.get("S117_SCREENSHOTS") == "1"
# All of the demo for the pictures; a few of its people where only the pages are checked.
FEW = {"Wynn", "Quigley", "Kirabo", "Yilmaz", "Wainwright", "Ueda", "Abernathy"}
PAGES = {
    "home": ("jones", "/"),
    "caseload": ("jones", "/caseload/"),
    "case": ("jones", "/cases/{ref}/"),
    "responsibility": ("price", "/cases/{ref}/determinations/"),
    "legal": ("webb", "/cases/{ref}/legal-status/"),
    "entitlement": ("webb", "/cases/{ref}/entitlement/"),
    "plan": ("jones", "/cases/{ref}/plans/1/"),
    "manager": ("hart", "/manager/"),
    "measure": ("hart", "/manager/follow-up/"),
    "finance": ("lowe", "/finance/"),
    "funding": ("lowe", "/cases/{ref}/funding/"),
}


def test_the_pictures_show_the_pages_as_they_are(
    open_page: Callable[..., Page], sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not RETAKE:
        few = tuple(entry for entry in REGISTER if entry.family_name in FEW)
        monkeypatch.setattr(build, "REGISTER", few)
    case = _build_without_documents(monkeypatch)
    for width in (1280, 390):
        at: dict[str, Page] = {}
        for name, (username, path) in PAGES.items():
            if username not in at:
                at[username] = open_page(width)
                sign_in(at[username], username)
            picture = FOLDER / f"{name}-{width}.png"
            _draw(at[username], path.format(ref=case.reference), picture)
            assert picture.exists(), f"{picture.name} is missing: take it with S117_SCREENSHOTS=1"
            assert _width(picture) == width


def _build_without_documents(monkeypatch: pytest.MonkeyPatch) -> Case:
    """The demo, with the document of the one plan that is pictured: drawing all of them takes minutes."""
    for module in (documents, schedules):
        monkeypatch.setattr(module, "enqueue", lambda *args, **kwargs: None)
    build.build(TODAY, lambda _: None)
    case = Case.objects.get(client__family_name="Wynn")
    for document in PlanDocument.objects.filter(plan__case=case):
        documents.render_document(actor=system_actor("pictures"), document_id=document.id, at=NOW)
    return case


def _draw(page: Page, path: str, picture: Path) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path
    if RETAKE:
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture, full_page=True)
        # Few colours are enough for a page, and a third of the size in the repository.
        Image.open(picture).convert("RGB").quantize(48).save(picture, optimize=True)


def _width(picture: Path) -> int:
    """The width that a PNG's header gives, in pixels."""
    return int(struct.unpack(">I", picture.read_bytes()[16:20])[0])
