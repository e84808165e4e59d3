"""Days of money, both included, in words."""

from __future__ import annotations

from datetime import date

from s117.web.filters import short_date


def days_words(first: date, last: date) -> str:
    """Two days, both included, without saying the month twice: '1 to 31 Oct 2026'."""
    if first == last:
        return short_date(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same_month else short_date(first)} to {short_date(last)}"
