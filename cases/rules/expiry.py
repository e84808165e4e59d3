"""When a detention, guardianship or a community treatment order runs out unless something is done.

The one place that counts it. Every period is counted with its first day, so it ends on the day before the
same day some months later.
"""

from __future__ import annotations

from datetime import date, timedelta

from cases.rules.words import day
from s117.kernel.dates import add_months

ONE_DAY = timedelta(days=1)
# Section 2: 28 days beginning with the day of admission, never renewed (section 2(4)).
SECTION_2, SECTION_2_DAYS = "02", 28
# NHS legal status codes, and our own for a revoked order. Sections 3 and 37 and guardianship: six months
# (sections 20(1) and 40(4)); after revocation, six months from that day (section 17G(5)).
SIX_MONTHS = frozenset({"03", "10", "35", "36", "RV"})
# Sections 47 and 48 without restrictions, and 45A: when their first period runs out is for a lawyer to say.
FOR_A_PERSON = frozenset({"16", "18", "34", "37", "38"})
# A community treatment order: six months beginning with the day it was made (section 20A(1)).
MONTHS = 6
# A renewal or extension is for six months or a year (sections 20(2) and 20A(3)), and the report may be made
# up to two months before it begins: no new last day lies further than this from the report.
MOST_MONTHS = 14
# The longest first period there is, to bound what is looked at.
LONGEST_DAYS = 184


def first_period(section_code: str, starts_on: date) -> date | None:
    """The last day of the first period of a detention or guardianship; None where the law sets none."""
    if section_code == SECTION_2:
        return starts_on + timedelta(days=SECTION_2_DAYS) - ONE_DAY
    return order_first_period(starts_on) if section_code in SIX_MONTHS else None


def first_period_is_open(section_code: str) -> bool:
    """Whether a person must say when the first period runs out: it may have a last day that is not counted
    here."""
    return section_code in FOR_A_PERSON


def order_first_period(starts_on: date) -> date:
    """The last day of a community treatment order that has not been extended: section 20A(1)."""
    return add_months(starts_on, MONTHS) - ONE_DAY


def runs_to(first: date | None, renewed_to: date | None) -> date | None:
    """The last day of the authority: that of the latest renewal, never before the first period's own."""
    return max((known for known in (first, renewed_to) if known is not None), default=None)


def fault_in_renewal(renewed_on: date, new_last_day: date, ran_to: date | None) -> str:
    """Why a renewal cannot run to the day; '' when it can. It begins where the period before it ends."""
    if new_last_day > add_months(renewed_on, MOST_MONTHS):
        return "A renewal lasts 12 months at most. Check the date"
    if ran_to is not None and new_last_day <= ran_to:
        return f"It ran to {day(ran_to)} already. A renewal runs to a later day"
    return ""
