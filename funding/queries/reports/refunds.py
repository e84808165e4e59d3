"""Reports of what people paid: taken for aftercare, and what goes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from funding.models import Contribution, Refund, TopUp
from funding.queries.contributions import WrongRow, contributions_visible_to, wrongly_charged
from funding.queries.refunds import refunds_visible_to
from funding.queries.reports.base import Filters, Report, Rows, days_column, listed, money, words
from funding.rules.refunds import Basis
from funding.rules.top_ups import TopUpPayer
from s117.kernel.actor import Actor
from s117.kernel.money import plain_pounds

CHECKS = (
    words("Local reference"),
    words("Service", 28),
    words("What is paid", 14),
    words("Paid by", 24),
    money("A week"),
    days_column("From"),
    days_column("To"),
    words("Finding", 44),
)
WRONGLY = "Aftercare is free: end it and give it back"
WRONGLY_REFUNDED = "Aftercare is free: a refund is begun"
UNCHECKED = "Became aftercare: check whether it was before"
EXPLAINED = "Outside aftercare"
AGREED = "By written agreement"
REVIEW_DUE = "Its review is due"


def _checks(actor: Actor, filters: Filters) -> Rows:
    """Every contribution with a day in the period of somebody the actor sees, what is wrong with it first."""
    wrong = {row.contribution_id: row for row in wrongly_charged(actor)}
    found = [
        (_finding(row, wrong.get(row.id)), row)
        for row in contributions_visible_to(actor).select_related("case")
        if row.starts_on <= filters.last and (row.ends_on is None or row.ends_on >= filters.first)
    ]
    found.sort(key=lambda pair: (pair[0] == EXPLAINED, pair[1].case.reference, pair[1].starts_on))
    paid = [
        (
            row.case.reference,
            row.description,
            "Contribution",
            "The person",
            row.weekly_pence,
            row.starts_on,
            row.ends_on,
            said,
        )
        for said, row in found
    ]
    return listed([*paid, *_top_ups(actor, filters)])


def _top_ups(actor: Actor, filters: Filters) -> list[Sequence[Any]]:
    """Top-ups with a day in the period beside services that the actor's body pays for, by payer."""
    rows = TopUp.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=filters.first),
        line__payer__in=actor.organisation_ids,
        starts_on__lte=filters.last,
    ).select_related("line__case")
    return [
        (
            row.line.case.reference,
            row.line.description,
            "Top-up",
            row.payer_name or TopUpPayer(row.payer).words,
            row.weekly_pence,
            row.starts_on,
            row.ends_on,
            REVIEW_DUE if row.ends_on is None and row.review_on < filters.last else AGREED,
        )
        for row in sorted(rows, key=lambda row: (row.payer, row.line.case.reference))
    ]


def _finding(row: Contribution, wrong: WrongRow | None) -> str:
    if wrong is not None:
        return WRONGLY_REFUNDED if wrong.refunded else WRONGLY
    return UNCHECKED if row.check_from is not None and row.checked_at is None else EXPLAINED


STATEMENT = (
    words("Local reference"),
    words("Service", 28),
    days_column("From"),
    days_column("To"),
    words("Financial year", 12),
    money("Charged"),
    money("Should have been"),
    words("Interest basis", 28),
    money("Interest"),
    money("Refund"),
    words("Borne by", 34),
    words("Status", 12),
    days_column("Paid on"),
)


def _statement(actor: Actor, filters: Filters) -> Rows:
    """A row for each financial year of each refund opened on these days."""
    found = refunds_visible_to(actor).select_related("line__case").order_by("opened_at", "id")
    opened = found.filter(opened_at__date__gte=filters.first, opened_at__date__lte=filters.last)
    return listed([row for refund in opened for row in _years(refund)])


def _years(refund: Refund) -> list[Sequence[Any]]:
    borne = "; ".join(f"{code} {plain_pounds(pence)}" for code, pence in refund.by_body.items())
    head = (refund.line.case.reference, refund.line.description, refund.first_day, refund.last_day)
    tail = (borne, refund.status, refund.paid_on)
    basis = Basis(refund.basis).words
    return [
        (
            *head,
            row["year"],
            row["charged"],
            0,
            basis,
            row["interest"],
            row["charged"] + row["interest"],
            *tail,
        )
        for row in refund.statement
    ]


REPORTS = (
    Report(
        "contributions",
        "Top-up and client contribution checks",
        "Everything that people pay, with what is wrong with it first: aftercare is free and is given back.",
        "Paid on these days",
        CHECKS,
        _checks,
        (),
        filtered=False,
    ),
    Report(
        "refunds",
        "Refund statements",
        "For each refund and financial year: charged, what it should have been, interest and total.",
        "Refunds worked out on these days",
        STATEMENT,
        _statement,
        ("Charged", "Interest", "Refund"),
        filtered=False,
    ),
)
