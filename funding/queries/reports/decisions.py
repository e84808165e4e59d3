"""Reports of what was decided: every cost share that was recorded, and every decision of a panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Subquery

from funding.models import DecisionShare, DecisionSignature, DecisionTerm, PanelDecision, Share, Split
from funding.queries.applications import visible_applications
from funding.queries.packages import visible_lines
from funding.queries.reports.base import Filters, Report, Rows, days_column, money, number, words, worked
from funding.queries.reports.charged import shares_words, yes
from funding.queries.reports.rates import annual_value, weekly_rate_on
from funding.rules.applications import Outcome
from s117.documents.columns import Column, Kind
from s117.kernel.actor import Actor

DECISIONS = {
    "recorded_at__date": days_column("Recorded on"),
    "starts_on": days_column("From"),
    "decision_reference": words("Decision reference"),
    "prejudice": words("Without prejudice", 10),
    "line__case__reference": words("Local reference"),
    "line__provider_name": words("Provider", 28),
    "line__category": words("Category", 16),
    "line__description": words("Service", 28),
    "shared": words("Shares", 34),
    "weekly": money("Weekly rate"),
    "annual": money("Annual value (365 days)"),
    "superseded_at__date": days_column("Replaced on"),
    "until": days_column("To"),
    "decision__application__number": number("Application"),
}


def _decisions(actor: Actor, filters: Filters) -> Rows:
    later = Split.objects.filter(
        line=OuterRef("line"), superseded_at__isnull=True, starts_on__gt=OuterRef("starts_on")
    )
    found = Split.objects.filter(
        line__in=visible_lines(actor),
        recorded_at__date__gte=filters.first,
        recorded_at__date__lte=filters.last,
    ).annotate(
        prejudice=yes("interim"),
        shared=shares_words(Share.objects.filter(split=OuterRef("pk")), "split"),
        weekly=weekly_rate_on(OuterRef("starts_on"), "line"),
        next_on=Subquery(later.order_by("starts_on").values("starts_on")[:1]),
    )
    names = [name for name in DECISIONS if name not in {"annual", "until"}]
    rows = filters.on(found, "line__").order_by("recorded_at", "id")
    return worked(rows.values(*names, "next_on", "line__ends_on"), _decision)


def _decision(row: Mapping[str, Any]) -> Sequence[Any]:
    """A share holds until the day before the next one, or the service's last day."""
    before = row["next_on"] - timedelta(days=1) if row["next_on"] else None
    ends = [day for day in (before, row["line__ends_on"]) if day is not None]
    said = {"annual": annual_value(row["weekly"]), "until": min(ends, default=None)}
    return [said[name] if name in said else row[name] for name in DECISIONS]


PANELS = {
    "recorded_at__date": days_column("Recorded on"),
    "item__panel__held_on": days_column("Panel of"),
    "application__case__reference": words("Local reference"),
    "application__number": number("Application"),
    "edition": number("Edition"),
    "reference": words("Decision reference"),
    "outcome": words("Outcome", 28),
    "services__service__description": words("Service", 28),
    "services__service__provider_name": words("Provider", 28),
    "services__rate_pence": money("Rate"),
    "services__service__unit": words("Unit", 8),
    "services__service__quantity": Column("Units a week", Kind.NUMBER, 8),
    "annual": money("Annual value (365 days)"),
    "begins": days_column("From"),
    "valid_to": days_column("To"),
    "shared": words("Shares from then", 34),
    "signed": words("Signed by", 20),
    "effected_at__date": days_column("In force since"),
    "superseded_at__date": days_column("Replaced on"),
}


def _panels(actor: Actor, filters: Filters) -> Rows:
    """Deferred and declined requests too, which lead to no cost share."""
    terms = DecisionTerm.objects.filter(decision=OuterRef("pk")).order_by("starts_on")
    shares = DecisionShare.objects.filter(term=OuterRef("first_term"))
    signed = DecisionSignature.objects.filter(decision=OuterRef("pk")).order_by().values("decision")
    bodies = StringAgg("organisation__code", "; ", order_by=["organisation__code"])
    found = (
        PanelDecision.objects.filter(
            application__in=visible_applications(actor),
            recorded_at__date__gte=filters.first,
            recorded_at__date__lte=filters.last,
        )
        .annotate(
            first_term=Subquery(terms.values("pk")[:1]),
            begins=Subquery(terms.values("starts_on")[:1]),
            signed=Subquery(signed.annotate(bodies=bodies).values("bodies")),
        )
        .annotate(shared=shares_words(shares, "term"))
    )
    names = [name for name in PANELS if name != "annual"]
    rows = found.order_by("recorded_at", "id", "services__service__description", "services__id")
    return worked(rows.values(*names), _panel)


def _panel(row: Mapping[str, Any]) -> Sequence[Any]:
    rate, unit, quantity = (
        row[name]
        for name in ("services__rate_pence", "services__service__unit", "services__service__quantity")
    )
    said = {
        "annual": annual_value(rate, unit, quantity) if unit else None,
        "outcome": Outcome(row["outcome"]).words,
    }
    return [said[name] if name in said else row[name] for name in PANELS]


REPORTS = (
    Report(
        "decisions",
        "Funding decisions",
        "Every cost share recorded on these days, the decision it rests on and what a year of it costs.",
        "Recorded on these days",
        tuple(DECISIONS.values()),
        _decisions,
    ),
    Report(
        "panel_decisions",
        "Decisions of panels",
        "What panels decided on these days on each request and service, deferred and declined ones too, with "
        "the shares, who has signed and whether it is in force.",
        "Recorded on these days",
        tuple(PANELS.values()),
        _panels,
        filtered=False,
    ),
)
