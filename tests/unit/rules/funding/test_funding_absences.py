"""A place that is only held is paid as the contract says, for as long as it says."""

from __future__ import annotations

from datetime import date

from funding.rules.absences import Retainer, absence_facts
from funding.rules.lines import AbsenceFact
from s117.kernel.periods import Period

AWAY = Period.inclusive(date(2026, 4, 8), date(2026, 5, 5))


def test_a_retainer_without_a_limit_is_paid_for_the_whole_absence() -> None:
    assert absence_facts([AWAY], Retainer(8_000)) == (AbsenceFact(AWAY, 8_000),)


def test_the_full_rate_is_paid_first_then_the_retainer_then_nothing() -> None:
    """A week in full, 80% for two weeks, then nothing: four weeks away."""
    assert absence_facts([AWAY], Retainer(8_000, weeks=2, full_weeks=1)) == (
        AbsenceFact(Period(AWAY.start, date(2026, 4, 15)), 10_000),
        AbsenceFact(Period(date(2026, 4, 15), date(2026, 4, 29)), 8_000),
        AbsenceFact(Period(date(2026, 4, 29), AWAY.end), 0),
    )


def test_a_short_absence_an_open_one_and_one_that_is_never_paid() -> None:
    assert absence_facts([AWAY], Retainer(8_000, weeks=6)) == (AbsenceFact(AWAY, 8_000),)
    assert [row.retained for row in absence_facts([Period(AWAY.start)], Retainer(8_000, 1))] == [8_000, 0]
    assert absence_facts([AWAY], Retainer(8_000, weeks=0)) == (AbsenceFact(AWAY, 0),)
