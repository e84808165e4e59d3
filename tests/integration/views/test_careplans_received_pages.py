"""Letters received on the page of a person's letters: added, opened to save, withdrawn with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from careplans.models import ReceivedLetter
from cases.models import Case
from s117.audit.models import AccessEvent
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases
from tests.builders.accounts import TODAY
from tests.builders.careplans import a_received_letter

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]
LETTER = {"sender": "Dr Imran Shah", "about": "Blood tests", **date_parts("received_on", TODAY)}


def page(case: Case, name: str, **more: Any) -> str:
    """The address of a page about the person's letters."""
    return reverse(f"careplans:{name}", kwargs={"ref": case.reference, **more})


def listed(client: Client, case: Case) -> str:
    """The page of the person's letters."""
    return client.get(page(case, "letter_list")).content.decode()


def test_a_letter_is_added_listed_opened_only_to_save_and_each_opening_recorded(browse: Browse) -> None:
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    assert "No letter received has been added" in listed(client, case)
    sent = {**LETTER, "file": SimpleUploadedFile("x.exe", b"%PDF-1.7 blood tests")}

    answer = client.post(page(case, "received_add"), sent)

    assert answer.headers["Location"] == page(case, "letter_list") + "#received"
    letter = ReceivedLetter.objects.get()
    where = page(case, "received_download", letter=letter.id)
    assert where in listed(client, case)
    opened = client.get(where)
    assert opened.content == b"%PDF-1.7 blood tests"
    assert opened["Content-Disposition"].startswith(f'attachment; filename="{case.reference}-received-')
    assert (opened["Content-Type"], opened["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert AccessEvent.objects.filter(kind="download", subject_id=letter.id, case_id=case.id).count() == 1


def test_a_page_that_calls_itself_a_pdf_is_refused_and_what_was_typed_stays(browse: Browse) -> None:
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    hostile = SimpleUploadedFile("a.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf")

    answer = client.post(page(case, "received_add"), {**LETTER, "file": hostile})

    assert answer.status_code == 422
    assert "The file must be a PDF, a PNG or a JPEG" in answer.content.decode()
    assert 'value="Dr Imran Shah"' in answer.content.decode()
    assert not ReceivedLetter.objects.exists()


def test_a_withdrawn_letter_is_told_with_its_reason_and_cannot_be_opened(browse: Browse) -> None:
    case, client = cases.an_active_case(), browse(accounts.coordinator())
    letter = a_received_letter(case)
    sent = {"reason": "It is about another person", "seen_version": letter.version}

    answer = client.post(page(case, "received_withdraw", letter=letter.id), sent)

    assert answer.headers["Location"] == page(case, "letter_list") + "#received"
    assert "It is about another person" in listed(client, case)
    assert client.get(page(case, "received_download", letter=letter.id)).status_code == 404


def test_the_letters_of_one_person_cannot_be_opened_through_another(browse: Browse) -> None:
    case = cases.an_active_case()
    other = cases.an_active_case(nhs_number=cases.NHS_NUMBERS[3])
    letter = a_received_letter(case)

    found = browse(accounts.coordinator()).get(page(other, "received_download", letter=letter.id))

    assert found.status_code == 404
