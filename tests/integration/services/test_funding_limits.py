"""Signing limits: set by a manager or an administrator from a day on, never one's own, never for days gone by."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from funding.queries import limits as queries
from funding.services import limits
from s117.accounts.models import SigningLimit
from s117.accounts.queries import signing_limit
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, panels
from tests.builders.accounts import NOW, SETTING_UP, TODAY

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
PAGE = "/finance/limits/"


def record(**over: Any) -> SigningLimit:
    known = {
        "actor": accounts.administrator(), "organisation_id": accounts.northmoor().id, "user_id": None,
        "weekly_pence": 500_000, "once_pence": None, "starts_on": TODAY,
    }  # fmt: skip
    return limits.record_limit(at=NOW, **{**known, **over})


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def on(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_limit_holds_from_its_day_and_the_one_before_ends_the_day_before() -> None:
    price = accounts.council_signatory()
    first = record()
    later = TODAY + timedelta(days=30)
    record(starts_on=later, weekly_pence=300_000, once_pence=1_000_00)
    record(user_id=price.id, weekly_pence=900_000)
    first.refresh_from_db()
    assert first.ends_on == later - timedelta(days=1)
    assert signing_limit(price, TODAY) == (900_000, None)
    colleague = accounts.actor_of(accounts.user("bell", "decision_maker"))
    assert [signing_limit(colleague, day) for day in (TODAY - timedelta(days=1), TODAY, later)] == [
        (None, None), (500_000, None), (300_000, 100_000)
    ]  # fmt: skip
    assert AuditEvent.objects.filter(event="limit_recorded").count() == 3


def test_the_same_day_is_put_right_and_the_old_figure_stays_in_the_history() -> None:
    limit = record()
    assert record(weekly_pence=400_000).id == limit.id
    kept = SigningLimit.history.filter(id=limit.id).values_list("weekly_pence", flat=True)
    assert set(kept) == {500_000, 400_000}


def test_only_a_manager_or_administrator_of_the_body_sets_it_and_nobody_their_own() -> None:
    both = accounts.user("both", "decision_maker")
    accounts.user("both", "administrator")
    record(actor=accounts.manager())
    for actor, user in ((accounts.actor_of(both), both.id), (accounts.council_finance(), None)):
        with pytest.raises(NotAllowed):
            record(actor=actor, user_id=user)
    with pytest.raises(NotAllowed, match="its own signatories"):
        record(organisation_id=accounts.northmoor_icb().id)


def test_days_gone_by_strangers_and_a_day_with_two_limits_are_refused() -> None:
    limit = record(starts_on=TODAY + timedelta(days=10))
    for over, field in (
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({}, "ends_on"),
        ({"user_id": accounts.coordinator().id}, "user_id"),
    ):
        with pytest.raises(Refused) as refused:
            record(**over)
        assert list(refused.value.fields) == [field]
    record(ends_on=TODAY + timedelta(days=9))
    same = {"organisation_id": limit.organisation_id, "weekly_pence": 1, "ends_on": limit.starts_on}
    with pytest.raises(IntegrityError, match="one_a_day"), transaction.atomic(), acting_as(SETTING_UP):
        SigningLimit.objects.create(**same, starts_on=limit.starts_on)


def test_a_limit_is_ended_from_today_on_by_somebody_who_saw_it_as_it_is() -> None:
    limit = record()
    known = {"actor": accounts.administrator(), "at": NOW, "limit_id": limit.id}
    with pytest.raises(Refused, match="today or a later day"):
        limits.end_limit(**known, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(Stale):
        limits.end_limit(**known, ends_on=TODAY, seen_version=0)
    limits.end_limit(**known, ends_on=TODAY, seen_version=1)
    assert signing_limit(accounts.council_signatory(), TODAY + timedelta(days=1)) == (None, None)
    with pytest.raises(Refused, match="ends before that"):
        limits.end_limit(**known, ends_on=TODAY + timedelta(days=5))
    ahead = record(starts_on=TODAY + timedelta(days=3))
    with pytest.raises(Refused, match="on or after the first day"):
        limits.end_limit(**{**known, "limit_id": ahead.id}, ends_on=TODAY)
    stranger = accounts.nhs_signatory()
    with pytest.raises(NotFound):
        queries.limit_for(stranger, limit.id)


def test_the_page_says_who_may_sign_for_what_and_who_has_no_limit(browse: Browse) -> None:
    price = accounts.council_signatory()
    client = browse(accounts.administrator())
    assert "may sign for any amount" in words(client.get(PAGE))
    given = {"user_id": str(price.id), "weekly_pence": "5,000.00", **on("starts_on", TODAY)}
    done = client.post(f"{PAGE}record/", given, follow=True)
    assert "£5,000.00 a week No limit on single payments" in words(done)
    accounts.user("bell", "decision_maker")
    assert "No limit holds for Sam Bell." in words(client.get(PAGE))
    panels.a_signing_limit()
    assert "No limit holds" not in words(client.get(PAGE))
    limit = SigningLimit.objects.get(user=price.id)
    page = client.get(f"{PAGE}{limit.id}/end/").content.decode()
    seen = re.search(r'name="seen_version" value="(\d+)"', page)
    sent = {"seen_version": seen[1] if seen else "", **on("ends_on", TODAY)}
    assert client.post(f"{PAGE}{limit.id}/end/", sent).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT ends_on FROM accounts_signinglimit WHERE id = %s", [limit.id])
        assert cursor.fetchone() == (TODAY,)
