"""Letters received: kept as they came on one person's file, and withdrawn with a reason by those who added them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from careplans import queries, services
from careplans.models import ReceivedLetter
from cases.models import Case
from s117.audit.models import AuditEvent
from s117.documents.storage import open_stored
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases
from tests.builders.accounts import NOW, TODAY
from tests.builders.careplans import a_received_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return cases.an_allocated_case()


def withdraw(letter: ReceivedLetter, **over: Any) -> ReceivedLetter:
    """The coordinator takes a letter off the file."""
    told = {
        "actor": accounts.coordinator(),
        "reason": "About somebody else",
        "case_id": letter.case_id,
        **over,
    }
    return services.withdraw_received(at=NOW, letter_id=letter.id, **told)


def test_a_letter_is_kept_as_it_came_and_the_act_is_on_the_record(case: Case) -> None:
    added = a_received_letter(case, data=b"\x89PNG\r\n\x1a\n a scan", about="  The flat ")

    assert open_stored(added.sha256) == b"\x89PNG\r\n\x1a\n a scan"
    assert (added.about, added.file_kind, added.size) == ("The flat", "image/png", 15)
    assert AuditEvent.objects.filter(event="received_added", case_id=case.id).count() == 1


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"sender": " "}, "sender"),
        ({"about": " "}, "about"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"dated_on": TODAY + timedelta(days=1)}, "dated_on"),
        ({"data": b"<script>%PDF-1.7"}, "file"),
        ({"data": b""}, "file"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(case: Case, over: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        a_received_letter(case, **over)

    assert set(refusal.value.fields) == {field}
    assert not ReceivedLetter.objects.exists()


def test_a_scanner_that_finds_a_virus_keeps_the_letter_out(case: Case, settings: Any) -> None:
    settings.ANTIVIRUS = "command:sh -c 'exit 1'"

    with pytest.raises(Refused) as refusal:
        a_received_letter(case)

    assert "virus" in refusal.value.fields["file"]


def test_the_same_letter_is_on_a_file_once_and_again_after_it_was_withdrawn(case: Case) -> None:
    first = a_received_letter(case)
    with pytest.raises(Refused) as refusal:
        a_received_letter(case)
    assert "already" in refusal.value.fields["file"]

    withdraw(first)

    assert a_received_letter(case).id != first.id
    assert {row.withdrawn_because for row in queries.received_of(case.id)} == {"", "About somebody else"}


def test_a_letter_is_withdrawn_once_with_a_reason_as_it_was_seen_and_by_those_who_added_it(
    case: Case,
) -> None:
    letter = a_received_letter(case)
    elsewhere = cases.an_allocated_case(nhs_number=cases.NHS_NUMBERS[3])

    for refusal, over in (
        (Refused, {"reason": " "}),
        (Stale, {"seen_version": 7}),
        (NotAllowed, {"actor": accounts.nhs_signatory()}),
        (NotFound, {"case_id": elsewhere.id}),
    ):
        with pytest.raises(refusal):
            withdraw(letter, **over)
    withdraw(letter)

    with pytest.raises(NotFound):
        withdraw(letter)
    with pytest.raises(NotFound):
        queries.received_for(case.id, letter.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE careplans_receivedletter SET sender = 'Somebody else'",
        "UPDATE careplans_receivedletter SET withdrawn_at = now()",
        "DELETE FROM careplans_receivedletter",
    ],
)
def test_the_database_lets_nothing_about_it_change(case: Case, statement: str) -> None:
    a_received_letter(case)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
