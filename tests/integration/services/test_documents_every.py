"""Every document there is, in every layout and for every reader: what PDF/UA asks of it, and that it is whole.

The checkers named in ui.md 6.2 (pdfua, outloud) are run by hand before a release; what they look for in
our documents is asserted here on the file's own structure, so that no change can bring it back unseen.
"""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from careplans.rules.terms import Paper, Reader, Variant
from s117.documents.pdf import Pdf, html_to_pdf
from tests.builders.looks import LOOKS, kept, look, looks_alike, pages_of
from tests.builders.papers import every_page, letter_page, plan_page
from tests.builders.random_plans import faults_of, plans, variants
from tests.builders.snapshots import a_snapshot

PAGES = every_page()
# One of each layout and of every paper is taken apart here: all are drawn, and looked at.
DRAWN = [
    *(f"{paper}-standard" for paper in Paper if paper is not Paper.PLAN),
    "leaflet-easy_read", "ending_notice-easy_read", "ending_notice-large_print",
    "plan-easy_read", "plan-provider", "plan-finance",
]  # fmt: skip


@pytest.fixture(scope="module")
def drawn() -> dict[str, Pdf]:
    """Each document, made once for all the tests."""
    return {name: html_to_pdf(page) for name, page in PAGES.items()}


def elements(pdf: Any) -> Iterator[Any]:
    """The structure elements of the document."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem":
            yield item


def test_every_kind_of_document_is_here() -> None:
    assert {name.partition("-")[0] for name in PAGES} == set(Paper)
    assert {f"{paper}-{variant}" for paper in Paper for variant in Variant} <= set(PAGES)
    assert {f"plan-{reader}" for reader in Reader} <= set(PAGES)


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_tagged_named_and_readable_aloud(drawn: dict[str, Pdf], name: str) -> None:
    with pikepdf.open(io.BytesIO(drawn[name].data)) as pdf:
        root, found = pdf.Root, list(elements(pdf))
        kinds = [str(element.S) for element in found]
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as said:
            assert said["dc:title"]
            assert str(said["pdfuaid:part"]) == "1"
        assert kinds.count("/H1") == 1
        assert headings_step_by_one(
            [int(kind[2]) for kind in in_order(root) if kind[1:2] == "H" and kind[2:]]
        )
        assert "/Outlines" in root
        assert {str(cell.A.Scope) for cell in found if cell.S == "/TH"} <= {"/Row", "/Column"}
        assert all("/Alt" in element for element in found if element.S == "/Figure")
        for page in pdf.pages:
            assert str(page.Tabs) == "/S" or not page.get("/Annots")
            assert b"/Artifact" in page.Contents.read_bytes()
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item]
        assert fonts
        assert all("S117-Sans" in str(font.BaseFont) for font in fonts)
        descriptors = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
        assert descriptors
        assert all("/FontFile2" in one or "/FontFile3" in one for one in descriptors)


def in_order(root: Any) -> Iterator[str]:
    """The kinds of the elements in the order in which they are read."""
    waiting = [root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        yield str(element.get("/S", ""))
        inside = element.get("/K", [])
        kids = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def headings_step_by_one(levels: list[int]) -> bool:
    """Whether no heading is more than one level below the one before it."""
    return levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", DRAWN)
def test_every_page_says_whose_it_is_which_page_and_its_check(drawn: dict[str, Pdf], name: str) -> None:
    pages = text_of(drawn[name]).rstrip("\f").split("\f")
    assert len(pages) == drawn[name].pages
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Check " in page
        assert ("Section 117 aftercare" if name.startswith("leaflet") else "OBI, Amara") in page


def text_of(pdf: Pdf) -> str:
    """The words, laid out as on the page."""
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf.data, capture_output=True, check=True
    ).stdout.decode()


# The least size of letters, in points: practice 7.1 and 7.2; large print begins at 16.
LEAST_POINTS = {"large_print": 16, "easy_read": 14}


def test_no_letter_is_smaller_than_its_layout_allows_in_heads_and_feet_too(drawn: dict[str, Pdf]) -> None:
    for name, pdf in drawn.items():
        assert min(sizes(pdf)) >= LEAST_POINTS.get(name.partition("-")[2], 12), name


def sizes(pdf: Pdf) -> list[float]:
    """The sizes of letters that occur, in points."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf.data)
        file.flush()
        command = ["pdftohtml", "-xml", "-i", "-stdout", "-zoom", "4", file.name]
        told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    # The program counts in pixels of its own, three to a point at this zoom.
    return [int(size) / 3 for size in re.findall(r"<fontspec [^>]*size=\"(\d+)\"", told)]


def test_nothing_is_drawn_outside_the_page(drawn: dict[str, Pdf]) -> None:
    """Words that overflow lie beyond the margins of a page, where no ink may be."""
    over = []
    for name, pdf in drawn.items():
        for page in pages_of(look(pdf.data), pdf.pages):
            width, height = page.size
            edges = ((0, 0, int(width * 0.05), height), (int(width * 0.955), 0, width, height))
            over += [name for edge in edges if page.crop(edge).getextrema()[0] < 200]
    assert over == []


def test_every_kind_looks_as_it_did(drawn: dict[str, Pdf]) -> None:
    """Small pictures of every page of every kind; tests/builders/looks.py says how they are made again."""
    assert {path.stem for path in LOOKS.glob("*.png")} == set(PAGES)
    changed = [name for name, pdf in drawn.items() if not looks_alike(look(pdf.data), kept(name))]
    assert changed == []


def test_a_look_that_changed_is_seen(drawn: dict[str, Pdf]) -> None:
    """A paragraph less, another letter, and a mark across the page."""
    letter = look(drawn["missed-standard"].data)
    shorter = PAGES["missed-standard"].replace("We will write to you with a new date.", "")

    assert looks_alike(letter, letter)
    assert not looks_alike(letter, look(html_to_pdf(shorter).data))
    assert not looks_alike(letter, look(drawn["outcome-standard"].data))
    assert not looks_alike(look(drawn["plan-draft"].data), look(drawn["plan-standard"].data))


def test_names_are_drawn_right_in_letters_as_in_plans() -> None:
    person = a_snapshot().person
    plan = a_snapshot(person=replace(person, family_name="Łukaș", given_names="Ŵyn Žofie ılgaz Muñoz"))
    for page in (
        letter_page(Paper.MISSED, Variant.STANDARD, plan=plan),
        plan_page(plan, reader=Reader.FINANCE),
    ):
        assert "ŁUKAȘ, Ŵyn Žofie ılgaz Muñoz" in text_of(html_to_pdf(page))


def test_complaints_go_to_the_ombudsmen_of_the_nation_of_the_nhs_body() -> None:
    english, welsh = ("0300 061 0614", "0345 015 4033"), ("0300 790 0203",)
    for pages, right, wrong in ((PAGES, english, welsh), (every_page(in_wales=True), welsh, english)):
        told = {name for name, page in pages.items() if right[0] in page}
        assert {"plan-standard", "plan-easy_read", "leaflet-easy_read", "ending_notice-standard"} <= told
        assert all(number in pages[name] for name in told for number in right)
        assert not [name for name, page in pages.items() for number in wrong if number in page]


def test_every_layout_tells_whom_to_call_since_when_who_is_responsible_and_what_each_pays_for() -> None:
    for name in ("standard", "large_print", "easy_read", "gp"):
        page = PAGES[f"plan-{name}"]
        assert "01632 960 118" in page
        assert "19 October 2026" in page
    share, alone = "Supported living with staff on site at night", "Support to budget and keep up benefits"
    for name in ("standard", "large_print"):
        assert PAGES[f"plan-{name}"].count(f"A share of: {share}") == 2
        assert f"<p>{alone}</p>" in PAGES[f"plan-{name}"]
    assert f"The NHS pays a part of: {share}." in PAGES["plan-easy_read"]
    assert f"The council pays for: {alone}; " in PAGES["plan-easy_read"]


def test_a_plan_published_before_these_were_kept_says_that_they_are_not_recorded() -> None:
    plan = a_snapshot()
    unknown = {"coordinator_phone": "", "council_since": None, "nhs_body_since": None}
    bare = [replace(row, funders=()) for row in plan.services]
    old = replace(plan, person=replace(plan.person, **unknown), services=tuple(bare))

    assert "Megan Jones, Recovery East</td>" in plan_page(old)
    assert plan_page(old).count("Not recorded") == 4
    assert "pays for:" not in plan_page(old, Variant.EASY_READ)


def test_no_copy_tells_what_its_reader_may_not_see() -> None:
    """On the page, as drawn: the rule is tested by itself, this is that the page has no other source."""
    plan = a_snapshot()
    secret = {
        Reader.PROVIDER: ("Aripiprazole", "Section 3", "arises from", "Northmoor Libraries", "Do not share"),
        Reader.GP: ("Do not share", "nearer my sister", "arises from"),
        Reader.HOUSING: ("999 000 0018", "Aripiprazole", "Section 3", "therapy", "fridge"),
        Reader.FINANCE: ("jollof", "Aripiprazole", "voices", "01632 960 201", "haloperidol"),
    }
    for reader, words in secret.items():
        page = plan_page(plan, reader=reader, name="Rowan House Supported Living")
        assert not [word for word in words if word in page], reader


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(plans, variants)
def test_any_plan_is_whole_on_paper(plan: Any, variant: Any) -> None:
    """Two here; bench/documents.py draws five hundred."""
    assert faults_of(plan, variant)[1] == []
