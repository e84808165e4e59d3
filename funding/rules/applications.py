"""What an application costs, what a panel may decide, and who may sign it (practice 1.4 J and K).

Money is whole pence. A year is 365 days from the first day, as charged: a weekly rate times 365, divided by 7
and rounded once. Other counts of a year are for budget pages only (practice 4.2).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from funding.rules import refs
from funding.rules.lines import start_findings
from funding.rules.proration import Unit, week_cost
from funding.rules.refs import finding
from funding.rules.split import FULL, Share, share_findings
from s117.kernel.findings import Finding
from s117.kernel.money import half_up, pounds
from s117.kernel.terms import Term

YEAR_DAYS = 365


class Outcome(Term):
    """What a panel may say."""

    APPROVE = "approve", "Approve"
    IN_PART = "in_part", "Approve in part"
    INTERIM = "interim", "Approve for now, without prejudice"
    DEFER = "defer", "Defer with questions"
    DECLINE = "decline", "Decline"

    @property
    def funds(self) -> bool:
        """Whether money follows once every body has signed."""
        return self in {Outcome.APPROVE, Outcome.IN_PART, Outcome.INTERIM}

    @property
    def is_signed(self) -> bool:
        """Whether the bodies sign it: a deferral asks questions and decides nothing."""
        return self is not Outcome.DEFER


@dataclass(frozen=True, slots=True)
class Cost:
    """What one service costs: pence a unit, and how many units a week where it is paid by the unit."""

    rate_pence: int
    unit: Unit = Unit.WEEK
    quantity: Fraction = Fraction(1)

    @property
    def weekly(self) -> int:
        """Pence in a week of seven days; a one-off cost has none."""
        return half_up(self._exact_week)

    @property
    def annual(self) -> int:
        """Pence in 365 days from the first one; a one-off cost once."""
        if self.unit is Unit.ONE_OFF:
            return self.rate_pence
        return half_up(self._exact_week * Fraction(YEAR_DAYS, 7))

    @property
    def once(self) -> int:
        """Pence of a single payment; 0 for what goes on."""
        return self.rate_pence if self.unit is Unit.ONE_OFF else 0

    @property
    def _exact_week(self) -> Fraction:
        return week_cost(self.rate_pence, self.unit, self.quantity)


@dataclass(frozen=True, slots=True)
class Score:
    """How much of one need is health and how much social, on any scale of whole numbers from 0 up."""

    need: str
    health: int
    social: int


def suggested_share(scores: Iterable[Score]) -> int | None:
    """The NHS body's basis points that the scores point to, None without any. A suggestion and no more."""
    scores = tuple(scores)
    health = sum(score.health for score in scores)
    total = health + sum(score.social for score in scores)
    return half_up(Fraction(FULL * health, total)) if total else None


@dataclass(frozen=True, slots=True)
class TermFact:
    """Shares that a panel decided from a day on."""

    starts_on: date
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """A service that a decision funds: the earliest day it may reach back to, and days on which a later
    cost share stands already."""

    name: str
    starts_on: date
    later_shares: tuple[date, ...] = ()


def decision_findings(terms: Sequence[TermFact], services: Iterable[ServiceFact]) -> tuple[Finding, ...]:
    """Everything wrong with what a panel decided; empty when the bodies may sign it."""
    days = [term.starts_on for term in terms]
    found = [bad for term in terms for bad in share_findings(term.shares)]
    if not days:
        return (*found, finding(refs.DECISION_DAYS, "Enter the first day and each body's share."))
    if len(set(days)) < len(days):
        found.append(finding(refs.DECISION_DAYS, "Two shares start on the same day. Give each its own day."))
    for service in services:
        found += _service_findings(service, days)
    return tuple(found)


def _service_findings(service: ServiceFact, days: Sequence[date]) -> list[Finding]:
    first = min(days)
    found: list[Finding] = []
    if start_findings(service.starts_on, first):
        words = f"{service.name}: the decision cannot start before {service.starts_on:%-d %B %Y}"
        found.append(finding(refs.DECISION_BEFORE_START, words))
    for day in service.later_shares:
        if day > first and day not in days:
            words = f"{service.name}: another share stands from {day:%-d %B %Y}. Say what holds from that day"
            found.append(finding(refs.OTHER_SHARE_FOLLOWS, words))
    return found


@dataclass(frozen=True, slots=True)
class MemberFact:
    """Somebody who sat: for which body, and whether they may not decide on this application, because they
    declared an interest or because it is their own."""

    body: str
    barred: bool = False


def quorum_findings(members: Iterable[MemberFact], paying: Mapping[str, str]) -> tuple[Finding, ...]:
    """One finding for each paying body (id to name) without a member who may decide on this application."""
    present = {member.body for member in members if not member.barred}
    return tuple(
        finding(refs.NO_QUORUM, f"No quorum: {name} has no member present who may decide on it.")
        for body, name in paying.items()
        if body not in present
    )


@dataclass(frozen=True, slots=True)
class Amount:
    """What is decided, or may be signed for: pence a week, and pence in single payments. None is no limit."""

    weekly_pence: int | None = None
    once_pence: int | None = None


def limit_findings(decided: Amount, limit: Amount) -> tuple[Finding, ...]:
    """A refusal for each sum that is above the signatory's limit. What is paid once has a limit of its own,
    or a large single payment would pass as nothing a week."""
    pairs = (
        (decided.weekly_pence, limit.weekly_pence, "a week"),
        (decided.once_pence, limit.once_pence, "in single payments"),
    )
    return tuple(
        finding(
            refs.OVER_LIMIT,
            f"Your limit is {pounds(most)} {words} and this decision is {pounds(sum_)} {words}.",
        )
        for sum_, most, words in pairs
        if sum_ is not None and most is not None and sum_ > most
    )


@dataclass(frozen=True, slots=True)
class PlannedService:
    """A service as the care plan names it: what it is, and who provides it."""

    name: str
    provider: str


def changed_findings(
    asked: Mapping[UUID, PlannedService], planned: Mapping[UUID, PlannedService]
) -> tuple[Finding, ...]:
    """One finding for each service (by its key) that is no longer what was applied for."""
    found = []
    for key, service in asked.items():
        now = planned.get(key)
        if now is None:
            words = f"{service.name} is no longer in the published care plan."
        elif now != service:
            words = f"The care plan now says {_named(now)}. {_named(service)} was applied for."
        else:
            continue
        found.append(finding(refs.SERVICE_CHANGED, words))
    return tuple(found)


def _named(service: PlannedService) -> str:
    return f"{service.name}, {service.provider}" if service.provider else service.name


def last_day(standing: date | None, approved_until: date | None, *, continues: bool) -> date | None:
    """The last day of a funded service after a decision; None for no last day.

    A decision to go on with a service sets its last day. Any other may bring the last day forward, never put
    it off: a service that has ended stays ended.
    """
    if continues:
        return approved_until
    return min((day for day in (standing, approved_until) if day is not None), default=None)


def unsigned(parties: Collection[str], signed: Iterable[str]) -> frozenset[str]:
    """The bodies whose signature is still missing."""
    return frozenset(parties) - frozenset(signed)


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signature turns on. `parties` are the bodies that the decision binds; `signed` maps a body to
    who signed for it; `own` are those who applied, recommended or coordinate."""

    parties: frozenset[UUID]
    signed: Mapping[UUID, UUID]
    own: frozenset[UUID]
    interested: frozenset[UUID]
    decided: Amount
    limit: Amount
    waiting: bool
