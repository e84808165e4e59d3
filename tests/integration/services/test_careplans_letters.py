"""Letters come from the record, are read as a draft, and stay as they were written (practice 7.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from careplans import queries, services
from careplans.models import PlanDocument
from careplans.rules.letters import OwnWords
from careplans.rules.terms import Paper, Variant
from careplans.services import documents
from cases.models import Case
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, disputes, endings
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]


def to_write(case: Case) -> dict[Paper, Any]:
    """The letters that the record gives rise to, each with what it is about."""
    header = cases.header(accounts.coordinator(), case)
    return {row.subject.paper: row.subject.about for row in queries.letters_to_write(header, TODAY)}


def write(case: Case, paper: Paper, about: Any = None, **over: Any) -> PlanDocument:
    """Written by the coordinator in standard print."""
    known = {"variant": Variant.STANDARD, "actor": accounts.coordinator(), **over}
    return services.write_letter(
        at=NOW, case_id=case.id, paper=paper, about=about or to_write(case)[paper], **known
    )


def test_confirming_an_ending_keeps_the_notice_once_with_the_whole_of_it() -> None:
    case = cases.an_active_case()
    with pytest.raises(NotFound):
        write(case, Paper.ENDING_NOTICE, uuid4())

    ended = endings.an_ended_case(case)

    notice = PlanDocument.objects.get(case=case, paper=Paper.ENDING_NOTICE.value)
    page = documents.paper_html(notice)
    for words in (
        "It ended on 21 November 2026",
        "which both bodies give together",
        "Has kept a tenancy without help since June",
        "Northmoor Council",
        "Head of service",
        "No need remains",
        "I want to get on with my life",
        "Call Recovery East; aftercare can be put back",
        "Ombudsman",
    ):
        assert words in page
    assert [row.id for row in queries.ending_notices(case.id)] == [notice.id]
    with pytest.raises(Refused, match="kept in this layout"):
        write(ended, Paper.ENDING_NOTICE)
    assert write(ended, Paper.ENDING_NOTICE, variant=Variant.EASY_READ).id != notice.id


def test_the_notice_of_an_ending_that_was_undone_is_marked_and_can_be_written_no_more() -> None:
    case = endings.an_ended_case(cases.an_active_case())
    about = to_write(case)[Paper.ENDING_NOTICE]
    endings.undo(case)

    assert queries.letters_of(case.id)[0].superseded == "The ending was undone: aftercare goes on"
    with pytest.raises(NotFound):
        write(case, Paper.ENDING_NOTICE, about, variant=Variant.LARGE_PRINT)


def test_the_letters_follow_the_record() -> None:
    case = cases.an_active_case()
    assert set(to_write(case)) == {Paper.ENTITLEMENT, Paper.LEAFLET}

    endings.a_request(case)
    disputes.a_dispute(case)

    assert set(to_write(case)) == {
        Paper.ENTITLEMENT,
        Paper.LEAFLET,
        Paper.ENDING_CONSIDERED,
        Paper.DISPUTE_HOLDING,
    }
    holding = documents.paper_html(write(case, Paper.DISPUTE_HOLDING))
    assert "Your services carry on." in holding
    considered = documents.paper_html(
        write(case, Paper.ENDING_CONSIDERED, own=OwnWords("Ring me on Tuesday."))
    )
    assert "Nothing has ended." in considered
    assert "Ring me on Tuesday." in considered


def test_a_letter_says_what_it_said_when_it_was_written() -> None:
    case = cases.an_active_case()
    letter = write(case, Paper.ENTITLEMENT)
    before = documents.paper_html(letter)

    cases.allocate(case, accounts.coordinator("malik"))

    letter.refresh_from_db()
    assert documents.paper_html(letter) == before
    assert letter.snapshot["person"]["coordinator"] == accounts.coordinator().name


def test_what_has_been_made_does_not_change_whoever_writes_to_the_database() -> None:
    letter = write(cases.an_active_case(), Paper.LEAFLET)
    with acting_as(accounts.SETTING_UP):
        letter.amend(status="ready", sha256="a" * 64, pages=1, size=9)
        with pytest.raises(ProgrammingError, match="does not change"), transaction.atomic():
            letter.amend(sha256="b" * 64)


def test_a_colleague_reads_letters_and_writes_none() -> None:
    case = cases.an_active_case()

    with pytest.raises(NotAllowed, match="allocated to"):
        write(case, Paper.LEAFLET, actor=accounts.coordinator("malik"))
    with pytest.raises(Refused, match="cannot show"):
        write(case, Paper.LEAFLET, own=OwnWords("武"))


def test_the_draft_is_read_before_it_is_kept(browse: Browse) -> None:
    case = cases.an_active_case()
    client = browse(accounts.coordinator())
    address = reverse(
        "careplans:letter_write",
        kwargs={"ref": case.reference, "paper": "entitlement", "about": to_write(case)[Paper.ENTITLEMENT]},
    )
    first = client.get(address).content.decode()
    assert "Layout" in first
    sent = {
        "submission_id": first.partition('name="submission_id" value="')[2].partition('"')[0],
        "variant": "easy_read",
        "note": "Notwithstanding the aforementioned circumstances, alternative arrangements may be considered.",
        "stage": "answers",
    }

    draft = client.post(address, sent).content.decode()

    assert "You do not pay" in draft
    assert "Reading age: about" in draft
    assert "Your own words" in draft
    assert "shorter sentences and words help" in draft
    assert not PlanDocument.objects.exists()
    kept = client.post(address, {**sent, "stage": "check"})
    letter = PlanDocument.objects.get()
    assert kept.url.endswith(f"/documents/{letter.id}/")
    assert letter.variant == "easy_read"


def test_the_list_of_letters_asks_as_often_for_many_as_for_one(browse: Browse) -> None:
    case = cases.an_active_case()
    client = browse(accounts.coordinator())
    address = reverse("careplans:letter_list", kwargs={"ref": case.reference})
    write(case, Paper.LEAFLET)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert "Rights leaflet" in client.get(address).content.decode()
    for _ in range(4):
        write(case, Paper.LEAFLET)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one) <= 40
