"""Pages that span the apps: what each reader sees, how many statements they cost, what is recorded."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from s117.audit.context import acting_as
from s117.audit.models import AccessEvent
from s117.dashboards.queries.kinds import KINDS
from s117.dashboards.queries.work import cards
from s117.dashboards.views.caseload import CaseloadView
from tests.builders import accounts, assessments, careplans, cases, funding

pytestmark = pytest.mark.django_db

LEFT = date(2026, 10, 19)


def statements(client, path):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured)


def a_whole_file():
    """Somebody with an assessment, a published plan, money, contacts and an overdue review."""
    case = careplans.a_planned_case(family_name="Obi", given_names="Amara")
    assessments.a_full_meeting(case)
    careplans.a_published_plan(case)
    cases.leave(case, left_on=LEFT)
    cases.a_contact(case, accounts.coordinator(), note="Spoke of her medication and her sister")
    return case


def test_the_case_file_shows_a_coordinator_every_part(browse):
    case = a_whole_file()
    page = browse(accounts.coordinator()).get(f"/cases/{case.reference}/").content.decode()
    for words in (
        "OBI, Amara",
        "Entitled to aftercare",
        "ordinarily resident in the area of Northmoor Council",
        "Waiting for answer",
        "Version 1, published by",
        "First review due 30 November 2026",
        "Supported living with staff at night",
        "Free: aftercare arranged by social care",
        "Left hospital",
    ):
        assert words in page, words


def test_finance_reads_services_and_money_but_no_clinical_text(browse):
    case = a_whole_file()
    lowe = browse(accounts.council_finance())
    for path in (f"/cases/{case.reference}/", f"/cases/{case.reference}/timeline/"):
        page = lowe.get(path).content.decode()
        assert "OBI, Amara" in page
        for words in ("medication", "Section 3 began", "Not detained", "Care plan version 1", "Seen at home"):
            assert words.lower() not in page.lower(), words


def test_the_next_steps_are_those_that_the_reader_can_take(browse):
    case = cases.an_active_case(left_on=date(2026, 11, 20))
    path = f"/cases/{case.reference}/"
    assert "Record a contact" in browse(accounts.coordinator()).get(path).content.decode()
    signatory = browse(accounts.council_signatory()).get(path).content.decode()
    assert "Record a contact" not in signatory


def test_a_draft_newer_than_the_plan_in_force_is_pointed_out(browse):
    case = a_whole_file()
    careplans.a_draft_plan(case)
    page = browse(accounts.coordinator()).get(f"/cases/{case.reference}/").content.decode()
    assert "Version 2 is being written. Version 1 stays in force" in page


def test_a_stranger_gets_the_same_answer_as_for_a_person_who_does_not_exist(browse):
    case = a_whole_file()
    client = browse(accounts.stranger())
    assert client.get(f"/cases/{case.reference}/").status_code == 404
    assert client.get(f"/cases/{case.reference}/timeline/").status_code == 404
    assert client.get("/cases/S117-2026-99999/").status_code == 404
    assert "OBI" not in client.get("/caseload/?whose=all").content.decode()


def test_opening_a_file_and_listing_people_leave_access_records(browse):
    case = a_whole_file()
    client = browse(accounts.coordinator())
    client.get(f"/cases/{case.reference}/")
    client.get("/caseload/")
    seen = AccessEvent.objects.filter(actor_id=accounts.coordinator().id)
    assert seen.filter(kind="view", subject_type="Case", case_id=case.id).count() == 1
    assert seen.get(kind="list", subject_type="Caseload").count == 1


def test_recently_viewed_forgets_people_the_reader_may_no_longer_see(browse):
    case = a_whole_file()
    coordinator = accounts.coordinator()
    client = browse(coordinator)
    client.get(f"/cases/{case.reference}/")
    assert "Recently viewed" in client.get("/").content.decode()
    with acting_as(accounts.SETTING_UP):
        for membership in accounts.User.objects.get(pk=coordinator.id).memberships.all():
            membership.amend(ends_on=date(2026, 11, 20))
    assert "Recently viewed" not in client.get("/").content.decode()


def test_every_card_counts_exactly_the_lines_behind_it(browse):
    a_whole_file()
    cases.a_detained_case(family_name="Unallocated")
    cases.an_active_case(left_on=date(2026, 11, 20))
    assessments.a_submitted_assessment(cases.an_allocated_case())
    for who in (
        accounts.coordinator(),
        accounts.manager(),
        accounts.council_signatory(),
        accounts.mha_office(),
    ):
        client = browse(who)
        home = client.get("/").content.decode()
        for kind in KINDS:
            page = client.get(f"/work/{kind.slug}/")
            if not who.may(kind.permission):
                assert page.status_code == 404
                continue
            lines = page.content.decode().count(f">{kind.next_step}<")
            assert counted_on(home, kind.slug) == lines, (who.name, kind.slug)


def counted_on(home, slug):
    """The number on the card of a sort of work; no card means none."""
    card = home.partition(f'href="/work/{slug}/"')[2].partition("</a>")[0]
    return int(card.partition('app-stat__number">')[2].partition("<")[0] or 0)


def test_each_stage_of_a_case_is_somebodys_work():
    on = accounts.TODAY
    cases.a_detained_case()
    cases.an_active_case(left_on=date(2026, 11, 20))
    assessments.a_submitted_assessment(cases.an_allocated_case())
    assessments.a_draft_assessment(cases.an_allocated_case())
    careplans.a_draft_plan()
    careplans.a_submitted_plan()
    careplans.a_published_plan()
    staff = (accounts.coordinator(), accounts.manager(), accounts.council_signatory())
    found = Counter({card.kind.slug: card.count for who in staff for card in cards(who, on) if card.count})
    assert found["unallocated"] == 1
    assert found["follow-up"] == 1
    assert found["without-plan"] == 1
    assert found["assessments-to-sign"] == 1
    assert found["assessments-to-finish"] == 1
    assert found["plans-to-finish"] == 1
    assert found["plans-to-publish"] == 1
    assert found["determinations"] == 6


def test_planning_begins_on_admission_and_one_step_leads_to_the_next():
    waiting = ("planning-to-begin", "assessments-to-start", "plans-to-start")

    def steps() -> list[str]:
        shown = {card.kind.slug: card.count for card in cards(accounts.coordinator(), accounts.TODAY)}
        return [slug for slug in waiting if shown[slug]]

    case = cases.an_allocated_case()
    assert steps() == ["planning-to-begin"]
    assessments.a_meeting(case)
    assert steps() == ["assessments-to-start"]
    assessments.a_signed_off_assessment(case)
    assert steps() == ["plans-to-start"]
    careplans.a_draft_plan(case)
    assert steps() == []


def test_what_the_rules_leave_open_is_put_to_the_side_that_decides_it_and_not_as_a_proposal():
    cases.a_detained_case(section_code="10")  # a hospital order: the NHS side is contested
    council = {card.kind.slug: card.count for card in cards(accounts.council_signatory(), accounts.TODAY)}
    nhs = {card.kind.slug: card.count for card in cards(accounts.nhs_signatory(), accounts.TODAY)}
    assert (council["determinations"], council["to-decide"]) == (1, 0)
    assert (nhs["determinations"], nhs["to-decide"]) == (0, 1)


def test_a_coordinators_work_is_their_own_people_only(browse):
    cases.an_active_case(left_on=LEFT, family_name="Mine")
    colleague = accounts.coordinator("reed")
    cases.an_active_case(left_on=LEFT, family_name="Theirs", coordinator=colleague)
    page = browse(accounts.coordinator()).get("/").content.decode()
    assert "MINE" in page
    assert "THEIRS" not in page


def test_roles_without_work_are_told_what_their_role_is_for(browse):
    page = browse(accounts.administrator()).get("/")
    assert page.status_code == 200
    assert "System administrator" in page.content.decode()


def test_the_caseload_filters_and_its_counts_agree(browse):
    a_whole_file()
    cases.an_allocated_case(family_name="Inpatient")
    client = browse(accounts.coordinator())
    everyone = client.get("/caseload/").content.decode()
    assert "OBI" in everyone
    assert "INPATIENT" in everyone
    home_only = client.get("/caseload/?status=active").content.decode()
    assert "1 person, the next review first" in home_only
    assert "INPATIENT" not in home_only
    without = client.get("/caseload/?plan=none").content.decode()
    assert "OBI" not in without
    assert "INPATIENT" in without
    assert "No one matches" in client.get("/caseload/?status=closed").content.decode()


def test_a_filter_or_page_key_made_up_by_hand_is_harmless(browse):
    a_whole_file()
    client = browse(accounts.coordinator())
    for query in ("status=nonsense", "after=nonsense", "after=2026-13-45~x", "whose='; drop table"):
        assert client.get(f"/caseload/?{query}").status_code == 200


def test_pages_of_the_caseload_neither_repeat_nor_lose_anybody(browse, monkeypatch):
    monkeypatch.setattr(CaseloadView, "page_size", 2)
    references = {cases.an_allocated_case().reference for _ in range(5)}
    client = browse(accounts.coordinator())
    seen, path = [], "/caseload/"
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r'href="/cases/([^/"]+)/"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = f"/caseload/{html.unescape(following[1])}" if following else ""
    assert len(seen) == 5
    assert set(seen) == references


LISTS = (
    ("coordinator", "/"),
    ("coordinator", "/caseload/"),
    ("manager", "/"),
    ("manager", "/manager/"),
    ("manager", "/manager/register/"),
    ("manager", "/work/unallocated/"),
    ("council_finance", "/finance/"),
    ("council_signatory", "/"),
)


def test_a_page_costs_the_same_statements_for_one_person_and_for_many(browse):
    readers = {who: browse(getattr(accounts, who)()) for who, _ in LISTS}

    def costs():
        found = {}
        for who, path in LISTS:
            readers[who].get(path)
            found[who, path] = statements(readers[who], path)
        return found

    _some_people(1)
    one = costs()
    _some_people(12)
    assert costs() == one


def _some_people(count):
    for _ in range(count):
        case = cases.an_active_case(left_on=LEFT)
        funding.a_funded_line(case, starts_on=LEFT)
        cases.a_detained_case()


def test_the_case_file_costs_the_same_however_long_the_history(browse):
    case = a_whole_file()
    client = browse(accounts.coordinator())
    path = f"/cases/{case.reference}/"
    client.get(path)
    short = statements(client, path)
    for _ in range(10):
        cases.a_contact(case, accounts.coordinator())
    assert statements(client, path) == short
    assert short <= 41


def test_a_person_without_a_detention_is_not_said_to_have_been_in_hospital(browse):
    case = cases.a_case()
    office = browse(accounts.mha_office())
    page = office.get(f"/cases/{case.reference}/").content.decode()
    assert "No stay in hospital is recorded" in page
    assert "What is recorded does not settle entitlement" in page
    assert "with a legal status to check" in office.get("/").content.decode()
