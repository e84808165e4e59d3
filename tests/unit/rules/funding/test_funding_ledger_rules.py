"""What was paid without prejudice: which part is at stake, what is left, and that corrections keep their sign."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from funding.rules.ledger import Paid, at_stake, by_year, still_to_recover
from s117.kernel.periods import Period

MARCH = Period.inclusive(date(2026, 3, 1), date(2026, 3, 31))


def test_a_share_before_the_days_at_stake_is_no_part_of_the_ledger() -> None:
    assert at_stake(MARCH, 31_000, date(2026, 4, 1)) is None


def test_a_share_across_the_first_day_counts_by_its_days() -> None:
    """Ten of 31 days."""
    stake = at_stake(MARCH, 31_000, date(2026, 3, 22))
    assert stake == (Period.inclusive(date(2026, 3, 22), date(2026, 3, 31)), 10_000)


def test_a_whole_share_is_taken_to_the_penny() -> None:
    assert at_stake(MARCH, 287_857, date(2026, 2, 1)) == (MARCH, 287_857)


@given(st.integers(-10_000_000, 10_000_000), st.dates(date(2026, 2, 1), date(2026, 4, 30)))
def test_what_is_taken_back_cancels_what_was_charged(pence: int, start: date) -> None:
    parts = [at_stake(MARCH, amount, start) for amount in (pence, -pence)]
    assert still_to_recover(Paid(*part) for part in parts if part is not None) == 0


def test_the_ledger_by_year_and_what_no_recharge_has_mirrored() -> None:
    april = Period.inclusive(date(2026, 4, 1), date(2026, 4, 30))
    paid = [Paid(april, 500), Paid(MARCH, 300, recharged=True), Paid(april, 70)]
    assert by_year(paid) == {"2025/26": 300, "2026/27": 570}
    assert still_to_recover(paid) == 570
