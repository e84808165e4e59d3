"""How far each section of a plan is: by what is written in it, and by what its writer answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careplans.rules.coverage import COMPLETED_FIELD, Check, PlanFacts, checks
from careplans.rules.sections import Section
from s117.kernel.terms import Term


class SectionStatus(Term):
    """How far a section is."""

    NOT_STARTED = "not_started", "Not started"
    INCOMPLETE = "incomplete", "Incomplete"
    COMPLETED = "completed", "Completed"


def status_of(
    section: Section, facts: PlanFacts, found: Sequence[Check], completed: Mapping[str, bool]
) -> SectionStatus:
    """Completed when nothing is missing and its writer did not leave it open; `found` are all the checks.

    A section that nobody answered for and of which nothing is written has not been started.
    """
    mine = [check for check in found if check.section is section]
    if section not in completed and not _written(section, facts, mine):
        return SectionStatus.NOT_STARTED
    return SectionStatus.COMPLETED if all(check.met for check in mine) else SectionStatus.INCOMPLETE


def still_missing(section: Section, facts: PlanFacts) -> dict[str, str]:
    """What keeps the section from being complete, in words, by the field that it belongs to."""
    lacking = [check for check in checks(facts) if check.section is section and not check.met]
    words: dict[str, list[str]] = {}
    for check in lacking:
        if check.field != COMPLETED_FIELD:
            words.setdefault(check.field, []).append(check.text)
    return {field: f"To complete this section: {'; '.join(texts)}" for field, texts in words.items()}


def _written(section: Section, facts: PlanFacts, mine: Sequence[Check]) -> bool:
    if section is Section.MONEY:
        return bool(facts.benefits_help or facts.benefits_owner)
    return any(check.met for check in mine)
