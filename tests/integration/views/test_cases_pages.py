"""The record's own pages, searching and registering, as a browser asks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from s117.audit.models import AccessEvent
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases
from tests.integration.views.cases_pages import WHO, path, send, text

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]

PAGES = ("client_view", "legal_status_view", "determination_view", "contact_view")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_record_opens_for_its_coordinator_and_says_who_looked(
    browse: Browse, name: str
) -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones)

    response = browse(jones).get(path(name, case))

    assert response.status_code == 200
    assert case.reference in text(response)
    assert AccessEvent.objects.filter(actor_id=jones.id, kind="view", case_id=case.id).exists()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_case_out_of_scope_is_not_there(browse: Browse, name: str) -> None:
    case = cases.a_detained_case()

    response = browse(accounts.stranger()).get(path(name, case))

    assert response.status_code == 404
    assert case.reference not in text(response)
    assert AccessEvent.objects.filter(kind="denied").exists()


@pytest.mark.parametrize("name", PAGES)
def test_rendering_a_page_asks_the_database_nothing_more_for_a_longer_record(
    browse: Browse, name: str, django_assert_max_num_queries: Any
) -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    client = browse(jones)
    client.get(path(name, case))
    for _ in range(3):
        cases.a_contact(case, jones)
    cases.move_home(case, starts_on=date(2026, 11, 1))

    # Legal status reads one table for each of its eight kinds of fact, and the papers of all of them in one.
    with django_assert_max_num_queries(16 if name == "legal_status_view" else 15):
        client.get(path(name, case))


def test_a_number_that_one_person_has_opens_their_file(browse: Browse) -> None:
    case = cases.a_case(nhs_number="9990000018")

    response = browse(accounts.mha_office()).post(path("client_search"), {"q": "999 000 0018"})

    assert response.status_code == 302
    assert response["Location"] == reverse("dashboards:case_view", kwargs={"ref": case.reference})


def test_results_show_who_is_who_and_an_empty_search_the_next_step(browse: Browse) -> None:
    case = cases.an_allocated_case(family_name="Teale", nhs_number="9990000026")
    client = browse(accounts.mha_office())

    found = text(client.post(path("client_search"), {"q": "teale"}))
    for shown in (
        "TEALE, Amara",
        "14 Mar 1988",
        "999 000 0026",
        case.reference,
        "Sam Jones",
        "1 person found",
    ):
        assert shown in found.replace("\u00a0", " ")
    near = text(client.post(path("client_search"), {"q": "teele"}))
    assert "No one fits what you typed" in near
    assert "TEALE, Amara" in near
    nothing = text(client.post(path("client_search"), {"q": "qwertz"}))
    assert "Add a person to the register" in nothing
    assert AccessEvent.objects.filter(kind="search", count=1).count() == 2


def test_an_empty_search_says_what_to_type(browse: Browse) -> None:
    assert browse(accounts.mha_office()).post(path("client_search"), {"q": " "}).status_code == 422


def test_a_person_is_added_page_by_page_and_nothing_is_saved_before_the_end(browse: Browse) -> None:
    client, address = browse(accounts.mha_office()), path("client_register")
    home = {
        "address_known": "yes",
        "address_kind": "home",
        "address_line": "4 Mill Lane, Northmoor",
        "address_postcode": "nm14ml",
        "address_country": "england",
        "address_council": accounts.northmoor().id,
        **date_parts("address_starts_on", date(2019, 6, 1)),
        "address_settled": "yes",
    }
    practice = {
        "gp_known": "yes",
        "gp_practice_name": "Mill Surgery",
        "gp_practice_code": "a82608",
        "gp_icb": accounts.northmoor_icb().id,
        **date_parts("gp_starts_on", date(2019, 6, 1)),
    }

    assert "What do you know about them?" in text(send(client, address, WHO, "who"))
    assert "Where they live and their GP" in text(send(client, address, WHO, "details"))
    everything = {**WHO, **home, **practice}
    check = text(send(client, address, everything, "places"))
    assert "Check your answers" in check
    assert "999 000 0018" in check
    assert not Case.objects.exists()
    done = send(client, address, everything, "check")

    case = Case.objects.get()
    assert done["Location"] == path("legal_status_view", case)
    assert case.client.addresses.get().postcode == "NM1 4ML"
    assert case.client.gp_registrations.get().practice_code == "A82608"


def test_somebody_alike_is_shown_and_must_be_looked_at(browse: Browse) -> None:
    cases.a_case(family_name="Obie", given_names="Amara")
    client, address = browse(accounts.mha_office()), path("client_register")
    unnumbered = {**WHO, "number_known": "no", "nhs_number_unavailable": "not_known"}

    page = text(send(client, address, unnumbered, "who"))
    assert "Is it one of these people?" in page
    assert "OBIE, Amara" in page
    assert send(client, address, unnumbered, "matches").status_code == 422
    looked = text(send(client, address, {**unnumbered, "different_person": "on"}, "matches"))
    assert "What do you know about them?" in looked


def test_a_number_held_out_of_sight_stops_at_once_and_tells_nothing(browse: Browse) -> None:
    case = cases.a_case(nhs_number="9990000018")
    elsewhere = accounts.actor_of(accounts.user("nowak", "care_coordinator", accounts.southvale()))

    response = send(browse(elsewhere), path("client_register"), WHO, "who")

    assert response.status_code == 422
    assert "Ask your privacy officer" in text(response)
    assert case.reference not in text(response)


def test_a_number_that_is_never_issued_is_refused_at_the_field(browse: Browse) -> None:
    response = send(
        browse(accounts.mha_office()), path("client_register"), {**WHO, "nhs_number": "9990000140"}, "who"
    )

    assert response.status_code == 422
    assert "Check the NHS number" in text(response)


def test_a_role_that_may_not_register_is_told_so(browse: Browse) -> None:
    response = browse(accounts.council_finance()).get(path("client_register"))

    assert response.status_code == 403
    assert "add a person to the register" in text(response)


@pytest.mark.parametrize(("born", "asked"), [(date(1988, 3, 14), 0), (date(1988, 4, 13), 1)])
def test_a_merge_asks_about_dates_of_birth_only_where_they_differ(
    browse: Browse, born: date, asked: int
) -> None:
    kept, double = cases.a_case(), cases.a_case(date_of_birth=born)

    page = send(
        browse(accounts.mha_office()), path("client_merge", kept), {"other": double.reference}, "which"
    )

    assert "What would happen" in text(page)
    assert text(page).count("The dates of birth differ, and this is one person") == asked


def test_details_changed_meanwhile_show_both_texts(browse: Browse) -> None:
    case = cases.a_case(nhs_number="9990000018", family_name="Obi")
    client, address = browse(accounts.mha_office()), path("client_amend", case)
    answers = {**WHO, "nhs_number_status": "01", "pronouns": "she and her", "seen_version": "1"}
    assert client.post(address, {**answers, "pronouns": "they and them"}).status_code == 302

    late = client.post(address, answers)

    assert late.status_code == 409
    assert "they and them" in text(late)
    assert "she and her" in text(late)
