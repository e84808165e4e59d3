"""Evidence: kept once by content, told by its bytes, withdrawn with a reason and by its own organisation."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import queries
from cases.models import Evidence
from cases.services import evidence
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.documents.storage import open_stored
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases, legal
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_as_it_was_sent_and_the_act_is_on_the_record() -> None:
    case = cases.an_allocated_case()

    added = cases.a_file(case, data=b"%PDF-1.7 a tenancy", title="  The tenancy ", dated_on=TODAY)

    assert open_stored(added.sha256) == b"%PDF-1.7 a tenancy"
    assert (added.title, added.file_kind, added.size) == ("The tenancy", "application/pdf", 18)
    assert added.organisation == accounts.northmoor()
    assert AuditEvent.objects.filter(event="evidence_added", case_id=case.id).count() == 1


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"data": b"MZ program"}, "file"),
        ({"data": b""}, "file"),
        ({"title": "  "}, "title"),
        ({"dated_on": TODAY.replace(year=TODAY.year + 1)}, "dated_on"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(over: dict[str, object], field: str) -> None:
    case = cases.an_allocated_case()

    with pytest.raises(Refused) as refusal:
        cases.a_file(case, **over)

    assert set(refusal.value.fields) == {field}
    assert not Evidence.objects.exists()


def test_the_same_file_is_on_a_question_once_and_again_after_it_was_withdrawn() -> None:
    case = cases.an_allocated_case()
    first = cases.a_file(case)
    with pytest.raises(Refused, match="on the record already"):
        cases.a_file(case)
    cases.a_file(case, kind="nhs_body")

    cases.withdraw_file(first)

    assert cases.a_file(case).id != first.id


def test_a_withdrawn_file_keeps_its_row_its_reason_and_who_did_it() -> None:
    file = cases.a_file(cases.an_allocated_case())

    cases.withdraw_file(file, reason="About somebody else")

    file.refresh_from_db()
    assert (file.withdrawn_because, file.withdrawn_at) == ("About somebody else", NOW)
    assert file.withdrawn_by_id == accounts.coordinator().id
    with pytest.raises(NotFound):
        cases.withdraw_file(file)


def test_a_file_is_withdrawn_with_a_reason_by_those_who_added_it_as_they_saw_it() -> None:
    file = cases.a_file(cases.an_allocated_case())

    with pytest.raises(Refused):
        cases.withdraw_file(file, reason=" ")
    with pytest.raises(NotAllowed, match="Only the organisation"):
        cases.withdraw_file(file, actor=accounts.nhs_signatory())
    with pytest.raises(Stale):
        cases.withdraw_file(file, seen_version=7)


class Clamd(threading.Thread):
    """A scanner that listens on a socket and answers as clamd does, once."""

    def __init__(self, place: Path, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.seen = answer, b""
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(place))
        self.door.listen(1)

    def run(self) -> None:
        line, _ = self.door.accept()
        with line, line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            while length := struct.unpack("!I", said.read(4))[0]:
                self.seen += said.read(length)
            line.sendall(self.answer)


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Eicar-Test-Signature FOUND\0", "has a virus in it"),
        (b"INSTREAM size limit exceeded. ERROR\0", "just now"),
        (b"", "just now"),
    ],
)
def test_a_scanner_that_is_set_looks_at_every_file_before_it_is_kept(
    settings: Any, tmp_path: Path, answer: bytes, refusal: str
) -> None:
    data = b"%PDF-1.7 " + b"x" * 200_000
    clamd = Clamd(tmp_path / "clamd", answer)
    clamd.start()
    settings.ANTIVIRUS = f"unix:{tmp_path / 'clamd'}"
    case = cases.an_allocated_case()

    if refusal:
        with pytest.raises(Refused) as refused:
            cases.a_file(case, data=data)
        assert refusal in refused.value.fields["file"]
    else:
        cases.a_file(case, data=data)

    clamd.join(5)
    assert clamd.seen == data
    assert Evidence.objects.exists() is not bool(refusal)


@pytest.mark.parametrize(
    ("scanner", "refusal"),
    [
        ("unix:/nowhere/clamd", "just now"),
        ("tcp:127.0.0.1:9", "just now"),
        ("command:no-such-program-here", "just now"),
        ("command:sh -c 'exit 2'", "just now"),
        ("command:sh -c 'exit 1'", "has a virus in it"),
    ],
)
def test_a_scanner_that_is_away_lets_nothing_through(settings: Any, scanner: str, refusal: str) -> None:
    settings.ANTIVIRUS = scanner

    with pytest.raises(Refused) as refused:
        cases.a_file(cases.an_allocated_case())

    assert refusal in refused.value.fields["file"]
    assert not Evidence.objects.exists()


def test_somebody_of_finance_cannot_add_a_file() -> None:
    case = cases.an_allocated_case()

    with pytest.raises(NotAllowed):
        cases.a_file(case, actor=accounts.council_finance())


def test_the_database_refuses_a_withdrawal_without_a_reason_and_an_empty_file() -> None:
    file = cases.a_file(cases.an_allocated_case())

    for wrong in ({"withdrawn_at": NOW}, {"size": 0}):
        with pytest.raises(IntegrityError), transaction.atomic(), acting_as(accounts.SETTING_UP):
            file.amend(**wrong)


def test_files_live_under_the_case_they_were_added_to() -> None:
    file, other = cases.a_file(cases.an_allocated_case()), cases.an_allocated_case()

    with pytest.raises(NotFound):
        evidence.withdraw_evidence(
            actor=accounts.coordinator(), at=NOW, case_id=other.id, evidence_id=file.id, reason="x"
        )


def test_papers_of_a_fact_go_along_when_it_is_corrected_and_when_it_moves_to_another_entry() -> None:
    kept, double = cases.a_case(), cases.a_detained_case(given_names="Double")
    first = double.detentions.get()
    papers = legal.papers_of("detention", first)

    corrected = legal.put_right(double, first, ward="Elm")
    assert queries.legal_record(double.id).files == {corrected.id: [papers]}
    legal.merges.merge_clients(**legal.by_webb(kept), other=double.reference, reason="One GP record")

    papers.refresh_from_db()
    assert (papers.case_id, papers.fact_row) == (kept.id, corrected.id)
    assert queries.legal_record(kept.id).files == {corrected.id: [papers]}


def test_papers_are_of_a_fact_that_stands_and_one_file_may_be_about_two_facts() -> None:
    case = cases.a_detained_case()
    detention, stay = case.detentions.get(), case.stays.get()
    legal.papers_of("detention", detention)
    legal.papers_of("stay", stay)

    with pytest.raises(Refused, match="on the record already"):
        legal.papers_of("detention", detention)
    with pytest.raises(NotFound):
        legal.papers_of("tribunal", detention)
    with pytest.raises(NotAllowed):
        legal.papers_of("detention", detention, actor=accounts.council_finance())


def test_the_database_refuses_papers_of_a_fact_that_the_person_does_not_have() -> None:
    papers = legal.papers_of("detention", cases.a_detained_case().detentions.get())
    other = cases.a_detained_case()

    for wrong in ({"case_id": other.id}, {"fact_kind": "leave"}, {"fact_row": other.detentions.get().id}):
        refused = pytest.raises(IntegrityError, match="does not have")
        with refused, transaction.atomic(), acting_as(accounts.SETTING_UP):
            papers.amend(**wrong)
        papers.refresh_from_db()
