"""The pages of allocation and contacts, as a browser asks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases.models import ContactLog
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases
from tests.integration.views.cases_pages import path, text

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]


def test_a_manager_chooses_among_the_active_coordinators_of_the_team(browse: Browse) -> None:
    jones = accounts.coordinator()
    accounts.user("marsh", "care_coordinator", accounts.northmoor(), accounts.team("Recovery West"))
    case = cases.a_detained_case()
    hart, address = browse(accounts.manager()), path("allocation_make", case)

    form = text(hart.get(address))
    assert "Sam Jones" in form
    assert "Sam Marsh" not in form
    forged = hart.post(address, {"team": "../admin", "coordinator": "x", "reason": "Knows the family"})
    assert forged.status_code == 422
    assert "Choose team from the list" in text(forged)
    assert "UUID" not in text(forged)
    done = hart.post(
        address,
        {
            "team": accounts.team().id,
            "coordinator": jones.id,
            **date_parts("starts_on", date(2026, 9, 9)),
            "reason": "Knows the family",
        },
    )

    assert done.status_code == 302
    assert cases.header(jones, case).coordinator_name == "Sam Jones"


def test_a_contact_is_recorded_at_its_london_time(browse: Browse) -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    answers = {
        **date_parts("happened_on", date(2026, 10, 21)),
        "happened_time": "2pm",
        "kind": "face_to_face",
        "with_whom": "person",
        "direction": "out",
        "attended": "yes",
        "note": "Seen at home. <b>Settling</b> in.",
    }
    client = browse(jones)

    assert client.post(path("contact_record", case), {**answers, "note": ""}).status_code == 422
    assert client.post(path("contact_record", case), answers).status_code == 302

    assert ContactLog.objects.get().happened_at.isoformat() == "2026-10-21T13:00:00+00:00"
    page = text(client.get(path("contact_view", case)))
    assert "21 October 2026 at 2pm" in page
    assert "&lt;b&gt;Settling" in page


def test_contact_notes_are_closed_to_roles_that_read_no_care(browse: Browse) -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones)

    assert browse(accounts.mha_office()).get(path("contact_view", case)).status_code == 403
    assert browse(accounts.council_finance()).get(path("contact_view", case)).status_code == 403
