"""The view bases: who gets in, what is recorded, and that nothing typed is lost or done twice."""

from __future__ import annotations

import re
import threading
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from s117.accounts.models import Organisation
from s117.audit.context import acting_as
from s117.audit.models import AccessEvent, AuditEvent
from s117.web.models import HeldForm, Submission
from s117.web.tasks import forms_forget
from s117.web.views import ScopedDetail
from tests.builders import accounts
from tests.builders.accounts import PASSWORD, northmoor, northmoor_icb, southvale
from tests.integration.views import web_views_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.views.web_views_urls")]


@pytest.fixture(autouse=True)
def test_template(settings: Any) -> None:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(settings.BASE_DIR / "tests/integration/views/templates")
    settings.TEMPLATES = templates


@pytest.fixture
def admin(browse: Any) -> Client:
    return browse(accounts.administrator())


def page(response: Any) -> str:
    return response.content.decode()


def test_a_view_without_a_permission_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="declares no permission"):
        type("Forgotten", (ScopedDetail,), {"template": "x.html"})


def test_a_person_who_is_not_signed_in_goes_to_the_sign_in_page_and_comes_back() -> None:
    response = Client().get(f"/bodies/{northmoor().pk}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/sign-in/?next=%2Fbodies%2F")


def test_opening_a_record_is_recorded(admin: Client) -> None:
    body = northmoor()
    assert "Northmoor Council" in page(admin.get(f"/bodies/{body.pk}/"))
    seen = AccessEvent.objects.get()
    assert (seen.kind, seen.subject_type, seen.subject_id) == ("view", "Organisation", body.pk)
    assert seen.actor_name == "Sam Singh"


def test_what_is_not_there_is_a_404_and_is_recorded_as_denied(admin: Client) -> None:
    response = admin.get(f"/bodies/{uuid4()}/")
    assert response.status_code == 404
    assert "Page not found" in page(response)
    assert AccessEvent.objects.get().kind == "denied"


def test_a_role_without_the_permission_is_told_why_and_nothing_is_counted_as_seen(browse: Any) -> None:
    response = browse(accounts.coordinator()).get(f"/bodies/{northmoor().pk}/")
    assert response.status_code == 403
    assert "Your role does not let you change reference data." in page(response)
    assert not AccessEvent.objects.filter(kind="view").exists()


def test_a_policy_s_refusal_is_shown_in_its_own_words(admin: Client) -> None:
    secret = accounts.body("trust", "SECRET", "Secret Trust")
    response = admin.get(f"/bodies/{secret.pk}/")
    assert response.status_code == 403
    assert "This body is secret." in page(response)
    assert "Secret Trust" not in page(response)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "head", "options", "trace"])
def test_methods_that_a_page_does_not_declare_are_refused(admin: Client, method: str) -> None:
    body = northmoor()
    response = getattr(admin, method)(f"/bodies/{body.pk}/rename/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST"
    assert admin.post(f"/bodies/{body.pk}/").status_code == 405


def test_a_list_is_paged_by_key_and_its_length_recorded(admin: Client) -> None:
    for make in (northmoor, southvale, northmoor_icb):
        make()
    codes = sorted(Organisation.objects.values_list("code", flat=True))
    first = page(admin.get("/bodies/?order=code"))
    assert f"{codes[0]},{codes[1]} next=?order=code&amp;after={codes[1]}" in first
    assert AccessEvent.objects.get().count == 2
    last = page(admin.get(f"/bodies/?after={codes[1]}"))
    assert f"{codes[2]} next=None" in last


def test_a_form_does_its_work_says_so_and_goes_on(admin: Client) -> None:
    body = northmoor()
    response = admin.post(f"/bodies/{body.pk}/rename/", {"name": "Newmoor", "seen_version": 1}, follow=True)
    assert response.redirect_chain == [(f"/bodies/{body.pk}/", 302)]
    assert "The name is changed" in page(response)
    assert Organisation.objects.get(pk=body.pk).name == "Newmoor"


def test_a_mistake_answers_422_keeps_the_text_and_says_error_in_the_title(admin: Client) -> None:
    body = northmoor()
    typed = {
        "name": "",
        "starts_on_day": "31",
        "starts_on_month": "2",
        "starts_on_year": "2026",
        "seen_version": 1,
    }
    response = admin.post(f"/bodies/{body.pk}/rename/", typed)
    assert response.status_code == 422
    html = page(response)
    assert "<title>Error: Test page - S117</title>" in html
    assert '<a href="#id_name">Enter name</a>' in html
    assert '<a href="#id_starts_on_day">From must be a real date</a>' in html
    assert 'value="2026"' in html


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("Taken", 422, "Another body has this name"),
        ("Nowhere", 422, "Nothing could be renamed today."),
        ("Closed", 409, "This body is closed, so it cannot be renamed."),
    ],
)
def test_a_service_s_refusal_is_shown_and_changes_nothing(
    admin: Client, name: str, status: int, words: str
) -> None:
    body = northmoor()
    sent = {"name": name, "seen_version": 1, "submission_id": str(uuid4())}
    response = admin.post(f"/bodies/{body.pk}/rename/", sent)
    assert response.status_code == status
    assert words in page(response)
    assert Organisation.objects.get(pk=body.pk).name == "Northmoor Council"
    assert not Submission.objects.exists(), "a refused form may be sent again"


def test_two_people_edit_and_the_second_sees_both_texts(browse: Any, admin: Client) -> None:
    body = northmoor()
    other = browse(accounts.administrator("patel"))
    other.post(f"/bodies/{body.pk}/rename/", {"name": "Theirs", "seen_version": 1})
    response = admin.post(f"/bodies/{body.pk}/rename/", {"name": "Mine", "seen_version": 1})
    html = page(response)
    assert response.status_code == 409
    assert "<title>Not saved: Test page - S117</title>" in html
    assert "Sam Patel changed it on" in html
    assert "Theirs</td>" in html
    assert 'name="name" type="text" value="Mine"' in html, "what was typed stays in the form"
    assert 'name="seen_version" value="2"' in html
    assert Organisation.objects.get(pk=body.pk).name == "Theirs"
    again = admin.post(f"/bodies/{body.pk}/rename/", {"name": "Mine", "seen_version": 2})
    assert again.status_code == 302
    assert Organisation.objects.get(pk=body.pk).name == "Mine"


def test_what_moved_on_and_may_be_done_no_more_is_told_so_and_shows_what_was_typed(
    admin: Client, browse: Any
) -> None:
    body = northmoor()
    with acting_as(accounts.SETTING_UP):
        Organisation.objects.get(pk=body.pk).amend(code="SECRET")
    address = f"/bodies/{body.pk}/rename/"
    late = admin.post(address, {"name": "Mine", "seen_version": 1})
    assert late.status_code == 409
    for words in ("This body is secret.", "What you typed", "Mine"):
        assert words in page(late)
    assert admin.post(address, {"name": "Mine", "seen_version": 2}).status_code == 403, "nothing has moved"
    assert (
        browse(accounts.coordinator()).post(address, {"name": "Mine", "seen_version": 1}).status_code == 403
    )
    closed = page(admin.post(f"/bodies/{southvale().pk}/rename/", {"name": "Closed", "seen_version": 1}))
    assert "What you typed" in closed


@pytest.mark.parametrize("sent", ["", "x", "-1", "99999999999999999999", "\u0661"])
def test_a_version_that_was_never_seen_counts_as_stale(admin: Client, sent: str) -> None:
    body = northmoor()
    response = admin.post(f"/bodies/{body.pk}/rename/", {"name": "Mine", "seen_version": sent})
    assert response.status_code == 409


def test_pressing_the_button_twice_does_the_work_once(admin: Client) -> None:
    body = northmoor()
    sent = {"name": "Once", "seen_version": 1, "submission_id": str(uuid4())}
    first = admin.post(f"/bodies/{body.pk}/rename/", sent)
    second = admin.post(f"/bodies/{body.pk}/rename/", sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Organisation.objects.get(pk=body.pk).version == 2
    assert AuditEvent.objects.filter(event="reference_loaded").count() == 1


def test_the_second_press_is_answered_even_when_the_first_forbids_the_act(admin: Client) -> None:
    secret = accounts.body("trust", "OPEN", "Open Trust")
    sent = {"name": "Once", "seen_version": 1, "submission_id": str(uuid4())}
    first = admin.post(f"/bodies/{secret.pk}/rename/", sent)
    with acting_as(accounts.SETTING_UP):
        Organisation.objects.get(pk=secret.pk).amend(code="SECRET")
    assert admin.get(f"/bodies/{secret.pk}/rename/").status_code == 403
    second = admin.post(f"/bodies/{secret.pk}/rename/", sent)
    assert (second.status_code, second["Location"]) == (302, first["Location"])


def test_another_person_cannot_learn_where_a_submission_led(browse: Any, admin: Client) -> None:
    body = northmoor()
    sent = {"name": "Once", "seen_version": 1, "submission_id": str(uuid4())}
    admin.post(f"/bodies/{body.pk}/rename/", sent)
    response = browse(accounts.administrator("patel")).post(
        f"/bodies/{body.pk}/rename/", {**sent, "seen_version": 2}
    )
    assert response.status_code == 400
    assert str(body.pk) not in response.get("Location", "")


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_the_same_time_do_the_work_once(browse: Any) -> None:
    body, who = northmoor(), accounts.administrator()
    sent = {"name": "Once", "seen_version": 1, "submission_id": str(uuid4())}
    found: list[Any] = []

    def press() -> None:
        found.append(browse(who).post(f"/bodies/{body.pk}/rename/", sent))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [response.status_code for response in found] == [302] * 4
    assert {response["Location"] for response in found} == {f"/bodies/{body.pk}/"}
    assert Organisation.objects.get(pk=body.pk).version == 2


NASTY = {
    "nul": "a\x00b",
    "control": "a\x1bb",
    "megabyte": "x" * 1_000_000,
    "only spaces": "   ",
    "markup": "<script>alert(1)</script>" * 10,
    "half an emoji": "\ufffd" * 200,
}


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize("field", ["name", "starts_on_day", "starts_on_year"])
def test_no_text_that_can_be_sent_breaks_a_form(admin: Client, kind: str, field: str) -> None:
    body = northmoor()
    sent = {"name": "Fine", "seen_version": 1, "starts_on_day": "1", "starts_on_month": "1"}
    response = admin.post(
        f"/bodies/{body.pk}/rename/", {**sent, "starts_on_year": "2026", field: NASTY[kind]}
    )
    assert response.status_code == 422
    assert "<script>alert" not in page(response)
    assert Organisation.objects.get(pk=body.pk).name == "Northmoor Council"


def test_fields_sent_twice_and_nonsense_ids_are_survived(admin: Client) -> None:
    body = northmoor()
    sent = {"name": ["First", "Second"], "seen_version": ["1", "1"], "submission_id": ["x", "\x00"]}
    assert admin.post(f"/bodies/{body.pk}/rename/", sent).status_code == 302
    assert Organisation.objects.get(pk=body.pk).name == "Second"


def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    accounts.administrator()
    client = Client(enforce_csrf_checks=True)
    response = client.post("/account/sign-in/", {"login": "singh", "password": PASSWORD})
    assert response.status_code == 403
    assert "The form was open too long" in page(response)


def test_error_pages_carry_the_request_s_reference(admin: Client) -> None:
    response = admin.get("/no-such-page/")
    assert response["X-Request-ID"][:12] in page(response)
    assert UUID(response["X-Request-ID"])


@pytest.mark.parametrize(
    "address", ["/help/?x=%00", "/cases/S117%00/", "/bodies/?after=a%00b", "/bodies/?after=%ff%fe"]
)
def test_addresses_that_cannot_be_kept_are_refused_not_broken(admin: Client, address: str) -> None:
    response = admin.get(address)
    assert response.status_code in (200, 400, 404)
    assert "%00" not in address or response.status_code == 400


def test_more_than_a_form_can_hold_is_refused_in_plain_words(admin: Client) -> None:
    body = northmoor()
    for sent in ({"name": "x" * 3_000_000}, {f"field{number}": "1" for number in range(2_000)}):
        response = admin.post(f"/bodies/{body.pk}/rename/", sent)
        assert response.status_code == 400
        assert "The page could not read what was sent" in page(response)


def test_a_deadlock_is_tried_again_and_the_work_done_once(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, real, tries = northmoor(), web_views_urls.rename, []

    def deadlocks_twice(**kwargs: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError from psycopg.errors.DeadlockDetected()
        return real(**kwargs)

    monkeypatch.setattr(web_views_urls, "rename", deadlocks_twice)
    assert admin.post(f"/bodies/{body.pk}/rename/", {"name": "New", "seen_version": 1}).status_code == 302
    assert (len(tries), Organisation.objects.get(pk=body.pk).version) == (3, 2)


def test_an_unforeseen_error_shows_a_page_with_its_reference_and_no_details(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**kwargs: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(web_views_urls, "rename", breaks)
    admin.raise_request_exception = False
    response = admin.post(f"/bodies/{northmoor().pk}/rename/", {"name": "New", "seen_version": 1})
    assert response.status_code == 500
    assert "Sorry, there is a problem with the service" in page(response)
    assert response["X-Request-ID"][:12] in page(response)
    assert "secret detail" not in page(response)


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(admin: Client, browse: Any) -> None:
    body = northmoor()
    address = f"/bodies/{body.pk}/rename/"
    owner = re.search(r'name="owner" value="([^"]+)"', page(admin.get(address)))
    assert owner is not None
    sent = {"name": "Half written", "seen_version": 1, "owner": owner[1], "csrfmiddlewaretoken": "x"}
    ended = Client().post(address, sent)
    back = unquote(ended["Location"].split("next=")[1])
    assert back.startswith(f"{address}?held=")
    assert "Half written" not in back
    again = page(admin.get(back))
    assert "You were signed out before this was saved" in again
    assert 'value="Half written"' in again
    assert Organisation.objects.get(pk=body.pk).name == "Northmoor Council"
    other = browse(accounts.administrator("patel"))
    assert "Half written" not in page(other.get(back)), "only its owner gets it back"
    elsewhere = back.replace(str(body.pk), str(southvale().pk))
    assert "Half written" not in page(admin.get(elsewhere)), "and only where it was typed"


@pytest.mark.parametrize("owner", ["", "forged", "\x00"])
def test_text_without_its_owner_s_mark_is_not_held(owner: str) -> None:
    response = Client().post(f"/bodies/{northmoor().pk}/rename/", {"name": "x", "owner": owner})
    assert response["Location"] == "/account/sign-in/?next=%2F"
    assert not HeldForm.objects.exists()


def test_old_submissions_and_held_text_are_forgotten(at: datetime) -> None:
    for days in (1, 3):
        when = at - timedelta(days=days)
        Submission.objects.create(user_id=uuid4(), made_at=when)
        HeldForm.objects.create(user_id=uuid4(), path="/", fields="", held_at=when)
    forms_forget()
    assert (Submission.objects.count(), HeldForm.objects.count()) == (1, 1)


def test_a_database_that_cannot_be_reached_asks_to_try_again_later(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**kwargs: Any) -> Any:
        raise OperationalError from psycopg.OperationalError("connection refused")

    monkeypatch.setattr(web_views_urls, "rename", breaks)
    admin.raise_request_exception = False
    response = admin.post(f"/bodies/{northmoor().pk}/rename/", {"name": "New", "seen_version": 1})
    assert (response.status_code, response["Retry-After"]) == (503, "300")
    assert "Sorry, the service is closed for a short time" in page(response)
