"""How every service opens a plan: locked, in the actor's sight, and at the version they saw."""

from __future__ import annotations

from uuid import UUID

from careplans import policies, queries
from careplans.models import CarePlan
from careplans.rules.sections import Section
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor


def header(actor: Actor, case_id: UUID) -> CaseHeader:
    """The case as the actor may see it; NotFound if they may not. Lock the case first."""
    return cases.case_for(actor, cases.lock_case(case_id).reference)


def locked_plan(actor: Actor, plan_id: UUID) -> tuple[CarePlan, CaseHeader]:
    """The plan locked, with the case as the actor may see it."""
    plan = queries.lock_plan(plan_id)
    return plan, header(actor, plan.case_id)


def plan_to_edit(actor: Actor, plan_id: UUID, section: Section) -> CarePlan:
    """The plan locked, when the actor may change the section now; NotAllowed with the reason if not."""
    plan, case = locked_plan(actor, plan_id)
    policies.plan_edit(actor, case, plan, section).require()
    return plan
