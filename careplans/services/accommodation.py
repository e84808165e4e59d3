"""Where the person is to live: whether it is itself an aftercare need, and who pays which part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from careplans.models import Accommodation, AccommodationCost, CarePlan
from careplans.queries import home_of
from careplans.rules.accommodation import cost_refusal, is_adult
from careplans.rules.sections import Section
from careplans.rules.terms import CostKind, CostPer, Funder
from careplans.services.access import plan_to_edit
from careplans.services.parts import add_part, edit_part, part_row
from cases import queries as cases
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

HOME_FIELDS = ("need", "reason", "kind", "address", "landlord", "starts_on", "preference", "move_on")


@dataclass(frozen=True, slots=True)
class CostInput:
    """One part of the cost: `pence` for `per`, who pays it and why. `ends_on` is the last day, inclusive."""

    kind: CostKind
    funder: Funder
    reason: str
    pence: int | None = None
    per: CostPer = CostPer.WEEK
    funder_name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    agreed_on: date | None = None


@writes
def save_accommodation(
    *,
    actor: Actor,
    plan_id: UUID,
    values: Mapping[str, object],
    seen_version: int | None = None,
    at: datetime,
) -> Accommodation:
    """Save where the person is to live. Raises NotAllowed or Stale; Refused when accommodation is called an
    aftercare need while the person, or a relative, is put down to pay for it."""
    plan = plan_to_edit(actor, plan_id, Section.ACCOMMODATION)
    changes = {name: values[name] for name in HOME_FIELDS if name in values}
    home = home_of(plan)
    if "need" in changes:
        _require_fitting(plan, actor, str(changes["need"]), at)
    if home is None:
        home = Accommodation.objects.create(plan=plan, **changes)
    else:
        require_version(home, seen_version)
        home.amend(**changes)
    record(Event.PLAN_SAVED, plan, case_id=plan.case_id, detail={"section": Section.ACCOMMODATION.value})
    return home


@writes
def add_cost(*, actor: Actor, plan_id: UUID, cost: CostInput, at: datetime) -> AccommodationCost:
    """Add a part of the cost. Refused where this funder may not be asked for it (M-1, M-4, M-6)."""
    plan = plan_to_edit(actor, plan_id, Section.ACCOMMODATION)
    return add_part(actor, plan_id, "cost", _cost_values(plan, actor, cost, at))


@writes
def edit_cost(
    *, actor: Actor, cost_id: UUID, cost: CostInput, seen_version: int | None = None, at: datetime
) -> AccommodationCost:
    """Change a part of the cost, by the same rules."""
    plan = plan_to_edit(actor, part_row("cost", cost_id).plan_id, Section.ACCOMMODATION)
    return edit_part(actor, "cost", cost_id, _cost_values(plan, actor, cost, at), seen_version)


def _cost_values(plan: CarePlan, actor: Actor, cost: CostInput, at: datetime) -> dict[str, Any]:
    if not cost.reason.strip():
        raise Refused(fields={"reason": "Say why they pay this part"})
    if cost.starts_on and cost.ends_on and cost.ends_on < cost.starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    home = home_of(plan)
    need = home.need if home else ""
    refusal = cost_refusal(cost.kind, cost.funder, need, adult=_adult(plan, actor, at))
    if refusal:
        raise Refused(fields={"funder": refusal})
    return asdict(cost)


def _require_fitting(plan: CarePlan, actor: Actor, need: str, at: datetime) -> None:
    adult = _adult(plan, actor, at)
    for row in AccommodationCost.objects.filter(plan=plan):
        refusal = cost_refusal(CostKind(row.kind), Funder(row.funder), need, adult=adult)
        if refusal:
            raise Refused(fields={"need": f"{refusal} Change or remove that part of the cost first."})


def _adult(plan: CarePlan, actor: Actor, at: datetime) -> bool:
    born = cases.header_for(actor, plan.case_id).date_of_birth
    return is_adult(born, plan.effective_from or london_date(at))
