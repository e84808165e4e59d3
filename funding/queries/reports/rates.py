"""Rates as columns of a report, and what they come to in a year by the one rule that says so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import OuterRef, Subquery

from funding.models import Rate
from funding.rules.applications import Cost
from funding.rules.proration import Unit


def rate_on(day: Any, line: str, **over: str) -> Subquery:
    """The rate that holds on the row's day, in pence for the unit of the service."""
    rates = Rate.objects.filter(line=OuterRef(line), superseded_at__isnull=True, starts_on__lte=day, **over)
    return Subquery(rates.order_by("-starts_on").values("pence")[:1])


def weekly_rate_on(day: Any, line: str) -> Subquery:
    """The weekly rate that holds on the row's day; nothing for what is paid by the unit."""
    return rate_on(day, line, line__unit=Unit.WEEK.value)


def annual_value(
    pence: int | None, unit: str = Unit.WEEK.value, quantity: Decimal | None = None
) -> int | None:
    """A rate over 365 days, in pence; nothing where there is no rate."""
    if pence is None:
        return None
    return Cost(pence, Unit(unit), Fraction(1 if quantity is None else quantity)).annual
