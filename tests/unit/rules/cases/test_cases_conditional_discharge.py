"""From when conditions of a discharge can deprive a person of liberty (A-7, Mental Health Act 2025 s35)."""

from __future__ import annotations

import pytest

from cases.rules.conditional_discharge import fault_in_liberty_conditions
from tests.unit.rules.cases.histories import day


@pytest.mark.parametrize(
    ("since", "discharged", "ended", "words"),
    [
        ("2026-02-18", "2020-01-06", None, ""),
        ("2026-02-17", "2020-01-06", None, "before 18 February 2026"),
        ("2026-03-01", "2026-03-02", None, "before the conditional discharge"),
        ("2026-05-01", "2026-03-02", "2026-04-30", "after the conditional discharge ended"),
        ("2026-04-30", "2026-03-02", "2026-04-30", ""),
    ],
)
def test_conditions_deprive_of_liberty_only_while_the_discharge_lasts_and_since_the_law_allows_it(
    since: str, discharged: str, ended: str | None, words: str
) -> None:
    fault = fault_in_liberty_conditions(day(since), day(discharged), day(ended) if ended else None)
    assert words in fault
    assert bool(fault) == bool(words)
