"""The pages of the yearly confirmation, as a browser asks for them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from cases.models import RegisterConfirmation
from s117.audit.models import AccessEvent
from s117.web.forms import date_parts
from tests.builders import accounts, cases
from tests.builders.accounts import TODAY

pytestmark = pytest.mark.django_db
LIST, MANY = reverse("cases:confirmation_list"), reverse("cases:confirmations_record")


def one(case):
    return reverse("cases:confirmation_record", kwargs={"ref": case.reference})


def text(response):
    return response.content.decode()


def test_the_list_names_the_bodys_people_and_when_each_side_confirmed_and_says_who_looked(browse):
    case = cases.an_active_case(family_name="Obi")
    cases.confirm(case, accounts.nhs_signatory())
    price = accounts.council_signatory()

    page = text(browse(price).get(LIST))

    assert "OBI, Amara" in page
    assert "Never" in page
    assert "21 Nov 2026" in page
    browse(price).get(MANY)
    looked = AccessEvent.objects.filter(actor_id=price.id, kind="list", subject_type="Confirmation")
    assert [event.count for event in looked] == [1, 1]


def test_one_entry_is_confirmed_after_checking_the_answers(browse):
    case = cases.an_active_case()
    client = browse(accounts.council_signatory())
    sent = {"still_owed": "yes", **date_parts("confirmed_on", TODAY)}

    check = client.post(one(case), {**sent, "stage": "answers"})
    assert "Check your answers" in text(check)
    assert not RegisterConfirmation.objects.exists()
    done = client.post(one(case), {**sent, "stage": "check"}, follow=True)

    assert "Confirmation recorded" in text(done)
    assert "Still owed" in text(done)
    assert RegisterConfirmation.objects.get().side == "council"


def test_a_query_without_words_is_asked_for_them(browse):
    case = cases.an_active_case()
    sent = {"still_owed": "query", **date_parts("confirmed_on", TODAY), "stage": "answers"}

    response = browse(accounts.council_signatory()).post(one(case), sent)

    assert response.status_code == 422
    assert "Enter what the other body should know" in text(response)


def test_several_are_confirmed_at_once_and_only_those_of_ones_own_body(browse):
    mine, other = cases.an_active_case(family_name="Obi"), cases.an_active_case(family_name="Ward")
    client = browse(accounts.council_signatory())
    ids = [str(mine.id), str(other.id)]

    check = text(client.post(MANY, {"entries": ids, "stage": "answers"}))
    assert "OBI, Amara" in check
    assert "WARD, Amara" in check
    done = client.post(MANY, {"entries": ids, "stage": "check"}, follow=True)
    assert "2 entries confirmed" in text(done)
    assert RegisterConfirmation.objects.count() == 2

    strange = browse(accounts.stranger()).post(MANY, {"entries": ids, "stage": "check"})
    assert strange.status_code == 422
    assert RegisterConfirmation.objects.count() == 2


def test_the_second_press_confirms_nothing_twice(browse):
    case = cases.an_active_case()
    client = browse(accounts.council_signatory())
    submission = re.search(r'name="submission_id" value="([^"]+)"', text(client.get(MANY)))[1]
    sent = {"entries": [str(case.id)], "stage": "check", "submission_id": submission}

    client.post(MANY, sent)
    client.post(MANY, sent)

    assert RegisterConfirmation.objects.count() == 1


def test_nothing_ticked_is_said_and_an_empty_list_says_so(browse):
    client = browse(accounts.council_signatory())
    assert "There is no one whose aftercare" in text(client.get(LIST))
    cases.an_active_case()
    response = client.post(MANY, {"stage": "answers"})
    assert response.status_code == 422


def test_the_responsibility_page_shows_both_sides_and_offers_it_only_to_those_who_may(browse):
    case = cases.an_active_case()
    cases.confirm(case, accounts.council_signatory(), still_owed="query", note="Moved?")
    page = reverse("cases:determination_view", kwargs={"ref": case.reference})

    assert "Moved?" in text(browse(accounts.nhs_signatory()).get(page))
    assert one(case) in text(browse(accounts.nhs_signatory()).get(page))
    assert one(case) not in text(browse(accounts.coordinator()).get(page))


def test_the_list_costs_the_same_however_many_entries_there_are(browse, django_assert_max_num_queries):
    client = browse(accounts.council_signatory())
    for _ in range(3):
        cases.an_active_case()
    client.get(LIST)
    with django_assert_max_num_queries(10):
        client.get(LIST)
