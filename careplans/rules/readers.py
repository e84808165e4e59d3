"""What of a plan each kind of reader may see (practice 7.1): the rest is taken out before it is printed.

Closed by default: a part of the plan that a reader is not named for is left out, so that what is added to
plans later is seen by nobody but the person until somebody decides otherwise here.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from careplans.rules.snapshot import CrisisPart, HomePart, NeedPart, PersonPart, PlanSnapshot, ServicePart
from careplans.rules.terms import Category, Reader

# Who it is about, which version it is, and from when: on every copy, or it could be taken for another's.
ALWAYS = frozenset(
    ["number", "status", "person", "effective_from", "review_due_on", "published_on", "published_by"]
)  # fmt: skip
_CARE = "how_i_communicate please_do please_dont"
SEES: dict[Reader, frozenset[str]] = {
    reader: ALWAYS | frozenset(names.split())
    for reader, names in {
        Reader.PROVIDER: f"{_CARE} what_matters strengths preferences goals needs services crisis contacts",
        Reader.GP: f"{_CARE} what_matters goals needs services crisis contacts medication physical_health"
        " conditions capacity",
        Reader.HOUSING: f"{_CARE} services crisis contacts home",
        Reader.FINANCE: "services home",
    }.items()
}
SEES_OF_CRISIS: dict[Reader, frozenset[str]] = {
    Reader.PROVIDER: frozenset(
        ["keeping_well", "triggers", "early_signs", "first_steps", "what_helps", "risks", "contingency"]
    ),
    Reader.GP: frozenset(field.name for field in fields(CrisisPart)),
    Reader.HOUSING: frozenset(["early_signs", "first_steps", "home_pets_children", "contingency"]),
    Reader.FINANCE: frozenset(),
}
# The section of the Act is a health matter; a landlord and a payer have no use for it. A landlord also has
# none for the number of the health record.
SEES_SECTION = frozenset({Reader.GP})
SEES_NHS_NUMBER = frozenset({Reader.PROVIDER, Reader.GP, Reader.FINANCE})


def copy_for(plan: PlanSnapshot, reader: Reader, name: str = "") -> PlanSnapshot:
    """The plan as the reader may see it; for the person the whole plan. `name` says which provider it is."""
    if reader is Reader.PERSON:
        return plan
    seen = SEES[reader]
    services = tuple(_service(row, reader) for row in plan.services if _concerns(row, reader, name))
    met = {row.need_key for row in services}
    left = {field.name: _empty(getattr(plan, field.name)) for field in fields(plan) if field.name not in seen}
    shown: dict[str, Any] = {
        "person": _person(plan.person, reader),
        "services": services,
        "needs": tuple(_need(row) for row in plan.needs if row.key in met),
        "crisis": _part(plan.crisis, SEES_OF_CRISIS[reader]),
        "home": _home(plan.home),
    }
    return replace(plan, **{**{name: value for name, value in shown.items() if name in seen}, **left})


def reader_of(kind: str) -> Reader:
    """Which reader a recipient of a copy is. Who is none of them gets the whole plan, if they get any."""
    return Reader(kind) if kind in set(Reader) else Reader.PERSON


def _concerns(service: ServicePart, reader: Reader, name: str) -> bool:
    """Whether the reader has to know of a service: a provider of its own, a landlord of the home."""
    if reader is Reader.PROVIDER:
        return service.provider.strip().casefold() == name.strip().casefold()
    return reader is not Reader.HOUSING or service.category is Category.ACCOMMODATION


def _home(home: HomePart) -> HomePart:
    """A landlord and a payer see what the home costs and who pays; why it is needed tells of the illness."""
    costs = tuple(replace(cost, reason="") for cost in home.costs)
    return replace(home, reason="", preference="", move_on="", costs=costs)


def _service(service: ServicePart, reader: Reader) -> ServicePart:
    service = replace(service, quality_note="", ending_outcome="")
    if reader is Reader.FINANCE:
        return replace(service, need_key=None, contact_name="", contact_phone="")
    return service


def _need(need: NeedPart) -> NeedPart:
    """Why a need is aftercare is told of the illness; what is to be reached is what others work towards."""
    return replace(need, reasons=(), no_service_reason="")


def _person(person: PersonPart, reader: Reader) -> PersonPart:
    return replace(
        person,
        section=person.section if reader in SEES_SECTION else "",
        nhs_number=person.nhs_number if reader in SEES_NHS_NUMBER else "",
    )


def _part(part: CrisisPart, seen: frozenset[str]) -> CrisisPart:
    left = {field.name: "" for field in fields(part) if field.name not in seen}
    return replace(part, **left)


def _empty(value: Any) -> Any:
    """Nothing, in the shape of what was there."""
    if isinstance(value, str):
        return ""
    if isinstance(value, tuple):
        return ()
    if is_dataclass(value):
        return replace(value, **{field.name: _empty(getattr(value, field.name)) for field in fields(value)})  # type: ignore[type-var]
    return None
