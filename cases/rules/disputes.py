"""Disputes about who is responsible: who carries on, the clocks and the routes (rules X-1 to X-8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from cases.rules.facts import Side
from cases.rules.rulebook import finding
from cases.rules.rulesets import LAW, Law, Nation, stamp
from cases.rules.words import day
from s117.kernel.dates import add_months
from s117.kernel.findings import Answer, Finding, Outcome


@dataclass(frozen=True, slots=True)
class Party:
    """A body in a dispute."""

    body: str
    side: Side
    nation: Nation = Nation.ENGLAND


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFacts:
    """Who is in dispute since when, and who is meeting the person's needs or where the person is."""

    parties: tuple[Party, ...] = ()
    arose_on: date | None = None
    meeting_needs: str = ""
    living_in: str = ""
    present_in: str = ""


class Route(StrEnum):
    """Where an unresolved dispute goes."""

    ENGLAND = "s117(4)(a) Secretary of State under Care Act 2014 s40"
    WALES = "s117(4)(b) Welsh Ministers under Social Services and Well-being (Wales) Act 2014 s195"
    ENGLAND_AND_WALES = "s117(4)(c) Secretary of State or Welsh Ministers under published arrangements"
    COUNCIL_AND_NHS = "local_policy_then_ombudsman_or_judicial_review"
    NHS_BODIES = "who_pays_appendix_1"


@dataclass(frozen=True, slots=True)
class Handling:
    """How a dispute is handled.

    `by_determination` says whether ministers can decide it; `shares` are the interim shares of the cost
    between NHS bodies.

    Services continue whatever the dispute (X-1, N-12), so nothing here says otherwise.
    """

    route: Route | None
    by_determination: bool
    interim_body: str = ""
    lead_authority: str = ""
    referral_due: date | None = None
    shares: tuple[tuple[str, Fraction], ...] = ()


def handle(dispute: DisputeFacts, law: Law = LAW) -> Outcome[Handling]:
    """Who provides meanwhile, which clock runs and where the dispute goes.

    CANNOT_TELL when nobody is known to carry on in a dispute between councils.
    """
    route = route_for(dispute.parties)
    findings = [finding("X-1", "The dispute must not prevent, delay or interrupt services: they continue.")]
    if route is Route.COUNCIL_AND_NHS:
        findings.append(
            finding(
                "X-7",
                "A council and an NHS body in dispute use local policy, then the ombudsmen or the court.",
            )
        )
        return Outcome(Answer.YES, Handling(route, False), tuple(findings), stamp("X-7"))
    if route is Route.NHS_BODIES:
        bodies = sorted(party.body for party in dispute.parties)
        shares = tuple((body, Fraction(1, len(bodies))) for body in bodies)
        findings.append(
            finding("N-12", "No necessary care may be refused or delayed while NHS bodies argue.")
        )
        findings.append(finding("X-8", "The NHS bodies share the cost equally until it is settled."))
        return Outcome(Answer.YES, Handling(route, False, shares=shares), tuple(findings), stamp("X-8"))
    return _between_councils(dispute, route, findings, law)


def _between_councils(
    dispute: DisputeFacts, route: Route | None, findings: list[Finding], law: Law
) -> Outcome[Handling]:
    interim, why = _interim(dispute)
    due = referral_due(dispute.arose_on, law) if dispute.arose_on is not None else None
    if route is not None:
        findings.append(finding("X-4", f"Route if it is not resolved: {route}."))
    if due is not None:
        findings.append(finding("X-3", f"If it is not resolved by {day(due)}, it is referred."))
    value = Handling(route, route is not None, interim, interim, due)
    findings.append(finding("X-2", why))
    asked = bool(dispute.arose_on or dispute.meeting_needs or dispute.living_in or dispute.present_in)
    if interim or not asked:
        return Outcome(Answer.YES, value, tuple(findings), stamp("X-4"))
    missing = ("which council is meeting needs, or where the person is living or present",)
    return Outcome(Answer.CANNOT_TELL, value, tuple(findings), stamp("X-2"), missing)


def _interim(dispute: DisputeFacts) -> tuple[str, str]:
    """The council that provides meanwhile, which is also the lead authority (X-1, X-2)."""
    if dispute.meeting_needs:
        return dispute.meeting_needs, f"{dispute.meeting_needs} is meeting needs, so it carries on and leads."
    for body, words in ((dispute.living_in, "living"), (dispute.present_in, "present")):
        if body:
            return body, f"Nobody is meeting needs; the person is {words} in the area of {body}, which leads."
    return "", "Nobody is known to be meeting needs, and where the person is has not been recorded."


def route_for(parties: Iterable[Party]) -> Route | None:
    """The route for the parties: councils by their nations (X-4), a council and an NHS body by local policy
    (X-7), NHS bodies by their own process (X-8). None while fewer than two are named."""
    named = list(parties)
    sides = {party.side for party in named}
    if not named[1:]:
        return None
    if sides == {Side.NHS}:
        return Route.NHS_BODIES
    if sides != {Side.COUNCIL}:
        return Route.COUNCIL_AND_NHS
    nations = {party.nation for party in named}
    if nations == {Nation.ENGLAND}:
        return Route.ENGLAND
    return Route.WALES if nations == {Nation.WALES} else Route.ENGLAND_AND_WALES


def referral_due(arose_on: date, law: Law = LAW) -> date:
    """The last day to resolve a dispute before it is referred (X-3); a short month ends it early."""
    return add_months(arose_on, law.dispute_referral_months)


def review_must_begin_by(determined_on: date, law: Law = LAW) -> date:
    """The last day on which a review of a determination may begin, that day included (X-5)."""
    return add_months(determined_on, law.determination_review_months)
