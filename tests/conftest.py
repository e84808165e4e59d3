"""What every test may use: signed-in clients and the pinned clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from s117.accounts.models import User
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date

# A run for the record asks for thousands of examples of every law: S117_EXAMPLES=2000.
hypothesis.settings.register_profile(
    "suite", max_examples=int(os.environ.get("S117_EXAMPLES", "60")), deadline=None
)
hypothesis.settings.load_profile("suite")


@pytest.fixture
def at() -> datetime:
    """The instant the tests' clock is pinned to: 21 November 2026, 10 in the morning."""
    return settings.FIXED_NOW


@pytest.fixture
def today(at: datetime) -> date:
    """The day in London at that instant."""
    return london_date(at)


@pytest.fixture
def browse() -> Callable[[Actor | User], Client]:
    """A test client signed in as the actor or user."""

    def signed_in(who: Actor | User) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=who.id), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in


@pytest.fixture(scope="session", autouse=True)
def clean_up_past_the_guards() -> Iterator[None]:
    """Between tests that commit, Django empties every table, the append-only ones too.

    Their triggers rightly refuse that, so the emptying alone, never a test, runs with them off. Rows are
    deleted: to truncate hundreds of tables, most of them empty, costs ten times as much. Content types and
    permissions follow from the code, so they stay, and the signal that would make them anew is not sent.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _delete_all)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **kwargs: None)
        yield


def _delete_all(self: DatabaseOperations, style: object, tables: list[str], **options: bool) -> list[str]:
    if options.get("reset_sequences"):
        raise NotImplementedError("no test counts on the numbers that a sequence gives")
    emptied = sorted(set(tables) - {ContentType._meta.db_table, Permission._meta.db_table})
    off, on = "SET session_replication_role = replica;", "SET session_replication_role = DEFAULT;"
    return [off, "".join(f"DELETE FROM {self.quote_name(table)};" for table in emptied), on]
