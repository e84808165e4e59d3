"""What every test may use: signed-in clients and the pinned clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client

from s117.accounts.models import User
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date


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
