"""The frozen inputs of the rules. Services build them from rows; nothing here knows a row exists.

Bodies and areas are plain strings: organisation codes in the application, invented names in tests.
Dates are calendar days in London. `ends_on` is the day something stopped; None means it has not, or
that nobody knows. A fact with no start day is kept out of the reckoning and reported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from cases.rules.rulesets import Nation
from s117.kernel.findings import Outcome
from s117.kernel.periods import Period

Json = dict[str, Any]
T = TypeVar("T")


class OrderKind(StrEnum):
    """What a court made under section 37. Only a hospital order counts (rule Q-2)."""

    HOSPITAL_ORDER = "hospital_order"
    GUARDIANSHIP_ORDER = "guardianship_order"


class EndReason(StrEnum):
    """How a detention came to an end, where it matters to a rule."""

    DISCHARGED = "discharged"
    LAPSED = "lapsed"
    CONVERTED = "converted"
    CTO = "cto"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    OTHER = "other"


class LeaveKind(StrEnum):
    """Section 17 leave: living out on trial is the kind that may be leaving hospital (rule A-5)."""

    SHORT = "short"
    LIVING_OUT = "living_out"


class Power(StrEnum):
    """The power or arrangement under which somebody lives at an address."""

    NONE = ""
    SECTION_117 = "s117"
    CARE_ACT = "care_act"
    CHILDREN_ACT = "children_act"
    NHS = "nhs"
    CTO_CONDITION = "cto_condition"
    DISCHARGE_CONDITION = "condition_of_conditional_discharge"
    OTHER = "other"


class Side(StrEnum):
    """Which of the two duties a body answers for; OTHER is a body that answers for neither."""

    COUNCIL = "council"
    NHS = "nhs"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetentionFact:
    """One period under one legal power. Give the NHS `code`, the `section` in words, or both.

    `application_made_on` is the day the application for detention was made, where it is not the day
    detention began; the NHS rules turn on it (rule N-5).
    """

    starts_on: date | None
    ends_on: date | None = None
    section: str = ""
    code: str = ""
    order_kind: OrderKind | None = None
    end_reason: EndReason | None = None
    application_made_on: date | None = None
    hospital_area: str = ""
    nhs_england_bed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StayFact:
    """A stay in hospital, informal or voluntary; it may include time in detention at either end."""

    starts_on: date | None
    ends_on: date | None = None
    hospital_area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingFact:
    """The person left hospital. `sent_to_area` is where the hospital sent them (rule L-9)."""

    left_on: date
    sent_to_area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveFact:
    """Section 17 leave of absence."""

    kind: LeaveKind
    starts_on: date | None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CtoFact:
    """A community treatment order. Recall suspends it; revocation ends it and revives the detention."""

    starts_on: date | None
    ends_on: date | None = None
    recalled_on: date | None = None
    revoked_on: date | None = None

    @property
    def over_on(self) -> date | None:
        """The day the person stopped being a community patient: revocation or any other end."""
        ends = [day for day in (self.ends_on, self.revoked_on) if day is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalDischargeFact:
    """A restricted patient living in the community under conditions; `recalled_on` when recalled."""

    starts_on: date | None
    ends_on: date | None = None
    recalled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceFact:
    """Where somebody lived. `settled` is None when nobody has said whether it was a settled home.

    `area` is the council with social services duties; `district` is the lower-tier council, if the
    address was recorded by district (rule J-4). `voluntary` is False where the person had to live there
    (rule L-8). `decision_maker_settled` says whether the person with
    power to decide for somebody without capacity chose the place for settled purposes (rule L-3).
    """

    area: str
    starts_on: date | None
    ends_on: date | None = None
    settled: bool | None = None
    nation: Nation = Nation.ENGLAND
    kind: str = ""
    arranged_by: str = ""
    power: Power = Power.NONE
    voluntary: bool | None = None
    lacks_capacity: bool = False
    decision_maker_settled: bool | None = None
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GpFact:
    """A GP registration and the NHS body whose practice it is."""

    body: str
    starts_on: date | None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingFact:
    """One body's decision whether the person still needs aftercare.

    `body` is the organisation that decided, or "" when it is known to be the responsible one.
    """

    side: Side
    decided_on: date | None
    satisfied: bool = True
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFact:
    """Notice to the person that aftercare ends. Only joint written notice counts (rule E-4)."""

    given_on: date
    in_writing: bool = True
    joint: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PrisonFact:
    """Time in prison, on remand or sentence."""

    starts_on: date | None
    ends_on: date | None = None
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFact:
    """Something that happened which people mistake for an end of the duty (rule E-3)."""

    on: date | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFact:
    """The person went to live in another nation, told without an address (rule N-11)."""

    on: date
    nation: Nation


@dataclass(frozen=True, slots=True, kw_only=True)
class FlawedEndingFact:
    """A past ending found to be flawed, or made too soon (rule E-8)."""

    found_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstatementFact:
    """Both bodies jointly put aftercare back, from a day, after it had been ended (rule E-8)."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFact:
    """A duty episode taken over from an earlier register, without the detention behind it."""

    starts_on: date | None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibleFact:
    """A responsible body taken over from an earlier register or decision."""

    side: Side
    body: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationFact:
    """A determination of ordinary residence by the Secretary of State or the Welsh Ministers."""

    decided_on: date | None
    area: str
    rejected_reasoning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionFact:
    """One body took over from another. `by_area` when the predecessor's area was divided."""

    predecessor: str
    successor: str
    on: date
    by_area: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsRecordFact:
    """What the national mental health data set says today; not proof of detention (rule Q-12)."""

    code: str
    cto_open: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """Everything the rules are told about one person. Rows may come in any order.

    `no_residence` records that somebody looked and found no home at all. `area_nhs_bodies` maps an
    area to its NHS body for the rules that follow residence. `paid_by` and `commissioned_by` are
    NHS bodies known to have answered for the person on a past day (day, body). What is worked out
    of them is kept with them (`once`).
    """

    detentions: tuple[DetentionFact, ...] = ()
    stays: tuple[StayFact, ...] = ()
    leavings: tuple[LeavingFact, ...] = ()
    leave: tuple[LeaveFact, ...] = ()
    ctos: tuple[CtoFact, ...] = ()
    conditional_discharges: tuple[ConditionalDischargeFact, ...] = ()
    residences: tuple[ResidenceFact, ...] = ()
    gps: tuple[GpFact, ...] = ()
    endings: tuple[EndingFact, ...] = ()
    notices: tuple[NoticeFact, ...] = ()
    prisons: tuple[PrisonFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    moves: tuple[MoveFact, ...] = ()
    flawed_endings: tuple[FlawedEndingFact, ...] = ()
    reinstatements: tuple[ReinstatementFact, ...] = ()
    episodes: tuple[EpisodeFact, ...] = ()
    responsible: tuple[ResponsibleFact, ...] = ()
    determinations: tuple[DeterminationFact, ...] = ()
    successions: tuple[SuccessionFact, ...] = ()
    nhs_record: NhsRecordFact | None = None
    died_on: date | None = None
    date_of_birth: date | None = None
    no_residence: bool = False
    no_recourse: bool = False
    looked_after_by: str = ""
    sent_to_area: str = ""
    present_in_area: str = ""
    usual_residence_body: str = ""
    area_nhs_bodies: tuple[tuple[str, str], ...] = ()
    paid_by: tuple[tuple[date, str], ...] = ()
    commissioned_by: tuple[tuple[date, str], ...] = ()
    primary_care_trust: str = ""
    cross_border_category: str = ""


def once(work: Callable[[CaseFacts], T]) -> Callable[[CaseFacts], T]:
    """Work something out of the same facts once, however often it is asked: facts never change.

    Each detention is looked at beside all the others: without it, twice the history would take four times as
    long.
    """

    name = f"{work.__qualname__}()"

    @wraps(work)
    def known(facts: CaseFacts) -> T:
        kept = vars(facts)
        if name not in kept:
            kept[name] = work(facts)
        found: T = kept[name]
        return found

    return known


def period_of(fact: Any) -> Period | None:
    """The days a dated fact covers, or None when it has no start or ends before it starts."""
    if fact.starts_on is None or (fact.ends_on is not None and fact.ends_on < fact.starts_on):
        return None
    return Period(fact.starts_on, fact.ends_on)


def as_json(value: Any) -> Any:
    """Facts or an answer as plain JSON: ISO dates, empty fields left out, names as in this module.

    This is the form stored with a determination, so that a later reader sees what was relied on.
    """
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: as_json(part) for field, part in pairs if not _is_empty(part, field.default)}
    if isinstance(value, (tuple, list)):
        return [as_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def _is_empty(part: Any, default: Any) -> bool:
    """Whether a field says nothing. False says something where it is an answer, not the absence of one."""
    return part in (None, "", ()) or (part is False and default is False)


def outcome_as_json(outcome: Outcome[Any]) -> Json:
    """An outcome as plain JSON: answer, value, ruleset, missing, alternatives and each finding.

    Every finding carries `rule`, `words`, `citation` and `text`, so that the record can be read
    after the rule table has moved on.
    """
    return {
        "answer": outcome.answer.value,
        "value": as_json(outcome.value),
        "ruleset": outcome.ruleset,
        "missing": list(outcome.missing),
        "alternatives": list(outcome.alternatives),
        "findings": [
            {
                "rule": finding.rule.id,
                "words": finding.rule.words,
                "citation": finding.rule.citation,
                "text": finding.text,
            }
            for finding in outcome.findings
        ],
    }
