"""The plan's and the reviews' part of a person's timeline."""

from __future__ import annotations

from uuid import UUID

from careplans.models import PlanStatusChange, Review
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.terms import ReviewKind, ReviewOutcome
from s117.kernel.dates import LONDON
from s117.kernel.timeline import TimelineEntry

TITLES = {
    PlanStatus.DRAFT: "Care plan version {number} started",
    PlanStatus.SUBMITTED: "Care plan version {number} sent for agreement",
    PlanStatus.PUBLISHED: "Care plan version {number} published",
}


def timeline(case_id: UUID) -> tuple[TimelineEntry, ...]:
    """Each step of each plan and each review held. Two statements."""
    return (*_plan_entries(case_id), *_review_entries(case_id))


def _plan_entries(case_id: UUID) -> list[TimelineEntry]:
    steps = PlanStatusChange.objects.filter(
        plan__case_id=case_id, to_status__in=[status.value for status in TITLES]
    ).select_related("plan")
    return [_plan_entry(step) for step in steps]


def _plan_entry(step: PlanStatusChange) -> TimelineEntry:
    local = step.at.astimezone(LONDON)
    title = TITLES[PlanStatus(step.to_status)].format(number=step.plan.number)
    if step.from_status == PlanStatus.SUBMITTED.value and step.to_status == PlanStatus.DRAFT.value:
        title = f"Care plan version {step.plan.number} sent back"
    return TimelineEntry(
        on=local.date(),
        at=local.time().replace(second=0, microsecond=0),
        title=title,
        detail=step.reason,
        who=step.by_name,
    )


def _review_entries(case_id: UUID) -> list[TimelineEntry]:
    held = Review.objects.filter(case_id=case_id, held_on__isnull=False)
    return [
        TimelineEntry(
            on=review.held_on,
            at=None,
            title=f"{ReviewKind(review.kind).words} held",
            detail=ReviewOutcome(review.outcome).words,
            who=review.recorded_by,
        )
        for review in held
    ]
