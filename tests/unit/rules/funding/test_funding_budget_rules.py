"""Budgets: the year they are for, files of them line by line, and the forecast beside them (practice M24, F26)."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.rules.budgets import By, Outlook, Place, days_of, outlooks, read, total, year_of, year_words
from funding.rules.forecast import full_year
from funding.rules.lines import DeliveryFact, LineFact, PayerFact, RateFact, SplitFact, Terms
from funding.rules.proration import Unit
from funding.rules.split import Share
from s117.kernel.periods import Period

KINDS = {"accommodation": "Accommodation", "daily_living": "Daily living"}
HEAD = "year,category,cost_centre,budget,reason\r\n"
YEAR = days_of(2026)
HALF = Terms((Share("ICB", 5000), Share("LA", 5000, residual=True)), "P1")


def line(first: date = YEAR.start, last: date | None = None, **over: object) -> LineFact:
    known: dict[str, object] = {
        "key": "1",
        "service": Period.inclusive(first, last),
        "rates": (RateFact(first, 105_000),),
        "splits": (SplitFact(first, HALF),),
    }
    return LineFact(**{**known, **over})


def test_a_year_runs_from_april_to_march() -> None:
    assert (year_of(date(2027, 3, 31)), year_of(date(2027, 4, 1))) == (2026, 2027)
    assert (YEAR.start, YEAR.last_day, YEAR.days) == (date(2026, 4, 1), date(2027, 3, 31), 365)
    assert (year_words(2026), year_words(1999)) == ("2026/27", "1999/00")
    assert [by for by in By if by.budgeted] == [By.CATEGORY, By.COST_CENTRE]


def test_the_forecast_is_what_was_charged_and_what_is_to_come_and_the_variance_is_over_the_budget() -> None:
    row = Outlook("Accommodation", 3_210_000, 1_380_000, 5_475_000, budget=5_475_000)
    assert (row.forecast, row.variance) == (4_590_000, -885_000)
    assert Outlook("Accommodation", 1, 2, 3).variance is None


def test_services_of_one_name_are_one_row_beside_its_budget_and_a_budget_without_services_has_its_row() -> (
    None
):
    spends = [Outlook("a", 100, 10, 1), Outlook("b", 500, 50, 5), Outlook("a", 200, 20, 2)]
    rows = outlooks(spends, {"a": 300, "c": 40})
    assert rows == (Outlook("b", 500, 50, 5), Outlook("a", 300, 30, 3, 300), Outlook("c", 0, 0, 0, 40))
    whole = total(rows)
    assert (whole.forecast, whole.budget, whole.variance) == (880, 340, 540)
    assert total(outlooks(spends, {})).budget is None
    shuffled = Random(117).sample(spends, len(spends))
    assert outlooks(shuffled, {"a": 300, "c": 40}) == rows


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-9, 99), st.integers(0, 99))))
def test_however_services_are_put_together_the_total_is_the_same(spends: list[tuple[str, int, int]]) -> None:
    rows = [Outlook(name, actual, coming, 0) for name, actual, coming in spends]
    assert total(outlooks(rows, {})).forecast == sum(actual + coming for _, actual, coming in spends)


def test_a_full_year_counts_365_days_at_the_last_rate_and_share() -> None:
    late = line(
        date(2026, 12, 1), rates=(RateFact(date(2026, 12, 1), 1), RateFact(date(2027, 2, 1), 105_000))
    )
    (charge,) = full_year(late, YEAR)
    assert (charge.gross, charge.by_payer) == (5_475_000, {"ICB": 2_737_500, "LA": 2_737_500})
    assert full_year(line(), days_of(2027))[0].gross == 5_490_000


def test_what_ends_in_the_year_or_is_paid_by_the_unit_or_cannot_be_priced_has_no_full_year() -> None:
    day = Period(YEAR.start, date(2026, 4, 2))
    hours = line(unit=Unit.HOUR, deliveries=(DeliveryFact(day, 1),))
    for none in (line(last=date(2027, 3, 30)), hours, line(rates=()), line(splits=())):
        assert full_year(none, YEAR) == ()
    assert full_year(line(last=date(2027, 3, 31)), YEAR)
    assert full_year(line(), Period(YEAR.start)) == ()


def test_a_body_that_takes_over_in_the_year_bears_the_whole_of_the_full_year() -> None:
    merged = line(payers=(PayerFact("ICB", Period(date(2026, 10, 1)), "NEW"),))
    (charge,) = full_year(merged, YEAR)
    assert dict(charge.posted) == {"NEW": 2_737_500, "LA": 2_737_500}


def test_a_file_is_read_by_value_or_by_words() -> None:
    text = HEAD + '2026/27,accommodation,MH117,"1,250,000.00",Budget book\r\n2026,Daily Living,,£84000.5,\r\n'
    found = read(text, KINDS)
    assert found.faults == []
    assert [(row.place, row.pence, row.reason) for row in found.rows] == [
        (Place(2026, "accommodation", "MH117"), 125_000_000, "Budget book"),
        (Place(2026, "daily_living", ""), 8_400_050, ""),
    ]


@pytest.mark.parametrize(
    ("row", "line_number", "words"),
    [
        ("2026/28,accommodation,,1.00,", 2, "year must be like 2026/27"),
        ("next,accommodation,,1.00,", 2, "year must be like 2026/27"),
        ("2026/27,gardening,,1.00,", 2, "“gardening” is no kind of service"),
        ("2026/27,accommodation,,-1.00,", 2, "budget must be pounds and pence"),
        ("2026/27,accommodation,,1.005,", 2, "budget must be pounds and pence"),
        ("2026/27,accommodation,,9999999999999,", 2, "budget must be pounds and pence"),
        ("2026/27,accommodation,,999999999999,", 2, "budget must be pounds and pence"),
        ("2026/27,accommodation,=1+1,1.00,", 2, "cost_centre has at most 20"),
        (f"2026/27,accommodation,,1.00,{'x' * 501}", 2, "reason has more than 500"),
        ("2026/27,accommodation,1.00", 2, "more or fewer values than columns"),
        ("2026/27,accommodation,,1.00,,", 2, "more or fewer values than columns"),
        ("2026/27,accommodation,,1.00,\r\n2026,Accommodation,,2.00,", 3, "is on line 2 already"),
        ('2026/27,accommodation,,"1.00,', 0, "never closed"),
        ("", 0, "has no rows"),
    ],
)
def test_a_fault_is_told_with_its_line(row: str, line_number: int, words: str) -> None:
    (fault,) = read(HEAD + row, KINDS).faults
    assert fault.line == line_number
    assert words in fault.words
    assert fault.words.startswith(f"Line {line_number}: ") is bool(line_number)


def test_a_file_without_its_columns_or_with_too_many_rows_or_faults_is_cut_short() -> None:
    (fault,) = read("year,budget\r\n2026,1", KINDS).faults
    assert "Missing: category" in fault.words
    rows = "".join(f"2026,accommodation,C{n},1.00,\r\n" for n in range(2001))
    assert [f.text for f in read(HEAD + rows, KINDS).faults] == ["the file has more than 2000 rows"]
    assert len(read(HEAD + "2026,gardening,,1,\r\n" * 99, KINDS).faults) == 50
