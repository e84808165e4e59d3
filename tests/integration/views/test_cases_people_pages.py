"""The pages of the people around a person, of contacts and of copies, as a browser asks for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans.models import PlanDocument, Recipient
from careplans.rules.terms import RecipientKind
from careplans.services import RecipientInput, add_recipient, publish_plan, send_copy
from cases.models import ContactLog, Relation, SharingConsent
from cases.services import places
from s117.kernel.refusals import Refused
from s117.web.forms import date_parts
from tests.builders import accounts, around, careplans, cases
from tests.builders.accounts import NOW, TODAY
from tests.builders.careplans import PUBLISHED_AT, WRITTEN_AT

pytestmark = pytest.mark.django_db


def path(name: str, case: Any, **more: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"ref": case.reference, **more})


def text(response: Any) -> str:
    return response.content.decode()


def statements(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


def test_everybody_is_shown_beside_their_dates_and_source(browse: Any) -> None:
    case = cases.an_allocated_case()
    around.everybody(case)
    page = text(browse(accounts.coordinator()).get(path("people_view", case)))
    for words in (
        "Who to call", "Dr Sam Rahman", "01632 960 310", "Ngozi Obi", "Nearest relative",
        "Appointee for benefits", "Not decided yet", "Not the landlord.", "May have nothing",
        "Since 1 October 2026. Source: the person. Recorded by Sam Jones on 21 November 2026.",
    ):  # fmt: skip
        assert words in page, words
    assert "Record what the person says of sharing" in page
    assert "people/relation/add" not in text(
        browse(accounts.council_signatory()).get(path("people_view", case))
    )


def test_many_people_take_as_many_statements_as_one(browse: Any) -> None:
    case = cases.an_allocated_case()
    around.everybody(case)
    client, address = browse(accounts.coordinator()), path("people_view", case)
    one = statements(client, address)
    for number in range(10):
        around.add(case, "relation", name=f"Friend {number}")
        around.add(case, "professional", role="key_worker", name=f"Worker {number}")
        around.add(case, "consent", name=f"Home {number}")
    assert statements(client, address) == one <= 20


def test_a_carer_is_recorded_corrected_and_ended_in_short_forms(browse: Any) -> None:
    case = cases.an_allocated_case()
    client = browse(accounts.coordinator())
    sent = {
        "name": "Ngozi Obi", "tie": "sibling", "phone": "01632 960 401", "is_carer": "True",
        **date_parts("assessment_offered_on", date(2026, 11, 2)), "assessment_answer": "accepted",
        **date_parts("starts_on", date(2026, 10, 1)), "source": "person",
    }  # fmt: skip
    adding = path("people_add", case, group="relation")
    wrong = client.post(adding, {**sent, "assessment_answer": ""})
    assert wrong.status_code == 422
    assert "Say what the carer answered" in text(wrong)
    assert "01632 960 401" in text(wrong), "what was typed is kept"
    assert "Offered on 2 November 2026: accepted" in text(client.post(adding, sent, follow=True))
    row = Relation.objects.get()
    amending = path("people_amend", case, group="relation", entry=row.id)
    assert 'value="01632 960 401"' in text(client.get(amending))
    fixed = {**sent, "phone": "01632 960 402", "change_reason": "Wrong number", "seen_version": "1"}
    assert "Earlier entries" in text(client.post(amending, fixed, follow=True))
    late = client.post(amending, {**fixed, "phone": "01632 960 403"})
    assert late.status_code == 409
    assert "01632 960 403" in text(late)
    stands = Relation.objects.get(is_current=True)
    ending = path("people_end", case, group="relation", entry=stands.id)
    done = client.post(ending, {**date_parts("ends_on", TODAY), "seen_version": "1"}, follow=True)
    assert "From 1 October 2026 to 21 November 2026." in text(done)
    assert client.get(path("people_add", case, group="stranger")).status_code == 404


def test_what_a_person_needs_to_be_told_things_is_kept_with_its_date(browse: Any) -> None:
    case = cases.an_allocated_case()
    client, address = browse(accounts.coordinator()), path("communication_amend", case)
    sent = {
        "contact_method": "text", "phone": "07700 900211", "safe_to_leave_message": "False",
        "accessible_formats": ["easy_read", "large_print"], "communication_source": "person",
        "seen_version": str(case.client.version), **date_parts("communication_asked_on", TODAY),
    }  # fmt: skip
    page = text(client.post(address, sent, follow=True))
    assert "07700 900211 (do not leave a message)" in page
    assert "Asked on 21 November 2026. Told by: the person." in page
    assert "Easy read" in page
    assert "Needs: Easy read, Large print" in page, "the banner of every page says so"
    finance = text(browse(accounts.council_finance()).get(path("client_view", case)))
    assert "07700 900211" not in finance
    assert "do not leave a message" not in finance


def test_circumstances_are_asked_and_shown_to_those_who_plan_the_care(browse: Any) -> None:
    case = cases.an_allocated_case()
    client = browse(accounts.coordinator())
    sent = {
        "veteran": "True", "care_leaver": "not_asked", "cares_for_others": "True",
        "caring_note": "Two children under ten", "mappa_level": "2", "circumstances_source": "person",
        "seen_version": str(case.client.version), **date_parts("circumstances_asked_on", TODAY),
    }  # fmt: skip
    page = text(client.post(path("circumstances_amend", case), sent, follow=True))
    assert "Two children under ten" in page
    assert "Level 2" in page
    assert "Two children" not in text(browse(accounts.council_finance()).get(path("client_view", case)))


def test_a_person_is_found_by_a_former_name(browse: Any) -> None:
    case = cases.a_case(family_name="Obi")
    client = browse(accounts.mha_office())
    sent = {
        "family_name": "Obi", "given_names": "Amara", **date_parts("date_of_birth", cases.BORN),
        "number_known": "no", "nhs_number_unavailable": "not_known", "other_names": "Amara Zebediah\n Mimi ",
        "seen_version": str(case.client.version),
    }  # fmt: skip
    assert client.post(path("client_amend", case), sent).status_code == 302
    for typed in ("Zebediah", "mimi"):
        assert "OBI, Amara" in text(client.post(reverse("cases:client_search"), {"q": typed})), typed


def test_a_restricted_address_is_shown_to_few(browse: Any) -> None:
    case = cases.an_allocated_case()
    client = browse(accounts.coordinator())
    address = path("address_restrict", case, address=case.client.addresses.get().id)
    done = client.post(
        address, {"restricted": "True", "reason": "At risk from him", "seen_version": "1"}, follow=True
    )
    assert "At risk from him" in text(done)
    assert "4 Mill Lane" in text(done)
    page = text(browse(accounts.council_finance()).get(path("client_view", case)))
    assert "Kept from others" in page
    assert "Mill Lane" not in page
    assert "At risk from him" not in page
    places.record_address(
        actor=accounts.coordinator(), at=NOW, case_id=case.id,
        **cases.home(line="7 Secret Way", starts_on=date(2026, 11, 1), restricted=True, restricted_reason="He"),
    )  # fmt: skip
    assert "Secret Way" not in text(browse(accounts.council_finance()).get(path("client_view", case)))


def test_both_clocks_of_the_first_contact_are_shown_for_what_they_are(browse: Any) -> None:
    case = cases.an_active_case()
    client, address = browse(accounts.coordinator()), path("contact_view", case)
    page = text(client.get(address))
    assert "Missed: no contact was made with the person on a day that counts" in page
    assert "20 October 2026 to 22 October 2026. The day of leaving does not count" in page
    assert "Cannot be counted: the time of leaving is not recorded" in page
    cases.a_contact(case, accounts.coordinator())
    assert "Met: contact was made on 21 October 2026" in text(client.get(address))


def test_a_contact_is_corrected_and_a_restricted_note_is_read_by_few(browse: Any) -> None:
    case = cases.an_active_case()
    contact = cases.a_contact(
        case, accounts.coordinator(), note="He hit me", restricted=True, purpose="Safety"
    )
    client = browse(accounts.coordinator())
    assert "He hit me" in text(client.get(path("contact_view", case)))
    complaints = accounts.actor_of(accounts.user("doyle", "complaints_officer", accounts.northmoor()))
    page = text(browse(complaints).get(path("contact_view", case)))
    assert "He hit me" not in page
    assert "Safety" not in page
    assert "Restricted" in page
    correcting = path("contact_correct", case, entry=contact.id)
    assert "He hit me" in text(client.get(correcting))
    sent = {
        **date_parts("happened_on", date(2026, 10, 22)), "happened_time": "10:20", "kind": "phone",
        "with_whom": "person", "direction": "in", "attended": "yes", "note": "She rang.",
        "follow_up": "Visit", **date_parts("follow_up_on", TODAY), "correction_reason": "Wrong day",
    }  # fmt: skip
    page = text(client.post(correcting, sent, follow=True))
    for words in (
        "Corrected: does not count",
        "Wrong day",
        "Met: contact was made on 22 October 2026",
        "Visit",
    ):
        assert words in page, words
    assert ContactLog.objects.count() == 2


def test_the_contact_log_asks_as_often_for_many_as_for_one(browse: Any) -> None:
    case = cases.an_active_case()
    client, address = browse(accounts.coordinator()), path("contact_view", case)
    cases.a_contact(case, accounts.coordinator())
    one = statements(client, address)
    for _ in range(12):
        cases.a_contact(case, accounts.coordinator())
    assert statements(client, address) == one


# ----------------------------------------------------------------------------------------- copies of a plan


def test_publishing_makes_the_layout_that_the_person_needs() -> None:
    case = careplans.a_planned_case()
    around.needs(case, "easy_read", "large_print")
    plan = careplans.a_published_plan(case)
    made = PlanDocument.objects.filter(plan=plan, draft=False).values_list("variant", flat=True)
    assert sorted(made) == ["easy_read", "large_print", "standard"]


def test_the_formats_a_person_needs_come_first(browse: Any) -> None:
    case = careplans.a_planned_case()
    around.needs(case, "large_print", "braille")
    plan = careplans.a_complete_draft(case)
    client = browse(accounts.coordinator())

    def page(name: str) -> str:
        where = {"ref": case.reference, "number": plan.number}
        return text(client.get(reverse(f"careplans:{name}", kwargs=where)))

    assert "Arrange it yourself in: Braille" in page("recipient_list")
    adding = page("recipient_add")
    assert f'value="{case.client.given_names} {case.client.family_name}"' in adding
    checked = [line for line in adding.split("<input") if 'value="large_print"' in line]
    assert "checked" in checked[0]
    asked = [line for line in page("document_request").split("<input") if 'value="large_print"' in line]
    assert "checked" in asked[0]


def a_refused_copy() -> tuple[Any, Any]:
    """A published plan, of which the person said that housing may have nothing; and housing's copy."""
    case = careplans.a_planned_case()
    plan = careplans.a_submitted_plan(case)
    homes = RecipientInput("Northmoor Homes", RecipientKind.HOUSING)
    add_recipient(actor=accounts.coordinator(), plan_id=plan.id, recipient=homes, at=WRITTEN_AT)
    around.add(case, "consent", starts_on=date(2026, 10, 1))
    publish_plan(actor=accounts.manager(), plan_id=plan.id, at=PUBLISHED_AT)
    return plan, Recipient.objects.get(plan=plan, name="Northmoor Homes")


def test_a_copy_goes_against_a_refusal_only_with_its_reason(browse: Any) -> None:
    plan, homes = a_refused_copy()
    sending = {"actor": accounts.coordinator(), "at": NOW, "recipient_id": homes.id, "sent_on": TODAY}
    with pytest.raises(Refused) as refusal:
        send_copy(**sending)
    assert set(refusal.value.fields) == {"against_reason"}
    where = {"ref": plan.case.reference, "number": plan.number}
    client = browse(accounts.coordinator())
    assert "May have nothing" in text(client.get(reverse("careplans:plan_view", kwargs=where)))
    address = reverse("careplans:copy_send", kwargs={**where, "part": homes.id})
    page = text(client.get(address))
    assert "The person said no" in page
    assert "Not the landlord." in page
    assert client.post(address, date_parts("sent_on", TODAY)).status_code == 422
    done = client.post(
        address, {**date_parts("sent_on", TODAY), "against_reason": "Court order of 3 November"}, follow=True
    )
    assert "although the person said no: Court order of 3 November" in text(done)
    assert SharingConsent.objects.get().level == "none"
