"""When the first period of a section runs out, and when a follow-up counts."""

from __future__ import annotations

import pytest

from cases.rules.expiry import (
    fault_in_renewal,
    first_period,
    first_period_is_open,
    order_first_period,
    runs_to,
)
from cases.rules.follow_up import follow_up_met
from tests.unit.rules.cases.histories import day


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on"),
    [
        ("02", "2026-10-01", "2026-10-28"),
        ("03", "2026-08-31", "2027-02-27"),
        ("10", "2026-01-15", "2026-07-14"),
        ("35", "2026-08-01", "2027-01-31"),
        ("RV", "2026-03-31", "2026-09-29"),
    ],
)
def test_a_section_runs_out_on_the_last_day_of_its_first_period(
    code: str, starts_on: str, ends_on: str
) -> None:
    assert first_period(code, day(starts_on)) == day(ends_on)


@pytest.mark.parametrize(("code", "for_a_person"), [("16", True), ("37", True), ("15", False), ("03", False)])
def test_the_first_period_of_a_transfer_or_hybrid_order_is_for_a_person(
    code: str, for_a_person: bool
) -> None:
    assert first_period_is_open(code) is for_a_person


def test_a_restricted_order_has_no_last_day() -> None:
    assert first_period("09", day("2026-01-15")) is None


def test_a_community_treatment_order_is_counted_with_the_day_it_was_made() -> None:
    assert order_first_period(day("2026-10-19")) == day("2027-04-18")


@pytest.mark.parametrize(
    ("first", "renewed_to", "last"),
    [
        ("2027-04-18", None, "2027-04-18"),
        ("2027-04-18", "2027-10-18", "2027-10-18"),
        ("2027-04-18", "2027-03-01", "2027-04-18"),
        (None, "2027-10-18", "2027-10-18"),
        (None, None, None),
    ],
)
def test_a_renewal_moves_the_last_day_and_never_brings_it_forward(
    first: str | None, renewed_to: str | None, last: str | None
) -> None:
    known = [day(words) if words else None for words in (first, renewed_to, last)]
    assert runs_to(known[0], known[1]) == known[2]


@pytest.mark.parametrize(
    ("renewed_on", "to", "ran_to", "fault"),
    [
        ("2027-03-02", "2027-10-18", "2027-04-18", ""),
        ("2027-03-02", "2027-10-18", None, ""),
        ("2027-03-02", "2028-05-02", "2027-04-18", ""),
        ("2027-03-02", "2028-05-03", "2027-04-18", "A renewal lasts 12 months at most. Check the date"),
        ("2027-03-02", "2027-04-18", "2027-04-18",
         "It ran to 18 April 2027 already. A renewal runs to a later day"),
    ],
)  # fmt: skip
def test_a_renewal_runs_further_than_before_and_no_further_than_the_law_lets_it(
    renewed_on: str, to: str, ran_to: str | None, fault: str
) -> None:
    before = day(ran_to) if ran_to else None
    assert fault_in_renewal(day(renewed_on), day(to), before) == fault


@pytest.mark.parametrize(
    ("seen", "met"),
    [("2026-10-19", False), ("2026-10-20", True), ("2026-10-22", True), ("2026-10-23", False)],
)
def test_a_follow_up_counts_on_the_three_days_after_leaving(seen: str, met: bool) -> None:
    assert follow_up_met(day("2026-10-19"), [day(seen)]) is met
