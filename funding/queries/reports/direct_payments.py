"""Reports of direct payments: what runs paid, and how holders' accounts stand."""

from __future__ import annotations

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from funding.models import MonitoringReturn, Payment
from funding.queries.direct_payments import runs_visible_to
from funding.queries.reports.base import (
    Filters,
    Report,
    Rows,
    days_column,
    listed,
    money,
    number,
    streamed,
    words,
)
from funding.queries.reports.rates import rate_on
from funding.rules.direct_payments import BudgetKind
from funding.rules.paying import PaymentRunStatus, ReclaimStatus
from s117.kernel.actor import Actor

RUN = {
    "run__number": number("Run"),
    "run__status": words("Status", 10),
    "direct_payment__line__case__reference": words("Local reference"),
    "direct_payment__line__description": words("Service", 28),
    "direct_payment__kind": words("Arrangement", 14),
    "direct_payment__holder": words("Held by", 12),
    "first_day": days_column("From"),
    "last_day": days_column("To"),
    "pence": money("Paid"),
    "direct_payment__line__cost_centre": words("Cost centre", 12),
    "direct_payment__line__subjective_code": words("Subjective code", 12),
    "weekly": money("Net weekly"),
    "balance": money("Left at the last return"),
    "balance_on": days_column("Last return to"),
    "mends__run__number": number("Corrects run"),
}
RETURNS = (
    words("Local reference"),
    words("Service", 28),
    words("Arrangement", 32),
    days_column("From"),
    days_column("To"),
    money("Was there"),
    money("Paid"),
    money("Spent"),
    money("Left"),
    words("Receipts seen", 8),
    money("Asked back"),
    words("Asked back: status", 12),
    days_column("Settled on"),
    money("Of it, paid too much"),
)


def _payments(actor: Actor) -> QuerySet[Payment]:
    return Payment.objects.filter(run__in=runs_visible_to(actor), standing=True).exclude(
        run__status=PaymentRunStatus.WITHDRAWN.value
    )


def _run(actor: Actor, filters: Filters) -> Rows:
    found = _payments(actor).filter(first_day__gte=filters.first, first_day__lte=filters.last)
    returned = MonitoringReturn.objects.filter(direct_payment=OuterRef("direct_payment")).order_by(
        "-last_day"
    )
    found = found.annotate(
        # A payment made once has no weekly rate; nobody contributes to aftercare, so the rate is net.
        weekly=Case(When(one_off=False, then=rate_on(OuterRef("last_day"), "direct_payment__line"))),
        balance=Subquery(returned.values("closing_pence")[:1]),
        balance_on=Subquery(returned.values("last_day")[:1]),
    )
    return streamed(found.order_by("run__number", "direct_payment__line__case__reference", "first_day"), *RUN)


def _returns(actor: Actor, filters: Filters) -> Rows:
    own = MonitoringReturn.objects.filter(
        direct_payment__line__payer__in=actor.organisation_ids,
        last_day__gte=filters.first,
        first_day__lte=filters.last,
    )
    rows = own.select_related("direct_payment__line__case").order_by("last_day", "id")
    return listed(
        [
            (
                row.direct_payment.line.case.reference,
                row.direct_payment.line.description,
                BudgetKind(row.direct_payment.kind).words,
                row.first_day,
                row.last_day,
                row.opening_pence,
                row.paid_pence,
                row.spent_pence,
                row.closing_pence,
                "yes" if row.receipts_seen else "no",
                row.reclaim_pence,
                ReclaimStatus(row.reclaim_status).value,
                row.reclaimed_on,
                row.overpaid_pence,
            )
            for row in rows
        ]
    )


REPORTS = (
    Report(
        "direct-payments",
        "Direct payment run",
        "Every payment of your organisation’s runs that was not withdrawn, by period.",
        "Periods that begin on these days",
        tuple(RUN.values()),
        _run,
        ("Paid",),
        filtered=False,
    ),
    Report(
        "direct-payment-returns",
        "Direct payment monitoring",
        "What holders had, were paid, spent and had left, and what was asked back.",
        "Returns with a day in these",
        RETURNS,
        _returns,
        ("Paid", "Spent", "Asked back", "Of it, paid too much"),
        filtered=False,
    ),
)
