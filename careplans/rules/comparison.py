"""Two versions of a plan side by side, as items that can be compared (what a reader has to know was changed).

Things are recognised from one version to the next by what outlives a version: a service and a need by their
key, a party by who it is, a contact or a recipient by name, a goal by its words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from careplans.rules.factors import FACTORS
from careplans.rules.paper import price_words
from careplans.rules.sections import Section
from careplans.rules.snapshot import CrisisPart, PlanSnapshot, ServicePart
from s117.kernel.differences import Item, ItemChange, changes

Day = Callable[[date | None], str]

ABOUT = (
    ("what_matters", "What matters to me"), ("how_i_communicate", "How I communicate"),
    ("please_do", "Please do"), ("please_dont", "Please don’t"), ("strengths", "My strengths"),
    ("preferences", "My preferences"), ("aspirations", "My hopes"), ("my_part", "What I will do"),
    ("carers_part", "What my carers, family and friends will do"),
)  # fmt: skip
HEALTH = (
    ("medication", "Medication"), ("physical_health", "Physical health"),
    ("conditions", "Conditions the person has to keep to"),
    ("capacity", "Mental capacity and best interests"),
)  # fmt: skip
CRISIS = (
    ("keeping_well", "What keeps me well"), ("triggers", "What can make me unwell"),
    ("early_signs", "Early signs"), ("first_steps", "First steps"), ("what_helps", "What helps me"),
    ("advance_choices", "Choices made in advance"), ("admission_preference", "If I go into hospital"),
    ("home_pets_children", "My home, pets and children"),
    ("contingency", "If a service or my home breaks down"), ("risks", "Risks"),
)  # fmt: skip
VIEWS = (
    ("persons_views", "The person’s views"), ("carers_views", "Views of carers, family and friends"),
    ("sharing_wishes", "Sharing this plan"),
)  # fmt: skip


def compare(before: PlanSnapshot, after: PlanSnapshot, day: Day) -> tuple[ItemChange, ...]:
    """What differs from the one version to the other. `day` puts a date in words."""
    return changes(items_of(before, day), items_of(after, day))


def items_of(plan: PlanSnapshot, day: Day) -> tuple[Item, ...]:
    """Everything a reader of the plan reads, item by item."""
    return (
        *_written(plan, Section.ABOUT_ME, ABOUT),
        *_goals(plan, day),
        *_needs(plan),
        *(_service(line, day) for line in plan.services),
        *_home(plan, day),
        *_money(plan, day),
        *_written(plan, Section.HEALTH, HEALTH),
        *_written(plan.crisis, Section.CRISIS, CRISIS),
        *_contacts(plan),
        _factors(plan),
        _dates(plan, day),
        *_written(plan, Section.VIEWS, VIEWS),
        *_agreements(plan, day),
        *_recipients(plan),
    )


def _written(
    source: PlanSnapshot | CrisisPart, section: Section, names: tuple[tuple[str, str], ...]
) -> list[Item]:
    facts = tuple((label, getattr(source, name)) for name, label in names)
    return [Item(section.words, "", section.words, facts)]


def _goals(plan: PlanSnapshot, day: Day) -> list[Item]:
    return [
        Item(
            Section.GOALS.words,
            goal.words,
            goal.words,
            (
                ("How we will know", goal.measure),
                ("By when", day(goal.target_on)),
                ("How it is going", goal.progress.words),
                ("The person’s rating", f"{goal.rating} out of 10" if goal.rating else ""),
            ),
        )
        for goal in plan.goals
    ]


def _needs(plan: PlanSnapshot) -> list[Item]:
    return [
        Item(
            "Needs",
            str(need.key),
            need.title,
            (
                ("The need", need.title),
                ("Is it an aftercare need?", "Aftercare need" if need.is_aftercare else "Outside aftercare"),
                ("Why", "\n".join(need.reasons)),
                ("What we want to happen", need.outcome),
                ("Why there is no service", need.no_service_reason),
            ),
        )
        for need in plan.needs
    ]


def _service(line: ServicePart, day: Day) -> Item:
    facts = (
        ("The service", line.description),
        ("Who pays", line.group.words),
        ("Kind of service", line.category.words),
        ("Provider", line.provider),
        ("Arranged by", line.arranged_by),
        ("How often", line.how_often),
        ("First day", day(line.starts_on)),
        ("Last day", day(line.ends_on)),
        ("Contact", ", ".join(filter(None, (line.contact_name, line.contact_phone)))),
        ("How it reaches the person", line.delivery.words if line.delivery else ""),
        ("CQC location", line.cqc_location),
        ("Quality", line.quality_note),
        ("What came of it", line.ending_outcome),
    )
    return Item("Services", str(line.service_key), line.description, facts)


def _home(plan: PlanSnapshot, day: Day) -> list[Item]:
    home, words = plan.home, Section.ACCOMMODATION.words
    facts = (
        ("Is accommodation an aftercare need?", home.need.words if home.need else ""),
        ("Why", home.reason),
        ("Kind of home", home.kind.words if home.kind else ""),
        ("Address", home.address),
        ("Landlord or provider", home.landlord),
        ("From", day(home.starts_on)),
        ("What the person would prefer", home.preference),
        ("Moving on, or if this home ends", home.move_on),
    )
    costs = [
        Item(
            words,
            f"{cost.kind} {cost.funder}",
            f"{cost.kind.words}, paid by: {cost.funder.words}",
            (
                ("Price", price_words(cost)),
                ("Name of who pays", cost.funder_name),
                ("Why they pay", cost.reason),
                ("First day", day(cost.starts_on)),
                ("Last day", day(cost.ends_on)),
                ("Written agreement", day(cost.agreed_on)),
            ),
        )
        for cost in home.costs
    ]
    return [Item(words, "", words, facts), *costs]


def _money(plan: PlanSnapshot, day: Day) -> list[Item]:
    words = Section.MONEY.words
    facts = (
        ("Help that is promised", plan.benefits_help),
        ("Who will give it", plan.benefits_owner),
        ("By when", day(plan.benefits_by)),
    )
    return [Item(words, "", words, facts)]


def _contacts(plan: PlanSnapshot) -> list[Item]:
    return [
        Item(
            Section.CONTACTS.words,
            contact.name,
            contact.name,
            (
                ("Who they are", contact.role),
                ("Phone", contact.phone),
                ("When they answer", contact.hours.words),
            ),
        )
        for contact in plan.contacts
    ]


def _factors(plan: PlanSnapshot) -> Item:
    words = Section.FACTORS.words
    chosen = set(plan.factors_considered)
    told = "; ".join(factor.words for factor in FACTORS if factor.code in chosen)
    return Item(words, "", words, (("Thought about, nothing needed now", told), ("Notes", plan.factors_note)))


def _dates(plan: PlanSnapshot, day: Day) -> Item:
    facts = (
        ("Plan applies from", day(plan.effective_from)),
        ("To be reviewed by", day(plan.review_due_on)),
        ("Council", plan.person.council),
        ("NHS body", plan.person.nhs_body),
        ("Care coordinator", plan.person.coordinator),
        ("Legal status", plan.person.section),
    )
    return Item("Dates and people", "", "Dates and people", facts)


def _agreements(plan: PlanSnapshot, day: Day) -> list[Item]:
    return [
        Item(
            Section.AGREEMENT.words,
            said.party.value,
            said.party.words,
            (
                ("What they say", said.answer.words),
                ("In their words", said.words),
                ("Name", said.name),
                ("Date", day(said.on)),
            ),
        )
        for said in plan.agreements
    ]


def _recipients(plan: PlanSnapshot) -> list[Item]:
    return [
        Item(
            Section.COPIES.words,
            f"{recipient.kind} {recipient.name}",
            recipient.name,
            (("Who they are", recipient.kind.words), ("Format", recipient.format.words)),
        )
        for recipient in plan.recipients
    ]
