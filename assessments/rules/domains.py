"""The parts of a person's life that every needs assessment covers (Code of Practice 33.13)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Domain:
    """One part of life: `hint` says what to explore with the person."""

    code: str
    title: str
    hint: str


DOMAINS: tuple[Domain, ...] = (
    Domain(
        "treatment",
        "Mental health treatment and monitoring",
        "Diagnosis, who treats the person, how often they are seen, what monitoring is needed.",
    ),
    Domain(
        "psychological",
        "Psychological support",
        "Talking therapies, counselling and personal support, including for family and carers.",
    ),
    Domain(
        "medication",
        "Medication and prescriptions",
        "What is prescribed, side effects, who prescribes and supplies it, help needed to take it.",
    ),
    Domain(
        "physical_health",
        "Physical health",
        "Annual health check, other conditions, disability, sight and hearing, learning disability, autism.",
    ),
    Domain(
        "accommodation",
        "Accommodation",
        "Where the person will live, whether it must be specialist or supported and why, tenancy, move-on.",
    ),
    Domain(
        "daily_living",
        "Personal care and daily living",
        "Washing, dressing, eating, cooking, cleaning, shopping; skills to keep, regain or learn.",
    ),
    Domain(
        "money",
        "Money, benefits and debt",
        "Income and benefits, budgeting, debt, who helps with claims and by when.",
    ),
    Domain(
        "daytime",
        "Daytime activity, work, training and education",
        "How the days are spent now, what the person would like to do, work and study.",
    ),
    Domain(
        "relationships",
        "Relationships and family",
        "Who matters to the person, contact with family and friends, loneliness.",
    ),
    Domain(
        "parenting_caring",
        "Parenting and caring",
        "Children or adults the person looks after, and the help needed to do so.",
    ),
    Domain(
        "social_cultural",
        "Social, cultural and spiritual needs",
        "Faith, culture, language, identity and community.",
    ),
    Domain(
        "drugs_alcohol",
        "Drugs and alcohol",
        "Use now and before admission, its effect on the person's mental health, services involved.",
    ),
    Domain(
        "safety",
        "Safety and risk",
        "Risk to self, to others and from others; neglect, fire, exploitation, money.",
    ),
    Domain(
        "community",
        "Community access and transport",
        "Getting out, using public transport, confidence in public places.",
    ),
    Domain(
        "communication",
        "Communication and advocacy",
        "Interpreter, sign language, accessible information, an advocate's help.",
    ),
    Domain(
        "legal",
        "Legal matters and offending",
        "Conditions of a community treatment order or discharge, court orders, probation.",
    ),
)

DOMAIN_CODES: tuple[str, ...] = tuple(domain.code for domain in DOMAINS)
_BY_CODE = {domain.code: domain for domain in DOMAINS}


def domain(code: str) -> Domain:
    """The domain with the code. KeyError for a code that does not exist."""
    return _BY_CODE[code]


def is_domain(code: str) -> bool:
    """Whether there is a domain with the code."""
    return code in _BY_CODE
