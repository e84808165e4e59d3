"""What a review must hold before it is saved, and before it is signed off (law P-7; practice 1.4 L, J5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careplans.rules.terms import (
    NeedStanding,
    Progress,
    ReviewCheck,
    ReviewMethod,
    ReviewOutcome,
    ServiceStanding,
    TookPart,
)


@dataclass(frozen=True, slots=True)
class NeedFound:
    """What the review found of one need."""

    need_key: UUID
    title: str
    is_aftercare: bool
    standing: NeedStanding
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ServiceFound:
    """What the review says of one service."""

    service_key: UUID
    description: str
    standing: ServiceStanding
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GoalFound:
    """How far a goal has come."""

    goal_id: UUID
    words: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """What was found at a review (practice 1.4 L)."""

    held_on: date
    method: ReviewMethod
    persons_views: str
    outcome: ReviewOutcome
    outcome_reason: str
    next_due_on: date
    council_attendee: str = ""
    nhs_attendee: str = ""
    took_part: TookPart = TookPart.YES
    attended: str = ""
    carers_views: str = ""
    working: str = ""
    not_working: str = ""
    needs: tuple[NeedFound, ...] = ()
    services: tuple[ServiceFound, ...] = ()
    goals: tuple[GoalFound, ...] = ()
    checked: tuple[ReviewCheck, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether a need is gone or a service is to change or stop."""
        return any(need.standing is NeedStanding.GONE for need in self.needs) or any(
            service.standing is not ServiceStanding.CONTINUE for service in self.services
        )

    @property
    def needs_aftercare_still(self) -> bool:
        """Whether an aftercare need is still there."""
        return any(need.is_aftercare and need.standing is NeedStanding.PRESENT for need in self.needs)


def faults(held: ReviewInput, today: date) -> dict[str, str]:
    """What is wrong with the record of a review, by field; empty when it may be saved."""
    wrong = {}
    if held.held_on > today:
        wrong["held_on"] = "The day the review was held must be today or in the past"
    if held.next_due_on <= held.held_on:
        wrong["next_due_on"] = "The next review must be after the day this one was held"
    if not held.persons_views.strip():
        wrong["persons_views"] = "Record the person’s views, or why they could not be asked"
    if not held.outcome_reason.strip():
        wrong["outcome_reason"] = "Say why"
    return wrong | _unreasoned(held) | _against_itself(held)


def _unreasoned(held: ReviewInput) -> dict[str, str]:
    wrong = {}
    gone = [n.title for n in held.needs if n.standing is NeedStanding.GONE and not n.reason.strip()]
    if gone:
        wrong["needs"] = f"Say why the need is no longer there: {'; '.join(gone)}"
    moved = [
        service.description
        for service in held.services
        if service.standing is not ServiceStanding.CONTINUE and not service.reason.strip()
    ]
    if moved:
        wrong["services"] = f"Say what changes, or why it stops: {'; '.join(moved)}"
    return wrong


def _against_itself(held: ReviewInput) -> dict[str, str]:
    if held.outcome is ReviewOutcome.CONTINUE and held.changes_something:
        return {"outcome": "Something is to change, so choose “Change the plan”"}
    if held.outcome is ReviewOutcome.RECOMMEND_ENDING and held.needs_aftercare_still:
        return {
            "outcome": "Aftercare cannot end while an aftercare need is still there (section 117(2)). "
            "Say which needs are gone, or choose another outcome"
        }
    return {}


def sign_off_lacks(council_attendee: str, nhs_attendee: str, checked: Iterable[str]) -> tuple[str, ...]:
    """What a review lacks before it may be signed off. The duty is of both bodies together (section
    117(2)), so both must have been there (J5 c); the legal status is checked each time."""
    lacking = []
    if not council_attendee.strip():
        lacking.append("Nobody is named who attended for the council.")
    if not nhs_attendee.strip():
        lacking.append("Nobody is named who attended for the NHS body.")
    if ReviewCheck.LEGAL_STATUS not in set(checked):
        lacking.append("The legal status was not checked.")
    return tuple(lacking)
