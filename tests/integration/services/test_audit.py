"""Audit: nothing is written without a name, nothing is written without history, nothing is rewritten."""

import pytest
from django.db import DatabaseError, connection, transaction

from s117.accounts.models import Team
from s117.audit.context import NoActor
from s117.audit.history import BypassesHistory
from s117.audit.models import AccessEvent, AuditEvent
from s117.audit.record import record_access
from s117.audit.writes import writes
from tests.builders import accounts as people

pytestmark = pytest.mark.django_db


def test_an_unattributed_write_leaves_no_row():
    northmoor = people.northmoor()
    with pytest.raises(NoActor), transaction.atomic():
        Team.objects.create(organisation=northmoor, name="Nobody's team")
    assert not Team.objects.filter(name="Nobody's team").exists()


def test_a_service_that_fails_leaves_neither_row_nor_history(at):
    @writes
    def fails(*, actor, at):
        Team.objects.create(organisation=people.northmoor(), name="Half made")
        raise LookupError

    with pytest.raises(LookupError):
        fails(actor=people.coordinator(), at=at)
    assert not Team.objects.filter(name="Half made").exists()
    assert not Team.history.filter(name="Half made").exists()


def test_history_names_the_person_or_the_process():
    team = people.team()
    assert list(team.history.values_list("history_actor", flat=True)) == ["test set-up"]
    jones = people.coordinator()

    @writes
    def rename(*, actor, at):
        team.amend(name="Recovery West")

    rename(actor=jones, at=None)
    latest = team.history.first()
    assert (latest.history_user_id, latest.history_actor, latest.version) == (jones.id, "Sam Jones", 2)


@pytest.mark.parametrize("bypass", ["update", "delete", "bulk_create", "bulk_update"])
def test_bulk_writes_that_would_leave_no_history_are_refused(bypass):
    with pytest.raises(BypassesHistory):
        getattr(Team.objects.all(), bypass)()


@pytest.mark.parametrize("table", ["audit_auditevent", "audit_accessevent"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET actor_name = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_itself_refuses_to_change_the_record(table, statement):
    people.user("jones")
    record_access(people.coordinator(), "view", "Case")
    before = (AuditEvent.objects.count(), AccessEvent.objects.count())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert (AuditEvent.objects.count(), AccessEvent.objects.count()) == before
