"""A save waits for the broker a fraction of a second at most, and never fails because of it."""

import socket
import time
from collections.abc import Iterator

import pytest
from celery import current_app
from django.db import transaction

from s117.jobs.enqueue import Doorbell, enqueue
from s117.jobs.names import Job

ARGUMENTS = {"document_id": "d5b3c1a0-0000-4000-8000-000000000000"}


@pytest.fixture
def frozen_broker() -> Iterator[None]:
    """A server that accepts connections and never answers."""
    conf = current_app.conf
    before = {name: conf[name] for name in ("task_always_eager", "broker_url")}
    with socket.create_server(("127.0.0.1", 0)) as server:
        conf.update(task_always_eager=False, broker_url=f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        yield
    conf.update(before)


@pytest.mark.usefixtures("frozen_broker")
def test_a_frozen_broker_costs_the_first_save_little_and_the_next_nothing():
    bell = Doorbell()
    started = time.monotonic()
    bell.ring(Job.DOCUMENT_RENDER, ARGUMENTS)
    first = time.monotonic() - started
    started = time.monotonic()
    bell.ring(Job.DOCUMENT_RENDER, ARGUMENTS)
    assert first < 1.0
    assert time.monotonic() - started < 0.05


@pytest.mark.usefixtures("frozen_broker")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_commits_whatever_the_broker_does():
    with transaction.atomic():
        enqueue(Job.DOCUMENT_RENDER)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_started_before_commit_nor_after_a_rollback(monkeypatch):
    rung = []
    monkeypatch.setattr(Doorbell, "ring", lambda self, job, arguments: rung.append(job))
    with transaction.atomic():
        enqueue(Job.REMINDERS_SEND)
        transaction.set_rollback(True)
    with transaction.atomic():
        enqueue(Job.REMINDERS_SEND)
        assert rung == []
    assert rung == [Job.REMINDERS_SEND]
