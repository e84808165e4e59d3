"""A plan as it is frozen when it goes on paper: with whom to call, since when either body is responsible and
what it pays for, who is around the person and what may be shared with whom (practice 7.1, sections 1, 2, 16
and 17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from careplans.models import CarePlan
from careplans.queries.plans import snapshot_of
from careplans.rules.payers import who_funds
from careplans.rules.snapshot import AroundPart, PersonPart, PlanSnapshot, ServicePart, SharingPart
from cases import queries as cases
from cases.queries import CaseHeader
from cases.rules.lifecycle import CaseStatus
from cases.rules.sharing import Consent
from s117.accounts import queries as accounts

Reader = Callable[[UUID, date], Mapping[UUID, tuple[str, ...]]]
# Set by the app above that knows the funding, when it is loaded.
_readers: list[Reader] = []


def read_funders_with(reader: Reader) -> None:
    """Have the bodies that share the cost of a case's services on a day read, by service key, by the app that
    knows the funding."""
    _readers[:] = [reader]


def paper_of(plan: CarePlan, case: CaseHeader, on: date) -> PlanSnapshot:
    """The plan as it stands now, with who is around the person and who pays on the day."""
    written = snapshot_of(plan, case)
    return replace(
        written,
        person=_person(written.person, case),
        services=_services(written, case.id, on),
        people=tuple(AroundPart(row.role, row.name, row.phone) for row in cases.people_on(case.id, on)),
        sharing=tuple(_sharing(said) for said in cases.consents_of(case.id, on)),
    )


def _person(person: PersonPart, case: CaseHeader) -> PersonPart:
    since = cases.responsible_since(case.id)
    return replace(
        person,
        coordinator_phone=accounts.phone_of(case.coordinator_id),
        council_since=since.get("council"),
        nhs_body_since=since.get("nhs_body"),
        duty_to_come=case.status == CaseStatus.PROSPECTIVE,
    )


def _services(plan: PlanSnapshot, case_id: UUID, on: date) -> tuple[ServicePart, ...]:
    """Each service with who pays for it. However many there are, the funding is asked once."""
    decided = next((read(case_id, on) for read in _readers), {})
    return tuple(
        replace(row, funders=who_funds(row, plan.home, plan.person, on, decided.get(row.service_key, ())))
        for row in plan.services
    )


def _sharing(said: Consent) -> SharingPart:
    kind = said.recipient.words
    who = f"{said.name} ({kind[:1].lower()}{kind[1:]})" if said.name else f"{kind}: all of them"
    return SharingPart(who, said.level.words, said.words)
