"""What must be so before aftercare can be ended, as a checklist, and the first day it may end.

`ending` says what decisions that were made have done; this says beforehand what still stands in the way. The
services that a person still has come from above the register and are handed in. Rules E-1 to E-4 and E-9.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from cases.rules.facts import CaseFacts
from cases.rules.rulebook import finding
from cases.rules.words import day
from s117.kernel.findings import Finding


class Ground(StrEnum):
    """Why an ending is asked for. One alone is enough: the need is gone. The rest never are by themselves."""

    NEED_GONE = "need_gone"
    SERVICES_DISCHARGE = "services_discharge"
    TIME_PASSED = "time_passed"
    DEPRIVED_OF_LIBERTY = "deprived_of_liberty"
    INFORMAL_ADMISSION = "informal_admission"
    CTO_OVER = "cto_over"
    MOVED = "moved"
    REFUSES = "refuses"
    SETTLED = "settled"
    NO_CONTACT = "no_contact"
    FUNDING_DISPUTE = "funding_dispute"
    PLACEMENT_WORKING = "placement_working"


GROUND_WORDS = {
    Ground.NEED_GONE: "The needs that aftercare met are gone, and relapse is not likely without it",
    Ground.SERVICES_DISCHARGE: "Discharged from the team or from specialist services",
    Ground.TIME_PASSED: "A period of time has passed",
    Ground.DEPRIVED_OF_LIBERTY: "Deprived of liberty under the Mental Capacity Act",
    Ground.INFORMAL_ADMISSION: "Back in hospital informally or under section 2",
    Ground.CTO_OVER: "No longer on a community treatment order or on leave",
    Ground.MOVED: "Moved to another area",
    Ground.REFUSES: "Refuses services",
    Ground.SETTLED: "Well settled in the community",
    Ground.NO_CONTACT: "No contact with the person",
    Ground.FUNDING_DISPUTE: "A dispute about funding",
    Ground.PLACEMENT_WORKING: "The placement is working well",
}


class CheckState(StrEnum):
    """Whether a check lets the ending go on. A warning does, once both bodies give their reason."""

    CLEAR = "clear"
    BLOCKED = "blocked"
    WAITING = "waiting"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist: what is asked, how it stands and why, and who can clear it."""

    title: str
    state: CheckState
    finding: Finding
    who: str = ""


@dataclass(frozen=True, slots=True)
class LiveService:
    """An aftercare service that the person has or had; `ends_on` is its last day, None while none is set."""

    description: str
    ends_on: date | None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class MovedService:
    """A service that goes on outside aftercare, and the day on which the person was told so."""

    description: str
    charged: bool
    told_on: date

    @property
    def price(self) -> str:
        """What the person may have to pay, in words."""
        return "may be charged" if self.charged else "without charge"

    @property
    def words(self) -> str:
        """What becomes of the service, for those who work with the person."""
        return f"{self.description} ({self.price}; the person was told on {day(self.told_on)})"

    @property
    def words_to_person(self) -> str:
        """The same, as the notice tells the person."""
        return f"{self.description}, {self.price}. You were told on {day(self.told_on)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an ending stands on a day. `council` and `nhs` are each body's answer, None until it is given."""

    on: date
    active: bool
    bodies_settled: bool
    on_cto: bool
    conditionally_discharged: bool
    grounds: frozenset[str]
    council: bool | None
    nhs: bool | None
    council_name: str
    nhs_name: str
    services: tuple[LiveService, ...]
    notice_needed: bool
    moved: tuple[MovedService, ...] = ()


def conditionally_discharged(facts: CaseFacts, on: date) -> bool:
    """Whether a conditional discharge is live on a day: made, and neither ended nor followed by detention."""
    made = [
        row
        for row in facts.conditional_discharges
        if row.starts_on is not None
        and row.starts_on <= on
        and (row.ends_on is None or on < row.ends_on)
        and (row.recalled_on is None or on < row.recalled_on)
    ]
    starts = [row.starts_on for row in facts.detentions if row.starts_on is not None and row.starts_on <= on]
    return any(not any(row.starts_on <= start for start in starts) for row in made if row.starts_on)


def insufficient(grounds: Iterable[str]) -> Finding | None:
    """Why the grounds do not end aftercare, or None when the need itself is said to be gone (E-3)."""
    given = frozenset(grounds)
    if Ground.NEED_GONE in given:
        return None
    named = [words for ground, words in GROUND_WORDS.items() if ground in given]
    listed = "; ".join(named) or "No ground"
    return finding(
        "E-3",
        f"{listed}: not enough to end aftercare. It ends only when the need for it has gone, and somebody "
        "who is well may still need it to stay so.",
    )


def checks(at: Standing) -> tuple[Check, ...]:
    """The whole checklist, in the order in which it is best cleared."""
    return (
        _duty(at),
        _bodies(at),
        _order(at),
        _discharge(at),
        _grounds(at),
        _answer("Council", at.council, at.council_name),
        _answer("NHS body", at.nhs, at.nhs_name),
        _services(at),
        _notice(at),
    )


def _duty(at: Standing) -> Check:
    text = "The duty is running." if at.active else "There is no duty running that could be ended."
    return Check("Duty in force", _clear_if(at.active), finding("E-1", text), "Mental Health Act office")


def _bodies(at: Standing) -> Check:
    text = (
        f"{at.council_name} and {at.nhs_name} are the responsible bodies."
        if at.bodies_settled
        else "It is not settled which bodies are responsible, and only they can end aftercare."
    )
    state = _clear_if(at.bodies_settled)
    return Check("Responsible bodies", state, finding("E-1", text), "The decision makers of both bodies")


def _order(at: Standing) -> Check:
    text = (
        "The person is on a community treatment order. Aftercare cannot be ended while it is in force."
        if at.on_cto
        else "No community treatment order is in force."
    )
    who = "Mental Health Act office, when the order has ended"
    return Check("Community treatment order", _clear_if(not at.on_cto), finding("E-2", text), who)


def _discharge(at: Standing) -> Check:
    if not at.conditionally_discharged:
        text = "No conditional discharge is in force."
        return Check("Conditional discharge", CheckState.CLEAR, finding("E-1", text))
    text = (
        "The person is conditionally discharged and can be recalled. Each body must say why aftercare is no "
        "longer needed all the same."
    )
    return Check("Conditional discharge", CheckState.WARNING, finding("E-1", text), "Both decision makers")


def _grounds(at: Standing) -> Check:
    lacking = insufficient(at.grounds)
    if lacking is not None:
        return Check("Reason for ending", CheckState.BLOCKED, lacking, "Care coordinator")
    text = "The reason given is that the need has gone."
    return Check("Reason for ending", CheckState.CLEAR, finding("E-3", text))


def _answer(side: str, satisfied: bool | None, name: str) -> Check:
    who = f"The decision maker of {name or side.lower()}"
    if satisfied is None:
        text = f"{name or side} has not decided yet. Services continue meanwhile."
        return Check(f"{side}’s decision", CheckState.WAITING, finding("E-1", text), who)
    verb = "is satisfied that" if satisfied else "is not satisfied that"
    text = f"{name or side} {verb} aftercare is no longer needed."
    return Check(f"{side}’s decision", _clear_if(satisfied), finding("E-1", text), who)


def running_on(at: Standing) -> tuple[LiveService, ...]:
    """The aftercare services that run on after the day and are not said to go on outside aftercare."""
    return tuple(row for row in at.services if row.ends_on is None or row.ends_on > at.on)


def _services(at: Standing) -> Check:
    running = running_on(at)
    outside = "; ".join(row.words for row in at.moved)
    if not running:
        text = "No aftercare service is still running."
        if outside:
            text = f"{text} Going on outside aftercare: {outside}."
        return Check("Aftercare services", CheckState.CLEAR, finding("E-9", text))
    named = "; ".join(
        f"{row.description} ({'no last day' if row.ends_on is None else f'until {day(row.ends_on)}'})"
        for row in running
    )
    text = (
        f"Still running: {named}. End each, or move it outside aftercare and tell the person that it may be "
        "charged."
    )
    return Check(
        "Aftercare services",
        CheckState.BLOCKED,
        finding("E-9", text),
        "Finance officer for a funded service, care coordinator for the plan",
    )


def _notice(at: Standing) -> Check:
    if at.notice_needed:
        text = "Both bodies must jointly give the person notice in writing; aftercare ends on that day."
        return Check("Notice to the person", CheckState.WAITING, finding("E-4", text), "Both bodies jointly")
    text = (
        "Give the decision in writing, with its reasons and how to challenge it, 4 to 8 weeks ahead where "
        "that is right for the person. Recorded on confirming."
    )
    return Check("Notice to the person", CheckState.CLEAR, finding("E-9", text))


def _clear_if(holds: bool) -> CheckState:
    return CheckState.CLEAR if holds else CheckState.BLOCKED


def first_day(decided: Iterable[date], services: Iterable[LiveService]) -> date | None:
    """The first day on which aftercare may end: the later decision and no service's last day after it.

    None while a service has no last day or nobody has decided.
    """
    ends = [row.ends_on for row in services]
    days = [*decided, *(on for on in ends if on is not None)]
    return None if None in ends or not days else max(days)
