"""What came back of direct payments: what is to be posted to a schedule, and where it was posted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from funding.models import DirectPayment, MonitoringReturn, Payment, ScheduleLine
from funding.queries.facts import lines_of_bodies
from funding.queries.schedules import ScheduleLineRow, line_rows
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.money_back import Returned
from funding.rules.paying import PaymentRunStatus, ReclaimStatus
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """An arrangement of which something came back: the days that were paid for, and each return's money."""

    first_day: date
    paid: tuple[Period, ...]
    returned: tuple[Returned, ...]


@dataclass(frozen=True, slots=True)
class PostedBack:
    """A line of a schedule that gives money back after a return, or takes such a line back."""

    return_id: UUID
    council: str
    schedule: int
    line: int
    frozen: bool
    pence: int


def money_back(council_ids: Collection[UUID]) -> Mapping[UUID, tuple[MoneyBack, ...]]:
    """By funded line of the councils, the arrangements of which money came back. Three statements.

    What was paid above the rate is left out: no schedule charges it, so nobody has a part in it.
    """
    returned: dict[UUID, list[Returned]] = defaultdict(list)
    rows = MonitoringReturn.objects.filter(
        direct_payment__line__in=lines_of_bodies(council_ids), reclaim_status=ReclaimStatus.RECEIVED.value
    )
    columns = ("direct_payment_id", "id", "last_day", "reclaim_pence", "overpaid_pence", "closing_pence")
    for arrangement, return_id, until, pence, overpaid, closing in rows.values_list(*columns):
        shared, kept = pence - overpaid, max(0, closing - pence)
        returned[arrangement].append(Returned(until, str(return_id), shared, kept))
    paid: dict[UUID, list[Period]] = defaultdict(list)
    payments = Payment.objects.filter(
        direct_payment__in=returned,
        standing=True,
        one_off=False,
        mends__isnull=True,
        run__status=PaymentRunStatus.APPROVED.value,
    )
    for arrangement, first, last in payments.values_list("direct_payment_id", "first_day", "last_day"):
        paid[arrangement].append(Period.inclusive(first, last))
    found: dict[UUID, list[MoneyBack]] = defaultdict(list)
    for held in DirectPayment.objects.filter(pk__in=returned).order_by("starts_on", "id"):
        days = Period.inclusive(held.starts_on, held.ends_on)
        kept = (period.intersection(days) for period in paid[held.id])
        found[held.line_id].append(
            MoneyBack(held.starts_on, tuple(filter(None, kept)), tuple(returned[held.id]))
        )
    return {line: tuple(arrangements) for line, arrangements in found.items()}


def issued_back(council_id: UUID, line_ids: Collection[UUID]) -> tuple[ScheduleLineRow, ...]:
    """Lines of the council's frozen schedules that gave money back for these services and stand. One
    statement."""
    taken_back = ScheduleLine.objects.filter(
        mends=OuterRef("pk"), kind=PostingKind.REVERSAL.value, schedule__status=ScheduleStatus.FROZEN.value
    )
    standing = ScheduleLine.objects.filter(
        ~Exists(taken_back),
        schedule__council=council_id,
        schedule__status=ScheduleStatus.FROZEN.value,
        kind=PostingKind.RECLAIM.value,
        line__in=line_ids,
    )
    return line_rows(standing.order_by("schedule__number", "number"))


def posted_back(direct_payment_id: UUID) -> tuple[PostedBack, ...]:
    """Where an arrangement's money that came back stands on schedules that were not withdrawn. One
    statement."""
    rows = ScheduleLine.objects.filter(reclaim__direct_payment=direct_payment_id).exclude(
        schedule__status=ScheduleStatus.WITHDRAWN.value
    )
    columns = (
        "reclaim_id", "schedule__council__code", "schedule__number", "number", "schedule__status",
        "gross_pence",
    )  # fmt: skip
    return tuple(
        PostedBack(return_id, council, schedule, line, status == ScheduleStatus.FROZEN, pence)
        for return_id, council, schedule, line, status, pence in rows.order_by(
            "schedule__number", "number"
        ).values_list(*columns)
    )
