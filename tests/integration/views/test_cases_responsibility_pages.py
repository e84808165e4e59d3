"""The pages about who is responsible, as a browser asks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases.models import BodyDecision
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases
from tests.integration.views.cases_pages import path, send, text

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]


def test_the_page_gives_the_answer_its_reasons_and_the_facts(browse: Browse) -> None:
    case = cases.a_detained_case()

    page = text(browse(accounts.council_signatory()).get(path("determination_view", case)))

    for shown in (
        "Entitled on leaving hospital",
        "Northmoor Council",
        "Waiting for their answer",
        "Mental Health Act 1983 s117(3)",
        "Section 3 from 7 September 2026",
        "Lived in the area of Northmoor Council from 1 June 2019",
    ):
        assert shown in page
    assert path("determination_answer", case, kind="council") in page
    assert path("determination_answer", case, kind="nhs_body") not in page


def test_a_question_that_lacks_a_fact_leads_to_where_it_is_recorded(browse: Browse) -> None:
    case = cases.a_detained_case(address=None, gp=None)

    page = text(browse(accounts.mha_office()).get(path("determination_view", case)))

    assert "Not known yet" in page
    assert path("address_record", case) in page
    assert path("gp_record", case) in page


def test_each_body_answers_for_itself_alone(browse: Browse) -> None:
    case = cases.a_detained_case()
    answers = {"reply": "accept", **date_parts("decided_on", date(2026, 9, 11))}

    ours, theirs = browse(accounts.council_signatory()), browse(accounts.nhs_signatory())
    assert theirs.get(path("determination_answer", case, kind="council")).status_code == 403
    assert send(ours, path("determination_answer", case, kind="council"), answers, "check").status_code == 302
    assert (
        send(theirs, path("determination_answer", case, kind="nhs_body"), answers, "check").status_code == 302
    )

    given = BodyDecision.objects.values_list("side", "organisation__code", "decided_by__username")
    assert set(given) == {("council", "NMC", "price"), ("nhs_body", "NMI", "okoro")}


def test_an_unknown_question_is_not_there(browse: Browse) -> None:
    case = cases.a_detained_case()
    price = browse(accounts.council_signatory())

    for name in ("determination_answer", "determination_override"):
        assert price.get(path(name, case, kind="weather")).status_code == 404


def test_a_decision_names_a_person_and_keeps_the_proposal(browse: Browse) -> None:
    case = cases.a_case()
    cases.detain(case, section_code="31", order_kind="not_confirmed")
    price, address = (
        browse(accounts.council_signatory()),
        path("determination_override", case, kind="entitlement"),
    )
    answers = {"entitled": "yes", "left": "no", "reason": "Hospital order read on the court file"}

    assert "the order on file" in text(price.get(address))
    assert "If the order does not count: no duty to provide aftercare" in text(price.get(address))
    assert send(price, address, answers, "check").status_code == 302
    page = text(price.get(path("determination_view", case)))

    assert "Decided by a person" in page
    assert "Hospital order read on the court file" in page
    assert "What was found before" in page
