"""Up to when the latest renewal of a detention or extension of an order runs; the rule is in rules/expiry."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import Renewal

FAR_OFF = Value(date.max)


def detention_renewed_to() -> Subquery:
    """For a statement over detentions: the last day that their latest renewal gives; null without one."""
    return _renewed_to(Renewal.What.DETENTION, "ends_on")


def order_extended_to() -> Subquery:
    """The same for a statement over community treatment orders."""
    return _renewed_to(Renewal.What.CTO, "ended_on")


def _renewed_to(what: str, end: str) -> Subquery:
    during = Renewal.objects.filter(
        case=OuterRef("case"),
        what=what,
        is_current=True,
        renewed_on__gte=OuterRef("starts_on"),
        renewed_on__lte=Coalesce(OuterRef(end), FAR_OFF),
    )
    return Subquery(during.order_by("-renewed_on").values("runs_to")[:1])
