"""A plan as it is frozen when it goes on paper: with who is around the person and what may be shared with
whom (practice 7.1, sections 16 and 17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from careplans.models import CarePlan
from careplans.queries.plans import snapshot_of
from careplans.rules.snapshot import AroundPart, PlanSnapshot, SharingPart
from cases import queries as cases
from cases.queries import CaseHeader
from cases.rules.sharing import Consent


def paper_of(plan: CarePlan, case: CaseHeader, on: date) -> PlanSnapshot:
    """The plan as it stands now, with who is around the person on the day."""
    return replace(
        snapshot_of(plan, case),
        people=tuple(AroundPart(row.role, row.name, row.phone) for row in cases.people_on(case.id, on)),
        sharing=tuple(_sharing(said) for said in cases.consents_of(case.id, on)),
    )


def _sharing(said: Consent) -> SharingPart:
    kind = said.recipient.words
    who = f"{said.name} ({kind[:1].lower()}{kind[1:]})" if said.name else f"{kind}: all of them"
    return SharingPart(who, said.level.words, said.words)
