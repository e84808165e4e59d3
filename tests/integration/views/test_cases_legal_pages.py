"""The pages of legal status and hospital, as a browser asks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import Detention
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases
from tests.integration.views.cases_pages import detention, path, send, text

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]


def test_a_detention_is_checked_before_it_is_saved(browse: Browse) -> None:
    case = cases.a_case()
    client, address = browse(accounts.mha_office()), path("detention_record", case)

    check = send(client, address, detention(), "answers")
    assert "Check your answers" in text(check)
    assert "10:20am" in text(check)
    assert not Detention.objects.exists()
    done = send(client, address, detention(), "check")

    assert done["Location"] == path("legal_status_view", case)
    assert cases.refreshed(case).status == "prospective"


def test_what_the_service_would_refuse_is_said_before_the_check_page(browse: Browse) -> None:
    case = cases.a_detained_case()

    response = send(
        browse(accounts.mha_office()),
        path("detention_record", case),
        detention(section_code="02", **date_parts("starts_on", date(2026, 9, 1))),
        "answers",
    )

    assert response.status_code == 422
    assert "This overlaps Section 3, from 7 September 2026" in text(response)
    assert Detention.objects.count() == 1


def test_change_goes_back_to_the_questions_with_the_answers_kept(browse: Browse) -> None:
    case = cases.a_case()

    back = browse(accounts.mha_office()).post(
        path("detention_record", case), {**detention(), "stage": "check", "to": "answers"}
    )

    assert back.status_code == 200
    assert 'value="Rowan Unit"' in text(back)
    assert not Detention.objects.exists()


def test_a_second_press_of_the_button_records_one_detention(browse: Browse) -> None:
    case = cases.a_case()
    client, address = browse(accounts.mha_office()), path("detention_record", case)
    answers = detention(submission_id="0d4bfb6c-7a6a-4e0c-8f3e-2f3f3a0d8a11")

    first, second = send(client, address, answers, "check"), send(client, address, answers, "check")

    assert first["Location"] == second["Location"]
    assert Detention.objects.count() == 1


def test_discharge_before_the_section_began_is_refused_at_the_field(browse: Browse) -> None:
    case = cases.a_detained_case()

    response = send(
        browse(accounts.mha_office()),
        path("hospital_leave", case),
        {
            **date_parts("left_on", date(2026, 9, 1)),
            "destination": "home",
            "end_reason": "discharged_by_rc",
        },
        "answers",
    )

    assert response.status_code == 422
    assert "before Section 3 began on 7 September 2026" in text(response)


def test_a_correction_opens_with_the_entry_as_it_is(browse: Browse) -> None:
    case = cases.a_detained_case()
    row = case.detentions.get()
    client, address = browse(accounts.mha_office()), path("detention_correct", case, row=row.id)

    assert "Northmoor General, Rowan Unit" in text(client.get(address))
    send(
        client,
        address,
        {**detention(start_time="11am"), "seen_version": "1", "correction_reason": "Read the papers"},
        "check",
    )

    assert case.detentions.get(is_current=True).supersedes_id == row.id


def test_a_coordinator_may_record_leaving_and_not_a_detention(browse: Browse) -> None:
    jones = accounts.coordinator()
    case = cases.an_allocated_case(coordinator=jones)
    client = browse(jones)

    page = text(client.get(path("legal_status_view", case)))

    assert path("hospital_leave", case) in page
    assert path("detention_record", case) not in page
    assert client.get(path("detention_record", case)).status_code == 403


STILL_IN_FORCE = {"left": "no", "in_force": "yes", "source": "papers"}


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("detention_end", {**date_parts("ends_on", date(2026, 10, 1)), "end_reason": "discharged_by_rc"}),
        ("cto_record", {**date_parts("starts_on", date(2026, 10, 1)), **STILL_IN_FORCE}),
        (
            "address_record",
            {
                "kind": "no_fixed_abode",
                "country": "england",
                **date_parts("starts_on", date(2026, 9, 1)),
                "settled": "no",
                "arranged": "no",
            },
        ),
    ],
)
def test_the_other_legal_forms_go_by_the_check_page_to_the_record(
    browse: Browse, name: str, answers: dict[str, Any]
) -> None:
    case = cases.a_detained_case()
    client = browse(accounts.mha_office())
    if name == "address_record":
        answers = {**answers, "council": accounts.northmoor().id}

    assert "Check your answers" in text(send(client, path(name, case), answers, "answers"))
    assert send(client, path(name, case), answers, "check").status_code == 302
