"""The report of bulk rises of rates, service by service (practice 4.1, "Rate uplift run")."""

from __future__ import annotations

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from funding.models import UpliftLine
from funding.queries.reports.base import Filters, Report, Rows, days_column, money, number, streamed, words
from funding.queries.uplifts import uplifts_visible_to
from funding.rules.lifecycle import UpliftStatus
from s117.documents.columns import Column, Kind
from s117.kernel.actor import Actor

UPLIFT = {
    "run__number": number("Uplift"),
    "state": words("Status", 16),
    "line__case__reference": words("Local reference"),
    "line__provider_name": words("Provider", 28),
    "line__category": words("Category", 16),
    "line__description": words("Service", 28),
    "line__unit": words("Unit", 8),
    "old_pence": money("Old rate"),
    "run__percent": Column("Percent", Kind.NUMBER, 8),
    "new_pence": money("New rate"),
    "run__effective_on": days_column("Effective"),
    "annual": money("Annual effect (365 days)"),
    "excluded": words("Taken out because", 28),
    "left_out": words("Not raised because", 28),
    "run__prepared_by__full_name": words("Prepared by", 20),
    "approver": words("Approved by", 20),
}
IN_ORDER = ("run__number", "line__case__reference", "line__starts_on", "id")


def _uplifts(actor: Actor, filters: Filters) -> Rows:
    """Runs whose new rates begin on these days; a service that is not raised costs nothing more."""
    found = UpliftLine.objects.filter(
        run__in=uplifts_visible_to(actor),
        run__effective_on__gte=filters.first,
        run__effective_on__lte=filters.last,
    ).annotate(
        state=Case(*(When(run__status=one.value, then=Value(one.words)) for one in UpliftStatus)),
        annual=Case(When(excluded="", left_out="", then=F("annual_pence")), default=Value(0)),
        approver=Coalesce(F("run__approved_by__full_name"), Value("")),
    )
    return streamed(filters.on(found, "line__").order_by(*IN_ORDER), *UPLIFT)


REPORTS = (
    Report(
        "uplifts",
        "Rate uplift run",
        "Each service of the bulk rises of rates: the old rate, the new one and what it comes to in a year.",
        "New rates that begin on these days",
        tuple(UPLIFT.values()),
        _uplifts,
        ("Annual effect (365 days)",),
    ),
)
