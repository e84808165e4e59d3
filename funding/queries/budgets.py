"""Reading budgets: those that stand, and what they were before."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from funding.models import Budget
from funding.rules.budgets import Place
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission


def budgets_visible_to(actor: Actor) -> QuerySet[Budget]:
    """The budgets of the actor's own body."""
    if actor.system:
        return Budget.objects.all()
    if not actor.may(Permission.BUDGET_VIEW):
        return Budget.objects.none()
    return Budget.objects.filter(organisation__in=actor.organisation_ids)


def budgets_of_year(actor: Actor, year: int) -> tuple[dict[str, Any], ...]:
    """Every budget ever recorded for the year, those that stand first, and by whom. One statement."""
    rows = budgets_visible_to(actor).filter(year=year).annotate(by=F("recorded_by__full_name"))
    ordered = rows.order_by(F("superseded_at").desc(nulls_first=True), "category", "cost_centre")
    return tuple(
        ordered.values(
            "id", "category", "cost_centre", "pence", "reason", "recorded_at", "superseded_at", "by"
        )
    )


def budgets_standing(actor: Actor, year: int) -> int:
    """How many budgets stand for the year. One statement."""
    return budgets_visible_to(actor).filter(year=year, superseded_at__isnull=True).count()


def standing_budget(organisation_id: UUID, place: Place) -> Budget | None:
    """The budget that stands for a year, kind of service and cost centre."""
    return standing_budgets(organisation_id).filter(**place._asdict()).first()


def standing_budgets(organisation_id: UUID) -> QuerySet[Budget]:
    """The body's budgets that nothing has replaced."""
    return Budget.objects.filter(organisation=organisation_id, superseded_at__isnull=True)


def budget_years(actor: Actor, today: date) -> tuple[int, ...]:
    """Years that a budget page offers: last year to next year, and any other with a budget, newest first."""
    this = today.year if today.month >= 4 else today.year - 1
    kept = budgets_visible_to(actor).order_by().values_list("year", flat=True).distinct()
    return tuple(sorted({this - 1, this, this + 1, *kept}, reverse=True))
