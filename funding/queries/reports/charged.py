"""Reports over lines of frozen schedules: recharges and corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Concat

from cases.queries import joined
from funding.models import ScheduleLine, ScheduleShare
from funding.queries.reports.base import Filters, Report, Rows, days_column, money, number, streamed, words
from funding.queries.schedules import schedule_lines_visible_to
from funding.rules.corrections import PostingKind
from s117.accounts.models import OrganisationKind
from s117.documents.columns import Column, Kind
from s117.kernel.actor import Actor


def yes(field: str) -> Case:
    """'yes' where the field is true, else nothing."""
    return Case(When(**{field: True, "then": Value("yes")}), default=Value(""))


def shares_words(shares: QuerySet[Any], group: str) -> Subquery:
    """'NMC 50.00%; NMI 50.00%' of the shares of the row outside."""
    percent = Cast("percent", TextField())
    part = Concat("organisation__code", Value(" "), percent, Value("%"), output_field=TextField())
    together = StringAgg(part, "; ", order_by=["organisation__kind", "organisation__code"])
    return Subquery(shares.order_by().values(group).annotate(words=together).values("words"))


def _of_kinds(*kinds: str) -> Subquery:
    parts = ScheduleShare.objects.filter(line=OuterRef("pk"), organisation__kind__in=kinds).order_by()
    total = Cast(Sum("amount_pence"), BigIntegerField())
    return Subquery(parts.values("line").annotate(pence=total).values("pence"))


def charged_lines(actor: Actor, filters: Filters) -> QuerySet[ScheduleLine]:
    """Lines of the schedules whose period begins in the days asked for."""
    found = schedule_lines_visible_to(actor).filter(
        schedule__period_from__gte=filters.first, schedule__period_from__lte=filters.last
    )
    return filters.on(found)


def _lines(actor: Actor, filters: Filters) -> QuerySet[ScheduleLine]:
    return charged_lines(actor, filters).annotate(
        prejudice=yes("interim"),
        councils=_of_kinds(OrganisationKind.COUNCIL),
        nhs=_of_kinds(OrganisationKind.ICB, OrganisationKind.LHB, OrganisationKind.TRUST),
        shared=shares_words(ScheduleShare.objects.filter(line=OuterRef("pk")), "line"),
        dispute=joined.dispute_code("line__case", "service_from", "service_to"),
    )


RECHARGE = {
    "schedule__council__code": words("Council", 10),
    "schedule__number": number("Schedule"),
    "number": number("Line"),
    "schedule__period_from": days_column("Posting from"),
    "schedule__period_to": days_column("Posting to"),
    "kind": words("Type", 12),
    "service_from": days_column("Service from"),
    "service_to": days_column("Service to"),
    "days": number("Days"),
    "case_reference": words("Local reference"),
    "nhs_number": words("NHS number", 12),
    "initials": words("Initials", 8),
    "birth_year": number("Year of birth"),
    "provider_name": words("Provider", 28),
    "category": words("Category", 16),
    "description": words("Service", 28),
    "unit": words("Unit", 8),
    "units": Column("Units", Kind.NUMBER, 8),
    "rate_pence": money("Rate"),
    "gross_pence": money("Gross"),
    "councils": money("Councils pay"),
    "nhs": money("NHS bodies pay"),
    "shared": words("Shares", 34),
    "decision_reference": words("Decision reference"),
    "prejudice": words("Without prejudice", 10),
    "po_reference": words("Purchase order", 14),
    "cost_centre": words("Cost centre", 12),
    "subjective_code": words("Subjective code", 12),
    "mends__schedule__number": number("Mends schedule"),
    "mends__number": number("Mends line"),
    "note": words("Note", 40),
    "dispute": words("Dispute code", 20),
}
"""New columns go to the end: who reads these files by machine may count on the first ones."""

IN_ORDER = ("schedule__council__code", "schedule__number", "number")


def _recharge(actor: Actor, filters: Filters) -> Rows:
    return streamed(_lines(actor, filters).order_by(*IN_ORDER), *RECHARGE)


def _adjustments(actor: Actor, filters: Filters) -> Rows:
    mending = _lines(actor, filters).exclude(kind=PostingKind.CHARGE.value)
    return streamed(mending.order_by(*IN_ORDER), *RECHARGE)


def _payers(actor: Actor, filters: Filters) -> Mapping[str, int]:
    """Pence by body over the same lines."""
    shares = ScheduleShare.objects.filter(line__in=charged_lines(actor, filters).values("pk"))
    sums = shares.order_by().values_list("organisation__code").annotate(pence=Sum("amount_pence"))
    return {code: int(pence) for code, pence in sorted(sums)}


REPORTS = (
    Report(
        "recharge",
        "Recharge lines",
        "Every line of the frozen schedules, with each body's part: what councils and NHS bodies settle.",
        "Schedules whose period begins on these days",
        tuple(RECHARGE.values()),
        _recharge,
        ("Gross", "Councils pay", "NHS bodies pay"),
        _payers,
    ),
    Report(
        "adjustments",
        "Corrections",
        "The lines that take back or replace lines of earlier schedules, each with the line that it mends.",
        "Schedules whose period begins on these days",
        tuple(RECHARGE.values()),
        _adjustments,
        ("Gross", "Councils pay", "NHS bodies pay"),
    ),
)
