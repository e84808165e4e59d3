"""The closed lists of the care plan, each value with the words shown on screen and on paper."""

from __future__ import annotations

from s117.kernel.terms import Term


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


class Delivery(Term):
    """By what arrangement a service reaches the person."""

    COMMISSIONED = "commissioned", "Bought from a provider"
    DIRECT_PAYMENT = "direct_payment", "Direct payment from the council"
    BUDGET_NOTIONAL = "budget_notional", "Personal health budget, held by the NHS"
    BUDGET_THIRD = "budget_third", "Personal health budget, held by a third party"
    BUDGET_DIRECT = "budget_direct", "Personal health budget, paid to the person"
    IN_HOUSE = "in_house", "The council’s own service"
    NHS_CORE = "nhs_core", "Part of ordinary NHS services"


class HomeKind(Term):
    """Where the person is to live."""

    OWN = "own", "Own home or tenancy"
    FAMILY = "family", "With family or friends"
    SUPPORTED = "supported", "Supported living"
    EXTRA_CARE = "extra_care", "Extra care housing"
    SHARED_LIVES = "shared_lives", "Shared Lives"
    RESIDENTIAL = "residential", "Care home"
    NURSING = "nursing", "Nursing home"
    TEMPORARY = "temporary", "Hostel or temporary accommodation"
    OTHER = "other", "Somewhere else"


class HomeNeed(Term):
    """Whether accommodation is itself an aftercare need (section 117(6), law M-6)."""

    YES = "yes", "Yes, this accommodation is an aftercare need"
    NO = "no", "No, it is ordinary housing"
    UNDECIDED = "undecided", "Not decided yet"


class CostKind(Term):
    """A part of what the accommodation costs, each with its own funder."""

    RENT = "rent", "Rent"
    SERVICE_CHARGE = "service_charge", "Service charge"
    UTILITIES = "utilities", "Gas, electricity and water"
    CARE = "care", "Care and support in the home"
    TOP_UP = "top_up", "Top-up for a dearer home"
    NURSING = "nursing", "Funded nursing care"


class Funder(Term):
    """Who pays a part of the cost."""

    COUNCIL = "council", "Council, as aftercare"
    NHS = "nhs", "NHS body, as aftercare"
    JOINT = "joint", "Council and NHS body together, as aftercare"
    BENEFIT = "benefit", "Housing benefit or universal credit"
    PERSON = "person", "The person"
    RELATIVE = "relative", "Somebody for the person, such as a relative"
    OTHER = "other", "Somebody else"

    @property
    def is_aftercare(self) -> bool:
        """Whether the money is aftercare money of the two bodies."""
        return self in {Funder.COUNCIL, Funder.NHS, Funder.JOINT}


class CostPer(Term):
    """What a price is for."""

    WEEK = "week", "a week"
    FOUR_WEEKS = "four_weeks", "every four weeks"
    MONTH = "month", "a month"


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


class TriggerKind(Term):
    """What can happen that makes a plan need a review before its date (P-7, practice 1.2 stage 14)."""

    READMISSION = "readmission", "Admitted to hospital"
    RECALL = "recall", "Recalled to hospital, or the community treatment order revoked"
    MOVE = "move", "Moved home"
    PROVIDER_NOTICE = "provider_notice", "A provider gave notice or cannot carry on"
    SAFEGUARDING = "safeguarding", "Safeguarding concern"
    CARER = "carer", "A carer can no longer give the same support"
    REFUSAL = "refusal", "The person says no to a service"
    RECLASSIFIED = "reclassified", "A service became aftercare, or stopped being aftercare"
    PERSON_ASKED = "person_asked", "The person asked for a review"
    CARER_ASKED = "carer_asked", "A carer, relative or friend asked for a review"
    TEAM_ASKED = "team_asked", "Somebody who works with the person asked for a review"

    @property
    def is_found(self) -> bool:
        """Whether the record shows it by itself, so that nobody has to say so."""
        return self.value in {"readmission", "recall", "move", "safeguarding", "reclassified"}


class Invitee(Term):
    """Who is asked to a review (Code 33.16)."""

    PERSON = "person", "The person"
    CARER = "carer", "Carer, family or friend"
    ADVOCATE = "advocate", "Advocate"
    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS body"
    PROVIDER = "provider", "Providers"
    GP = "gp", "GP practice"


class MissedReason(Term):
    """Why a review was not held. None of them ends aftercare."""

    NOT_THERE = "not_there", "The person did not come or was not in"
    DECLINED = "declined", "The person did not want to take part"
    UNWELL = "unwell", "The person was too unwell"
    NOT_REACHED = "not_reached", "The person could not be reached"
    CANCELLED = "cancelled", "We had to cancel"


class TookPart(Term):
    """Whether the person took part in a review."""

    YES = "yes", "Yes"
    SPOKEN_FOR = "spoken_for", "No, somebody spoke for them"
    NO = "no", "No"


class NeedStanding(Term):
    """Whether an assessed need is still there."""

    PRESENT = "present", "Still there"
    GONE = "gone", "No longer there"


class ServiceStanding(Term):
    """What a review says of one service."""

    CONTINUE = "continue", "Continue"
    CHANGE = "change", "Change"
    STOP = "stop", "Stop"


class ReviewCheck(Term):
    """What is looked at in every review (practice 1.4 L)."""

    LEGAL_STATUS = "legal_status", "Legal status"
    MEDICATION = "medication", "Medication"
    HEALTH_CHECK = "health_check", "Physical health check done this year"
    RISKS = "risks", "Risks and crisis plan"
    COSTS = "costs", "Costs and cost shares"
    TOP_UP = "top_up", "Whether any top-up can still be afforded"
    BODIES = "bodies", "Responsible council and NHS body"


class Variant(Term):
    """How a document is laid out."""

    STANDARD = "standard", "Standard print"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"


class Paper(Term):
    """What a document is (practice 7.2). Every one is made in every layout."""

    PLAN = "plan", "Care plan"
    ENTITLEMENT = "entitlement", "Notice of entitlement"
    PLAN_COVER = "plan_cover", "Letter with the care plan"
    INVITATION = "invitation", "Review invitation"
    MISSED = "missed", "Missed review letter"
    OUTCOME = "outcome", "Review outcome letter"
    ENDING_CONSIDERED = "ending_considered", "Letter that ending is being considered"
    ENDING_NOTICE = "ending_notice", "Notice of ending"
    BODY_CHANGE = "body_change", "Letter that a responsible body has changed"
    DISPUTE_HOLDING = "dispute_holding", "Letter while a dispute lasts"
    REFUND = "refund", "Letter about a refund"
    LEAFLET = "leaflet", "Rights leaflet"

    @property
    def of_review(self) -> bool:
        """Whether it comes from a step of a review, and from nowhere else."""
        return self in {Paper.INVITATION, Paper.MISSED, Paper.OUTCOME}


class Reader(Term):
    """For whom a copy of the plan is made. Each sees what it needs and no more (practice 7.1)."""

    PERSON = "person", "The person: everything"
    PROVIDER = "provider", "A provider: the services it gives and how to give them well"
    GP = "gp", "The GP practice: health, services and the crisis plan"
    HOUSING = "housing", "Housing: the accommodation, the contacts and the crisis numbers"
    FINANCE = "finance", "Finance: the services and who arranges them"

    @property
    def short_words(self) -> str:
        """The reader alone, in the middle of a sentence."""
        words = self.words.partition(":")[0]
        return words[:1].lower() + words[1:]


class BatchOf(Term):
    """What is asked for of a whole caseload at once."""

    PLANS = "plans", "Care plans in force, each in the layout that the person needs"
    LETTERS = "letters", "Letters kept in the last 7 days"


class NoticeKind(Term):
    """What a notice is about."""

    REVIEW = "review", "Reviews"
    FOLLOW_UP = "follow_up", "Contact within 72 hours of leaving hospital"
    PLAN = "plan", "Plans to publish before the person leaves hospital"
    CTO_EXPIRY = "cto_expiry", "Community treatment orders that run out"
    SECTION_EXPIRY = "section_expiry", "Detentions that run out"
    DETERMINATION = "determination", "Responsible bodies awaiting an answer"
    UNALLOCATED = "unallocated", "People without a coordinator"
    LEAVER = "leaver", "People whose coordinator has left"
    DISPUTE_STEP = "dispute_step", "Steps of disputes about responsibility"
    DISPUTE_REFERRAL = "dispute_referral", "Disputes that must be referred by a day"
    LINE_QUERY = "line_query", "Queries about lines of funding schedules"
    REPORT = "report", "Finance reports that are ready"


NEWS = frozenset({NoticeKind.LINE_QUERY, NoticeKind.REPORT})
"""Told when it happens, and listed on a page of its own rather than on a person's."""


class NoticeStep(Term):
    """How far along its clock the subject is; each step is told once, ever."""

    DUE_SOON = "due_soon", "due soon"
    DUE = "due", "due today"
    OVERDUE = "overdue", "overdue"
    ESCALATED = "escalated", "long overdue"
    HEAD = "head", "overdue for months"
    NEWS = "news", "new"


class DigestStatus(Term):
    """Where the daily e-mail to one person stands."""

    REQUESTED = "requested", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"
