"""A bulk rise of rates: the new rate, its cost in a year, which services it leaves alone (practice 4.2).

Pure. Pence a unit; the new rate is rounded to the penny before it is used (F10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funding.rules.lines import LineFact
from funding.rules.proration import Unit, uplifted, weekly_amount
from s117.kernel.money import plain_pounds, pounds

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Rise:
    """By a percentage (Fraction of 100) or by pence a unit: exactly one of the two."""

    percent: Fraction | None = None
    pence: int | None = None

    def on(self, old: int) -> int:
        """The new rate, in whole pence."""
        if self.percent is not None:
            return uplifted(old, self.percent)
        return old + (self.pence or 0)

    @property
    def words(self) -> str:
        """'3.90%' or '£12.00 on each rate'."""
        if self.percent is not None:
            return f"{plain_pounds(int(self.percent * 100))}%"
        return f"{pounds(self.pence or 0)} on each rate"


def annual_effect(unit: Unit, old: int, new: int) -> int:
    """Pence more in 365 days of a weekly service; nothing for one that is paid by the unit, whose units are
    not known beforehand."""
    if unit is not Unit.WEEK:
        return 0
    return weekly_amount(new, YEAR_DAYS) - weekly_amount(old, YEAR_DAYS)


def why_left_out(line: LineFact, effective: date, previewed: int | None = None) -> str:
    """Why a service gets no new rate from the day; '' where it does. `previewed` is the rate that the preview
    showed: another one by now is told of, never changed unseen."""
    if not line.service.contains(effective):
        return "It does not run on the first day of the new rates."
    later = [row.starts_on for row in line.rates if row.starts_on >= effective]
    if later:
        return f"A rate from {min(later):%-d %B %Y} is recorded already."
    now = line.rate_on(effective)
    if now is None:
        return "It has no rate yet."
    if previewed is not None and now != previewed:
        return f"Its rate is {pounds(now)} now. The preview said {pounds(previewed)}."
    return ""
