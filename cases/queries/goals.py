"""The goals of the care plan in force, which a contact may be about: kept above the register, asked here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cases.models import ContactLog


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """One goal, in the person's words."""

    id: UUID
    words: str


Reader = Callable[[UUID], tuple[PlanGoal, ...]]
# Set by the app above that knows the care plans, when it is loaded.
_readers: list[Reader] = []


def read_goals_with(reader: Reader) -> None:
    """Have the goals read by the app that knows the care plans."""
    _readers[:] = [reader]


def goals_of(case_id: UUID) -> tuple[PlanGoal, ...]:
    """The goals of the plan in force, in its order; none where no plan is published."""
    return tuple(goal for reader in _readers for goal in reader(case_id))


def goals_for_contact(case_id: UUID, contact: ContactLog) -> tuple[PlanGoal, ...]:
    """The same, and the goal that a contact was about when it was recorded, maybe one of an earlier plan."""
    now = goals_of(case_id)
    if contact.goal_id is None or contact.goal_id in {goal.id for goal in now}:
        return now
    return (*now, PlanGoal(contact.goal_id, contact.goal_words))
