"""What frozen schedules have charged of each service: days and pence, by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce

from funding.models import DirectPayment, ScheduleLine, ScheduleShare
from funding.rules.corrections import PostingKind
from funding.rules.direct_payments import BudgetKind
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.reporting import part_of
from s117.kernel.periods import Period

CHARGED = frozenset({PostingKind.CHARGE.value, PostingKind.REPLACEMENT.value})
"""The kinds of line that charge days; the others take money back or give it."""
OF_SERVICE = Q(refund__isnull=True, reclaim__isnull=True)
"""Lines of what a service costs: not what a person was given back, nor what came back from a person."""


@dataclass(slots=True)
class IssuedSum:
    """Of one service in some days: which days were charged, the pence, and what some bodies bear of it."""

    days: list[Period] = field(default_factory=list)
    gross: int = 0
    own: int = 0


def paid_out() -> QuerySet[DirectPayment]:
    """The direct payment or budget that pays for the days of the schedule line outside: the money goes to its
    holder, and no provider asks the body for it."""
    return DirectPayment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("service_to")),
        line=OuterRef("line"),
        kind__in=[kind.value for kind in BudgetKind if kind.is_paid_out],
        starts_on__lte=OuterRef("service_from"),
    )


def issued_sums(
    days: Period, bodies: Collection[UUID], posted_by: date | None = None
) -> Mapping[UUID, IssuedSum]:
    """By funded line, over the frozen lines with a service day in the period. One statement.

    A line that lies across the period's edge counts by its days inside (practice 4.2, F09). What came back of
    a direct payment comes off the days it was for. `posted_by` leaves out schedules whose period ends after
    that day: what they charge was not posted by then.
    """
    own = ScheduleShare.objects.filter(line=OuterRef("pk"), organisation__in=bodies).order_by()
    total = Cast(Sum("amount_pence"), BigIntegerField())
    lines = ScheduleLine.objects.filter(
        schedule__status=ScheduleStatus.FROZEN.value,
        service_from__lte=days.last_day,
        service_to__gte=days.start,
        **({} if posted_by is None else {"schedule__period_to__lte": posted_by}),
    ).exclude(kind=PostingKind.REFUND.value)
    rows = lines.annotate(own=Coalesce(Subquery(own.values("line").annotate(pence=total).values("pence")), 0))
    found: dict[UUID, IssuedSum] = defaultdict(IssuedSum)
    columns = ("line_id", "kind", "service_from", "service_to", "gross_pence", "own")
    for line, kind, first, last, gross, part in rows.values_list(*columns).iterator():
        _add(found[line], kind, Period.inclusive(first, last), days, gross, part)
    return found


def _add(found: IssuedSum, kind: str, served: Period, days: Period, gross: int, own: int) -> None:
    inside = served.intersection(days)
    if inside is None:
        return
    if kind in CHARGED:
        found.days.append(inside)
    found.gross += part_of(gross, served, days)
    found.own += part_of(own, served, days)
