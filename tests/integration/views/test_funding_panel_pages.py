"""The pages of funding applications and panels: what a decision maker, an administrator and a coordinator meet."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding.models import Application, Panel, PanelDecision
from funding.services import packs
from s117.audit.models import AccessEvent
from s117.kernel.actor import Actor
from tests.builders import accounts, cases, funding, panels
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def address(route: str, application: Application) -> str:
    where = {"ref": application.case.reference, "number": application.number}
    return reverse(f"funding:{route}", kwargs=where)


def test_a_decision_is_signed_on_its_page(browse: Browse) -> None:
    application, _ = panels.a_pending_application()
    decision = panels.decide(application)
    sent = {"decision": str(decision.id), "title": "Head of commissioning", "read": "on"}
    answer = browse(accounts.nhs_signatory()).post(address("decision_sign", application), sent, follow=True)
    assert answer.status_code == 200
    assert "Waiting for Northmoor Council to sign" in answer.content.decode()
    assert decision.signatures.count() == 1


def test_a_decision_that_changed_meanwhile_is_not_signed(browse: Browse) -> None:
    application, _ = panels.a_pending_application()
    seen = panels.decide(application)
    panels.decide(application, panels.term(nhs="60.00", council="40.00"))
    sent = {"decision": str(seen.id), "title": "Head of commissioning", "read": "on"}
    answer = browse(accounts.nhs_signatory()).post(address("decision_sign", application), sent)
    assert answer.status_code == 422
    assert "The decision was changed after you opened it" in answer.content.decode()
    assert not any(row.signatures.exists() for row in PanelDecision.objects.all())


def test_a_step_that_is_past_is_a_conflict_and_a_stranger_finds_nothing(browse: Browse) -> None:
    application = panels.an_approved_application()
    assert browse(accounts.manager()).get(address("application_recommend", application)).status_code == 409
    assert browse(accounts.stranger()).get(address("application_view", application)).status_code == 404


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(path).status_code == 200
    return len(sent)


def test_a_full_agenda_costs_no_more_statements_than_a_short_one(browse: Browse) -> None:
    """One application with a decision of two editions and two options, then three of them."""
    panel = panels.a_panel()
    panels.sit(panel)
    where = {"convenor": "NMC", "number": panel.number}
    frost, okoro = browse(panels.panel_administrator()), browse(accounts.nhs_signatory())
    pages = [(frost, reverse("funding:panel_list")), (frost, reverse("funding:panel_view", kwargs=where))]
    application = on_agenda(panel, cases.NHS_NUMBERS[0])
    pages += [
        (okoro, address("application_view", application)),
        (okoro, reverse("funding:application_list", kwargs={"ref": application.case.reference})),
    ]
    before = [statements(client, path) for client, path in pages]
    for number in cases.NHS_NUMBERS[1:3]:
        on_agenda(panel, number)
    panels.a_panel()
    after = [statements(client, path) for client, path in pages]
    assert after == before
    assert max(before) <= 40


def on_agenda(panel: Panel, nhs_number: str) -> Application:
    case = cases.an_active_case(family_name=f"Item{nhs_number}", nhs_number=nhs_number)
    application = panels.recommend(panels.an_application(case))
    panels.schedule(panel, application)
    panels.decide(application)
    panels.sign(application, accounts.council_signatory())
    panels.decide(application, panels.term(nhs="60.00", council="40.00"))
    return application


def test_the_papers_hold_every_application_under_its_persons_name(
    browse: Browse, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENT_ROOT = tmp_path
    panel = panels.a_panel()
    panels.sit(panel)
    for name, number in zip(("Sahota", "Wynn"), cases.NHS_NUMBERS, strict=False):
        case = cases.an_active_case(family_name=name, nhs_number=number)
        panels.schedule(panel, panels.recommend(panels.an_application(case)))
    pack = packs.request_pack(actor=panels.panel_administrator(), at=NOW, panel_id=panel.id)
    assert packs.render_pack(actor=SETTING_UP, at=NOW, pack_id=pack.id)
    where = {"convenor": "NMC", "number": panel.number, "pack": pack.id}
    path = reverse("funding:pack_download", kwargs=where)
    answer = browse(panels.panel_administrator()).get(path)
    assert answer["Content-Type"] == "application/pdf"
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    sheets = read.stdout.decode().split("\f")[:-1]
    for name in ("SAHOTA", "WYNN"):
        about = [sheet for sheet in sheets if sheet.lstrip().startswith(name)]
        text = "\n".join(about)
        assert all("NHS 999 000 00" in sheet for sheet in about)
        assert "£1,400.00" in text
        assert "£73,000.00" in text
        assert "Larch House" in text
        assert "50.00%" in text
    assert browse(accounts.stranger()).get(path).status_code in {403, 404}
    assert AccessEvent.objects.filter(kind="download", subject_id=pack.id).exists()


def test_a_decision_that_the_plan_has_left_behind_says_so(browse: Browse) -> None:
    application, _ = panels.a_pending_application()
    panels.decide(application)
    key = application.services.get().service_key
    funding.a_planned_service(application.case, service_key=key, provider_name="Elm House")
    page = browse(accounts.nhs_signatory()).get(address("application_view", application)).content.decode()
    assert "This decision cannot be signed as it stands" in page
    assert "Elm House" in page
