"""What people of the demo need and get: needs with their two limbs, and the services that meet them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoNeed:
    """A need in one part of life. `aftercare` is False for a need outside section 117(6)."""

    domain: str
    title: str
    arises_reason: str
    reduces_reason: str
    outcome: str
    aftercare: bool = True


@dataclass(frozen=True, slots=True)
class DemoService:
    """A service that meets the need of a domain. `weekly_pence` is None for what nobody is charged for;
    `nhs_percent` is the NHS body's part of the cost."""

    domain: str
    group: str
    category: str
    description: str
    provider: str
    frequency: str
    weekly_pence: int | None = None
    nhs_percent: int = 50


TREATMENT = DemoNeed(
    "treatment",
    "Regular contact with a mental health professional",
    "The need comes from the illness for which the person was detained.",
    "Without regular contact early signs would be missed, and the last two admissions began that way.",
    "Early signs are noticed and acted on within two days.",
)
MEDICATION = DemoNeed(
    "medication",
    "Help to keep taking medication",
    "The medication treats the illness for which the person was detained.",
    "Each relapse so far followed a time without medication.",
    "Medication is taken as prescribed and side effects are reviewed every three months.",
)
HOME = DemoNeed(
    "accommodation",
    "A supported home with staff who know the early signs",
    "Living alone made the illness worse and ended in both earlier admissions.",
    "Staff on site notice changes in sleep and self-care before a crisis, and get help the same day.",
    "A settled home with support close at hand.",
)
DAILY = DemoNeed(
    "daily_living",
    "Support to plan the week, shop and cook",
    "The illness has taken away the energy and order that daily life needs.",
    "Self-neglect was the first sign of both earlier relapses.",
    "Meals, shopping and washing are done, with less support each quarter.",
)
DAYTIME = DemoNeed(
    "daytime",
    "Something worthwhile to do on weekdays",
    "Loss of work and of confidence came with the illness.",
    "Days without structure led to isolation, and isolation to relapse.",
    "Two mornings a week out of the house, moving towards voluntary work.",
)
TALKING = DemoNeed(
    "psychological",
    "Talking therapy for distressing voices",
    "The voices are a symptom of the illness for which the person was detained.",
    "Coping strategies from therapy shortened the last episode.",
    "The voices trouble the person less, by their own rating.",
)
CARE = DemoNeed(
    "physical_health",
    "Help with washing and dressing because of arthritis",
    "Arthritis, which is not related to the mental disorder.",
    "It does not affect the mental condition.",
    "Washed and dressed each morning without pain.",
    aftercare=False,
)
KNEE = DemoNeed(
    "community",
    "Transport to the fracture clinic",
    "An old knee injury, which is not related to the mental disorder.",
    "It does not affect the mental condition.",
    "Gets to hospital appointments.",
    aftercare=False,
)

NURSE = DemoService(
    "treatment", "health", "treatment", "Community psychiatric nurse", "NMT", "Every two weeks"
)
CLINIC = DemoService("medication", "health", "treatment", "Medication clinic", "NMT", "Every four weeks")
THERAPY = DemoService("psychological", "health", "treatment", "Talking therapy", "NMT", "Weekly, 20 sessions")
ALLOTMENT = DemoService(
    "daytime", "social_care", "employment", "Allotment work group", "P-ALLOT", "Two mornings a week", 8_500
)
FLOATING = DemoService(
    "daily_living", "social_care", "daily_living", "Floating support", "P-STEPS", "6 hours a week", 16_440
)
SUPPORTED = DemoService(
    "accommodation", "social_care", "accommodation", "Supported living, shared house", "P-HARBOUR",
    "Staff on site day and night", 105_000,
)  # fmt: skip
INTENSIVE = DemoService(
    "accommodation", "social_care", "accommodation", "Intensive supported living", "P-HARBOUR",
    "One member of staff to three people", 140_000, 70,
)  # fmt: skip
RESIDENTIAL = DemoService(
    "accommodation", "social_care", "accommodation", "Residential care", "P-LARCH", "Day and night",
    98_500, 40,
)  # fmt: skip
LIVING = DemoService(
    "daily_living", "social_care", "daily_living", "Support at home", "P-STEPS", "18 hours a week", 50_000
)
WASHING = DemoService(
    "physical_health", "outside", "daily_living", "Personal care at home", "P-STEPS", "Every morning"
)


@dataclass(frozen=True, slots=True)
class Package:
    """A set of needs and the services that meet them."""

    needs: tuple[DemoNeed, ...]
    services: tuple[DemoService, ...]


PACKAGES = {
    "community": Package((TREATMENT, MEDICATION, DAYTIME), (NURSE, CLINIC, ALLOTMENT)),
    "floating": Package((TREATMENT, MEDICATION, DAILY, DAYTIME), (NURSE, CLINIC, FLOATING, ALLOTMENT)),
    "supported_living": Package((TREATMENT, MEDICATION, HOME, KNEE), (NURSE, CLINIC, SUPPORTED)),
    "intensive": Package((TREATMENT, MEDICATION, HOME, TALKING), (NURSE, CLINIC, INTENSIVE, THERAPY)),
    "residential": Package((TREATMENT, MEDICATION, HOME), (NURSE, CLINIC, RESIDENTIAL)),
    "mixed": Package((TREATMENT, MEDICATION, DAILY, CARE), (NURSE, CLINIC, LIVING, WASHING)),
}

SITUATIONS = {
    "treatment": "Under the community team. Seen by a psychiatrist every three months.",
    "psychological": "Has used talking therapy before and found it helpful.",
    "medication": "Takes one antipsychotic medicine, prescribed by the community team.",
    "physical_health": "Registered with a GP. Annual health check done this year.",
    "accommodation": "Has a home to go to, or one has been found.",
    "daily_living": "Can cook and wash, and does so when well.",
    "money": "Receives benefits and manages money without help.",
    "daytime": "Likes to be outdoors and to work with others.",
    "relationships": "In touch with a sister, who visits every month.",
    "parenting_caring": "Has no children and cares for nobody.",
    "social_cultural": "Goes to a place of worship sometimes. Speaks English at home.",
    "drugs_alcohol": "Does not drink or use drugs.",
    "safety": "No harm to others. At risk of self-neglect when unwell.",
    "community": "Uses buses alone on known routes.",
    "communication": "Reads and hears well. An advocate was offered.",
    "legal": "No court orders.",
}
