"""Date arithmetic with the law's traps written down once. Nothing here reads a clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_date(at: datetime) -> date:
    """The calendar day in London at an aware instant (23:30 UTC on 30 June is 1 July)."""
    return at.astimezone(LONDON).date()


def add_months(day: date, months: int) -> date:
    """The same day of a later month, clamped to the month's end (29 February + 12 -> 28 February).

    Clamping makes a review fall early rather than late.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_before(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The day that is `count` working days before `day`: what began earlier has waited longer than that."""
    current = day
    while count > 0:
        current -= timedelta(days=1)
        if current.weekday() < 5 and current not in holidays:
            count -= 1
    return current


def add_working_days(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The day that is `count` working days after `day`, weekends and the given holidays left out."""
    current = day
    while count > 0:
        current += timedelta(days=1)
        if current.weekday() < 5 and current not in holidays:
            count -= 1
    return current
