"""Invoices of providers and queries about schedule lines, made as the finance staff of the journeys."""

from __future__ import annotations

from datetime import date
from typing import Any

from funding.models import FundedLine, Invoice, LineQuery, Schedule
from funding.rules.invoices import Billed
from funding.rules.settling import Answer
from funding.services import invoices, line_queries
from funding.services.invoices import InvoiceInput
from s117.kernel.periods import Period
from tests.builders import accounts, funding
from tests.builders.accounts import NOW
from tests.builders.funding import APRIL


def lines(*rows: tuple[str, int]) -> tuple[Billed, ...]:
    """Lines for the whole of April: (reference, pence)."""
    days = Period.inclusive(*APRIL)
    return tuple(Billed(number, client, days, pence) for number, (client, pence) in enumerate(rows, start=1))


def given(*rows: tuple[str, int], **over: Any) -> InvoiceInput:
    """An invoice of Harbour Homes for April."""
    billed = over.pop("lines", lines(*rows))
    known: dict[str, Any] = {
        "provider": "Harbour Homes",
        "number": "HH-1001",
        "received_on": date(2026, 5, 4),
        "period_from": APRIL[0],
        "period_to": APRIL[1],
        "total_pence": sum(line.pence for line in billed),
        "lines": billed,
    }
    return InvoiceInput(**{**known, **over})


def an_invoice(*rows: tuple[str, int], **over: Any) -> Invoice:
    """Recorded and matched by Northmoor Council's finance officer."""
    return invoices.record_invoice(actor=accounts.council_finance(), at=NOW, given=given(*rows, **over))


def a_line_query(schedule: Schedule, number: int = 1, words: str = "Our rate is lower") -> LineQuery:
    """NHS Northmoor's finance officer asks about a line of the council's frozen schedule."""
    return line_queries.raise_query(
        actor=accounts.nhs_finance(), at=NOW, schedule_id=schedule.id, number=number, words=words
    )


def answer(query: LineQuery, how: Answer = Answer.EXPLAINED, words: str = "It is as agreed") -> LineQuery:
    """The council's finance officer answers."""
    return line_queries.answer_query(
        actor=accounts.council_finance(), at=NOW, query_id=query.id, answer=how, words=words
    )


def two_people() -> tuple[FundedLine, FundedLine]:
    """F29: two people of Harbour Homes, 4,500.00 and 4,987.41 on April's frozen schedule."""
    first = funding.a_funded_line()
    second = funding.a_funded_line(weekly=116_373)
    funding.a_frozen_schedule()
    return first, second
