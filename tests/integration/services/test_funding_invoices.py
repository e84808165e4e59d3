"""Providers' invoices: matched to the penny, settled with a reason, approved by another, refused twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from funding.models import Invoice, InvoiceCharge, InvoiceLine
from funding.queries import invoices as reading
from funding.queries.reports import REPORTS, Filters
from funding.rules.invoices import Settlement
from funding.services import invoices
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, funding
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL
from tests.builders.invoices import an_invoice, given, two_people

pytestmark = pytest.mark.django_db


def rows_of(invoice: Invoice) -> list[tuple[str, int, str]]:
    lines = InvoiceLine.objects.filter(invoice=invoice).order_by("number")
    return [(line.client_reference, line.charged_pence, line.status) for line in lines]


def settled(invoice: Invoice, how: Settlement = Settlement.CREDIT_NOTE, **over: Any) -> InvoiceLine:
    known: dict[str, Any] = {
        "actor": accounts.council_finance(),
        "at": NOW,
        "invoice_id": invoice.id,
        "line_id": InvoiceLine.objects.get(invoice=invoice, status="query").id,
        "settlement": how,
        "words": "Agreed with A Mills",
    }
    return invoices.settle_line(**{**known, **over})


def approve(invoice: Invoice, username: str = "baker") -> Invoice:
    actor = accounts.council_finance(username)
    return invoices.approve_invoice(actor=actor, at=NOW, invoice_id=invoice.id)


def left_over() -> list[tuple[str, int]]:
    free = reading.free_charges(
        accounts.council_finance().organisation_ids, "Harbour Homes", Period.inclusive(*APRIL)
    )
    return sorted((row.client, row.pence) for row in free)


def test_f29_the_line_that_differs_by_more_than_a_pound_is_a_query() -> None:
    first, second = two_people()
    invoice = an_invoice((first.case.reference, 450_000), (second.case.reference, 500_000))
    assert rows_of(invoice) == [
        (first.case.reference, 450_000, "matched"),
        (second.case.reference, 498_741, "query"),
    ]
    row = reading.invoice_for(accounts.council_finance(), invoice.id)
    assert (row.total_pence, row.charged_pence, row.queries) == (950_000, 948_741, 1)
    assert left_over() == []


def test_what_is_on_one_side_only_is_listed_on_both_sides() -> None:
    first, second = two_people()
    invoice = an_invoice((first.case.reference, 450_000), ("NMC-999999", 10_000))
    assert rows_of(invoice)[1] == ("NMC-999999", 0, "query")
    assert left_over() == [(second.case.reference, 498_741)]


def test_a_query_is_settled_with_a_reason_and_another_person_approves() -> None:
    first, second = two_people()
    invoice = an_invoice((first.case.reference, 450_000), (second.case.reference, 500_000))
    with pytest.raises(NotAllowed, match="Settle every query first"):
        approve(invoice)
    settled(invoice)
    with pytest.raises(NotAllowed, match="another person"):
        approve(invoice, "lowe")
    approved = approve(invoice)
    assert (approved.status, approved.payable_pence) == ("approved", 948_741)


def test_who_settled_a_query_does_not_approve_either() -> None:
    first, second = two_people()
    invoice = an_invoice((first.case.reference, 450_000), (second.case.reference, 500_000))
    settled(invoice, Settlement.ACCEPTED, actor=accounts.council_finance("baker"))
    with pytest.raises(NotAllowed, match="another person"):
        approve(invoice)
    price = accounts.council_signatory()
    approved = invoices.approve_invoice(actor=price, at=NOW, invoice_id=invoice.id)
    assert approved.payable_pence == 950_000


def test_the_same_number_of_a_provider_is_refused_in_words_and_by_the_database() -> None:
    first, _ = two_people()
    earlier = an_invoice((first.case.reference, 450_000))
    with pytest.raises(Refused) as refusal:
        an_invoice((first.case.reference, 450_000), number="hh-1001", provider="HARBOUR HOMES")
    assert "is here already" in refusal.value.fields["number"]
    same = {
        field.attname: getattr(earlier, field.attname)
        for field in Invoice._meta.concrete_fields
        if field.attname not in ("id", "version")
    }
    with (
        acting_as(SETTING_UP),
        pytest.raises(IntegrityError, match="invoice_number_once"),
        transaction.atomic(),
    ):
        Invoice.objects.create(**{**same, "number": "hh-1001"})
    invoices.withdraw_invoice(
        actor=accounts.council_finance(), at=NOW, invoice_id=earlier.id, reason="Typed wrongly"
    )
    again = an_invoice((first.case.reference, 450_000))
    assert rows_of(again) == [(first.case.reference, 450_000, "matched")]


def test_no_day_of_a_charge_is_on_two_invoices() -> None:
    first, _ = two_people()
    an_invoice((first.case.reference, 450_000))
    again = an_invoice((first.case.reference, 450_000), number="HH-1002")
    assert rows_of(again) == [(first.case.reference, 0, "query")]
    taken = InvoiceCharge.objects.get()
    with pytest.raises(IntegrityError, match="invoice_charge_day_once"), transaction.atomic():
        InvoiceCharge.objects.create(
            line=InvoiceLine.objects.get(invoice=again),
            charge=taken.charge,
            service_from=APRIL[1],
            service_to=APRIL[1],
            pence=1,
        )


def test_an_invoice_of_many_lines_takes_no_more_statements_than_one_of_two() -> None:
    first, second = two_people()
    found = []
    for number, many in enumerate((2, 40)):
        rows = [(first.case.reference, 450_000), (second.case.reference, 500_000)]
        rows += [(f"NMC-9{n:05}", 10_000) for n in range(many - 2)]
        with CaptureQueriesContext(connection) as recording:
            invoice = an_invoice(*rows, number=f"HH-{number}")
        with CaptureQueriesContext(connection) as matching:
            invoices.match_again(actor=accounts.council_finance(), at=NOW, invoice_id=invoice.id)
        found.append((len(recording), len(matching)))
        assert [line[1:] for line in rows_of(invoice)[:2]] == [(450_000, "matched"), (498_741, "query")]
        changes = InvoiceLine.history.filter(invoice=invoice.id, status="matched")
        assert [(row.history_type, row.version, row.history_actor) for row in changes] == [
            ("~", 2, "Sam Lowe")
        ]
        invoices.withdraw_invoice(
            actor=accounts.council_finance(), at=NOW, invoice_id=invoice.id, reason="Typed wrongly"
        )
    assert found[0] == found[1]
    assert found[0][0] <= 30


def test_an_invoice_that_comes_before_the_month_is_frozen_is_matched_again_afterwards() -> None:
    line = funding.a_funded_line()
    invoice = an_invoice((line.case.reference, 450_000))
    assert rows_of(invoice) == [(line.case.reference, 0, "query")]
    funding.a_frozen_schedule()
    invoices.match_again(actor=accounts.council_finance(), at=NOW, invoice_id=invoice.id)
    assert rows_of(invoice) == [(line.case.reference, 450_000, "matched")]


def test_the_lines_come_to_the_total_and_lie_in_the_days_of_the_invoice() -> None:
    with pytest.raises(Refused) as refusal:
        an_invoice(("NMC-000001", 450_000), total_pence=950_000)
    assert refusal.value.fields["total_pence"] == "The lines come to £4,500.00, not to £9,500.00"
    with pytest.raises(Refused) as refusal:
        an_invoice(("NMC-000001", 450_000), period_to=APRIL[0])
    assert refusal.value.fields["lines"].endswith(": 1")


def test_nothing_of_an_approved_invoice_changes() -> None:
    first, _ = two_people()
    invoice = approve(an_invoice((first.case.reference, 450_000)))
    with pytest.raises(IllegalTransition):
        invoices.match_again(actor=accounts.council_finance(), at=NOW, invoice_id=invoice.id)
    line = InvoiceLine.objects.get()
    for change in (
        lambda: invoice.amend(total_pence=1),
        lambda: line.amend(amount_pence=1),
        lambda: InvoiceCharge.objects.all().delete(),
    ):
        with (
            acting_as(SETTING_UP),
            pytest.raises(IntegrityError, match="never changes"),
            transaction.atomic(),
        ):
            change()


def test_a_body_sees_its_own_invoices_alone() -> None:
    first, _ = two_people()
    invoice = an_invoice((first.case.reference, 450_000))
    may = accounts.nhs_finance()
    assert reading.invoices_for(may) == ()
    with pytest.raises(NotFound):
        reading.invoice_for(may, invoice.id)
    with pytest.raises(NotFound):
        invoices.match_again(actor=may, at=NOW, invoice_id=invoice.id)
    with pytest.raises(NotAllowed):
        invoices.record_invoice(actor=accounts.coordinator(), at=NOW, given=given(("NMC-000001", 450_000)))


def test_the_reports_name_the_approved_invoice_and_what_is_not_invoiced() -> None:
    first, second = two_people()
    lowe = accounts.council_finance()
    approve(an_invoice((first.case.reference, 450_050)))
    assert report(lowe, "provider_payments", "Local reference", "Approved invoice") == [
        [first.case.reference, "HH-1001"],
        [second.case.reference, None],
    ]
    assert report(lowe, "uninvoiced", "Local reference", "Not invoiced") == [[second.case.reference, 498_741]]
    assert report(lowe, "provider_invoices", "Difference", "Status", "To pay") == [[50, "Matched", 450_050]]
    assert report(accounts.nhs_finance(), "provider_invoices", "Invoice") == []


def report(actor: Actor, key: str, *headings: str) -> list[list[Any]]:
    """The named columns of a report of April, in order."""
    found = REPORTS[key]
    names = [column.heading for column in found.columns]
    rows = found.rows(actor, Filters(*APRIL)).values
    return sorted([row[names.index(heading)] for heading in headings] for row in rows)


def test_the_client_level_data_are_of_the_services_that_the_council_pays_for() -> None:
    line = funding.a_funded_line()
    headings = ("LA_Code", "LA_Person_Unique_Identifier", "Event_Type", "Unit_Cost", "Planned_units_per_week")
    assert report(accounts.council_finance(), "cld", *headings) == [
        ["NMC", line.case.reference, "Service", 105_000, 1]
    ]
    assert report(accounts.nhs_finance(), "cld", "LA_Code") == []
