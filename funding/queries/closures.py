"""The funding that an ending of aftercare closed: whether it can come back, and what was issued since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from funding.models import LineClosure, Schedule, Share
from funding.rules.lifecycle import LineStatus, ScheduleStatus

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A funded service that an ending closed. `issued` are the schedules frozen since that lack its days."""

    id: UUID
    line_id: UUID
    description: str
    ended_on: date
    ends_on_before: date | None
    reopened_at: datetime | None
    untouched: bool
    issued: tuple[str, ...]

    @property
    def can_reopen(self) -> bool:
        """Whether the line still is as the ending left it."""
        return self.untouched and self.reopened_at is None


def closures_of(ending_id: UUID) -> tuple[ClosureRow, ...]:
    """Every funded service that an ending closed, by its words. One statement."""
    shared = Share.objects.filter(split__line=OuterRef(OuterRef("line")), split__superseded_at__isnull=True)
    issued = Schedule.objects.filter(
        Q(council__in=shared.values("organisation")) | Q(council=OuterRef("line__payer")),
        status=ScheduleStatus.FROZEN.value,
        frozen_at__gte=OuterRef("closed_at"),
        frozen_at__lt=Coalesce(OuterRef("reopened_at"), Value(NEVER)),
        period_to__gt=OuterRef("ended_on"),
    )
    words = Concat(
        Value("schedule "),
        Cast("number", TextField()),
        Value(" of "),
        "council__name",
        output_field=TextField(),
    )
    rows = LineClosure.objects.filter(ending=ending_id).annotate(
        issued=ArraySubquery(issued.order_by("number").values(words=words)),
        description=F("line__description"),
        line_status=F("line__status"),
        line_ends_on=F("line__ends_on"),
    )
    return tuple(_row(row) for row in rows.order_by("line__description", "id"))


def _row(row: Any) -> ClosureRow:
    same = row.line_status == LineStatus.ENDED.value and row.line_ends_on == row.ended_on
    return ClosureRow(
        id=row.id,
        line_id=row.line_id,
        description=row.description,
        ended_on=row.ended_on,
        ends_on_before=row.ends_on_before,
        reopened_at=row.reopened_at,
        untouched=same,
        issued=tuple(row.issued),
    )
