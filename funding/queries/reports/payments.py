"""Reports of what goes to providers: charged lines, what others pay beside them, and what is not invoiced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce

from funding.models import InvoiceCharge, ScheduleLine, ScheduleShare
from funding.queries.beside import nursing_beside, nursing_sum, top_up_sums, top_ups_beside
from funding.queries.issued import OF_SERVICE, paid_out
from funding.queries.reports.base import Filters, Report, Rows, money, streamed, words, worked
from funding.queries.reports.charged import IN_ORDER, RECHARGE, charged_lines
from funding.rules.settling import InvoiceStatus
from s117.kernel.actor import Actor

LINE = (
    "provider_name", "schedule__period_from", "schedule__period_to", "schedule__number", "number", "kind",
    "case_reference", "initials", "description", "service_from", "service_to", "days", "unit", "units",
    "rate_pence", "gross_pence", "po_reference", "cost_centre", "subjective_code",
)  # fmt: skip
PAYMENTS = {
    **{name: RECHARGE[name] for name in LINE},
    "line__provider__code": words("Provider code", 12),
    "invoices": words("Approved invoice", 20),
    "top_up": money("Top-up"),
    "net": money("Net to the provider"),
    "nursing": money("Funded nursing care"),
    "line__vendor_number": words("Vendor number", 16),
}
UNINVOICED = {
    **{name: RECHARGE[name] for name in LINE},
    "line__provider__code": words("Provider code", 12),
    "taken": money("On invoices"),
    "left": money("Not invoiced"),
}
WORKED = ("top_up", "net", "nursing")


def _paid(actor: Actor, filters: Filters) -> QuerySet[ScheduleLine]:
    """The lines for which the actor's body pays the provider; refunds and direct payments go to persons."""
    pays = ScheduleShare.objects.filter(
        line=OuterRef("pk"), residual=True, organisation__in=actor.organisation_ids
    )
    return charged_lines(actor, filters).filter(OF_SERVICE, ~Exists(paid_out()), Exists(pays))


def _payments(actor: Actor, filters: Filters) -> Rows:
    found = _paid(actor, filters).annotate(
        invoices=_approved(),
        topped=top_ups_beside("line"),
        nursed=nursing_beside("line"),
    )
    names = [name for name in PAYMENTS if name not in WORKED]
    return worked(found.order_by("provider_name", *IN_ORDER).values(*names, "topped", "nursed"), _payment)


def _payment(row: dict[str, Any]) -> Sequence[Any]:
    """The line's cells. What others pay is on the line's own days; a line taken back takes it back."""
    sums = top_up_sums(row, row["topped"])
    beside = {
        "top_up": sums.pence,
        # The home has a top-up from the body only where it is paid to the body; the NHS pays nursing itself.
        "net": row["gross_pence"] + sums.through_payer,
        "nursing": nursing_sum(row, row["nursed"]),
    }
    return [beside[name] if name in beside else row[name] for name in PAYMENTS]


def _approved() -> Subquery:
    """Numbers of the approved invoices that ask for the charge."""
    taken = InvoiceCharge.objects.filter(
        charge=OuterRef("pk"), line__invoice__status=InvoiceStatus.APPROVED.value
    )
    number = "line__invoice__number"
    joined = StringAgg(number, "; ", distinct=True, order_by=[number])
    return Subquery(taken.order_by().values("charge").annotate(numbers=joined).values("numbers"))


def _uninvoiced(actor: Actor, filters: Filters) -> Rows:
    """Charges that the body pays a provider for and that no standing invoice asks for in full."""
    taken = InvoiceCharge.objects.filter(charge=OuterRef("pk")).order_by().values("charge")
    pence = Cast(Sum("pence"), BigIntegerField())
    found = _paid(actor, filters).annotate(
        taken=Coalesce(Subquery(taken.annotate(pence=pence).values("pence")), Value(0)),
    )
    left = found.annotate(left=F("gross_pence") - F("taken")).exclude(left=0)
    return streamed(left.order_by("provider_name", *IN_ORDER), *UNINVOICED)


REPORTS = (
    Report(
        "provider_payments",
        "Payments to providers",
        "Lines of the frozen schedules that your body pays the provider for, by provider, with the top-up "
        "and the funded nursing care of the same days as recorded today. Net is what your body pays: the "
        "gross with a top-up that is paid to it, without what the NHS pays the home itself. Bank accounts "
        "are not kept here: the vendor number is the key to yours.",
        "Schedules whose period begins on these days",
        tuple(PAYMENTS.values()),
        _payments,
        ("Gross", "Top-up", "Net to the provider", "Funded nursing care"),
    ),
    Report(
        "uninvoiced",
        "Charged and not invoiced",
        "Lines that your body pays the provider for and that no invoice asks for in full: to be accrued.",
        "Schedules whose period begins on these days",
        tuple(UNINVOICED.values()),
        _uninvoiced,
        ("Gross", "On invoices", "Not invoiced"),
    ),
)
