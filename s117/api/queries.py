"""What the endpoints read: the apps' own queries and scope, as rows, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from careplans.models import CarePlan
from careplans.queries import reviews_due
from careplans.rules.lifecycle import PlanStatus
from cases.queries import register_rows, visible_to
from funding.queries import ScheduleLineRow, line_rows, schedule_lines_visible_to
from funding.queries.schedules import schedules_visible_to
from funding.rules.lifecycle import ScheduleStatus
from s117.kernel.actor import Actor

SCHEDULE_FIELDS = (
    "id",
    "number",
    "edition",
    "period_from",
    "period_to",
    "frozen_at",
    "row_count",
    "gross_pence",
    "control_hash",
)

Key = Sequence[Any] | None


def case_rows(actor: Actor, after: Key, limit: int) -> list[dict[str, Any]]:
    """People on the register in the actor's scope, by reference."""
    rows = register_rows(visible_to(actor)).order_by("reference")
    if after is not None:
        rows = rows.filter(reference__gt=after[0])
    return list(rows[:limit])


def case_row(actor: Actor, ref: str) -> dict[str, Any] | None:
    """One person, or None when there is none or the actor must not know of them."""
    return register_rows(visible_to(actor).filter(reference=ref)).first()


def plan_rows(actor: Actor, after: Key, limit: int) -> list[dict[str, Any]]:
    """The published plan of each person in scope, by the case's reference."""
    plans = CarePlan.objects.filter(case__in=visible_to(actor), status=PlanStatus.PUBLISHED)
    if after is not None:
        plans = plans.filter(case__reference__gt=after[0])
    rows = plans.values(
        "number",
        "effective_from",
        "review_due_on",
        reference=F("case__reference"),
        published_at=F("published_version__published_at"),
        fingerprint=F("published_version__sha256"),
    )
    return list(rows.order_by("reference")[:limit])


def review_rows(actor: Actor, on: date, after: Key, limit: int) -> list[dict[str, Any]]:
    """Reviews due soon or overdue, the longest overdue first: the same rows as on the pages."""
    due: QuerySet = reviews_due(visible_to(actor), on).annotate(reference=F("case__reference"))
    if after is not None:
        day, reference = after
        due = due.filter(Q(due_on__gt=day) | Q(due_on=day, reference__gt=reference))
    rows = due.order_by("due_on", "reference").values("reference", "kind", "status", "due_on", "booked_for")
    return [{**row, "overdue_days": max(0, (on - row["due_on"]).days)} for row in rows[:limit]]


def schedule_rows(actor: Actor, after: Key, limit: int) -> list[dict[str, Any]]:
    """Frozen schedules that the actor's organisation settles or has a part in, the newest first."""
    rows = schedules_visible_to(actor).filter(status=ScheduleStatus.FROZEN)
    if after is not None:
        frozen_at, id_ = after
        rows = rows.filter(Q(frozen_at__lt=frozen_at) | Q(frozen_at=frozen_at, id__gt=id_))
    found = rows.order_by("-frozen_at", "id").values(*SCHEDULE_FIELDS, council_name=F("council__name"))
    return list(found[:limit])


def schedule_line_rows(
    actor: Actor, schedule_id: UUID, after: Key, limit: int
) -> tuple[ScheduleLineRow, ...]:
    """The lines of a frozen schedule that the actor's organisation may see, in order."""
    lines = schedule_lines_visible_to(actor).filter(schedule=schedule_id)
    if after is not None:
        lines = lines.filter(number__gt=after[0])
    return line_rows(lines.order_by("number")[:limit])


def schedule_exists(actor: Actor, schedule_id: UUID) -> bool:
    """Whether there is such a frozen schedule that the actor may see."""
    return schedules_visible_to(actor).filter(status=ScheduleStatus.FROZEN, pk=schedule_id).exists()
