"""The parts of a plan that are written separately, and the steps that they hold up."""

from __future__ import annotations

from s117.kernel.terms import Term


class Section(Term):
    """The parts of a plan that are written separately; the value is part of the address."""

    ABOUT_ME = "about_me", "About me"
    GOALS = "goals", "Goals"
    SERVICES = "services", "Needs and services"
    ACCOMMODATION = "accommodation", "Accommodation"
    MONEY = "money", "Benefits and money"
    HEALTH = "health", "Health and medication"
    CRISIS = "crisis", "Staying well and crisis plan"
    CONTACTS = "contacts", "Who to call in a crisis"
    FACTORS = "factors", "Other things to think about"
    DATES = "dates", "Dates"
    VIEWS = "views", "The person's views"
    AGREEMENT = "agreement", "Agreement"
    COPIES = "copies", "Who gets a copy"


# While a plan waits for agreement its text stands still; what people say of it is still written down.
OPEN_WHILE_SUBMITTED = frozenset({Section.VIEWS, Section.AGREEMENT, Section.DATES, Section.COPIES})


class Stage(Term):
    """The step that a check holds up."""

    SUBMIT = "submit", "sending for agreement"
    PUBLISH = "publish", "publishing"
