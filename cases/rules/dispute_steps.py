"""The work of a dispute: what may be in dispute, who carries on meanwhile, the steps and their clocks.

The law gives the steps, the four months and the three months (X-1 to X-8); how many days each step may take
before that is practice and comes in as data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cases.rules.disputes import (
    DisputeFacts,
    Party,
    Route,
    handle,
    referral_due,
    review_must_begin_by,
    route_for,
)
from cases.rules.facts import Side
from cases.rules.lifecycle import LIVE_DISPUTE, DisputeStatus
from cases.rules.rulebook import finding
from cases.rules.rulesets import LAW, Law
from cases.rules.words import day
from s117.kernel.dates import add_working_days
from s117.kernel.findings import Finding

SOON_DAYS = 28


class DisputeKind(StrEnum):
    """What a dispute is about (practice 1.4 N). A case has one live dispute of each kind at most."""

    COUNCILS = "councils"
    NHS_BODIES = "nhs_bodies"
    SPLIT = "split"
    ENTITLEMENT = "entitlement"
    ACCOMMODATION = "accommodation"
    CONTINUING_CARE = "continuing_care"
    PROVIDER = "provider"
    PERSON = "person"


KIND_WORDS = {
    DisputeKind.COUNCILS: "Which council is responsible",
    DisputeKind.NHS_BODIES: "Which NHS body is responsible",
    DisputeKind.SPLIT: "How council and NHS body share the cost",
    DisputeKind.ENTITLEMENT: "Whether it is section 117 aftercare at all",
    DisputeKind.ACCOMMODATION: "Whether accommodation is aftercare",
    DisputeKind.CONTINUING_CARE: "Where NHS Continuing Healthcare begins",
    DisputeKind.PROVIDER: "A provider disputes",
    DisputeKind.PERSON: "The person disagrees",
}
# Disputes whose outcome names the body responsible for one side of the duty.
SETTLES = {DisputeKind.COUNCILS: "council", DisputeKind.NHS_BODIES: "nhs_body"}

_SIDE_OF = {DisputeKind.COUNCILS: Side.COUNCIL, DisputeKind.NHS_BODIES: Side.NHS}


class StepKind(StrEnum):
    """The steps to settle a dispute (X-3), and taking it to more senior people."""

    PARTIES = "parties"
    CONTACTS = "contacts"
    PERSON_TOLD = "person_told"
    INFORMATION = "information"
    DIALOGUE = "dialogue"
    ESCALATED = "escalated"
    ESCALATED_AGAIN = "escalated_again"


STEP_WORDS = {
    StepKind.PARTIES: "Identify the parties",
    StepKind.CONTACTS: "Each party names a contact",
    StepKind.PERSON_TOLD: "Tell the person, and keep them informed",
    StepKind.INFORMATION: "Share information",
    StepKind.DIALOGUE: "Talk with each other to settle it",
    StepKind.ESCALATED: "Escalate to heads of service",
    StepKind.ESCALATED_AGAIN: "Escalate to directors",
}
ESCALATIONS = (StepKind.ESCALATED, StepKind.ESCALATED_AGAIN)

ROUTE_WORDS: dict[str, tuple[str, str]] = {
    Route.ENGLAND: ("the Secretary of State for Health and Social Care", "Care Act 2014 s40"),
    Route.WALES: ("the Welsh Ministers", "Social Services and Well-being (Wales) Act 2014 s195"),
    Route.ENGLAND_AND_WALES: (
        "the Secretary of State or the Welsh Ministers, under their published arrangements",
        "Mental Health Act 1983 s117(4)(c)",
    ),
    Route.NHS_BODIES: ("NHS England, by the dispute process of Who Pays?", "Who Pays? appendix 1"),
    Route.COUNCIL_AND_NHS: (
        "the local joint policy’s last step, then the ombudsmen or judicial review",
        "Mental Health Act 1983 s117(4): Care Act 2014 s40 is not open",
    ),
}
NO_ROUTE = ("the complaints procedure, then the ombudsmen", "no determination by a minister is open")


@dataclass(frozen=True, slots=True)
class Interim:
    """Who the rules propose to pay meanwhile, and why. `shared` when the parties bear the cost equally."""

    body: str
    shared: bool
    finding: Finding


def sides_fit(kind: DisputeKind, sides: Iterable[Side]) -> bool:
    """Whether bodies of these sides can be in a dispute of the kind; a provider is of no side."""
    named = list(sides)
    found = set(named)
    if kind is DisputeKind.PERSON:
        return Side.OTHER not in found
    if kind is DisputeKind.PROVIDER:
        return Side.OTHER in found and len(found) > 1
    if kind in SETTLES:
        return found == {_SIDE_OF[kind]} and len(named) > 1
    return found == {Side.COUNCIL, Side.NHS}


def propose_interim(kind: DisputeKind, facts: DisputeFacts, law: Law = LAW) -> Interim:
    """Who should pay meanwhile (X-1, X-2, X-8); an empty body when nothing recorded says."""
    if kind is DisputeKind.NHS_BODIES:
        words = "NHS bodies in dispute share the cost equally until it is settled."
        return Interim(facts.meeting_needs, True, finding("X-8", words))
    outcome = handle(replace(facts, parties=()), law)
    body = outcome.value.interim_body if outcome.value else ""
    reason = next(each.text for each in outcome.findings if each.rule.id == "X-2")
    return Interim(body, False, finding("X-1" if facts.meeting_needs else "X-2", reason))


def route_of(kind: DisputeKind, parties: Iterable[Party]) -> Route | None:
    """Where the dispute goes if it is not settled (X-4, X-7, X-8); None where no body determines it."""
    return None if kind in (DisputeKind.PROVIDER, DisputeKind.PERSON) else route_for(parties)


def refer_by(route: Route | None, arose_on: date, law: Law = LAW) -> date | None:
    """The last day before referral (X-3), for disputes between councils alone."""
    ministers = (Route.ENGLAND, Route.WALES, Route.ENGLAND_AND_WALES)
    return referral_due(arose_on, law) if route in ministers else None


def step_targets(
    arose_on: date, working_days: Mapping[str, int], holidays: Collection[date] = ()
) -> tuple[tuple[StepKind, date], ...]:
    """Each step with its target day. Parties are identified on raising, so that one is due at once."""
    return tuple((step, add_working_days(arose_on, working_days.get(step, 0), holidays)) for step in StepKind)


def countdown(due: date, on: date) -> str:
    """How long there is, in words."""
    days = (due - on).days
    if days == 0:
        return "today is the last day"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} left" if days > 0 else f"{count} late"


@dataclass(frozen=True, slots=True)
class Clock:
    """What is to be done next and by when; `due` is None when no day is set."""

    words: str
    due: date | None
    rule: str = ""

    def late(self, on: date) -> bool:
        """Whether the day has passed."""
        return self.due is not None and self.due < on


def next_clock(
    status: DisputeStatus,
    steps: Iterable[tuple[StepKind, date, bool]],
    refer_before: date | None,
    determined_on: date | None,
    law: Law = LAW,
) -> Clock:
    """The next thing to do in a dispute. `steps` are (step, target, whether it is done).

    A referral limit that comes before the next step's target, or that has no step before it, comes first.
    """
    if status is DisputeStatus.DETERMINED and determined_on is not None:
        return Clock("Begin any review", review_must_begin_by(determined_on, law), "X-5")
    if status not in LIVE_DISPUTE:
        return Clock("Close it" if status is DisputeStatus.RECHARGED else "Nothing", None)
    if status is DisputeStatus.REFERRED:
        return Clock("Await the determination", None)
    waiting = sorted((due, list(StepKind).index(step), step) for step, due, done in steps if not done)
    refer = Clock("Refer it", refer_before, "X-3") if refer_before is not None else None
    if waiting and (refer_before is None or waiting[0][0] <= refer_before):
        due, _, step = waiting[0]
        return Clock(STEP_WORDS[step], due)
    return refer or Clock("Settle it, or refer it", None)


def limit_words(clock_on: date, due: date, words: str) -> str:
    """A limit as a countdown in words: "Refer it by 9 June 2026: 17 days left"."""
    return f"{words} by {day(due)}: {countdown(due, clock_on)}"
