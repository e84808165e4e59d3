"""How hard a plan's own words are to read, told to their author where the person needs easy read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from careplans.queries.plans import PlanFile
from careplans.rules.reading import EASY_READ_AGE, reading_of
from careplans.rules.sections import Section
from careplans.rules.snapshot import PlanSnapshot

ABOUT = {
    "what_matters": "What matters to me",
    "how_i_communicate": "How I communicate",
    "please_do": "Please do",
    "please_dont": "Please don’t",
    "strengths": "My strengths",
    "preferences": "My preferences",
    "aspirations": "My hopes",
    "my_part": "What I will do",
    "carers_part": "What my carers, family and friends will do",
}
HEALTH = {
    "medication": "Medication",
    "physical_health": "Physical health",
    "conditions": "Conditions the person has to keep to",
    "capacity": "Mental capacity and best interests",
}
HOME = {
    "reason": "Why accommodation is, or is not, an aftercare need",
    "preference": "Which home the person would prefer",
    "move_on": "Where the person could move on to",
}
CRISIS = {
    "keeping_well": "What keeps me well",
    "triggers": "What can make me unwell",
    "early_signs": "Early signs that I am becoming unwell",
    "first_steps": "First steps",
    "what_helps": "What helps me in a crisis",
    "advance_choices": "Choices I have made in advance",
    "admission_preference": "If I have to go into hospital",
    "home_pets_children": "My home, pets and children",
    "contingency": "If a service or my home breaks down",
    "risks": "Risks and how they are managed",
}
VIEWS = {
    "persons_views": "The person’s views",
    "carers_views": "Views of carers, family and friends",
    "sharing_wishes": "What the person says about sharing",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A part of the plan in somebody's own words that an easy read copy repeats: how hard it is to read.

    `long` are its long sentences, to be made shorter.
    """

    section: Section
    label: str
    age: int
    long: tuple[str, ...]
    suits: bool


@dataclass(frozen=True, slots=True)
class EasyReading:
    """What the author of a section is told: the age aimed at, and the parts that are too hard."""

    aim: int
    read: int
    hard: tuple[Words, ...]


def easy_reading(file: PlanFile, section: Section, formats: Iterable[str]) -> EasyReading | None:
    """How hard a section's words are to read; None where the person does not need easy read, and while there
    is nothing to read."""
    if "easy_read" not in formats:
        return None
    words = [part for part in _read(file.snapshot) if part.section is section]
    hard = tuple(part for part in words if not part.suits)
    return EasyReading(EASY_READ_AGE, len(words), hard) if words else None


def hard_to_read(plan: PlanSnapshot) -> tuple[Words, ...]:
    """The parts of a plan in somebody's own words that are too hard for easy read, in the plan's order."""
    return tuple(part for part in _read(plan) if not part.suits)


def _read(plan: PlanSnapshot) -> list[Words]:
    found = []
    for section, label, words in _parts(plan):
        reading = reading_of(words.splitlines())
        if reading:
            found.append(Words(section, label, reading.age, reading.long_sentences, reading.suits_easy_read))
    return found


def _parts(plan: PlanSnapshot) -> list[tuple[Section, str, str]]:
    """Each part with its section, what it is called and its words."""
    return [
        *_named(Section.ABOUT_ME, plan, ABOUT),
        *(
            (Section.GOALS, f"Goal {number}", f"{goal.words}\n{goal.measure}")
            for number, goal in enumerate(plan.goals, start=1)
        ),
        *(
            (
                Section.SERVICES,
                need.title,
                "\n".join((*need.reasons, need.outcome, need.no_service_reason)),
            )
            for need in plan.needs
        ),
        *_named(Section.ACCOMMODATION, plan.home, HOME),
        (Section.MONEY, "Help with benefits and money", plan.benefits_help),
        *_named(Section.HEALTH, plan, HEALTH),
        *_named(Section.CRISIS, plan.crisis, CRISIS),
        (Section.FACTORS, "Notes", plan.factors_note),
        *_named(Section.VIEWS, plan, VIEWS),
    ]


def _named(section: Section, part: object, labels: dict[str, str]) -> list[tuple[Section, str, str]]:
    return [(section, label, getattr(part, name)) for name, label in labels.items()]
