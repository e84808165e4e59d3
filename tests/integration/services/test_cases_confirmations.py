"""The yearly confirmation: each body for itself, on the record for good, changing nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cases import queries
from cases.models import RegisterConfirmation
from cases.services import confirmations
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db


def confirm(case, actor, still_owed="yes", **over):
    return cases.confirm(case, actor, still_owed=still_owed, **over)


def test_each_body_confirms_for_itself_and_the_later_word_stands_beside_the_earlier_one():
    case = cases.an_active_case()
    confirm(case, accounts.council_signatory(), confirmed_on=date(2026, 11, 1))
    confirm(case, accounts.council_signatory(), "query", note="Has moved to Southvale")
    confirm(case, accounts.nhs_signatory())

    rows = RegisterConfirmation.objects.filter(case=case)
    assert rows.filter(side="council", organisation=accounts.northmoor()).count() == 2
    assert rows.filter(side="nhs_body", organisation=accounts.northmoor_icb()).count() == 1
    assert AuditEvent.objects.filter(event="confirmation_recorded", case_id=case.id).count() == 3
    assert cases.refreshed(case).status == "active"
    assert "Register checked by Northmoor Council: We have a query about this entry" in [
        entry.title for entry in queries.timeline(case.id)
    ]


def test_nobody_confirms_for_a_body_that_is_not_named():
    case = cases.an_active_case()

    for actor in (accounts.manager(), accounts.coordinator(), accounts.mha_office()):
        with pytest.raises(NotAllowed):
            confirm(case, actor)
    with pytest.raises(NotFound):
        confirm(case, accounts.stranger())
    assert not RegisterConfirmation.objects.exists()


def test_a_body_that_shares_the_case_and_is_not_named_on_its_side_is_refused():
    case = cases.an_active_case()
    other = accounts.actor_of(accounts.user("reid", "decision_maker", accounts.southvale()))
    cases.share_with(case, accounts.southvale())

    with pytest.raises(NotAllowed, match="not named as responsible"):
        confirm(case, other)


def test_only_a_running_entry_is_confirmed():
    with pytest.raises(NotAllowed, match="aftercare is running"):
        confirm(cases.a_detained_case(), accounts.council_signatory())


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"still_owed": "no"}, "note"),
        ({"still_owed": "query", "note": "  "}, "note"),
        ({"confirmed_on": date(2026, 11, 22)}, "confirmed_on"),
        ({"confirmed_on": date(1980, 1, 1)}, "confirmed_on"),
    ],
)
def test_a_doubt_needs_its_note_and_the_day_cannot_be_wrong(over, field):
    case = cases.an_active_case()

    with pytest.raises(Refused) as refusal:
        confirm(case, accounts.council_signatory(), **over)

    assert field in refusal.value.fields


def test_the_database_refuses_to_change_or_delete_a_confirmation():
    row = confirm(cases.an_active_case(), accounts.council_signatory())
    rows = RegisterConfirmation.objects.filter(pk=row.pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete(rows.db)


def test_a_page_of_entries_is_confirmed_all_or_none():
    first, second, ward = cases.an_active_case(), cases.an_active_case(), cases.a_detained_case()
    price = accounts.council_signatory()

    with pytest.raises(NotAllowed):
        confirmations.record_confirmations(actor=price, at=NOW, case_ids=[first.id, ward.id])
    assert not RegisterConfirmation.objects.exists()
    with pytest.raises(Refused):
        confirmations.record_confirmations(actor=price, at=NOW, case_ids=[])

    assert confirmations.record_confirmations(actor=price, at=NOW, case_ids=[second.id, first.id]) == 2
    assert RegisterConfirmation.objects.filter(confirmed_on=TODAY, still_owed="yes").count() == 2


def test_the_list_has_the_bodys_own_running_entries_with_those_never_confirmed_first():
    told, never = cases.an_active_case(), cases.an_active_case()
    cases.a_detained_case()
    confirm(told, accounts.council_signatory())

    for actor, first in ((accounts.council_signatory(), never), (accounts.nhs_signatory(), told)):
        rows = queries.entry_rows(actor, None, 10)
        assert {row.id for row in rows} == {told.id, never.id}
        assert rows[0].id == first.id
        after = queries.entry_rows(actor, queries.entry_key(rows[0]), 10)
        assert [row.id for row in after] == [rows[1].id]
    assert queries.entry_rows(accounts.stranger(), None, 10) == ()
    assert queries.entry_rows(accounts.mha_office(), None, 10) == ()
