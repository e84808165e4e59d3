"""When the first period of a section runs out, and when a follow-up counts."""

from __future__ import annotations

import pytest

from cases.rules.expiry import last_day
from cases.rules.follow_up import follow_up_met
from tests.unit.rules.cases.histories import day


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on"),
    [
        ("02", "2026-10-01", "2026-10-28"),
        ("03", "2026-08-31", "2027-02-27"),
        ("10", "2026-01-15", "2026-07-14"),
    ],
)
def test_a_section_runs_out_on_the_last_day_of_its_first_period(
    code: str, starts_on: str, ends_on: str
) -> None:
    assert last_day(code, day(starts_on)) == day(ends_on)


def test_a_restricted_order_has_no_last_day() -> None:
    assert last_day("09", day("2026-01-15")) is None


@pytest.mark.parametrize(
    ("seen", "met"),
    [("2026-10-19", False), ("2026-10-20", True), ("2026-10-22", True), ("2026-10-23", False)],
)
def test_a_follow_up_counts_on_the_three_days_after_leaving(seen: str, met: bool) -> None:
    assert follow_up_met(day("2026-10-19"), [day(seen)]) is met
