"""One world for the whole matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from tests.access.world import World, make_world


@pytest.fixture
def _django_db_helper() -> None:
    """The transaction around each test is left out here: the world's own transaction holds them all.

    The tests carry the `django_db` mark all the same, because pytest-django makes a test database only
    when a test with the mark is among those that run.
    """


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once; every request is undone, and the world with the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert connection.settings_dict["NAME"].startswith("test_")
        yield make_world()
        transaction.set_rollback(True)
