"""Facts of the plan in force as columns of another app's statement: one join, never a query a row."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from careplans.models import Accommodation, ServiceLine
from careplans.rules.lifecycle import PlanStatus


def planned_service(key: str, field: str) -> Subquery:
    """A field of the service in the plan in force; `key` is the path to the service's key."""
    held = ServiceLine.objects.filter(service_key=OuterRef(key), plan__status=PlanStatus.PUBLISHED.value)
    return Subquery(held.order_by("-plan__number").values(field)[:1])


def planned_home(case: str, field: str) -> Subquery:
    """A field of the home in the plan in force; `case` is the path to the case."""
    held = Accommodation.objects.filter(plan__case=OuterRef(case), plan__status=PlanStatus.PUBLISHED.value)
    return Subquery(held.order_by("-plan__number").values(field)[:1])
