"""Pages about providers' invoices: typing and loading one, faults by row, queries, approval, who sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding.models import Invoice, InvoiceLine
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts
from tests.builders.funding import APRIL
from tests.builders.invoices import an_invoice, two_people
from tests.integration.views.test_funding_views import send, words

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
RECORD = "/finance/invoices/record/"


def typed(lines: str, **over: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "provider": "Harbour Homes",
        "number": "HH-1001",
        "total_pence": "9,500.00",
        "lines": lines,
        **date_parts("received_on", date(2026, 5, 4)),
        **date_parts("period_from", APRIL[0]),
        **date_parts("period_to", APRIL[1]),
    }
    return {**known, **over}


def at(name: str, invoice: Invoice, **more: Any) -> str:
    return reverse(f"funding:{name}", kwargs={"invoice": invoice.id, **more})


def test_a_loaded_file_lists_its_faults_by_row_keeps_the_text_and_then_matches(browse: Browse) -> None:
    first, second = two_people()
    lowe = browse(accounts.council_finance())
    rows = (
        f"Client,From,To,Amount\n{first.case.reference},2026-04-01,31/04/2026,4500.00\n"
        f"{second.case.reference},2026-04-01,2026-04-30,five thousand\n"
    )
    file = SimpleUploadedFile("invoice.csv", rows.encode())
    wrong = send(lowe, RECORD, **typed("", file=file))
    assert wrong.status_code == 422
    text = words(wrong)
    assert "Row 2: “31/04/2026” is not a date" in text
    assert "Row 3: “five thousand” is not an amount in pounds" in text
    assert f"{second.case.reference},2026-04-01,2026-04-30,five thousand" in text
    right = rows.replace("31/04", "30/04").replace("five thousand", "5000")
    done = send(lowe, RECORD, **typed(right))
    assert done.status_code == 302, words(done)
    page = words(lowe.get(done["Location"]))
    assert "£12.59" in page
    assert "1 query" in page
    assert Invoice.objects.get().total_pence == 950_000


def test_the_same_number_again_is_refused_beside_the_field(browse: Browse) -> None:
    first, _ = two_people()
    an_invoice((first.case.reference, 450_000))
    line = f"{first.case.reference},2026-04-01,2026-04-30,4500.00"
    again = send(
        browse(accounts.council_finance()), RECORD, **typed(line, total_pence="4500", number=" hh-1001 ")
    )
    assert again.status_code == 422
    assert "is here already" in words(again)


def test_from_a_query_to_approval_by_another_person(browse: Browse) -> None:
    first, second = two_people()
    invoice = an_invoice((first.case.reference, 450_000), (second.case.reference, 500_000))
    lowe, price = browse(accounts.council_finance()), browse(accounts.council_signatory())
    line = InvoiceLine.objects.get(status="query")
    assert "another person approves" in words(lowe.get(at("invoice_view", invoice)))
    assert price.get(at("invoice_approve", invoice)).status_code == 403
    settle = at("invoice_settle", invoice, line=line.id)
    assert send(lowe, settle, settlement="credit_note", words="").status_code == 422
    assert send(lowe, settle, settlement="credit_note", words="Note HH-12").status_code == 302
    assert lowe.get(at("invoice_approve", invoice)).status_code == 403
    assert send(price, at("invoice_approve", invoice), checked="on").status_code == 302
    page = words(lowe.get(at("invoice_view", invoice)))
    assert "Approved for payment" in page
    assert "£9,487.41" in page
    assert lowe.get(at("invoice_withdraw", invoice)).status_code == 409


def test_an_invoice_of_another_body_is_not_there(browse: Browse) -> None:
    first, _ = two_people()
    invoice = an_invoice((first.case.reference, 450_000))
    may = browse(accounts.nhs_finance())
    for name in ("invoice_view", "invoice_match", "invoice_approve", "invoice_withdraw"):
        assert may.get(at(name, invoice)).status_code == 404
    assert "HH-1001" not in words(may.get("/finance/invoices/"))


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(path).status_code == 200
    return len(taken)


def test_pages_cost_as_many_statements_for_many_lines_as_for_one(browse: Browse) -> None:
    first, second = two_people()
    lowe = browse(accounts.council_finance())
    one = an_invoice((first.case.reference, 450_000))
    before = [statements(lowe, path) for path in ("/finance/invoices/", at("invoice_view", one))]
    many = an_invoice((second.case.reference, 498_741), *[("NMC-999999", 100)] * 20, number="HH-1002")
    after = [statements(lowe, path) for path in ("/finance/invoices/", at("invoice_view", many))]
    assert after <= before, "each page"
    assert max(before) <= 10
