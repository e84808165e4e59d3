"""The pages of one question of responsibility: what stands and why, files, signatories, history, ways to end."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Evidence
from s117.audit.models import AccessEvent
from tests.builders import accounts, cases

pytestmark = pytest.mark.django_db


def entitlement(case):
    return reverse("cases:entitlement_view", kwargs={"ref": case.reference})


def body(case, kind="council"):
    return reverse("cases:responsible_body_view", kwargs={"ref": case.reference, "kind": kind})


def add(case, kind="council"):
    return reverse("cases:evidence_add", kwargs={"ref": case.reference, "kind": kind})


def text(response):
    return response.content.decode()


def test_entitlement_says_since_when_why_and_what_would_end_it(browse):
    case = cases.an_active_case()

    page = text(browse(accounts.coordinator()).get(entitlement(case)))

    assert "Entitled to aftercare now" in page
    assert "19 October 2026" in page
    assert "What would have to be true for it to end" in page
    assert {f"/rulebook/#{rule}" for rule in ("A-1", "E-1", "E-7", "A-11", "E-3", "A-9")} <= _links(page)
    assert "while it runs" not in page.lower()


def test_a_community_patient_is_told_that_aftercare_cannot_be_ended(browse):
    case = cases.an_allocated_case()
    cases.begin_cto(case)

    page = text(browse(accounts.coordinator()).get(entitlement(case)))

    assert "While it runs, aftercare cannot be ended" in page
    assert "/rulebook/#E-2" in _links(page)


def test_each_body_has_its_page_with_facts_both_signatories_and_history(browse):
    case = cases.an_active_case()
    for kind, named in (("council", "Northmoor Council"), ("nhs_body", "Northmoor Integrated Care Board")):
        page = text(browse(accounts.coordinator()).get(body(case, kind)))

        assert named in page
        assert "Lived in the area of Northmoor Council" in page
        assert page.count("Accepts") == 2
        assert "This is the first answer to this question." in page


def test_new_facts_raise_a_flag_on_an_accepted_answer_until_the_new_one_is_answered(browse):
    case = cases.an_active_case()
    accounts.southvale()
    cases.move_home(
        case, council=accounts.southvale(), starts_on=date(2026, 9, 1), line="1 High Street, Southvale"
    )
    client = browse(accounts.coordinator())

    flagged = text(client.get(body(case)))

    assert "New facts changed the proposal" in flagged
    assert "<strong>Northmoor Council</strong> (accepted by " in flagged
    assert "Lived in the area of Southvale Council from 1 September 2026" in flagged
    assert "Northmoor Council (" in flagged.split('id="history"')[1]
    assert "New facts changed" not in text(client.get(body(case, "nhs_body")))


def test_a_kind_of_question_there_is_not_is_no_page(browse):
    case, client = cases.an_active_case(), browse(accounts.coordinator())

    assert client.get(body(case, "entitlement")).status_code == 404
    assert client.get(body(case, "nobody")).status_code == 404
    assert client.get(add(case, "nobody")).status_code == 404


def test_a_file_is_added_opened_only_to_save_and_each_opening_recorded(browse):
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    sent = {"title": "Tenancy agreement", "file": SimpleUploadedFile("x.exe", b"%PDF-1.7 tenancy")}

    assert 'enctype="multipart/form-data"' in text(client.get(add(case)))
    answer = client.post(add(case), sent)
    assert answer.headers["Location"] == body(case)
    file = Evidence.objects.get()
    link = reverse("cases:evidence_download", kwargs={"ref": case.reference, "evidence": file.id})
    assert link in _links(text(client.get(body(case))))
    opened = client.get(link)

    assert opened.content == b"%PDF-1.7 tenancy"
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"].startswith(f'attachment; filename="{case.reference}-evidence-')
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert AccessEvent.objects.filter(kind="download", subject_id=file.id, case_id=case.id).count() == 1


def test_a_file_of_another_kind_is_refused_and_what_was_typed_stays(browse):
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    page = SimpleUploadedFile("order.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")

    answer = client.post(add(case), {"title": "The order", "file": page})

    assert answer.status_code == 422
    assert "The file must be a PDF, a PNG or a JPEG" in text(answer)
    assert 'value="The order"' in text(answer)
    assert not Evidence.objects.exists()


def test_a_withdrawn_file_is_told_with_its_reason_and_cannot_be_opened(browse):
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    file = cases.a_file(case)
    ref = {"ref": case.reference, "evidence": file.id}
    withdraw = reverse("cases:evidence_withdraw", kwargs=ref)
    assert withdraw in _links(text(client.get(body(case))))

    answer = client.post(withdraw, {"reason": "It is about another person", "seen_version": file.version})

    assert answer.headers["Location"] == body(case)
    page = text(client.get(body(case)))
    assert "It is about another person" in page
    assert client.get(reverse("cases:evidence_download", kwargs=ref)).status_code == 404


def test_another_body_sees_the_file_and_cannot_withdraw_it(browse):
    case = cases.an_active_case()
    cases.a_file(case)

    page = text(browse(accounts.nhs_signatory()).get(body(case)))

    assert "Tenancy agreement" in page
    assert "/withdraw/" not in page


def test_a_file_of_another_case_is_not_found(browse):
    case, other = cases.an_active_case(), cases.an_active_case()
    file = cases.a_file(other)
    link = reverse("cases:evidence_download", kwargs={"ref": case.reference, "evidence": file.id})

    assert browse(accounts.coordinator()).get(link).status_code == 404


@pytest.mark.parametrize("address", [entitlement, body])
def test_the_number_of_statements_does_not_grow_with_files_and_history(browse, address):
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    kind = "entitlement" if address is entitlement else "council"
    cases.a_file(case, kind=kind)
    assert client.get(address(case)).status_code == 200  # the first page of a session asks for more
    with CaptureQueriesContext(connection) as once:
        client.get(address(case))
    for number in range(4):
        cases.a_file(case, kind=kind, data=b"%PDF-1.7 " + bytes([65 + number]))
    with CaptureQueriesContext(connection) as often:
        client.get(address(case))

    assert len(often) == len(once)


def _links(page):
    return set(re.findall(r'href="([^"]+)"', page))
