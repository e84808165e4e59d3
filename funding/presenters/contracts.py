"""What the contract of a funded service says of its days, in words."""

from __future__ import annotations

from typing import Any

from funding.presenters.days import days_words
from funding.queries import LineRow
from funding.queries.packages import AbsenceRow
from s117.kernel.money import pounds
from s117.web.filters import plural, short_date

FULL_PERCENT = 100


def contract_facts(line: LineRow) -> list[tuple[str, Any]]:
    """The contract's rules, the days away, and the difference to a home's parts that somebody named."""
    found: list[tuple[str, Any]] = [("Contract rules", _contract(line))]
    if line.absences:
        found.append(("Away", [_away_words(row) for row in line.absences]))
    if line.home_difference_pence is not None:
        words = f"{pounds(line.home_difference_pence)}: {line.home_difference_reason}"
        found.append(("Rate less the parts of the home", words))
    return found


def _contract(line: LineRow) -> list[str]:
    """The rules of the last days and of days away, where they differ from paying every day in full."""
    found = [] if line.leaving_day_charged else ["The day of leaving is not charged"]
    if line.days_after_death:
        found.append(f"{plural(line.days_after_death, 'day')} paid after a death")
    full = f"The first {plural(line.full_weeks, 'week')} away paid in full, then " if line.full_weeks else ""
    limit = (
        f" for {plural(line.retained_weeks, 'week')}, then nothing" if line.retained_weeks is not None else ""
    )
    if limit or line.retained_percent < FULL_PERCENT:
        found.append(f"{full}{line.retained_percent}% paid while the person is away{limit}")
    return found or ["Every day is charged, the last one too; the rate is paid while the person is away"]


def _away_words(row: AbsenceRow) -> str:
    days = days_words(row.first_day, row.last_day) if row.last_day else f"Since {short_date(row.first_day)}"
    return f"{days}: {row.kind.words.lower()}"
