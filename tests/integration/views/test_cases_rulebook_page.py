"""The rulebook page: the whole table, an anchor a rule, a filter, and links from the answers that cite it."""

from __future__ import annotations

import io
import re
import subprocess

import pikepdf
import pytest
from django.urls import reverse

from cases.rules.rulebook import AREAS, RULES, Standing
from cases.rules.rulesets import VERSION
from cases.services import rulebook
from s117.documents.pdf import DocumentUnmade
from tests.builders import accounts, cases

pytestmark = pytest.mark.django_db
PAGE = reverse("cases:rulebook_view")


def anchors(text):
    return re.findall(r'<section class="app-rule" id="([A-Z]-\d+)"', text)


def test_every_rule_has_its_place_with_its_words_authority_and_test_cases(browse):
    page = browse(accounts.administrator()).get(PAGE).content.decode()

    assert sorted(anchors(page)) == sorted(RULES)
    assert "A second qualifying detention fixes the council afresh" in page
    assert "Plain section 3, discharged home" in page  # a test case of


def test_each_contested_rule_says_what_divides_the_authorities(browse):
    page = browse(accounts.coordinator()).get(PAGE).content.decode()
    contested = [rule for rule in RULES.values() if rule.standing is Standing.CONTESTED]

    assert contested
    assert all(rule.note for rule in contested)
    assert page.count("Contested: a person decides") == len(contested)


@pytest.mark.parametrize("area", AREAS)
def test_one_area_alone(browse, area):
    page = browse(accounts.coordinator()).get(PAGE, {"area": area}).content.decode()

    assert anchors(page) == [rule_id for rule_id in RULES if rule_id.startswith(f"{area}-")]


@pytest.mark.parametrize("nonsense", ["", "Z", "<script>", "L-5"])
def test_an_area_that_there_is_not_shows_every_rule(browse, nonsense):
    page = browse(accounts.coordinator()).get(PAGE, {"area": nonsense}).content.decode()

    assert len(anchors(page)) == len(RULES)


def test_each_reason_of_a_determination_leads_to_its_rule(browse):
    case = cases.a_detained_case()
    page = browse(accounts.council_signatory()).get(
        reverse("cases:determination_view", kwargs={"ref": case.reference})
    )
    linked = set(re.findall(rf'href="{PAGE}#([A-Z]-\d+)"', page.content.decode()))

    found = case.determinations.filter(is_current=True).values_list("findings", flat=True)
    assert linked == {finding["rule"] for findings in found for finding in findings}
    assert linked <= set(RULES)


def test_the_printed_rulebook_holds_every_rule_is_tagged_and_is_drawn_once(browse, monkeypatch):
    client = browse(accounts.administrator())
    link = reverse("cases:rulebook_download")
    assert f'href="{link}"' in client.get(PAGE).content.decode()
    first = client.get(link)
    monkeypatch.setattr(rulebook, "html_to_pdf", None)  # a second drawing would fail

    second = client.get(link)

    assert second.content == first.content
    assert first["Content-Disposition"] == f'attachment; filename="s117-rulebook-{VERSION}.pdf"'
    assert first["X-Content-Type-Options"] == "nosniff"
    with pikepdf.open(io.BytesIO(first.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
    words = subprocess.run(["pdftotext", "-", "-"], input=first.content, capture_output=True, check=True)
    assert set(RULES) <= set(re.findall(r"\b[A-Z]-\d+\b", words.stdout.decode()))


def test_a_kept_rulebook_that_is_damaged_is_drawn_again(browse, monkeypatch):
    client, link = browse(accounts.administrator()), reverse("cases:rulebook_download")
    first = client.get(link)
    monkeypatch.setattr(rulebook, "_kept", dict.fromkeys(rulebook._kept, "0" * 64))

    assert client.get(link).content == first.content


def test_a_drawing_that_fails_is_said_to_be_for_later(browse, monkeypatch):
    def too_slow(html):
        raise DocumentUnmade

    monkeypatch.setattr(rulebook, "_kept", {})
    monkeypatch.setattr(rulebook, "html_to_pdf", too_slow)

    answer = browse(accounts.administrator()).get(reverse("cases:rulebook_download"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
