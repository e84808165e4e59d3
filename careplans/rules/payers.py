"""Which body pays for which aftercare service, as the plan on paper says it (practice 7.1, section 2).

No money. Where the bodies have decided how a cost is shared, the shares say who pays. Until then the plan's
own words do: the parts of a home name their funder, and a service is paid by the side that arranges it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careplans.rules.accommodation import is_shared
from careplans.rules.snapshot import HomePart, PersonPart, PlanSnapshot, ServicePart
from careplans.rules.terms import Category, Delivery, Funder, Group, Party

_BY_GROUP = {Group.HEALTH: Funder.NHS, Group.SOCIAL_CARE: Funder.COUNCIL}
_BY_DELIVERY = {
    Delivery.DIRECT_PAYMENT: Funder.COUNCIL,
    Delivery.IN_HOUSE: Funder.COUNCIL,
    Delivery.BUDGET_NOTIONAL: Funder.NHS,
    Delivery.BUDGET_THIRD: Funder.NHS,
    Delivery.BUDGET_DIRECT: Funder.NHS,
    Delivery.NHS_CORE: Funder.NHS,
}


@dataclass(frozen=True, slots=True)
class Payer:
    """A body with what it pays for. `side` is None where it pays but is neither of the two responsible ones.

    `pays` is what it alone pays for, `shares` what it pays a part of, each in plan order.
    """

    side: Party | None
    name: str
    since: date | None
    pays: tuple[str, ...]
    shares: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the body is to the person."""
        return self.side.words if self.side else "Also pays"

    @property
    def lines(self) -> tuple[str, ...]:
        """What it pays for, a line each."""
        return (*self.pays, *(f"A share of: {service}" for service in self.shares))


def who_funds(
    service: ServicePart, home: HomePart, person: PersonPart, on: date, decided: Sequence[str] = ()
) -> tuple[str, ...]:
    """The names of the bodies that pay for a service on a day. `decided` are those that the bodies agreed.

    Nobody is named for what is not aftercare, or is over; nor a body that is not known yet.
    """
    if not service.group.is_aftercare or (service.ends_on and service.ends_on < on):
        return ()
    if decided:
        return tuple(decided)
    sides = _sides(service, home, on)
    named = ((Funder.COUNCIL, person.council), (Funder.NHS, person.nhs_body))
    return tuple(name for side, name in named if name and (side in sides or Funder.JOINT in sides))


def payers_of(plan: PlanSnapshot) -> tuple[Payer, ...]:
    """The council and the NHS body, named or not, and after them any other body that pays for a service."""
    person = plan.person
    responsible = (
        (Party.COUNCIL, person.council, person.council_since),
        (Party.NHS, person.nhs_body, person.nhs_body_since),
    )
    paying = {name for service in plan.services for name in service.funders}
    others = sorted(paying - {person.council, person.nhs_body})
    return (
        *(_payer(plan, name, side, since) for side, name, since in responsible),
        *(_payer(plan, name) for name in others),
    )


def _payer(plan: PlanSnapshot, name: str, side: Party | None = None, since: date | None = None) -> Payer:
    mine = [service for service in plan.services if name in service.funders]
    return Payer(
        side,
        name,
        since,
        pays=tuple(service.description for service in mine if len(service.funders) == 1),
        shares=tuple(service.description for service in mine if len(service.funders) > 1),
    )


def _sides(service: ServicePart, home: HomePart, on: date) -> frozenset[Funder]:
    if service.category is Category.ACCOMMODATION:
        running = (cost for cost in home.costs if cost.ends_on is None or cost.ends_on >= on)
        named = frozenset(cost.funder for cost in running if is_shared(cost.kind, cost.funder))
        if named:
            return named
    by_delivery = _BY_DELIVERY.get(service.delivery) if service.delivery else None
    return frozenset({by_delivery or _BY_GROUP[service.group]})
