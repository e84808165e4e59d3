"""Many documents at once: each made once, packed once, whoever dies on the way (issue C)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careplans import policies, services
from careplans.models import DocumentBatch, PlanDocument
from careplans.queries import batches as queries
from careplans.rules.terms import BatchOf
from careplans.services import batches
from s117.accounts.models import User
from s117.audit.models import AccessEvent, AuditEvent
from s117.documents import making, storage
from s117.documents.pdf import DocumentRefused, Pdf
from s117.kernel.actor import Actor, system_actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases
from tests.builders import careplans as plans
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]
WORKER = system_actor("celery:batch-make")


@pytest.fixture(autouse=True)
def drawn(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were drawn. Drawing itself has tests of its own."""
    settings.DOCUMENT_ROOT = tmp_path
    pages: list[str] = []

    def draw(html: str) -> Pdf:
        pages.append(html)
        return Pdf(f"%PDF {len(pages)}".encode(), 1)

    monkeypatch.setattr(making, "html_to_pdf", draw)
    return pages


def ask(what: BatchOf = BatchOf.PLANS, *, by: Actor | None = None) -> DocumentBatch:
    """Asked for by the coordinator of the caseload."""
    whose = User.objects.get(pk=accounts.coordinator().id)
    return services.request_batch(actor=by or accounts.coordinator(), at=NOW, coordinator=whose, what=what)


def make(batch: DocumentBatch) -> bool:
    """What the task does."""
    return services.make_batch(actor=WORKER, batch_id=batch.id, at=NOW)


def test_a_caseload_is_made_and_packed_once_with_a_list_of_what_is_in_it(drawn: list[str]) -> None:
    published = [plans.a_published_plan() for _ in range(2)]
    batch = ask()

    assert make(batch) is True
    assert make(batch) is False

    batch.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(storage.open_stored(batch.sha256))) as packed:
        names = packed.namelist()
        listed = packed.read("contents.csv").decode("utf-8-sig")
    assert len(names) == 3
    assert all(plan.case.reference in listed for plan in published)
    assert not any(plan.case.client.family_name in "".join(names) for plan in published)
    assert len(drawn) == PlanDocument.objects.filter(draft=False).count() == 2
    assert AuditEvent.objects.filter(event="batch_made").count() == 1


def test_a_worker_that_dies_in_the_middle_loses_nothing(
    drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans.a_published_plan()
    plans.a_published_plan()
    batch = ask()
    render = batches.render_document

    def die_at_the_second(**asked: Any) -> bool:
        if len(drawn) == 1:
            raise SystemExit
        return render(**asked)

    monkeypatch.setattr(batches, "render_document", die_at_the_second)
    with pytest.raises(SystemExit):
        make(batch)
    monkeypatch.undo()
    monkeypatch.setattr(making, "html_to_pdf", lambda html: drawn.append(html) or Pdf(b"%PDF second", 1))

    assert make(batch) is True
    assert len(drawn) == 2


def test_a_long_batch_goes_on_in_the_next_job(drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    plans.a_published_plan()
    batch = ask()
    rung: list[Any] = []
    monkeypatch.setattr(batches, "enqueue", lambda job, **ids: rung.append((job.value, ids["batch_id"])))
    monkeypatch.setattr(batches, "WORKS_FOR_SECONDS", -1)

    assert make(batch) is False
    assert (rung, drawn) == ([("careplans.batch_make", batch.id)], [])


def test_what_cannot_be_made_is_named_in_the_list_and_a_batch_of_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plans.a_published_plan()
    batch = ask()

    def refuse(html: str) -> None:
        raise DocumentRefused("Our fonts cannot draw these characters: 武")

    monkeypatch.setattr(making, "html_to_pdf", refuse)
    make(batch)

    batch.refresh_from_db()
    assert (batch.status, batch.sha256) == ("failed", "")


def test_an_empty_caseload_is_refused_and_so_is_who_works_in_no_team() -> None:
    cases.an_active_case()
    with pytest.raises(Refused):
        ask()
    with pytest.raises(Refused):
        ask(BatchOf.LETTERS)
    with pytest.raises(NotAllowed, match="in a team"):
        ask(by=accounts.council_signatory())


def test_taking_the_file_is_on_the_record_of_each_person_and_nobody_else_has_it(browse: Browse) -> None:
    plan = plans.a_published_plan()
    batch = ask()
    make(batch)
    address = reverse("careplans:batch_download", kwargs={"batch": batch.id})

    taken = browse(accounts.coordinator()).get(address)

    assert taken["Content-Type"] == "application/zip"
    assert taken.content.startswith(b"PK")
    looks = AccessEvent.objects.filter(kind="download", case_id=plan.case_id)
    assert looks.count() == 1
    assert browse(accounts.manager()).get(address).status_code == 404


def test_somebody_who_no_longer_sees_a_person_cannot_take_the_file(browse: Browse) -> None:
    plans.a_published_plan()
    batch = ask()
    make(batch)
    shown = browse(accounts.coordinator()).get(reverse("careplans:batch_view", kwargs={"batch": batch.id}))
    assert "1 of 1" in shown.content.decode()

    lost = queries.people_lost(accounts.stranger(), batch.id)

    assert (lost, queries.people_lost(accounts.coordinator(), batch.id)) == (1, 0)
    refusal = policies.batch_download(accounts.coordinator(), ready=True, lost=lost)
    assert "no longer see everybody" in refusal.reason
