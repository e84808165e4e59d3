"""The writer's own answer to "Have you completed this section?"."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from uuid import UUID

from careplans import queries
from careplans.models import CarePlan
from careplans.rules.completion import still_missing
from careplans.rules.coverage import COMPLETED_FIELD, facts_of
from careplans.rules.sections import Section
from careplans.services.access import header, plan_to_edit
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused


@writes
def complete_section(
    *, actor: Actor, plan_id: UUID, section: Section, completed: bool, at: datetime
) -> CarePlan:
    """Keep whether a section that is a list of parts is complete. Refused, with what is missing, when not."""
    plan = plan_to_edit(actor, plan_id, section)
    keep_answer(plan, actor, section, completed=completed)
    record(Event.PLAN_SAVED, plan, case_id=plan.case_id, detail={"section": section.value})
    return plan


def keep_answer(
    plan: CarePlan, actor: Actor, section: Section, *, completed: bool | None, fields: Container[str] = ()
) -> None:
    """Keep the answer, once the section itself is saved; None leaves it as it was. For services only.

    Refused when a section that is called complete lacks something: beside the field where the page has it
    (`fields`), else beside the question.
    """
    if completed is None:
        return
    answers = {**plan.completed, section.value: completed}
    if answers != plan.completed:
        plan.amend(completed=answers)
    if completed:
        snapshot = queries.snapshot_of(plan, header(actor, plan.case_id))
        _require_whole(still_missing(section, facts_of(snapshot)), fields)


def _require_whole(lacking: dict[str, str], fields: Container[str]) -> None:
    if not lacking:
        return
    beside = {field: words for field, words in lacking.items() if field in fields}
    others = [words for field, words in lacking.items() if field not in fields]
    if others:
        beside[COMPLETED_FIELD] = ". ".join(others)
    raise Refused(fields=beside)
