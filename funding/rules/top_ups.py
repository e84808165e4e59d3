"""When somebody may pay more for a dearer home that the person prefers (section 117A, SI 2014/2670; M-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from funding.rules import refs
from funding.rules.charging import Funding, accommodation_top_up, top_up_findings
from funding.rules.refs import finding
from s117.kernel.dates import add_months
from s117.kernel.findings import Finding
from s117.kernel.terms import Term


class TopUpPayer(Term):
    """Who pays it. For aftercare the person may too, unlike elsewhere (SI 2014/2670)."""

    PERSON = "person", "The person"
    OTHER = "other", "Somebody for the person, such as a relative"


class TopUpRoute(Term):
    """To whom it is paid."""

    COUNCIL = "council", "To the council, which pays the home the whole price"
    PROVIDER = "provider", "To the home"


ADULT_MONTHS = 18 * 12
REVIEW_MONTHS = 12


@dataclass(frozen=True, slots=True)
class TopUpFacts:
    """What the conditions of section 117A are judged by. Pence a week."""

    usual_pence: int
    chosen_pence: int
    option_at_usual: bool
    accommodation: bool
    payer_is_council: bool
    health_budget: bool
    wheelchair: bool
    born: date | None
    starts_on: date
    agreed_on: date
    review_on: date
    able_to_pay: bool

    @property
    def weekly_pence(self) -> int:
        """The difference, which is all that may be asked for."""
        return max(0, self.chosen_pence - self.usual_pence)


def conditions(given: TopUpFacts) -> tuple[Finding, ...]:
    """Every condition that is not met; nothing when the top-up is lawful."""
    funding = Funding.PHB if given.health_budget else Funding.S117
    found = [
        *top_up_findings(funding, given.weekly_pence, wheelchair=given.wheelchair),
        *accommodation_top_up(given.chosen_pence, given.usual_pence, given.option_at_usual).findings,
    ]
    checks = (
        (given.weekly_pence == 0, refs.TOP_UP_NO_DIFFERENCE),
        (not given.accommodation and not given.wheelchair, refs.TOP_UP_HOME),
        (not given.payer_is_council and not given.health_budget, refs.TOP_UP_COUNCIL),
        (_child(given), refs.TOP_UP_ADULT),
        (given.agreed_on > given.starts_on, refs.TOP_UP_AGREEMENT),
        (
            not given.starts_on < given.review_on <= add_months(given.starts_on, REVIEW_MONTHS),
            refs.TOP_UP_REVIEW,
        ),
        (not given.able_to_pay, refs.TOP_UP_AFFORD),
    )
    return (*found, *(finding(rule) for broken, rule in checks if broken))


def _child(given: TopUpFacts) -> bool:
    return given.born is not None and add_months(given.born, ADULT_MONTHS) > given.starts_on
