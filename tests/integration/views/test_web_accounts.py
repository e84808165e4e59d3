"""Signing in and out, the two time-outs, the headers, and the demonstration's door."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from s117.audit.models import AuditEvent
from s117.web import middleware
from tests.builders import accounts
from tests.builders.accounts import PASSWORD

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`clock.now` is what the session middleware reads, in seconds."""

    class Clock:
        now = 1_000_000

    monkeypatch.setattr(middleware.time, "time", lambda: Clock.now)
    return Clock


def sign_in(client: Client, username: str = "singh", password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/account/sign-in/?next=/account/", {"login": username, "password": password, **extra})


def test_signing_in_and_out_and_failing_to_are_recorded() -> None:
    accounts.administrator()
    client = Client()
    assert sign_in(client, password="wrong").status_code == 422
    assert sign_in(client)["Location"] == ACCOUNT
    client.post("/account/sign-out/")
    assert client.get(ACCOUNT).status_code == 302
    found = AuditEvent.objects.filter(subject_type="User").exclude(event="user_saved").order_by("id")
    assert [(row.event, row.actor_name) for row in found] == [
        ("sign_in_failed", "sign-in page"),
        ("signed_in", "Sam Singh"),
        ("signed_out", "Sam Singh"),
    ]


def test_an_unknown_name_and_a_wrong_password_look_the_same() -> None:
    accounts.administrator()
    token = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|value="(singh|nobody)"')
    wrong, unknown = sign_in(Client(), password="wrong"), sign_in(Client(), "nobody", "wrong")
    assert token.sub("", wrong.content.decode()) == token.sub("", unknown.content.decode())


def test_too_many_wrong_passwords_close_the_account_for_a_while_even_for_the_right_one() -> None:
    accounts.administrator()
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong")
    response = sign_in(client)
    assert response.status_code == 422
    assert "Too many wrong passwords" in response.content.decode()


def test_too_many_tries_from_one_address_are_answered_in_plain_words(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    sign_in(client, "nobody")
    response = sign_in(client, "nobody")
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_signing_in_never_leads_to_another_site() -> None:
    accounts.administrator()
    response = Client().post(
        "/account/sign-in/?next=https://evil.example/",
        {"login": "singh", "password": PASSWORD, "next": "//evil.example"},
    )
    assert "evil" not in response["Location"]


def test_the_admin_site_has_no_sign_in_page_of_its_own(client: Client, browse: Any) -> None:
    answer = client.post("/admin/login/", {"username": "singh", "password": PASSWORD})
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/sign-in/")
    assert "_auth_user_id" not in client.session
    assert browse(accounts.coordinator()).get("/admin/login/").status_code == 403
    administrator = browse(accounts.administrator())
    assert 'href="/admin/"' in administrator.get("/").content.decode()
    assert administrator.get("/admin/").status_code == 200


def test_signing_out_takes_a_post(browse: Any) -> None:
    client = browse(accounts.administrator())
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get(ACCOUNT).status_code == 200


def test_nobody_makes_an_account_for_themselves() -> None:
    response = Client().get("/account/sign-up/")
    assert response.status_code == 403
    assert "Accounts are made by your administrator" in response.content.decode()


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once() -> None:
    user = accounts.user("singh", "administrator")
    user.email = "singh@example.org"
    user.save()
    client = Client()
    assert client.post("/account/password/reset/", {"email": "singh@example.org"}).status_code == 302
    assert mail.outbox[0].subject == "Choose a new password for S117"
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)
    assert link is not None
    page = client.get(link[1], follow=True)
    target = page.request["PATH_INFO"]
    new = "three-random-words-here"
    assert client.post(target, {"password1": new, "password2": "different"}).status_code == 422
    assert client.post(target, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), password=new)["Location"] == ACCOUNT
    assert "This link no longer works" in Client().get(link[1], follow=True).content.decode()


def test_asking_for_an_unknown_address_looks_the_same() -> None:
    response = Client().post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "If that address belongs to an account here" in response.content.decode()


def test_a_weak_password_is_refused_in_words(browse: Any) -> None:
    client = browse(accounts.administrator())
    sent = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    response = client.post("/account/password/change/", sent)
    assert response.status_code == 422
    assert "at least 12 characters" in response.content.decode()


def test_a_session_ends_after_thirty_minutes_without_activity(clock: Any) -> None:
    accounts.administrator()
    client = Client()
    sign_in(client)
    clock.now += 29 * 60
    assert client.get(ACCOUNT).status_code == 200
    clock.now += 29 * 60
    assert client.get(ACCOUNT).status_code == 200
    clock.now += 30 * 60
    response = client.get("/account/password/change/")
    assert response["Location"] == "/account/sign-in/?ended=1&next=%2Faccount%2Fpassword%2Fchange%2F"
    assert client.get(ACCOUNT).status_code == 302


def test_what_the_page_asks_by_itself_is_not_activity(clock: Any) -> None:
    accounts.administrator()
    client = Client()
    sign_in(client)
    for _ in range(3):
        clock.now += 9 * 60
        poll = client.get("/session/left/", headers={"X-Poll": "1"})
    assert poll.json() == {"left": 3 * 60}
    assert client.post("/session/extend/").json() == {"left": 30 * 60}
    clock.now += 31 * 60
    assert client.get("/session/left/", headers={"X-Poll": "1"}).json() == {"left": 0}
    assert client.get(ACCOUNT).status_code == 302


def test_no_activity_keeps_a_session_longer_than_twelve_hours(clock: Any) -> None:
    accounts.administrator()
    client = Client()
    sign_in(client)
    for _ in range(12 * 3 - 1):
        clock.now += 20 * 60
        assert client.get(ACCOUNT).status_code == 200
    assert client.post("/session/extend/").json() == {"left": 20 * 60}
    clock.now += 20 * 60
    assert client.get(ACCOUNT).status_code == 302


def test_activity_is_saved_at_most_once_a_minute(clock: Any, django_assert_num_queries: Any) -> None:
    accounts.administrator()
    client = Client()
    sign_in(client)
    client.get(ACCOUNT)
    clock.now += 30
    assert "UPDATE" not in _statements(client)
    clock.now += 31
    assert "UPDATE" in _statements(client)


def _statements(client: Client) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get("/help/")
    return " ".join(query["sql"] for query in found)


def test_every_answer_carries_the_whole_policy(browse: Any) -> None:
    client = browse(accounts.administrator())
    for path in (ACCOUNT, "/help/", "/no-such-page/"):
        response = client.get(path)
        assert response["Cache-Control"] == "no-store"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in response["Permissions-Policy"]
        policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
        nonce = re.search(r"'nonce-([^']+)'", policy["script-src"])
        assert nonce is not None
        html = response.content.decode()
        assert html.count(f'nonce="{nonce[1]}"') == html.count("<script"), (
            "every script has this answer's nonce"
        )
        assert policy.pop("script-src") == f"'self' 'nonce-{nonce[1]}'"
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            "object-src": "'none'",
            "manifest-src": "'self'",
        }
        assert "style=" not in html
        assert not re.search(r"\son[a-z]+=", html)


def test_two_answers_never_share_a_nonce(client: Client) -> None:
    found = {client.get("/help/")["Content-Security-Policy"] for _ in range(3)}
    assert len(found) == 3


def test_the_demonstration_s_door_is_shut_unless_it_is_the_demonstration(client: Client) -> None:
    accounts.administrator()
    assert "Demonstration accounts" not in client.get("/account/sign-in/").content.decode()
    assert client.post("/account/demo/", {"username": "singh"}).status_code == 404
    assert client.get(ACCOUNT).status_code == 302


def test_in_the_demonstration_an_account_is_chosen_with_one_press(settings: Any) -> None:
    accounts.administrator()
    accounts.coordinator()
    settings.DEMO_MODE = True
    client = Client()
    page = client.get("/account/sign-in/").content.decode()
    assert page.index("Sam Jones") < page.index("Sam Singh"), "in the order of the table of roles"
    response = client.post("/account/demo/", {"username": "jones", "next": "/account/"})
    assert response["Location"] == ACCOUNT
    assert "Care coordinator" in client.get(ACCOUNT).content.decode()
    assert AuditEvent.objects.filter(event="signed_in").count() == 1


def test_the_styleguide_is_for_development_only(settings: Any, client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404
    settings.STYLEGUIDE = True
    assert client.get("/styleguide/").status_code == 200


def test_the_warning_comes_two_minutes_before_the_end(settings: Any, browse: Any) -> None:
    assert timedelta(minutes=2) == settings.SESSION_WARNING
    assert 'data-warning="120"' in browse(accounts.administrator()).get(ACCOUNT).content.decode()


def test_the_administrator_writes_a_work_phone_and_its_owner_sees_it() -> None:
    accounts.administrator()
    jones = accounts.user("jones", "care_coordinator", team=accounts.team())
    desk = Client()
    sign_in(desk)
    page = f"/admin/accounts/user/{jones.pk}/change/"
    assert "Work phone" in desk.get(page).content.decode()
    typed = {
        "username": "jones", "full_name": "Sam Jones", "phone": "01632 960 118", "is_active": "on",
        "organisation": str(jones.organisation_id),
    }  # fmt: skip
    assert desk.post(page, typed).status_code == 302

    own = Client()
    sign_in(own, "jones")
    assert "01632 960 118" in own.get(ACCOUNT).content.decode()
    kept = type(jones).history.filter(id=jones.pk).latest()
    assert (kept.phone, kept.history_actor) == ("01632 960 118", "Sam Singh")
