"""The auditor's page: who saw and did what, within the organisation, without clinical text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from s117.audit.models import AccessEvent, AuditEvent
from s117.dashboards.queries.audit import Wanted, key_of, lines_after
from s117.kernel.actor import Actor
from tests.builders import accounts, cases, endings

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Any]


@pytest.fixture
def auditor() -> Actor:
    """Northmoor Council's information governance auditor."""
    return accounts.auditor()


@pytest.fixture
def case() -> Case:
    """Somebody of Northmoor's, whose aftercare the bodies decided about in words of their own."""
    found = cases.an_active_case(family_name="Zebrawood")
    endings.a_signed_request(found)
    return found


def page(browse: Browse, who: Actor, query: str = "") -> str:
    """The audit page as text."""
    response = browse(who).get(f"/audit/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_auditor_reads_what_their_staff_did_and_no_name_or_reason(
    browse: Browse, auditor: Actor, case: Case
) -> None:
    shown = page(browse, auditor)
    for words in (case.reference, "Ending of aftercare asked for", accounts.coordinator().name):
        assert words in shown
    for words in ("Zebrawood", "No need remains", accounts.nhs_signatory().name):
        assert words not in shown


def test_of_a_record_that_the_organisation_answers_for_everybodys_acts_are_read(
    browse: Browse, auditor: Actor, case: Case
) -> None:
    browse(accounts.nhs_signatory()).get(f"/cases/{case.reference}/")
    assert accounts.nhs_signatory().name in page(browse, auditor, f"?reference={case.reference}")
    elsewhere = accounts.auditor("stone", accounts.southvale())
    assert "No records match" in page(browse, elsewhere, f"?reference={case.reference}")


def test_what_was_seen_done_and_refused_is_told_apart(browse: Browse, auditor: Actor, case: Case) -> None:
    browse(accounts.coordinator()).get(f"/cases/{case.reference}/")
    browse(accounts.coordinator()).get(f"/cases/{case.reference}/detentions/record/")
    seen, done, refused = (
        page(browse, auditor, f"?reference={case.reference}&kind={kind}")
        for kind in ("seen", "done", "denied")
    )
    words = ("Opened", "Ending of aftercare asked for", "Refused")
    found = [[word in table(shown) for word in words] for shown in (seen, done, refused)]
    assert found == [[True, False, False], [False, True, False], [False, False, True]]


def table(shown: str) -> str:
    """The rows of the page alone."""
    return shown.partition("<tbody")[2].partition("</tbody>")[0]


def test_filters_by_person_and_day_and_nonsense_is_harmless(
    browse: Browse, auditor: Actor, case: Case
) -> None:
    other = accounts.coordinator("reed")
    browse(other).get(f"/cases/{case.reference}/")
    assert other.name in table(page(browse, auditor, f"?user={other.id}"))
    assert accounts.coordinator().name not in table(page(browse, auditor, f"?user={other.id}"))
    assert "No records match" in page(browse, auditor, "?to=2001-01-01")
    assert "real date" in page(browse, auditor, "?from=2026-13-45")
    assert "on or after From" in page(browse, auditor, "?from=2026-02-02&to=2026-01-01")
    for query in ("?user=nobody", "?kind=odd", "?after=x~1~2", "?after=2026-01-01T00:00:00%2B00:00~9~a"):
        assert case.reference in page(browse, auditor, query)


def test_pages_neither_repeat_nor_lose_a_record_though_many_share_a_moment(
    auditor: Actor, case: Case
) -> None:
    moment = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    same = {"at": moment, "organisation_id": auditor.organisation_id, "subject_type": "Case"}
    for number in range(4):
        AccessEvent.objects.create(kind="view", actor_name=f"Reader {number}", **same)
        AuditEvent.objects.create(event="client_amended", actor_name=f"Writer {number}", **same)
    whole = lines_after(auditor, Wanted(), None, 1000)
    assert len(whole) > 8
    found, after = [], None
    while rows := lines_after(auditor, Wanted(), after, 3):
        found += rows
        after = key_of(rows[-1])
    assert found == list(whole)


def test_the_file_holds_what_the_page_shows_and_taking_it_is_recorded(
    browse: Browse, auditor: Actor, case: Case
) -> None:
    response = browse(auditor).get(f"/audit/download/?reference={case.reference}&kind=done")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["When", "What", "Page or record", "Case reference"]
    assert {row[3] for row in rows[1:]} == {case.reference}
    assert "No need remains" not in response.content.decode()
    taken = AccessEvent.objects.get(kind="download", subject_type="AuditRecord")
    assert (taken.actor_id, taken.count) == (auditor.id, len(rows) - 1)


def test_the_page_costs_the_same_however_much_was_done(browse: Browse, auditor: Actor, case: Case) -> None:
    client = browse(auditor)
    client.get("/audit/")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/audit/")
        costs.append(len(captured))
        for name in ("One", "Two", "Three"):
            cases.an_active_case(family_name=name)
    assert costs[0] == costs[1]


def test_who_looked_is_told_by_day_for_the_person(browse: Browse, case: Case) -> None:
    for _ in range(3):
        browse(accounts.coordinator()).get(f"/cases/{case.reference}/")
    officer = accounts.complaints_officer()
    shown = browse(officer).get(f"/cases/{case.reference}/who-looked/").content.decode()
    assert "Who looked at this record" in shown
    row = re.sub(r"<[^>]+>", " ", table(shown))
    assert accounts.coordinator().name in row
    assert "Opened, 3 times" in " ".join(row.split())
    assert browse(accounts.manager()).get(f"/cases/{case.reference}/who-looked/").status_code == 403


def test_an_old_look_is_behind_the_link_to_everything(browse: Browse, case: Case) -> None:
    AccessEvent.objects.create(
        kind="view",
        subject_type="Case",
        case_id=case.id,
        subject_id=case.id,
        actor_name="Lee Former",
        at=datetime(2024, 3, 1, 9, 0, tzinfo=UTC),
    )
    client = browse(accounts.complaints_officer())
    assert "Lee Former" not in client.get(f"/cases/{case.reference}/who-looked/").content.decode()
    shown = client.get(f"/cases/{case.reference}/who-looked/?since=beginning").content.decode()
    assert "Lee Former" in shown


def test_the_administrator_reads_none_of_it(browse: Browse) -> None:
    client = browse(accounts.administrator())
    assert client.get("/audit/").status_code == client.get("/audit/download/").status_code == 403
    assert "/audit/" not in client.get("/").content.decode()
