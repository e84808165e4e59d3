"""What a letter says, as one frozen value: kept when it is asked for, drawn later.

Every word that depends on the day or on somebody's record is put in here, so that a letter drawn an hour
or a year later says what it said when it was written. The sentences around them are the templates of
`templates/documents/letters/`, one for each paper and one in easy read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from careplans.rules.snapshot import PersonPart, read_back
from careplans.rules.terms import Paper, Variant


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Since when, what is free by the plan in force, and the first review."""

    since: date | None
    free: tuple[str, ...]
    review_due_on: date | None


@dataclass(frozen=True, slots=True)
class PlanCover:
    """Which version comes with the letter and who else has it."""

    number: int
    published_on: date | None
    review_due_on: date | None
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """When, how and where a review is held, and who else is asked."""

    booked_for: date | None
    booked_time: str
    method: str
    place: str
    invited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """The day that was missed and what comes next."""

    missed_on: date | None
    next_step: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review decided."""

    held_on: date | None
    outcome: str
    outcome_reason: str
    changes: tuple[str, ...]
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class EndingConsidered:
    """Why both bodies are asked to end aftercare, and what the person has said of it."""

    reviewed_on: date
    reasons: tuple[str, ...]
    step_down: str
    person_view: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One body's decision: who made it, for which body, when and why."""

    body: str
    by: str
    title: str
    on: date
    reasons: str


@dataclass(frozen=True, slots=True)
class EndingNotice:
    """Aftercare has ended: from when, why, by whose decision, what goes on and how to come back."""

    effective_on: date
    given_on: date
    joint: bool
    reasons: tuple[str, ...]
    decided: tuple[Decided, ...]
    person_view: str
    other_care: str
    charge_told_on: date | None
    moved: tuple[str, ...]
    come_back: str


@dataclass(frozen=True, slots=True)
class BodyChange:
    """Which body takes the place of which."""

    side: str
    was: str
    now: str
    since: date | None


@dataclass(frozen=True, slots=True)
class DisputeHolding:
    """Who pays while bodies are in dispute."""

    payer: str
    since: date


@dataclass(frozen=True, slots=True)
class RefundYear:
    """What was charged in one financial year and the interest on it, in pence."""

    year: str
    charged: int
    interest: int


@dataclass(frozen=True, slots=True)
class RefundOwed:
    """What a council took for aftercare and gives back, year by year. Pence; both days inclusive."""

    council: str
    service: str
    first_day: date
    last_day: date
    weekly_pence: int
    years: tuple[RefundYear, ...]

    @property
    def charged(self) -> int:
        """What the person paid in all."""
        return sum(row.charged for row in self.years)

    @property
    def interest(self) -> int:
        """The interest in all."""
        return sum(row.interest for row in self.years)

    @property
    def total(self) -> int:
        """What is paid to the person."""
        return self.charged + self.interest


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The rights leaflet says the same to everybody; only whom to ask differs."""


SAYS: dict[Paper, type[Any]] = {
    Paper.ENTITLEMENT: Entitlement,
    Paper.PLAN_COVER: PlanCover,
    Paper.INVITATION: Invitation,
    Paper.MISSED: Missed,
    Paper.OUTCOME: Outcome,
    Paper.ENDING_CONSIDERED: EndingConsidered,
    Paper.ENDING_NOTICE: EndingNotice,
    Paper.BODY_CHANGE: BodyChange,
    Paper.DISPUTE_HOLDING: DisputeHolding,
    Paper.REFUND: RefundOwed,
    Paper.LEAFLET: Leaflet,
}
TITLES = {
    Paper.ENTITLEMENT: "Your right to aftercare",
    Paper.PLAN_COVER: "Your aftercare plan",
    Paper.INVITATION: "Your aftercare review",
    Paper.MISSED: "We did not hold your review",
    Paper.OUTCOME: "What your review decided",
    Paper.ENDING_CONSIDERED: "We are thinking about whether you still need aftercare",
    Paper.ENDING_NOTICE: "Notice that your aftercare has ended",
    Paper.BODY_CHANGE: "Who is responsible for your aftercare",
    Paper.DISPUTE_HOLDING: "Your aftercare carries on",
    Paper.REFUND: "We are giving you money back",
    Paper.LEAFLET: "Aftercare: your rights",
}

# The sentences of each paper: in full, and in easy read.
BODIES = {
    Paper.ENTITLEMENT: ("documents/letters/entitlement.html", "documents/letters/entitlement_easy.html"),
    Paper.PLAN_COVER: ("documents/letters/plan_cover.html", "documents/letters/plan_cover_easy.html"),
    Paper.INVITATION: ("documents/letters/invitation.html", "documents/letters/invitation_easy.html"),
    Paper.MISSED: ("documents/letters/missed.html", "documents/letters/missed_easy.html"),
    Paper.OUTCOME: ("documents/letters/outcome.html", "documents/letters/outcome_easy.html"),
    Paper.ENDING_CONSIDERED: (
        "documents/letters/ending_considered.html",
        "documents/letters/ending_considered_easy.html",
    ),
    Paper.ENDING_NOTICE: (
        "documents/letters/ending_notice.html",
        "documents/letters/ending_notice_easy.html",
    ),
    Paper.BODY_CHANGE: ("documents/letters/body_change.html", "documents/letters/body_change_easy.html"),
    Paper.DISPUTE_HOLDING: (
        "documents/letters/dispute_holding.html",
        "documents/letters/dispute_holding_easy.html",
    ),
    Paper.REFUND: ("documents/letters/refund.html", "documents/letters/refund_easy.html"),
    Paper.LEAFLET: ("documents/letters/leaflet.html", "documents/letters/leaflet_easy.html"),
}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the writer of a letter adds to it: a few words, and where to call."""

    note: str = ""
    phone: str = ""


NO_WORDS = OwnWords()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to the person. `said` is what its paper says; `note` the writer's own words, if any."""

    person: PersonPart
    address: tuple[str, ...]
    written_on: date
    signed_by: str
    phone: str
    note: str
    said: Any


def letter_from_json(data: dict[str, Any], paper: Paper) -> Letter:
    """The letter that `to_json` wrote. KeyError when a part is missing."""
    return Letter(
        person=read_back(PersonPart, data["person"]),
        address=tuple(data["address"]),
        written_on=date.fromisoformat(data["written_on"]),
        signed_by=data["signed_by"],
        phone=data["phone"],
        note=data["note"],
        said=read_back(SAYS[paper], data["said"]),
    )


def letter_context(letter: Letter, paper: Paper, variant: Variant, check: str = "") -> dict[str, Any]:
    """Everything the printed letter needs, and its screen draft too: `body` names the template. `check` is
    the reference that stands at the foot of every page."""
    easy = variant is Variant.EASY_READ
    return {
        "letter": letter,
        "said": letter.said,
        "person": letter.person,
        "title": TITLES[paper],
        "check": check,
        "leaflet": paper is Paper.LEAFLET,
        "large": variant is Variant.LARGE_PRINT,
        "easy": easy,
        "body": BODIES[paper][easy],
    }
