"""What the one door to WeasyPrint lets through, and what it makes (ui.md 6, reliability.md 1.6)."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import psutil
import pytest
from django.template.loader import render_to_string
from PIL import Image, ImageChops

from careplans.rules.lifecycle import PlanStatus
from careplans.rules.paper import paper_context
from careplans.rules.snapshot import to_json
from careplans.rules.terms import Variant
from s117.documents import storage
from s117.documents.fonts import undrawable
from s117.documents.pdf import DocumentRefused, DocumentUnmade, Pdf, html_to_pdf
from tests.builders.snapshots import SERVICES, a_snapshot

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
SHELL = (
    '<!doctype html><html lang="en-GB"><head><title>Trial</title>'
    '<link rel="stylesheet" href="asset:plan.css"></head><body>{}</body></html>'
)
NAMES = "Łukasz Ŵyn Ŷnyr Žofie Doğan Ștefan ılgaz Muñoz O’Brien Zoë Siân"


def plan_pdf(variant: Variant = Variant.STANDARD, *, draft: bool = False, **changes: Any) -> Pdf:
    """The printed plan of journey J1."""
    plan = a_snapshot(**changes)
    return html_to_pdf(
        render_to_string("documents/care_plan.html", paper_context(plan, to_json(plan), variant, draft=draft))
    )


def text_of(pdf: Pdf, *options: str) -> str:
    """The words of the document as a reader copies them."""
    return _run(["pdftotext", *options, "-", "-"], pdf.data).decode()


def picture_of(pdf: Pdf) -> Image.Image:
    """The first page as a grey picture."""
    return Image.open(io.BytesIO(_run(["pdftoppm", "-r", "120", "-gray", "-l", "1", "-"], pdf.data)))


def names_page(names: str) -> str:
    """The names in large letters, regular and bold."""
    big = "<style>p { font-size: 22pt; line-height: 1.2; margin: 0 }</style>"
    lines = "".join(f"<p>{name}</p><p><strong>{name}</strong></p>" for name in names.split())
    return SHELL.format(f"{big}<h1>Names</h1>{lines}")


def ink_that_differs(one: Image.Image, other: Image.Image) -> int:
    """Points that are dark in one picture and light in the other."""
    strong = ImageChops.difference(one, other).point(lambda value: 255 if value > 96 else 0)
    return strong.histogram()[255]


def _run(command: list[str], data: bytes) -> bytes:
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def standard() -> Pdf:
    """The standard print, made once for the tests that only read it."""
    return plan_pdf()


def test_the_text_names_every_service_under_its_labelled_group(standard: Pdf) -> None:
    text = re.sub(r"\s+", " ", text_of(standard, "-layout"))
    for service in SERVICES:
        assert service.description.split()[0] in text
    flowing = re.sub(r"\s+", " ", text_of(standard))
    for service in SERVICES:
        assert service.description in flowing
    for heading in (
        "Free: aftercare arranged by health",
        "Free: aftercare arranged by social care",
        "Outside aftercare: may be charged",
    ):
        assert heading in flowing


def test_every_page_says_whose_it_is_which_version_and_which_page(standard: Pdf) -> None:
    pages = text_of(standard, "-layout").rstrip("\f").split("\f")
    assert len(pages) == standard.pages
    for number, page in enumerate(pages, 1):
        words = re.sub(r"\s+", " ", page)
        assert "OBI, Amara" in words
        assert "Born 14 Mar 1988" in words
        assert "999 000 0018" in words
        assert "Aftercare plan version 1. Published 16 October 2026." in words
        assert re.search(r"Check [0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", words)
        assert f"Page {number} of {standard.pages}" in words


def test_it_is_a_tagged_document_with_headings_captions_and_header_scopes(standard: Pdf) -> None:
    with pikepdf.open(io.BytesIO(standard.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        kinds = [str(item.S) for item in pdf.objects if _is_element(item)]
        headers = [item for item in pdf.objects if _is_element(item) and item.S == "/TH"]
        assert {"/H1", "/H2", "/H3", "/Table", "/Caption", "/TH"} <= set(kinds)
        assert kinds.count("/H1") == 1
        assert {str(cell.A.Scope) for cell in headers} == {"/Row", "/Column"}
        for page in pdf.pages:
            assert b"/Artifact" in page.Contents.read_bytes()


def test_only_our_fonts_are_in_it(standard: Pdf) -> None:
    with pikepdf.open(io.BytesIO(standard.data)) as pdf:
        fonts = {str(item.BaseFont) for item in pdf.objects if _is_font(item)}
    assert fonts
    assert all("+S117-Sans" in font for font in fonts)


def test_the_same_plan_gives_the_same_bytes(standard: Pdf) -> None:
    assert plan_pdf().data == standard.data


def test_large_print_is_the_same_plan_in_larger_letters(standard: Pdf) -> None:
    large = plan_pdf(Variant.LARGE_PRINT)
    assert large.pages > standard.pages
    flowing = re.sub(r"\s+", " ", text_of(large))
    assert all(service.description in flowing for service in SERVICES)


def test_a_draft_says_so_on_every_page_and_in_a_sentence() -> None:
    draft = plan_pdf(draft=True, status=PlanStatus.SUBMITTED, published_on=None, history=())
    pages = text_of(draft, "-layout").rstrip("\f").split("\f")
    assert all("DRAFT, not agreed" in page for page in pages)
    assert "Do not act on it" in pages[0]


def test_names_are_drawn_right_letter_by_letter() -> None:
    """By picture: a text layer reads right even when the drawn letters are nonsense (ui.md 6.3)."""
    golden = Image.open(GOLDEN / "names.png")
    drawn = picture_of(html_to_pdf(names_page(NAMES)))
    assert drawn.size == golden.size
    assert ink_that_differs(drawn, golden) < 30
    one_hat_missing = picture_of(html_to_pdf(names_page(NAMES.replace("Ŵyn", "Wyn"))))
    assert ink_that_differs(one_hat_missing, golden) > 60


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="asset:../../s117/settings/base.py">',
        '<style>body { background: url("https://example.org/x.png") }</style>',
        '<object data="file:///etc/hostname">x</object>',
    ],
)
def test_a_document_reaches_no_file_and_no_network(markup: str) -> None:
    with pytest.raises(DocumentRefused, match="outside"):
        html_to_pdf(SHELL.format(f"<h1>Trial</h1>{markup}"))


def test_what_a_person_typed_is_text_and_never_markup() -> None:
    pdf = plan_pdf(what_matters='<img src="file:///etc/passwd"><b>My sister</b>')
    assert '<img src="file:///etc/passwd"><b>My sister</b>' in re.sub(r"\s+", " ", text_of(pdf))


def test_letters_that_our_fonts_lack_are_refused_by_name_not_drawn_as_boxes() -> None:
    assert undrawable("Łukasz ș ı ñ “ok” – é") == ()
    assert undrawable("Wú 武 🐈") == ("武", "🐈")
    with pytest.raises(DocumentRefused, match="武"):
        html_to_pdf(SHELL.format("<h1>武</h1>"))


def test_a_document_that_takes_too_long_or_too_much_is_given_up() -> None:
    heavy = SHELL.format("<h1>Rows</h1><table>" + "<tr><td>a</td><td>b</td></tr>" * 20_000 + "</table>")
    with pytest.raises(DocumentUnmade, match="longer than 2 seconds"):
        html_to_pdf(heavy, seconds=2)
    with pytest.raises(DocumentUnmade):
        html_to_pdf(heavy, memory=150 << 20)


def test_a_drawing_process_that_was_killed_is_replaced() -> None:
    html_to_pdf(SHELL.format("<h1>One</h1>"))
    drawers = [child for child in psutil.Process().children() if "s117.documents.drawing" in child.cmdline()]
    assert len(drawers) == 1, "kept from one document to the next"
    drawers[0].kill()
    drawers[0].wait()
    assert html_to_pdf(SHELL.format("<h1>Two</h1>")).pages == 1


def test_a_file_is_kept_once_under_its_hash_and_checked_when_opened(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENT_ROOT = tmp_path
    digest = storage.store_once(b"plan")
    assert storage.store_once(b"plan") == digest
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [digest]
    assert storage.open_stored(digest) == b"plan"
    files[0].chmod(0o600)
    files[0].write_bytes(b"plam")
    with pytest.raises(storage.Damaged, match="not what was kept"):
        storage.open_stored(digest)
    assert storage.store_once(b"plan") == digest
    assert storage.open_stored(digest) == b"plan"
    with pytest.raises(storage.Damaged, match="missing"):
        storage.open_stored("0" * 64)


def test_a_full_disk_leaves_no_half_file(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DOCUMENT_ROOT = tmp_path

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.store_once(b"plan")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def _is_element(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/S" in item and item.get("/Type") == "/StructElem"


def _is_font(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item
