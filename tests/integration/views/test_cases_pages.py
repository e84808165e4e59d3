"""The pages of the register, as a browser asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import BodyDecision, Case, ContactLog, Detention
from s117.audit.models import AccessEvent
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]

PAGES = ("client_view", "legal_status_view", "determination_view", "contact_view")
WHO = {
    "family_name": "Obi",
    "given_names": "Amara",
    **date_parts("date_of_birth", date(1988, 3, 14)),
    "number_known": "yes",
    "nhs_number": "999 000 0018",
}


def path(name: str, case: Case | None = None, **kwargs: object) -> str:
    """The address of a page of the register."""
    return reverse(f"cases:{name}", kwargs={**({"ref": case.reference} if case else {}), **kwargs} or None)


def send(client: Client, address: str, answers: dict[str, Any], stage: str) -> Any:
    """Send a page of a staged form, as somebody who has just opened it."""
    opened = re.search(r'name="seen_version" value="(\d+)"', text(client.get(address)))
    seen = {"seen_version": opened[1]} if opened else {}
    return client.post(address, {**seen, **answers, "stage": stage})


def text(response: Any) -> str:
    """The page's source."""
    return response.content.decode()


def detention(**over: Any) -> dict[str, Any]:
    """The answers about the section 3 of journey J1."""
    return {
        "section_code": "03",
        **date_parts("starts_on", date(2026, 9, 7)),
        "start_time": "10:20am",
        "hospital": "Rowan Unit",
        "ward": "Rowan",
        "in_force": "yes",
        "source": "papers",
        **over,
    }


# --------------------------------------------------------------------------------------- the record


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

    with django_assert_max_num_queries(14):
        client.get(path(name, case))


# ------------------------------------------------------------------------------------------- search


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


# ----------------------------------------------------------------------------------------- registering


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


def test_details_changed_meanwhile_show_both_texts(browse: Browse) -> None:
    case = cases.a_case(nhs_number="9990000018", family_name="Obi")
    client, address = browse(accounts.mha_office()), path("client_amend", case)
    answers = {**WHO, "nhs_number_status": "01", "phone": "07700 900456", "seen_version": "1"}
    assert client.post(address, {**answers, "phone": "07700 900123"}).status_code == 302

    late = client.post(address, answers)

    assert late.status_code == 409
    assert "07700 900123" in text(late)
    assert "07700 900456" in text(late)


# ----------------------------------------------------------------------------------------- legal status


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
    client, address = browse(accounts.mha_office()), path("detention_correct", case, detention=row.id)

    assert "Northmoor General, Rowan Unit" in text(client.get(address))
    send(client, address, {**detention(start_time="11am"), "seen_version": "1"}, "check")

    assert case.detentions.get(is_current=True).supersedes_id == row.id


def test_a_coordinator_may_record_leaving_and_not_a_detention(browse: Browse) -> None:
    jones = accounts.coordinator()
    case = cases.an_allocated_case(coordinator=jones)
    client = browse(jones)

    page = text(client.get(path("legal_status_view", case)))

    assert path("hospital_leave", case) in page
    assert path("detention_record", case) not in page
    assert client.get(path("detention_record", case)).status_code == 403


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("detention_end", {**date_parts("ends_on", date(2026, 10, 1)), "end_reason": "discharged_by_rc"}),
        ("cto_record", {**date_parts("starts_on", date(2026, 10, 1)), "left": "no"}),
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


# --------------------------------------------------------------------------------------- responsibility


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


# ------------------------------------------------------------------------------- allocation and contacts


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
