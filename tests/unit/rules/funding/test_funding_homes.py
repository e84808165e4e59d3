"""The parts of a home that aftercare pays come to its weekly rate, or somebody says why they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from funding.rules.homes import HomeCheck, HomePart, HomeRate, difference_words, home_check, home_findings
from s117.kernel.periods import Period

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
ALWAYS = Period(date.min)
RENT = HomePart("Rent", Fraction(18_500), ALWAYS)
CARE = HomePart("Care and support in the home", Fraction(86_500), ALWAYS)
RATE = HomeRate(Period(APRIL), ((APRIL, 105_000),))


def checked(*parts: HomePart, rates: tuple[HomeRate, ...] = (RATE,), since: date = APRIL) -> HomeCheck:
    found = home_check(since, parts, rates)
    assert found is not None
    return found


def test_parts_that_come_to_the_rate_stand_in_nobodys_way() -> None:
    assert home_findings(checked(RENT, CARE)) == ()
    thirds = [HomePart(name, Fraction(105_000, 3), ALWAYS) for name in ("a", "b", "c")]
    assert home_findings(checked(*thirds)) == ()


def test_parts_that_come_to_less_are_named_with_the_difference() -> None:
    (found,) = home_findings(checked(RENT))
    assert found.rule.id == "home_parts"
    assert found.text == (
        "The parts of the home that aftercare pays come to £185.00 a week (rent £185.00),"
        " and the rate to £1,050.00 on 1 April 2026: £865.00 apart."
    )


def test_a_price_that_is_not_known_is_said_and_counts_as_a_difference_even_where_the_rest_agrees() -> None:
    unknown = HomePart("Service charge", None, ALWAYS)
    (found,) = home_findings(checked(RENT, CARE, unknown))
    assert found.text.endswith("£0.00 apart. The price of service charge is not known.")
    alone = checked(unknown)
    assert difference_words(alone).startswith(
        "The parts of the home that aftercare pays come to £0.00 a week, and"
    )


def test_a_difference_that_was_named_stands_until_it_is_another_one() -> None:
    assert home_findings(checked(RENT, rates=(replace(RATE, named=86_500),))) == ()
    assert home_findings(checked(RENT, rates=(replace(RATE, named=86_400),)))


def test_a_later_uplift_is_no_fault_of_the_plan_and_a_new_plan_is_compared_on_its_own_day() -> None:
    raised = HomeRate(Period(APRIL), ((APRIL, 105_000), (MAY, 109_200)))
    assert home_findings(checked(RENT, CARE, rates=(raised,))) == ()
    assert checked(RENT, CARE, rates=(raised,), since=MAY).difference == 4_200
    begins = replace(CARE, days=Period(MAY))
    assert checked(RENT, begins, rates=(raised,)).on == MAY


def test_a_part_that_has_ended_and_a_home_that_has_not_begun_are_left_out() -> None:
    before = HomePart("Utilities", Fraction(2_000), Period.inclusive(date(2026, 1, 1), date(2026, 3, 31)))
    assert checked(before, RENT, CARE).settled
    second = HomeRate(Period(MAY), ((MAY, 5_000),))
    assert checked(RENT, CARE, rates=(RATE, second)).rate == 105_000
    assert checked(RENT, rates=(HomeRate(Period(APRIL), ((MAY, 5_000),)),)).rate == 0


def test_there_is_nothing_to_compare_without_parts_or_without_a_home_on_that_day() -> None:
    assert home_check(APRIL, [], [RATE]) is None
    assert home_check(APRIL, [RENT], []) is None
    ended = HomeRate(Period.inclusive(APRIL, date(2026, 4, 30)), ((APRIL, 105_000),))
    assert home_check(MAY, [RENT], [ended]) is None
    gone = replace(RENT, days=Period.inclusive(date(2026, 1, 1), date(2026, 3, 31)))
    assert home_check(APRIL, [gone], [RATE]) is None
    assert home_findings(None) == ()
