"""Code lists: checked whole, loaded whole or not at all, and loading one again changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from s117.accounts import code_lists, reference_services
from s117.accounts.models import Organisation, OrganisationSuccession, ReferenceFile
from s117.accounts.queries import successions_in_use
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from s117.management.commands.load_reference import REFERENCE
from tests.builders import accounts
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db

HEAD = "ods_code,ons_gss_code,name,nhs_region,valid_from,valid_to,successors"
TWO = (HEAD, "AAA,E1,Old Board,North,2022-07-01,2026-03-31,BBB", "BBB,E2,New Board,North,2026-04-01,,")


def send(*lines: str, data: bytes | None = None) -> ReferenceFile:
    """A list of integrated care boards, sent by the administrator."""
    text = data if data is not None else "\n".join(lines).encode()
    return reference_services.check_reference(
        actor=accounts.administrator(), at=NOW, kind="icb", name="list.csv", data=text
    )


def load(file: ReferenceFile, **over: object) -> ReferenceFile:
    """Load what was sent."""
    known = {"actor": accounts.administrator(), "at": NOW, "file_id": file.pk}
    return reference_services.load_reference(**{**known, **over})


def faults(*lines: str) -> list[tuple[int, str]]:
    """What is wrong with a list, by line."""
    found = code_lists.read("icb", "\n".join(lines))
    return [(fault.line, fault.text) for fault in found.faults]


@pytest.fixture
def any_number(settings):
    """The rule on how many rows a list has, switched off."""
    settings.REFERENCE_ROW_COUNTS = {}


def test_the_published_list_has_48_boards_of_which_36_are_open_and_reloads_without_change():
    data = (REFERENCE / "icbs.csv").read_bytes()
    done = load(send(data=data))
    assert done.changes == {"new": 48, "changed": 0, "unchanged": 0}
    assert Organisation.objects.filter(kind="icb", valid_to=None).count() == 36
    before = OrganisationSuccession.history.count(), Organisation.history.count()
    assert load(send(data=data)).changes == {"new": 0, "changed": 0, "unchanged": 48}
    assert (OrganisationSuccession.history.count(), Organisation.history.count()) == before
    assert AuditEvent.objects.filter(event="reference_loaded", subject_type="ReferenceFile").count() == 2
    qnq = successions_in_use().filter(predecessor__code="QNQ")
    assert {row.starts_on for row in qnq} == {date(2026, 4, 1)}
    assert qnq.count() == 3


def test_a_list_with_too_few_rows_is_refused_and_the_number_is_a_setting(settings):
    assert send(*TWO).status == "refused"
    settings.REFERENCE_ROW_COUNTS = {"icb": 2}
    assert send(*TWO).status == "checked"
    settings.REFERENCE_ROW_COUNTS = {}
    assert send(*TWO).status == "checked"


def test_a_successor_that_a_newer_list_does_not_have_was_recorded_in_error(any_number):
    load(send(*TWO))
    assert successions_in_use().count() == 1
    third = "CCC,E3,Right Board,North,2026-04-01,,"
    load(send(HEAD, TWO[1].replace("BBB", "CCC"), TWO[2], third))
    assert [row.successor.code for row in successions_in_use()] == ["CCC"]
    assert OrganisationSuccession.objects.get(successor__code="BBB").withdrawn
    load(send(*TWO, third))
    assert [row.successor.code for row in successions_in_use()] == ["BBB"]


def test_a_newer_day_takes_the_place_of_the_older(any_number):
    load(send(*TWO))
    later = load(send(HEAD, TWO[1].replace("2026-03-31", "2026-06-30"), TWO[2]))
    assert later.changes == {"new": 0, "changed": 1, "unchanged": 1}
    assert successions_in_use().get().starts_on == date(2026, 7, 1)


def test_what_has_faults_is_never_loaded(any_number):
    refused = send(HEAD, "a b,E1,Board,North,2022-07-01,,")
    with pytest.raises(Refused, match="faults"):
        load(refused)
    ready = send(*TWO)
    with pytest.raises(Stale):
        load(ready, seen_version=9)
    with pytest.raises(NotAllowed):
        load(ready, actor=accounts.manager())
    with pytest.raises(NotFound):
        load(ready, file_id=accounts.northmoor().pk)
    assert not Organisation.objects.filter(kind="icb").exists()


def test_every_fault_is_named_with_its_line():
    assert faults() == [(1, f"The first line must name the columns. Missing: {HEAD.replace(',', ', ')}")]
    assert faults(HEAD) == [(0, "The file has no rows")]
    assert faults(HEAD, "AAA,E1") == [(2, "The line has more or fewer values than there are columns")]
    bad = [text for _, text in faults(HEAD, "AAA,E1,,North,2022-07-01,2021-01-01,")]
    assert bad == ["The name is missing", "valid_to is before the day on which the body began"]
    own = faults(HEAD, "AAA,E1,Board,North,2022-07-01,2026-03-31,AAA")
    assert own == [(2, "A body cannot be its own successor")]
    open_one = faults(HEAD, "AAA,E1,Board,North,2022-07-01,,BBB", TWO[2])
    assert open_one == [(2, "A body with successors needs the last day it existed, in valid_to")]
    twice = faults(HEAD, TWO[2], TWO[2])
    assert twice == [
        (3, "The code BBB is on line 2 already"),
        (3, "The name New Board is on line 2 already"),
    ]
    many = faults(HEAD, *(["x"] * 3_000))
    assert len(many) == code_lists.MOST_FAULTS


def test_a_list_of_any_length_or_bytes_is_answered_in_words():
    rows = [
        f"A{number:05},E1,Board {number},North,2022-07-01,," for number in range(code_lists.MOST_ROWS + 1)
    ]
    assert faults(HEAD, *rows)[0][1] == "The file has more than 2000 rows"
    for data in (b"\xff\xfe\x00", b"\x80", b"a" * (code_lists.MOST_BYTES + 1), b'"', b"\r\r\r", b""):
        assert send(data=data).status == "refused"
