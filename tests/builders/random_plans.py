"""Plans at random, and what is wrong with one on paper: words that are missing, ink outside the page."""

from __future__ import annotations

import re
import subprocess
import tempfile
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid5

from hypothesis import strategies as st
from PIL import Image

from careplans.rules.payers import Payer, payers_of
from careplans.rules.snapshot import ContactPart, GoalPart, PlanSnapshot
from careplans.rules.terms import Category, Group, Hours, Progress, Unit, Variant
from s117.documents.fonts import drawable
from s117.documents.pdf import Pdf, html_to_pdf
from tests.builders.papers import plan_page
from tests.builders.snapshots import COUNCIL, ICB, a_need, a_service, a_snapshot, key

# Letters that keep their shape in a text layer: no marks to be joined, no ligatures, no direction of their own.
LETTERS = sorted(
    chr(point)
    for point in drawable()
    if unicodedata.category(chr(point)) in {"Lu", "Ll", "Nd"}
    and unicodedata.bidirectional(chr(point)) in {"L", "EN"}
    and unicodedata.normalize("NFKC", chr(point)) == chr(point)
)
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZŁŴŽșıñéÖßøŷ0123456789"
words = st.text(st.sampled_from(PLAIN) | st.sampled_from(LETTERS), min_size=1, max_size=18)
long_words = st.text(st.sampled_from(PLAIN), min_size=30, max_size=60)
lines = st.lists(words | words | words | long_words, min_size=1, max_size=14).map(" ".join)
texts = st.lists(lines, min_size=0, max_size=4).map("\n".join)
phones = st.text(st.sampled_from("0123456789"), min_size=8, max_size=12)
payers = st.lists(st.sampled_from((COUNCIL, ICB, "Westvale Council")), max_size=2, unique=True).map(tuple)


@st.composite
def _plans(draw: st.DrawFn) -> PlanSnapshot:
    needs = tuple(
        a_need(
            number, draw(lines), "other", aftercare=draw(st.booleans()),
            outcome=draw(lines), reasons=tuple(draw(st.lists(lines, max_size=2))),
        )
        for number in range(1, draw(st.integers(0, 8)) + 1)
    )  # fmt: skip
    services = tuple(
        a_service(
            number, draw(st.integers(1, 8)), draw(st.sampled_from(Group)), draw(lines),
            provider=draw(lines), arranged_by=draw(lines), category=draw(st.sampled_from(Category)),
            unit=draw(st.sampled_from(Unit)), frequency=draw(lines | st.just("")),
            contact_name=draw(lines | st.just("")), contact_phone=draw(phones),
            funders=draw(payers),
        )
        for number in range(1, draw(st.integers(0, 12)) + 1)
    )  # fmt: skip
    goals = tuple(
        GoalPart(uuid5(key(7), str(n)), draw(lines), draw(lines), None, draw(st.sampled_from(Progress)), None)
        for n in range(draw(st.integers(0, 6)))
    )
    contacts = tuple(
        ContactPart(
            uuid5(key(8), str(n)), draw(lines), draw(lines), draw(phones), draw(st.sampled_from(Hours))
        )
        for n in range(draw(st.integers(0, 6)))
    )
    said = {
        name: draw(texts)
        for name in ("what_matters", "please_do", "strengths", "medication", "persons_views")
    }
    plan = a_snapshot(needs=needs, services=services, goals=goals, contacts=contacts, **said)
    person = replace(
        plan.person, family_name=draw(words), given_names=draw(words), coordinator_phone=draw(phones),
        nhs_body_since=draw(st.none() | st.just(date(2026, 10, 19))),
    )  # fmt: skip
    return replace(plan, person=person, crisis=replace(plan.crisis, first_steps=draw(texts)))


plans = _plans()
variants = st.sampled_from(list(Variant))


def faults_of(plan: Any, variant: Any) -> tuple[int, list[str]]:
    """How many pages the plan has on paper, and what is wrong with them."""
    pdf = html_to_pdf(plan_page(plan, variant))
    text = _squeezed(_text(pdf))
    asked = [
        *(need.title for need in plan.needs),
        *(need.outcome for need in plan.needs),
        *(row.description for row in plan.services),
        *(row.provider for row in plan.services),
        *(row.contact_phone for row in plan.services),
        *(goal.words for goal in plan.goals),
        *(contact.name for contact in plan.contacts),
        *(contact.phone for contact in plan.contacts),
        plan.person.coordinator_phone,
        *(line for payer in payers_of(plan) for line in _told(payer, variant)),
        *plan.what_matters.splitlines(),
        *plan.crisis.first_steps.splitlines(),
    ]
    missing = [f"{variant}: {words!r} is missing" for words in asked if not _is_in(_squeezed(words), text)]
    return pdf.pages, missing + [f"{variant}: ink outside page {page}" for page in _overflowing(pdf)]


def _told(payer: Payer, variant: Variant) -> tuple[str, ...]:
    """What the paper says that a body pays for: a line each, in easy read one after the other."""
    if variant is Variant.EASY_READ:
        return tuple("; ".join(part) for part in (payer.pays, payer.shares))
    return payer.lines


def _text(pdf: Pdf) -> str:
    """The words in the order in which they are read aloud: those of the tags, without heads and feet."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf.data)
        file.flush()
        done = subprocess.run(["pdfinfo", "-struct-text", file.name], capture_output=True, check=True)
    said = re.findall(r'^ *"(.*?)"$', done.stdout.decode(), flags=re.MULTILINE | re.DOTALL)
    return "".join(said)


def _is_in(words: str, text: str) -> bool:
    """Whether the text has the words, each letter in its order. A cell that a page end cuts is in two pieces,
    and in three where it is longer than a page."""
    for _ in range(3):
        length = len(words)
        while length and words[:length] not in text:
            length -= 1
        words = words[length:]
    return not words


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _overflowing(pdf: Pdf) -> list[int]:
    """The pages that have ink nearer to an edge than any margin of ours."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "30", "-gray", "-png", "-", f"{folder}/page"]
        subprocess.run(command, input=pdf.data, capture_output=True, check=True)
        pages = [Image.open(path).convert("L") for path in sorted(Path(folder).glob("*.png"))]
    return [number for number, page in enumerate(pages, 1) if _edges(page)]


def _edges(page: Image.Image) -> bool:
    width, height = page.size
    strips = (
        (0, 0, int(width * 0.05), height),
        (int(width * 0.955), 0, width, height),
        (0, int(height * 0.975), width, height),
    )
    return any(page.crop(box).getextrema()[0] < 200 for box in strips)
