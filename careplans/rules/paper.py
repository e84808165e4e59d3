"""A plan laid out for its readers: groups, needs with what meets them, and all that paper needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from careplans.rules.factors import FACTORS
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.payers import payers_of
from careplans.rules.readers import copy_for
from careplans.rules.snapshot import (
    CostPart,
    NeedPart,
    PlanSnapshot,
    ServicePart,
    check_reference,
    fingerprint,
)
from careplans.rules.terms import Group, Hours, Reader, Variant
from s117.kernel.money import pounds

GROUP_WORDS = {
    Group.HEALTH: "You do not pay for these. The NHS arranges them.",
    Group.SOCIAL_CARE: "You do not pay for these. The council arranges them.",
    Group.OUTSIDE: "These are not section 117 aftercare. You may be asked to pay towards them, "
    "after a separate check of what you can afford.",
    Group.UNIVERSAL: "Anybody can use these. They are not section 117 aftercare.",
}


@dataclass(frozen=True, slots=True)
class GroupPart:
    """One labelled group of services, with the sentence on who pays."""

    group: Group
    heading: str
    words: str
    services: tuple[ServicePart, ...]


@dataclass(frozen=True, slots=True)
class NeedServices:
    """One need with the services that meet it."""

    need: NeedPart
    services: tuple[ServicePart, ...]


def groups_of(plan: PlanSnapshot) -> tuple[GroupPart, ...]:
    """The groups that hold a service, in their fixed order; the two aftercare groups always stand."""
    parts = (GroupPart(group, group.heading, GROUP_WORDS[group], plan.services_in(group)) for group in Group)
    return tuple(part for part in parts if part.services or part.group.is_aftercare)


def needs_with_services(plan: PlanSnapshot) -> tuple[NeedServices, ...]:
    """Every need with what meets it, aftercare needs first."""
    ordered = sorted(plan.needs, key=lambda need: not need.is_aftercare)
    return tuple(NeedServices(need, plan.services_for(need.key)) for need in ordered)


def considered(codes: Iterable[str]) -> tuple[str, ...]:
    """The words of the factors that were thought about and call for nothing now."""
    chosen = set(codes)
    return tuple(factor.words for factor in FACTORS if factor.code in chosen)


def price_words(cost: CostPart) -> str:
    """The price with what it is for, or that it is not known."""
    return "Not known yet" if cost.pence is None else f"{pounds(cost.pence)} {cost.per.words}"


def status_sentence(plan: PlanSnapshot) -> str:
    """The plan's standing in a few words, for the foot of every printed page."""
    if plan.status is PlanStatus.PUBLISHED or plan.status is PlanStatus.SUPERSEDED:
        return "Published"
    return "Draft, not agreed"


def paper_context(
    whole: PlanSnapshot,
    data: dict[str, Any],
    variant: Variant,
    *,
    draft: bool,
    reader: Reader = Reader.PERSON,
    reader_name: str = "",
) -> dict[str, Any]:
    """Everything the printed plan needs, for its reader. `data` is the stored JSON of the whole plan, for the
    check reference: every copy of a version bears the same."""
    plan = copy_for(whole, reader, reader_name)
    return {
        "whole": reader is Reader.PERSON,
        "copy_for": reader_name or reader.short_words,
        "plan": plan,
        "person": plan.person,
        "draft": draft,
        "status": status_sentence(plan),
        "large": variant is Variant.LARGE_PRINT,
        "bodies": payers_of(plan),
        "pays_nothing": _pays_nothing(whole, reader),
        "groups": groups_of(plan),
        "needs": needs_with_services(plan),
        "price_words": price_words,
        "considered": considered(plan.factors_considered),
        "contacts": sorted(plan.contacts, key=lambda contact: list(Hours).index(contact.hours)),
        "check": check_reference(fingerprint(data)),
    }


def _pays_nothing(whole: PlanSnapshot, reader: Reader) -> str:
    """What stands where a body pays for nothing that is shown. Plans did not always keep who pays."""
    if not any(service.funders for service in whole.services):
        return "Not recorded"
    return "Nothing in this plan" if reader is Reader.PERSON else "Nothing in this copy"
