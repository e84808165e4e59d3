"""The closed lists of the care plan, each value with the words shown on screen and on paper."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A stored value with its words."""

    words: str

    def __new__(cls, value: str, words: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """The list as a form or a column wants it."""
        return [(member.value, member.words) for member in cls]


class Group(Term):
    """Whether a service is aftercare (free, law J-9 and M rules) and who arranges it."""

    HEALTH = "health", "Aftercare arranged by health"
    SOCIAL_CARE = "social_care", "Aftercare arranged by social care"
    OUTSIDE = "outside", "Outside aftercare, may be charged"
    UNIVERSAL = "universal", "Open to everyone"

    @property
    def is_aftercare(self) -> bool:
        """Whether the service is section 117 aftercare, and so free to the person."""
        return self in {Group.HEALTH, Group.SOCIAL_CARE}

    @property
    def wants_rate(self) -> bool:
        """Whether its cost is unknown until a rate is put on it. What health arranges is mostly paid for by
        block contract: a rate is put on it only where a body pays for it person by person."""
        return self is Group.SOCIAL_CARE

    @property
    def heading(self) -> str:
        """The heading of the group in the plan that the person reads."""
        return {
            Group.HEALTH: "Free: aftercare arranged by health",
            Group.SOCIAL_CARE: "Free: aftercare arranged by social care",
            Group.OUTSIDE: "Outside aftercare: may be charged",
            Group.UNIVERSAL: "Open to everyone: not part of aftercare",
        }[self]


class Category(Term):
    """What kind of service it is (practice 1.4 I)."""

    ACCOMMODATION = "accommodation", "Accommodation"
    DAILY_LIVING = "daily_living", "Daily living"
    TREATMENT = "treatment", "Treatment"
    PHYSICAL_HEALTH = "physical_health", "Physical health"
    EDUCATION = "education", "Education"
    EMPLOYMENT = "employment", "Employment"
    RELATIONSHIPS = "relationships", "Relationships"
    COMMUNITY = "community", "Community"
    TRANSPORT = "transport", "Transport"
    EQUIPMENT = "equipment", "Equipment"
    OTHER = "other", "Other"


class Unit(Term):
    """What the quantity of a service counts."""

    WEEK = "week", "week"
    HOUR = "hour", "hours a week"
    NIGHT = "night", "nights a week"
    SESSION = "session", "sessions a week"
    ITEM = "item", "items"
    ONE_OFF = "one_off", "one-off"


class Progress(Term):
    """How far a goal has come."""

    NOT_STARTED = "not_started", "Not started"
    WORKING = "working", "Working on it"
    REACHED = "reached", "Reached"


class Party(Term):
    """Whose agreement a plan records."""

    PERSON = "person", "The person"
    COORDINATOR = "coordinator", "Care coordinator"
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS body"


class AgreementAnswer(Term):
    """What a party says of the plan. Disagreement is recorded, never hidden."""

    AGREES = "agrees", "Agrees"
    IN_PART = "in_part", "Agrees in part"
    DOES_NOT = "does_not", "Does not agree"
    NOT_ABLE = "not_able", "Not able to say at the moment"


class RecipientKind(Term):
    """Who is given a copy."""

    PERSON = "person", "The person"
    CARER = "carer", "Carer, family or friend"
    GP = "gp", "GP practice"
    PROVIDER = "provider", "Provider"
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS body"
    HOUSING = "housing", "Housing"
    ADVOCATE = "advocate", "Advocate"
    OTHER = "other", "Someone else"


class CopyFormat(Term):
    """The form in which somebody needs their copy (Accessible Information Standard)."""

    STANDARD = "standard", "Standard print"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    TRANSLATED = "translated", "Translated"
    AUDIO = "audio", "Audio"
    BRAILLE = "braille", "Braille"


class Hours(Term):
    """When a crisis contact answers."""

    ANY_TIME = "any_time", "Any time, day or night"
    WORKING_DAY = "working_day", "Monday to Friday, 9am to 5pm"
    EVENING = "evening", "Evenings, 5pm to 10pm"
    NIGHT = "night", "Nights, 10pm to 9am"
    WEEKEND = "weekend", "Weekends and bank holidays"


class ReviewKind(Term):
    """Why a review is held."""

    FIRST = "first", "First review"
    SIX_MONTHLY = "six_monthly", "Six-monthly review"
    ANNUAL = "annual", "Yearly review"
    TRIGGER = "trigger", "Review after a change"
    ENDING = "ending", "Review before ending aftercare"


class ReviewMethod(Term):
    """How the review was held."""

    MEETING = "meeting", "Meeting in person"
    HOME = "home", "Visit at home"
    VIDEO = "video", "Video call"
    PHONE = "phone", "Phone call"


class ReviewOutcome(Term):
    """What the review recommends; none of them ends aftercare by itself."""

    CONTINUE = "continue", "Carry on with the plan as it is"
    MODIFY = "modify", "Change the plan"
    RECOMMEND_ENDING = "recommend_ending", "Recommend that both bodies consider ending aftercare"


class Variant(Term):
    """How a plan document is laid out."""

    STANDARD = "standard", "Standard print"
    LARGE_PRINT = "large_print", "Large print"


class DocumentStatus(Term):
    """Where a document stands; a row moves on by itself through the worker."""

    REQUESTED = "requested", "Waiting to be made"
    RENDERING = "rendering", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


class NoticeKind(Term):
    """What a notice is about."""

    REVIEW = "review", "Review"
    FOLLOW_UP = "follow_up", "72-hour contact"


class NoticeStep(Term):
    """How far along its clock the subject is; each step is told once, ever."""

    DUE_SOON = "due_soon", "due soon"
    DUE = "due", "due today"
    OVERDUE = "overdue", "overdue"
    ESCALATED = "escalated", "long overdue"
