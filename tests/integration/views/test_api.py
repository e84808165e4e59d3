"""The API: who may call, what they get, and that it is the same scope and record as the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from s117.accounts import services as accounts_services
from s117.accounts.models import User
from s117.api import services
from s117.api.models import ServiceToken
from s117.audit.models import AccessEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, careplans, cases, funding
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db

ENDPOINTS = ("cases/", "plans/", "reviews-due/", "schedules/")


def service_user(role="decision_maker", organisation=None) -> User:
    body = organisation or accounts.northmoor()
    user = accounts_services.create_user(
        actor=accounts.SETTING_UP, at=accounts.LONG_AGO, full_name="Warehouse", organisation=body,
        username=f"robot-{role.replace('_', '-')}-{body.code.lower()}", is_service=True,
    )  # fmt: skip
    accounts.user(user.username, role)
    return user


def caller(role="decision_maker", organisation=None, days=30) -> Client:
    issued = services.issue_token(
        actor=accounts.administrator(), user_id=service_user(role, organisation).id, purpose="Tests",
        days=days, at=NOW,
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {issued.secret}"})


def a_full_register():
    case = careplans.a_planned_case(family_name="Obi", given_names="Amara", nhs_number="9990000018")
    careplans.a_published_plan(case)
    cases.leave(case)
    return case


def test_without_a_token_or_a_session_nothing_is_said():
    a_full_register()
    for path in (*ENDPOINTS, "cases/S117-2026-00001/"):
        response = Client().get(f"/api/v1/{path}")
        assert response.status_code == 401, path
        assert b"Obi" not in response.content
    assert Client().get("/api/v1/schema/").status_code == 302
    assert Client().get("/api/v1/").status_code == 302


def test_a_token_reads_the_people_of_its_organisation():
    case = a_full_register()
    client = caller()
    row = client.get("/api/v1/cases/").json()["results"][0]
    assert (row["reference"], row["family_name"], row["nhs_number"]) == (case.reference, "Obi", "9990000018")
    assert row["left_hospital_on"] == "2026-10-19"
    assert client.get(f"/api/v1/cases/{case.reference}/").json() == row
    assert client.get("/api/v1/plans/").json()["results"][0]["number"] == 1
    due = client.get("/api/v1/reviews-due/").json()["results"]
    assert [(review["reference"], review["due_on"]) for review in due] == [(case.reference, "2026-11-30")]


def test_a_call_by_token_begins_no_session():
    client = caller()
    response = client.get("/api/v1/cases/")
    assert not response.cookies
    assert not Session.objects.exists()


def test_another_organisations_token_sees_nothing_and_cannot_ask_whether_somebody_exists():
    case = a_full_register()
    client = caller(organisation=accounts.southvale())
    assert client.get("/api/v1/cases/").json() == {"next": None, "results": []}
    theirs, nobody = (client.get(f"/api/v1/cases/{ref}/") for ref in (case.reference, "S117-2026-99999"))
    assert theirs.status_code == nobody.status_code == 404
    assert theirs.json() == nobody.json()


def test_fields_follow_the_role_finance_gets_no_legal_status_and_no_plans():
    a_full_register()
    client = caller("finance")
    row = client.get("/api/v1/cases/").json()["results"][0]
    assert not {"section_code", "admitted_on", "cto_from"} & set(row)
    assert client.get("/api/v1/plans/").status_code == 403
    assert client.get("/api/v1/reviews-due/").status_code == 403


def test_schedule_lines_are_those_of_frozen_schedules_in_whole_pence():
    case = cases.an_active_case(left_on=date(2026, 3, 31), starts_on=date(2026, 2, 1))
    funding.a_funded_line(case)
    schedule = funding.a_frozen_schedule()
    client = caller("finance")
    listed = client.get("/api/v1/schedules/").json()["results"]
    assert [row["id"] for row in listed] == [str(schedule.id)]
    lines = client.get(f"/api/v1/schedules/{schedule.id}/lines/").json()["results"]
    assert sum(line["gross_pence"] for line in lines) == listed[0]["gross_pence"] == 450_000
    assert [part["amount"] for part in lines[0]["parts"]] == [225_000, 225_000]
    stranger = caller("finance", organisation=accounts.southvale())
    assert stranger.get(f"/api/v1/schedules/{schedule.id}/lines/").status_code == 404


def test_a_token_dies_on_its_day_when_revoked_and_with_its_account(settings):
    client = caller(days=1)
    token = ServiceToken.objects.get()
    assert client.get("/api/v1/cases/").status_code == 200
    settings.FIXED_NOW = NOW + timedelta(days=1)
    assert client.get("/api/v1/cases/").status_code == 401
    settings.FIXED_NOW = NOW
    services.revoke_token(actor=accounts.administrator(), token_id=token.id, at=NOW)
    assert client.get("/api/v1/cases/").status_code == 401
    again = caller("finance")
    user = User.objects.get(username="robot-finance-nmc")
    accounts_services.set_active(actor=accounts.SETTING_UP, at=NOW, user_id=user.id, active=False)
    assert again.get("/api/v1/cases/").status_code == 401


def test_the_token_itself_is_nowhere_in_the_database():
    issued = services.issue_token(
        actor=accounts.administrator(), user_id=service_user().id, purpose="Tests", days=30, at=NOW
    )
    token = ServiceToken.objects.get()
    assert issued.secret not in str(token.__dict__)
    assert token.digest == services.digest_of(issued.secret)


def test_only_administrators_issue_tokens_and_for_ninety_days_at_most():
    user = service_user()
    with pytest.raises(NotAllowed):
        services.issue_token(actor=accounts.manager(), user_id=user.id, purpose="x", days=1, at=NOW)
    for days in (0, 91):
        with pytest.raises(Refused):
            services.issue_token(
                actor=accounts.administrator(), user_id=user.id, purpose="x", days=days, at=NOW
            )


def test_the_command_issues_to_service_users_only(capsys):
    user = service_user()
    call_command("issue_token", user.username, purpose="Nightly", days=30)
    secret = capsys.readouterr().out.strip()
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/cases/")
    assert answer.status_code == 200
    accounts.coordinator()
    with pytest.raises(CommandError):
        call_command("issue_token", "jones", purpose="x", days=30)


def test_too_many_requests_in_a_minute_are_refused_and_the_next_minute_is_new(settings):
    settings.API_REQUESTS_A_MINUTE = 3
    client = caller()
    answers = [client.get("/api/v1/cases/").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    settings.FIXED_NOW = NOW + timedelta(minutes=1)
    assert client.get("/api/v1/cases/").status_code == 200


def test_pages_follow_one_another_without_gaps():
    references = sorted(cases.a_detained_case().reference for _ in range(5))
    client = caller()
    seen, address = [], "/api/v1/cases/?page_size=2"
    while address:
        body = client.get(address).json()
        seen += [row["reference"] for row in body["results"]]
        address = body["next"]
    assert seen == references


@pytest.mark.parametrize(
    "query", ["page_size=0", "page_size=201", "page_size=x", "cursor=x", "cursor=WyJ4Il0="]
)
def test_a_made_up_page_is_refused_in_words(query):
    response = caller().get(f"/api/v1/reviews-due/?{query}")
    assert response.status_code == 400
    assert response.json()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed_through_the_api(method):
    case = a_full_register()
    client = caller()
    for path in (*ENDPOINTS, f"cases/{case.reference}/"):
        assert getattr(client, method)(f"/api/v1/{path}").status_code == 405


def test_reads_are_recorded_like_those_of_the_pages():
    case = a_full_register()
    client = caller()
    client.get("/api/v1/cases/")
    client.get(f"/api/v1/cases/{case.reference}/")
    seen = AccessEvent.objects.filter(actor_name="Warehouse")
    assert seen.get(kind="list").count == 1
    assert seen.get(kind="view").case_id == case.id


def test_the_page_and_the_document_describe_every_endpoint(browse):
    client = browse(accounts.coordinator())
    document = client.get("/api/v1/schema/").json()
    paths = set(document["paths"])
    assert paths == {
        "/api/v1/cases/", "/api/v1/cases/{ref}/", "/api/v1/plans/", "/api/v1/reviews-due/",
        "/api/v1/schedules/", "/api/v1/schedules/{schedule}/lines/",
    }  # fmt: skip
    page = client.get("/api/v1/").content.decode()
    for path in paths:
        assert f"GET {path}" in page
    assert "<script src" not in page.replace('<script src="/static/', "")


def test_a_person_signed_in_reads_the_same_rows(browse):
    case = a_full_register()
    rows = browse(accounts.coordinator()).get("/api/v1/cases/").json()["results"]
    assert [row["reference"] for row in rows] == [case.reference]
