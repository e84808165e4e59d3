"""What the endpoints read: the apps' own queries and scope, as rows, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from careplans.models import CarePlan
from careplans.queries import reviews_due
from cases.queries import register_rows, visible_to
from django.db.models import F, Q, QuerySet
from s117.kernel.actor import Actor

CASE_FIELDS = (
    "reference",
    "status",
    "registered_on",
    "nhs_number",
    "family_name",
    "given_names",
    "date_of_birth",
    "left_hospital_on",
    "coordinator_name",
    "team_name",
    "council_name",
    "nhs_body_name",
)
LEGAL_FIELDS = ("section_code", "admitted_on", "cto_from")

Key = Sequence[str] | None


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
    plans = CarePlan.objects.filter(case__in=visible_to(actor), status="published")
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
        day, reference = date.fromisoformat(after[0]), after[1]
        due = due.filter(Q(due_on__gt=day) | Q(due_on=day, reference__gt=reference))
    rows = due.order_by("due_on", "reference").values("reference", "kind", "status", "due_on", "booked_for")
    return [{**row, "overdue_days": max(0, (on - row["due_on"]).days)} for row in rows[:limit]]


def schedule_rows(actor: Actor, after: Key, limit: int) -> list[dict[str, Any]]:
    """Schedules that the actor's organisation settles or has a share of, the newest first."""
    rows = funding.schedules_for(actor).order_by("-number", "id")
    if after is not None:
        rows = rows.filter(Q(number__lt=int(after[0])) | Q(number=int(after[0]), id__gt=after[1]))
    found = rows.values(
        "id", "number", "period_from", "period_to", "edition", "status", "row_count", "gross_pence",
        "control_hash", council_name=F("council__name"),
    )  # fmt: skip
    return list(found[:limit])
