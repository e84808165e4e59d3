"""Direct payments and personal health budgets: who may hold one, what is paid when, what comes back.

Care Act 2014 sections 31 to 33 as applied to aftercare, the National Health Service (Direct Payments)
Regulations 2013, and from 2 December 2019 the right to have a personal health budget (M-3, M-5). Aftercare is
paid gross: nothing is taken off for the person's means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from funding.rules import refs
from funding.rules.entitlements import PERSONAL_HEALTH_BUDGET_RIGHT_BEGINS
from funding.rules.proration import steps, weekly_amount
from funding.rules.refs import finding
from s117.kernel.dates import add_months
from s117.kernel.findings import Finding
from s117.kernel.periods import Period
from s117.kernel.terms import Term


class BudgetKind(Term):
    """By what arrangement the money reaches the person."""

    COUNCIL = "council", "Direct payment from the council"
    NOTIONAL = "notional", "Personal health budget, held by the NHS"
    THIRD_PARTY = "third_party", "Personal health budget, held by a third party"
    NHS_DIRECT = "nhs_direct", "Personal health budget, paid to the person"
    WHEELCHAIR = "wheelchair", "Personal wheelchair budget"

    @property
    def is_health_budget(self) -> bool:
        """Whether it is a personal health budget, of which the wheelchair budget is one."""
        return self is not BudgetKind.COUNCIL

    @property
    def is_paid_out(self) -> bool:
        """Whether money leaves for somebody to spend: a budget held by the NHS is spent by the NHS."""
        return self in {BudgetKind.COUNCIL, BudgetKind.THIRD_PARTY, BudgetKind.NHS_DIRECT}


class Holder(Term):
    """Who receives and manages the money."""

    SELF = "self", "The person"
    NOMINATED = "nominated", "Somebody the person nominated"
    AUTHORISED = "authorised", "An authorised person, because the person lacks capacity for this"
    THIRD_PARTY = "third_party", "An organisation that holds it for the person"


class Account(Term):
    """Where the money is kept."""

    SEPARATE = "separate", "A bank account used for nothing else"
    PREPAID = "prepaid", "A prepaid card"
    MANAGED = "managed", "An account that somebody manages for the person"
    NONE = "none", "No account: the NHS holds it"


class Cycle(Term):
    """How often it is paid, in advance."""

    FOUR_WEEKS = "four_weeks", "Every four weeks"
    MONTH = "month", "Every calendar month"


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the conditions of an arrangement are judged by."""

    kind: BudgetKind
    holder: Holder
    holder_name: str
    has_capacity: bool
    consented: bool
    suitable: bool
    starts_on: date
    payer_is_council: bool


def set_up_findings(given: SetUp) -> tuple[Finding, ...]:
    """What stands against an arrangement; nothing when it may begin."""
    checks = (
        (given.has_capacity and not given.consented, refs.PAYMENT_CONSENT),
        (not given.has_capacity and given.holder is not Holder.AUTHORISED, refs.PAYMENT_AUTHORISED),
        (given.has_capacity and given.holder is Holder.AUTHORISED, refs.PAYMENT_OWN),
        (given.holder is not Holder.SELF and not given.holder_name.strip(), refs.PAYMENT_HOLDER),
        (not given.suitable, refs.PAYMENT_SUITABLE),
        ((given.kind is BudgetKind.COUNCIL) != given.payer_is_council, refs.PAYMENT_BODY),
        (
            given.kind.is_health_budget and given.starts_on < PERSONAL_HEALTH_BUDGET_RIGHT_BEGINS,
            refs.BUDGET_BEFORE_RIGHT,
        ),
    )
    return tuple(finding(rule) for broken, rule in checks if broken)


def cycles(first: date, last: date | None, cycle: Cycle, until: date) -> Iterator[Period]:
    """The payment periods of an arrangement that begin up to `until`, each with its last day inclusive.

    Four weeks are 28 days from the first day on; a month is a calendar month, the first and last cut short.
    """
    start = first
    while start <= until and (last is None or start <= last):
        after = start + timedelta(days=28) if cycle is Cycle.FOUR_WEEKS else _next_month(start)
        end = after - timedelta(days=1)
        yield Period.inclusive(start, end if last is None else min(end, last))
        start = after


def furthest_due(on: date) -> date:
    """The last first day of a period that a run made on a day may pay: a month ahead, the longest cycle."""
    return add_months(on, 1)


def payment(days: Period, rates: Iterable[tuple[date, int]], service: Period) -> int:
    """Pence for a payment period at the weekly rates of its days, rounded once for each rate (F21)."""
    inside = days.intersection(service)
    if inside is None:
        return 0
    pieces = ((held.intersection(inside), pence) for held, pence in steps(rates))
    return sum(weekly_amount(pence, piece.days) for piece, pence in pieces if piece is not None)


def surplus(closing_pence: int, weekly_pence: int, weeks_kept: int) -> int:
    """What may be asked back: the balance above the weeks of payment that the holder may keep."""
    return max(0, closing_pence - weekly_pence * weeks_kept)


def monitoring_due(starts_on: date, last_return: date | None, months: int) -> date:
    """The day by which the next return is due: so many months after the last one's end, or the start."""
    return add_months(last_return or starts_on, months)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
