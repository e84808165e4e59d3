"""The register seen from both bodies: what each said last, and what is paid for."""

from __future__ import annotations

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When

from cases import queries as cases
from cases.queries import joined
from funding.models import FundedLine
from funding.queries.reports.base import Filters, Report, Rows, days_column, number, streamed, words
from s117.kernel.actor import Actor

REGISTER = {
    "reference": words("Local reference"),
    "status": words("Status", 16),
    "council": words("Council", 10),
    "council_said": words("Council says still owed", 12),
    "council_on": days_column("Council said so on"),
    "nhs": words("NHS body", 10),
    "nhs_said": words("NHS body says still owed", 12),
    "nhs_on": days_column("NHS body said so on"),
    "agreement": words("Do they agree?", 20),
    "running": number("Funded services running"),
}


def _register(actor: Actor, filters: Filters) -> Rows:
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=filters.last)
    lines = FundedLine.objects.filter(running, case=OuterRef("pk"), starts_on__lte=filters.last).order_by()
    unsaid = Q(council_said__isnull=True) | Q(nhs_said__isnull=True)
    found = (
        cases.visible_to(actor)
        .filter(registered_on__lte=filters.last)
        .annotate(
            council=joined.responsible("pk", "council"),
            nhs=joined.responsible("pk", "nhs_body"),
            council_said=joined.last_confirmed("pk", "council", "still_owed", filters.last),
            council_on=joined.last_confirmed("pk", "council", "confirmed_on", filters.last),
            nhs_said=joined.last_confirmed("pk", "nhs_body", "still_owed", filters.last),
            nhs_on=joined.last_confirmed("pk", "nhs_body", "confirmed_on", filters.last),
            running=Subquery(lines.values("case").annotate(lines=Count("pk")).values("lines")),
        )
        .annotate(
            agreement=Case(
                When(unsaid, then=Value("not said by both")),
                When(council_said=F("nhs_said"), then=Value("yes")),
                default=Value("no"),
                output_field=CharField(),
            )
        )
    )
    return streamed(found.order_by("reference"), *REGISTER)


REPORTS = (
    Report(
        "register",
        "Register reconciliation",
        "Each entry with what council and NHS body said last, whether they agree, and what is paid for.",
        "As it stood on the last day",
        tuple(REGISTER.values()),
        _register,
        filtered=False,
    ),
)
