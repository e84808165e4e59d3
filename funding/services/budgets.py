"""Recording what a body sets aside: one by one, or a whole file. A budget is replaced, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from funding import policies, queries
from funding.models import Budget
from funding.rules.budgets import BudgetRow, Place
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did."""

    new: int
    changed: int
    unchanged: int


@writes
def record_budget(
    *,
    actor: Actor,
    at: datetime,
    organisation_id: UUID,
    place: Place,
    pence: int,
    reason: str = "",
    seen: UUID | None = None,
) -> Budget:
    """Set a budget (pence) in place of the one that stands for the same year, kind and cost centre.

    Replacing one takes a reason. `seen` is the standing budget that the person was shown; another one by now
    is refused, so that nobody replaces a figure unseen.
    """
    policies.budget_record(actor, organisation_id).require()
    queries.lock_council(organisation_id)
    standing = queries.standing_budget(organisation_id, place)
    if standing is not None and standing.id != seen:
        raise Refused("There is a budget for this already. Open it from the list of budgets to change it.")
    if standing is not None and not reason:
        raise Refused(fields={"reason": "Say why the budget changes"})
    return _put(actor, at, organisation_id, BudgetRow(place, pence, reason), standing)


@writes
def load_budgets(
    *, actor: Actor, at: datetime, organisation_id: UUID, rows: Sequence[BudgetRow], reason: str
) -> Loaded:
    """Set the budgets of a file that was read without a fault, all or none. A figure that stands already is
    left alone, so loading a file twice changes nothing. `reason` serves rows that have none."""
    policies.budget_record(actor, organisation_id).require()
    queries.lock_council(organisation_id)
    standing = {
        Place(row.year, row.category, row.cost_centre): row
        for row in queries.standing_budgets(organisation_id)
    }
    changed = [row for row in rows if row.place in standing and standing[row.place].pence != row.pence]
    new = [row for row in rows if row.place not in standing]
    for row in (*new, *changed):
        kept = BudgetRow(row.place, row.pence, row.reason or reason)
        _put(actor, at, organisation_id, kept, standing.get(row.place))
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed))


def _put(
    actor: Actor, at: datetime, organisation_id: UUID, row: BudgetRow, standing: Budget | None
) -> Budget:
    if standing is not None:
        standing.amend(superseded_at=at)
    budget = Budget.objects.create(
        organisation_id=organisation_id,
        pence=row.pence,
        reason=row.reason,
        recorded_at=at,
        recorded_by_id=actor.id,
        **row.place._asdict(),
    )
    record(Event.BUDGET_RECORDED, budget, reason=row.reason, detail={"year": row.place.year})
    return budget
