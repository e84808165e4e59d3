"""The daily e-mail and the calendar: once, to those who want them, and never anything about anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from careplans import services
from careplans.models import Digest, Notice
from careplans.rules.terms import NoticeKind
from s117.accounts.models import User
from s117.audit.context import acting_as
from s117.audit.models import AccessEvent
from s117.kernel.actor import system_actor
from tests.builders import cases
from tests.builders.accounts import NOW, SETTING_UP, coordinator

pytestmark = pytest.mark.django_db
BEAT = system_actor("celery:digests")
MORNING = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def told() -> None:
    """jones, who has an address, is told of somebody who left hospital the day before."""
    jones = User.objects.get(pk=coordinator().id)
    with acting_as(SETTING_UP):
        jones.amend(email="jones@example.org")
    cases.leave(cases.an_allocated_case(family_name="Zebrawood", given_names="Amara"))
    services.send_reminders(actor=BEAT, at=MORNING - timedelta(hours=2))


def send(at: datetime) -> int:
    return services.send_digests(actor=BEAT, at=at)


def test_it_goes_out_once_a_day_in_the_morning_and_names_nobody(told: None) -> None:
    assert send(MORNING.replace(hour=5)) == 0
    assert (send(MORNING), send(MORNING + timedelta(hours=3)), send(MORNING + timedelta(days=1))) == (1, 0, 0)
    (message,) = mail.outbox
    reference = Notice.objects.first().case.reference
    assert message.to == ["jones@example.org"]
    assert reference in message.body
    everything = f"{message.subject} {message.body}".lower()
    assert not [
        word for word in ("zebrawood", "amara", "hospital", "review", "contact") if word in everything
    ]


def test_who_wants_none_gets_none_and_what_is_left_out_is_left_out(told: None) -> None:
    said = {"actor": coordinator(), "at": MORNING}
    services.save_notice_settings(**said, by_email=False, left_out=())
    assert send(MORNING) == 0
    services.save_notice_settings(**said, by_email=True, left_out=tuple(NoticeKind))
    assert send(MORNING) == 0
    assert mail.outbox == []


def test_a_mail_server_that_fails_is_tried_again(told: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("careplans.services.digests.send_mail", refuse)
        assert send(MORNING) == 0
    assert Digest.objects.get().status == "requested"
    assert send(MORNING + timedelta(minutes=5)) == 1
    assert len(mail.outbox) == 1


def test_a_calendar_shows_reference_numbers_until_its_address_is_switched_off() -> None:
    case = cases.an_active_case(family_name="Zebrawood")
    from tests.builders import assessments
    from tests.builders import careplans as plans

    assessments.a_signed_off_assessment(case)
    plans.a_published_plan(case)
    secret = services.issue_calendar(actor=coordinator(), at=NOW)
    address = reverse("careplans:calendar_view", kwargs={"secret": secret})
    answer = Client().get(address)
    words = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"SUMMARY:Review due: {case.reference}" in words
    assert f"DTSTART;VALUE=DATE:{date(2026, 11, 30):%Y%m%d}" in words
    assert "ZEBRAWOOD" not in words.upper()
    assert AccessEvent.objects.filter(subject_type="Calendar", actor_id=coordinator().id, count=1).exists()
    services.revoke_calendar(actor=coordinator(), at=NOW)
    assert Client().get(address).status_code == 404
    assert Client().get(address.replace(secret, "guess")).status_code == 404
