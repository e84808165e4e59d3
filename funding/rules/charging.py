"""What may and may not be charged to the person. Aftercare is free whatever their means (M-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.lifecycle import CaseStatus
from funding.rules import refs
from funding.rules.refs import finding
from s117.kernel.findings import Finding


class Funding(StrEnum):
    """Under what a service is paid for."""

    S117 = "s117"
    PHB = "phb"
    HEALTH = "health"
    OTHER = "other"


SHARED_GROUPS = frozenset({"health", "social_care"})
"""The groups of a care plan's services that are aftercare, so free and shared between the bodies."""


def may_be_shared(group: str) -> tuple[Finding, ...]:
    """Nothing when a service of the group is aftercare; otherwise why its cost is not shared."""
    return () if group in SHARED_GROUPS else (finding(refs.OUTSIDE_AFTERCARE),)


NOT_ENTITLED = frozenset(
    {CaseStatus.ENDED, CaseStatus.ENDED_DEATH, CaseStatus.NOT_ENTITLED, CaseStatus.ENTERED_IN_ERROR}
)


def entitlement_findings(status: CaseStatus, last_day: date | None) -> tuple[Finding, ...]:
    """What to ask when a service runs on although the person is not entitled now: when did it end?"""
    if status in NOT_ENTITLED and last_day is None:
        words = "This person is not entitled to aftercare now. Record the last day of this service"
        return (finding(refs.ENTITLEMENT_OVER, words),)
    return ()


def contribution_findings(funding: Funding, weekly_contribution_pence: int) -> tuple[Finding, ...]:
    """Refusal of any contribution by the person towards aftercare, the health-budget form included, and
    towards any other care that the NHS pays for."""
    if weekly_contribution_pence <= 0 or funding is Funding.OTHER:
        return ()
    health = funding is Funding.HEALTH
    return (finding(refs.CONTRIBUTION_ON_HEALTH if health else refs.CONTRIBUTION_ON_AFTERCARE),)


def top_up_findings(
    funding: Funding, weekly_top_up_pence: int, *, wheelchair: bool = False
) -> tuple[Finding, ...]:
    """Refusal of a top-up on care that the NHS pays for; on a personal health budget a warning, save for the
    wheelchair budget (M-4)."""
    if weekly_top_up_pence > 0 and funding is Funding.HEALTH:
        return (finding(refs.TOP_UP_COUNCIL),)
    if weekly_top_up_pence > 0 and funding is Funding.PHB and not wheelchair:
        return (finding(refs.PHB_TOP_UP),)
    return ()


@dataclass(frozen=True, slots=True)
class TopUp:
    """What a dearer place costs above the council's figure: outside the shared cost, with its own payer."""

    weekly_pence: int
    allowed: bool
    findings: tuple[Finding, ...]


def accommodation_top_up(
    chosen_weekly_pence: int, council_weekly_pence: int, option_at_figure: bool
) -> TopUp:
    """The weekly difference, lawful as a top-up only where a suitable place exists at the figure."""
    difference = max(0, chosen_weekly_pence - council_weekly_pence)
    found = () if option_at_figure or difference == 0 else (finding(refs.TOP_UP_NO_OPTION),)
    return TopUp(difference, difference > 0 and not found, found)


def contribution_towards_other(assessed_pence: int, other_cost_pence: int) -> int:
    """What the person pays towards services outside aftercare: never more than those cost (M-2)."""
    return min(assessed_pence, other_cost_pence)
