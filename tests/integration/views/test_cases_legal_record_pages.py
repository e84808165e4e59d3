"""The legal status page beyond its forms: what new facts changed, when authority runs out, papers of a fact."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.services import responsibility
from s117.kernel.actor import Actor
from tests.builders import accounts, cases, disputes, legal
from tests.integration.views.cases_pages import path, text

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]
FLAG = "New facts changed an answer"


def test_a_changed_answer_is_flagged_on_the_case_file_until_the_new_proposal_is_answered(
    browse: Browse,
) -> None:
    case = cases.an_active_case()
    pages = [f"/cases/{case.reference}/", path("legal_status_view", case), path("determination_view", case)]
    reader = browse(accounts.manager())
    assert not any(FLAG in text(reader.get(page)) for page in pages)

    legal.put_right(case, case.detentions.get(), starts_on=date(2019, 3, 4), start_time=None)

    proposal = path("responsible_body_view", case, kind="council")
    for page in pages:
        found = text(reader.get(page))
        assert FLAG in found
        assert f'href="{proposal}">Responsible council: see the new proposal' in found
    assert "New facts changed the proposal" in text(reader.get(proposal))
    for kind, actor, body in (
        ("council", accounts.council_signatory(), accounts.northmoor()),
        ("nhs_body", accounts.nhs_signatory(), accounts.northmoor_icb()),
    ):
        responsibility.override_determination(
            actor=actor, at=accounts.NOW, case_id=case.id, kind=kind, body=body, reason="Their papers say so"
        )
    assert not any(FLAG in text(reader.get(page)) for page in pages)


def test_detained_again_the_duty_to_come_has_no_day_of_the_one_before(browse: Browse) -> None:
    case = cases.an_active_case()
    cases.detain(case, starts_on=date(2026, 11, 10))

    page = text(browse(accounts.manager()).get(path("entitlement_view", case)))

    assert "Entitled on leaving hospital" in page
    assert "“Entitled on leaving hospital” from" not in page
    assert not re.search(r"<dt[^>]*>\s*From\s*</dt>", page)


def test_a_party_that_sees_the_summary_is_told_of_the_change_without_a_way_that_is_shut(
    browse: Browse,
) -> None:
    case = cases.an_active_case()
    legal.put_right(case, case.detentions.get(), starts_on=date(2019, 3, 4), start_time=None)
    disputes.a_dispute(case)

    found = text(browse(disputes.westerby_signatory()).get(path("determination_view", case)))

    assert FLAG in found
    assert "see the new proposal" not in found


def test_the_page_says_when_a_section_or_an_order_runs_out_and_that_it_did(
    browse: Browse, settings: Any
) -> None:
    case = cases.a_detained_case()
    office, address = browse(accounts.mha_office()), path("legal_status_view", case)
    assert "Section 3 runs out at the end of 6 March 2027 unless it is renewed" in text(office.get(address))

    cases.begin_cto(case)
    assert "order runs out at the end of 18 April 2027" in text(office.get(address))
    legal.extended(case, runs_to=date(2027, 10, 18))
    page = text(office.get(address))
    assert "order runs out at the end of 18 October 2027" in page
    assert "18 Oct 2027, extended" in page


def test_papers_are_added_to_a_fact_opened_from_its_row_and_kept_from_finance(
    browse: Browse, settings: Any, tmp_path: Any
) -> None:
    case = cases.a_detained_case()
    row = case.detentions.get()
    office = browse(accounts.mha_office())
    add = path("fact_file_add", case, kind="detention", row=row.id)
    assert add in text(office.get(path("legal_status_view", case)))
    assert "Section: Section 3; Began: 7 Sep 2026" in text(office.get(add))

    sent = {"title": "Form A6", "file": SimpleUploadedFile("a.pdf", cases.A_PDF)}
    assert office.post(add, sent)["Location"] == path("legal_status_view", case)

    papers = path("evidence_download", case, evidence=case.evidence.get().id)
    assert f'href="{papers}">Form A6</a>' in text(office.get(path("legal_status_view", case)))
    assert office.get(papers).content == cases.A_PDF
    assert browse(accounts.council_finance()).get(papers).status_code == 403
    assert office.get(path("fact_file_add", case, kind="detentions", row=row.id)).status_code == 404


def test_a_section_whose_first_period_is_not_counted_says_that_a_person_decides_it(browse: Browse) -> None:
    case = cases.a_case()
    cases.detain(case, section_code="16")

    page = text(browse(accounts.mha_office()).get(path("legal_status_view", case)))

    assert "runs out is not worked out here. A person must decide it" in page
    assert "unless it is renewed" not in page
