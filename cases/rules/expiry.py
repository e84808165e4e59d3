"""When a detention runs out unless something is done: the first period of each section that has one."""

from __future__ import annotations

from datetime import date, timedelta

from s117.kernel.dates import add_months

# NHS legal status codes. Section 2: 28 days beginning with the day of admission, never renewed (section
# 2(4)). Sections 3 and 37: six months, and renewals that are not on this register (section 20(1)).
SECTION_2_DAYS = 28
SIX_MONTHS = frozenset({"03", "10"})
# The longest first period there is, to bound what is looked at.
LONGEST_DAYS = 184


def last_day(section_code: str, starts_on: date) -> date | None:
    """The last day of the first period, counting the first day; None where the law sets none."""
    if section_code == "02":
        return starts_on + timedelta(days=SECTION_2_DAYS - 1)
    if section_code in SIX_MONTHS:
        return add_months(starts_on, 6) - timedelta(days=1)
    return None
