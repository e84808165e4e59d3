"""The first account of an installation."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from s117.accounts.actors import actor_for
from s117.accounts.models import User
from s117.kernel.permissions import Permission
from tests.builders.accounts import northmoor

PASSWORD = "quiet-harbour-lantern-7"


def create(monkeypatch: pytest.MonkeyPatch, password: str, organisation: str = "NMC") -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    call_command("create_administrator", "grey", "Ada Grey", organisation)


@pytest.mark.django_db
def test_the_first_administrator_can_sign_in_and_make_the_others(monkeypatch: pytest.MonkeyPatch, today):
    northmoor()
    create(monkeypatch, PASSWORD)
    request = RequestFactory().post("/")
    assert authenticate(request, username="grey", password=PASSWORD) is not None
    assert actor_for(User.objects.get(username="grey"), today).may(Permission.USERS_MANAGE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "organisation", "reason"),
    [
        ("password1234", "NMC", "too common"),
        ("short", "NMC", "too short"),
        (PASSWORD, "XXX", "No organisations"),
    ],
)
def test_what_is_refused(monkeypatch: pytest.MonkeyPatch, password: str, organisation: str, reason: str):
    northmoor()
    with pytest.raises(CommandError, match=reason):
        create(monkeypatch, password, organisation)
    assert not User.objects.filter(username="grey").exists()


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused(monkeypatch: pytest.MonkeyPatch):
    northmoor()
    create(monkeypatch, PASSWORD)
    with pytest.raises(CommandError, match="user name is taken"):
        create(monkeypatch, PASSWORD)
