"""A document is a row first: whatever dies on the way, it is made in the end, and once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from careplans import services
from careplans.models import PlanDocument, PlanVersion
from careplans.rules.terms import Variant
from careplans.services import documents
from careplans.tasks import documents_sweep
from s117.audit.models import AuditEvent
from s117.documents import making
from s117.documents.pdf import DocumentRefused, DocumentUnmade
from s117.documents.storage import open_stored
from s117.kernel.actor import system_actor
from s117.kernel.lifecycle import IllegalTransition
from tests.builders import careplans as plans
from tests.builders.accounts import coordinator, manager
from tests.builders.careplans import PUBLISHED_AT

WORKER = system_actor("celery:document-render")
ROOT = Path(__file__).resolve().parents[3]

# A worker that has claimed the row and is in the middle of drawing.
STUCK = """
import time, uuid, django
django.setup()
from careplans.services import documents
from s117.documents import making
from s117.kernel.actor import system_actor
from django.utils.timezone import now
making.html_to_pdf = lambda html: (print("drawing", flush=True), time.sleep(60))
documents.render_document(actor=system_actor("doomed"), document_id=uuid.UUID("{id}"), at=now())
"""


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A store of the test's own."""
    settings.DOCUMENT_ROOT = tmp_path
    return tmp_path


def render(document: PlanDocument) -> bool:
    """What the task does."""
    return services.render_document(actor=WORKER, document_id=document.id, at=PUBLISHED_AT)


def the_document() -> PlanDocument:
    """The document of a plan just published, still to be made."""
    plan = plans.a_published_plan()
    return PlanDocument.objects.get(plan=plan, draft=False)


def rendered_events(document: PlanDocument) -> int:
    """How often it was recorded as made."""
    return AuditEvent.objects.filter(event="document_rendered", subject_id=document.id).count()


@pytest.mark.django_db
def test_a_document_is_made_once_and_its_file_is_what_was_published() -> None:
    document = the_document()
    assert render(document) is True
    assert render(document) is False
    document.refresh_from_db()
    assert (document.status, document.attempts) == ("ready", 1)
    assert open_stored(document.sha256).startswith(b"%PDF")
    assert document.snapshot == PlanVersion.objects.get(plan=document.plan).snapshot
    assert rendered_events(document) == 1


@pytest.mark.django_db
def test_the_same_document_asked_for_twice_is_one_row_and_large_print_another() -> None:
    document = the_document()
    asked = {"actor": coordinator(), "plan_id": document.plan_id, "at": PUBLISHED_AT}
    assert services.request_document(**asked, variant=Variant.STANDARD).id == document.id
    large = services.request_document(**asked, variant=Variant.LARGE_PRINT)
    assert large.id == services.request_document(**asked, variant=Variant.LARGE_PRINT).id != document.id
    assert large.snapshot == document.snapshot


@pytest.mark.django_db
def test_a_passing_fault_is_tried_again_and_a_lasting_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    document = the_document()

    def slow(html: str) -> None:
        raise DocumentUnmade("It took longer than 60 seconds.")

    monkeypatch.setattr(making, "html_to_pdf", slow)
    for attempt in range(1, documents.DOCUMENTS.most_attempts + 1):
        render(document)
        document.refresh_from_db()
        assert document.status == ("failed" if attempt == documents.DOCUMENTS.most_attempts else "requested")
    assert document.failure == "It took longer than 60 seconds."
    monkeypatch.undo()
    services.retry_document(actor=coordinator(), document_id=document.id, at=PUBLISHED_AT)
    assert render(document) is True


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document = the_document()

    def refuse(html: str) -> None:
        raise DocumentRefused("Our fonts cannot draw these characters: 武")

    monkeypatch.setattr(making, "html_to_pdf", refuse)
    render(document)
    document.refresh_from_db()
    assert (document.status, document.attempts) == ("failed", 1)
    assert "武" in document.failure


@pytest.mark.django_db
def test_a_full_disk_leaves_the_row_to_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    document = the_document()

    def full(data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.storage, "store_once", full)
    assert render(document) is False
    document.refresh_from_db()
    assert document.status == "requested"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_pdf_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    document = the_document_not_yet_made(monkeypatch)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "s117.settings.test"),
        "DATABASE_URL": database_address(),
    }
    doomed = subprocess.Popen(
        [sys.executable, "-c", STUCK.format(id=document.id)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert doomed.stdout is not None
    assert doomed.stdout.readline().strip() == "drawing"
    doomed.send_signal(signal.SIGKILL)
    doomed.wait(10)
    document.refresh_from_db()
    assert document.status == "rendering"
    documents_sweep()
    document.refresh_from_db()
    assert document.status == "rendering", "its worker still has time"
    monkeypatch.setattr(documents.DocumentWork, "lasts", timedelta(0))
    documents_sweep()
    document.refresh_from_db()
    assert (document.status, document.attempts) == ("ready", 2)
    assert rendered_events(document) == 1


@pytest.mark.django_db(transaction=True)
def test_a_document_asked_for_while_the_broker_was_down_is_made_by_the_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = the_document_not_yet_made(monkeypatch)
    documents_sweep()
    document.refresh_from_db()
    assert document.status == "ready"


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_publish_at_once_make_one_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "enqueue", lambda *args, **ids: None)
    plan = plans.a_submitted_plan()
    publishers = [manager("hart"), manager("moss")]
    gate = threading.Barrier(2)
    results: list[object] = []

    def publish(actor: Any) -> None:
        gate.wait()
        try:
            results.append(services.publish_plan(actor=actor, plan_id=plan.id, at=PUBLISHED_AT))
        except IllegalTransition as refusal:
            results.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish, args=(actor,)) for actor in publishers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(type(result).__name__ for result in results) == ["IllegalTransition", "PlanPublished"]
    assert PlanVersion.objects.filter(plan=plan).count() == 1
    assert PlanDocument.objects.filter(plan=plan, draft=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_message_make_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    document = the_document_not_yet_made(monkeypatch)
    made: list[bool] = []

    def work() -> None:
        made.append(render(document))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(made) == [False, False, True]
    assert rendered_events(document) == 1


def the_document_not_yet_made(monkeypatch: pytest.MonkeyPatch) -> PlanDocument:
    """A committed request whose message never arrived."""
    with monkeypatch.context() as silent:
        silent.setattr(documents, "enqueue", lambda *args, **ids: None)
        return the_document()


def database_address() -> str:
    """The test database, for a process of its own."""
    known = connection.settings_dict
    host = known["HOST"] or ""
    login = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    if host.startswith("/"):
        return f"postgres://{login}@/{known['NAME']}?host={host}"
    return f"postgres://{login}@{host}:{known['PORT']}/{known['NAME']}"
