"""The factors that the Code of Practice (England) 33.13 says a plan should take into account (law P-3).

A factor is met by a need in one of its domains, or by a person recording that it was thought about
and calls for nothing now. Contingency, crisis contacts and risks are parts of the plan of their own,
checked in coverage.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: `domains` are the assessment domains whose needs answer it."""

    code: str
    words: str
    domains: frozenset[str]


def _factor(code: str, words: str, *domains: str) -> Factor:
    return Factor(code, words, frozenset(domains))


FACTORS: tuple[Factor, ...] = (
    _factor("mental_health", "continuing mental healthcare", "treatment", "medication"),
    _factor("psychological", "psychological needs, and those of family and carers", "psychological"),
    _factor("physical_health", "physical healthcare", "physical_health"),
    _factor("employment", "daytime activities, work and learning", "daytime"),
    _factor("accommodation", "appropriate accommodation", "accommodation"),
    _factor("disability", "disability, sight, hearing, learning disability and autism", "communication"),
    _factor("substances", "drugs and alcohol", "drugs_alcohol"),
    _factor("parenting_caring", "parenting and caring", "parenting_caring"),
    _factor("social_cultural", "social, cultural and spiritual needs", "social_cultural", "relationships"),
    _factor("personal_support", "counselling and personal support", "psychological", "relationships"),
    _factor("welfare_rights_and_finances", "welfare rights and managing money", "money"),
    _factor("other_area", "involving authorities in another area"),
    _factor("other_agencies", "other agencies, such as probation and voluntary groups", "legal"),
    _factor("conditions", "conditions that are imposed or likely", "legal"),
)

# A plan's own parts that answer the rest of the list.
PLAN_PARTS: tuple[str, ...] = ("risks", "contingency_plan", "crisis_contact")


def missing_factors(covered: Collection[str]) -> tuple[str, ...]:
    """The codes of the factors and plan parts that nothing covers, in the Code's order (T04)."""
    codes = (*(factor.code for factor in FACTORS), *PLAN_PARTS)
    return tuple(code for code in codes if code not in set(covered))
