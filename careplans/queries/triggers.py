"""Changes in the record that call for a review and have not opened one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate

from careplans.models import CarePlan, Review, ReviewTrigger
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.terms import TriggerKind
from cases import queries as cases
from s117.kernel.dates import LONDON

REVIEWED = ("active", "prospective")


@dataclass(frozen=True, slots=True)
class Change:
    """One recorded event that calls for a review of the plan in force."""

    kind: TriggerKind
    subject_id: UUID
    case_id: UUID
    happened_on: date


def unreviewed_changes() -> Iterator[Change]:
    """Every change since the plan was last looked at that has not opened a review. One statement a kind."""
    for kind, rows in (
        (TriggerKind.READMISSION, cases.readmissions()),
        (TriggerKind.RECALL, cases.recalled()),
        (TriggerKind.RECALL, cases.revocations()),
        (TriggerKind.MOVE, cases.moves()),
        (TriggerKind.SAFEGUARDING, cases.safeguarding_concerns()),
    ):
        for subject_id, case_id, on in _unopened(kind, rows).values_list("id", "case_id", "on"):
            yield Change(kind, subject_id, case_id, on)


def _unopened(kind: TriggerKind, rows: QuerySet) -> QuerySet:
    """Those after the day the plan was published or reviewed: what was known then was taken into account.

    A move counts from the day the plan applies: going home to where the plan says is no surprise.
    """
    of_case = Q(case=OuterRef("case_id"))
    plan = CarePlan.objects.filter(of_case, status=PlanStatus.PUBLISHED.value)
    published = TruncDate("published_version__published_at", tzinfo=LONDON, output_field=DateField())
    planned = Subquery(plan.annotate(day=published).values("day")[:1])
    begins = Subquery(plan.values("effective_from")[:1])
    held = Review.objects.filter(of_case, held_on__isnull=False).order_by("-held_on").values("held_on")[:1]
    looked_at = Greatest(planned, Subquery(held), *((begins,) if kind is TriggerKind.MOVE else ()))
    opened = ReviewTrigger.objects.filter(kind=kind.value, subject_id=OuterRef("pk"))
    in_hand = Exists(cases.open_cases(REVIEWED).filter(pk=OuterRef("case_id")))
    return rows.filter(in_hand, ~Exists(opened), Exists(plan)).filter(on__gt=looked_at)
