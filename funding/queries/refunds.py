"""Reading refunds: the list, one of them, and those to be recharged on the next schedule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from careplans import queries as careplans
from careplans.queries.documents import DocumentRow
from careplans.rules.terms import Paper
from cases import queries as cases
from cases.queries import CaseHeader
from funding.models import Refund, ScheduleLine
from funding.rules.lifecycle import RefundStatus, ScheduleStatus
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund in the list."""

    id: UUID
    number: int
    reference: str
    service: str
    first_day: date
    last_day: date
    total_pence: int
    interest_pence: int
    status: RefundStatus
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class PostedRow:
    """Where a refund was recharged: line of a schedule, and whether that is frozen."""

    council: str
    schedule: int
    line: int
    frozen: bool


@dataclass(frozen=True, slots=True)
class RefundFile:
    """A refund with the person's header, its letters and where it was recharged, as its pages load it."""

    case: CaseHeader
    refund: Refund
    letters: tuple[DocumentRow, ...]
    posted: tuple[PostedRow, ...]

    @property
    def id(self) -> UUID:
        """The refund's id."""
        return self.refund.id


def refunds_visible_to(actor: Actor) -> QuerySet[Refund]:
    """Refunds of people whom the actor sees."""
    if not actor.may(Permission.REFUND_VIEW):
        return Refund.objects.none()
    return Refund.objects.filter(line__case__in=cases.visible_to(actor))


def refunds_for(actor: Actor) -> tuple[RefundRow, ...]:
    """Refunds, newest first. One statement."""
    named: dict[str, Any] = {"reference": F("line__case__reference"), "service": F("line__description")}
    same = ("id", "number", "first_day", "last_day")
    columns = (*same, "total_pence", "interest_pence", "status", "opened_at")
    rows = refunds_visible_to(actor).order_by("-opened_at", "id").values(*columns, **named)[:200]
    return tuple(RefundRow(**{**row, "status": RefundStatus(row["status"])}) for row in rows)


def refund_for(actor: Actor, ref: str, refund_id: UUID) -> RefundFile:
    """One refund of a person whom the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    named = Refund.objects.select_related("line__payer", "council", "opened_by", "approved_by")
    found = named.filter(line__case=case.id, pk=refund_id).first()
    if found is None:
        raise NotFound
    letters = careplans.letters_of(case.id)
    mine = (row for row in letters if (row.paper, row.about) == (Paper.REFUND, found.id))
    posted = found.postings.exclude(schedule__status=ScheduleStatus.WITHDRAWN.value).order_by("number")
    columns = ("schedule__council__code", "schedule__number", "number", "schedule__status")
    rows = (PostedRow(*row, status == ScheduleStatus.FROZEN) for *row, status in posted.values_list(*columns))
    return RefundFile(case, found, tuple(mine), tuple(rows))


def letter_of_refund(file: RefundFile, document_id: UUID) -> DocumentRow:
    """One letter of the refund; else NotFound."""
    found = next((row for row in file.letters if row.id == document_id), None)
    if found is None:
        raise NotFound
    return found


def lock_refund(refund_id: UUID) -> Refund:
    """The refund with its line, locked until the transaction ends."""
    rows = Refund.objects.select_for_update(no_key=True, of=("self",)).select_related("line", "council")
    found = rows.filter(pk=refund_id).first()
    if found is None:
        raise NotFound
    return found


def next_refund_number(council_id: UUID) -> int:
    """The council's next refund number."""
    highest = Refund.objects.filter(council=council_id).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def refunds_to_post(council_ids: Collection[UUID]) -> tuple[Refund, ...]:
    """Refunds that the councils have paid and that no frozen schedule has recharged. One statement."""
    posted = ScheduleLine.objects.filter(refund=OuterRef("pk"), schedule__status=ScheduleStatus.FROZEN.value)
    paid = Refund.objects.filter(council__in=council_ids, status=RefundStatus.PAID.value)
    named = paid.filter(~Exists(posted)).select_related("line__case__client", "line__provider", "council")
    return tuple(named.order_by("paid_on", "number"))
