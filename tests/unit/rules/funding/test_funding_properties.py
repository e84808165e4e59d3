"""Laws of the money rules that hold for every package, not only for the examples."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import funding.rules
from funding.rules.corrections import Issued, net_by_payer, reverse_and_replace
from funding.rules.lines import LineFact, RateFact, SplitFact, Terms, line_cost
from funding.rules.proration import by_financial_year, by_month, cut, steps, weekly_amount
from funding.rules.reconcile import control_totals
from funding.rules.split import FULL, Share, apportion, basis_points, percent_words, share_findings
from s117.kernel.money import half_up
from s117.kernel.periods import Period

FIRST = date(2026, 4, 1)
days = st.integers(0, 120).map(lambda count: FIRST + timedelta(days=count))
pence = st.integers(0, 2_000_000)


@st.composite
def shares(draw: st.DrawFn) -> tuple[Share, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, FULL), max_size=3)))
    points = [after - before for before, after in zip([0, *cuts], [*cuts, FULL], strict=True)]
    residual = draw(st.integers(0, len(points) - 1))
    return tuple(Share(f"body {n}", part, n == residual) for n, part in enumerate(points))


def dated(value: st.SearchStrategy) -> st.SearchStrategy:
    return st.dictionaries(days, value, max_size=4).map(lambda rows: tuple(rows.items()))


@st.composite
def lines(draw: st.DrawFn) -> LineFact:
    rates = [RateFact(FIRST, draw(pence))] + [RateFact(*row) for row in draw(dated(pence))]
    terms = shares().map(lambda found: Terms(found, "panel"))
    splits = [SplitFact(FIRST, draw(terms))] + [SplitFact(*row) for row in draw(dated(terms))]
    unique_rates = {row.starts_on: row for row in rates}
    unique_splits = {row.starts_on: row for row in splits}
    end = draw(st.none() | days.map(lambda day: day + timedelta(days=1)))
    return LineFact("line", Period(FIRST, end), tuple(unique_rates.values()), tuple(unique_splits.values()))


periods = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 100)
)


@given(st.integers(-(10**10), 10**10), shares())
def test_parts_sum_to_the_whole_and_signs_mirror(gross: int, split: tuple[Share, ...]) -> None:
    parts = apportion(gross, split)
    assert sum(parts.values()) == gross
    assert {payer: -part for payer, part in parts.items()} == apportion(-gross, split)


@given(shares())
def test_shares_cut_from_a_hundred_are_accepted_and_a_hair_off_is_not(split: tuple[Share, ...]) -> None:
    assert not share_findings(split)
    first, *others = split
    nudged = (Share(first.payer, first.basis_points + 1, first.residual), *others)
    assert [found.rule.id for found in share_findings(nudged)] == ["shares_above_100"]


@given(lines(), periods)
@settings(max_examples=200)
def test_each_line_balances_and_no_day_is_charged_twice(line: LineFact, period: Period) -> None:
    charges = line_cost(line, period).charges
    assert control_totals((charge.gross, charge.parts) for charge in charges).balanced
    charged = line.service.intersection(period)
    assert sum(charge.days.days for charge in charges) == (charged.days if charged else 0)
    for before, after in pairwise(charges):
        assert before.days.end == after.days.start
        assert (before.rate_pence, before.terms) != (after.rate_pence, after.terms)


@given(lines(), periods, st.data())
@settings(max_examples=200)
def test_splitting_a_period_moves_no_day_and_at_most_a_penny_a_segment(
    line: LineFact, period: Period, data: st.DataObject
) -> None:
    middle = data.draw(st.integers(0, period.days).map(lambda count: period.start + timedelta(days=count)))
    halves = (Period(period.start, middle), Period(middle, period.end))
    whole = line_cost(line, period)
    parts = [charge for half in halves if not half.empty for charge in line_cost(line, half).charges]
    priced = {
        charge.days.start + timedelta(days=n): (charge.rate_pence, charge.terms)
        for charge in whole.charges
        for n in range(charge.days.days)
    }
    assert priced == {
        charge.days.start + timedelta(days=n): (charge.rate_pence, charge.terms)
        for charge in parts
        for n in range(charge.days.days)
    }
    assert abs(whole.gross - sum(charge.gross for charge in parts)) <= 1


@given(lines(), periods, st.randoms())
@settings(max_examples=200)
def test_the_order_of_rows_is_irrelevant(line: LineFact, period: Period, random: object) -> None:
    rates, splits = list(line.rates), list(line.splits)
    random.shuffle(rates)  # type: ignore[attr-defined]
    random.shuffle(splits)  # type: ignore[attr-defined]
    shuffled = LineFact(line.key, line.service, tuple(rates), tuple(splits))
    assert line_cost(shuffled, period) == line_cost(line, period)


@given(lines(), lines(), periods)
@settings(max_examples=200)
def test_issued_lines_plus_corrections_equal_recomputation(
    then: LineFact, now: LineFact, period: Period
) -> None:
    issued = [
        Issued(str(n), charge.days, charge.gross, charge.parts)
        for n, charge in enumerate(line_cost(then, period).charges)
    ]
    wanted = line_cost(now, period).charges
    postings = reverse_and_replace(issued, wanted)
    after = net_by_payer([row.parts for row in issued] + [row.parts for row in postings])
    recomputed = net_by_payer(charge.parts for charge in wanted)
    assert {payer: amount for payer, amount in after.items() if amount} == {
        payer: amount for payer, amount in recomputed.items() if amount
    }
    assert not reverse_and_replace(issued, line_cost(then, period).charges)


@given(periods)
def test_months_and_years_tile_the_period(period: Period) -> None:
    for pieces in (by_month(period), by_financial_year(period)):
        assert sum(piece.days for piece in pieces) == period.days
        assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)


@given(pence, st.integers(0, 800))
def test_the_amount_is_the_nearest_penny_to_the_exact_fraction(weekly: int, count: int) -> None:
    exact = Fraction(weekly * count, 7)
    assert abs(weekly_amount(weekly, count) - exact) <= Fraction(1, 2)
    assert weekly_amount(weekly, count) == half_up(exact)


@given(st.integers(0, FULL))
def test_percentages_survive_the_journey_through_words(points: int) -> None:
    assert basis_points(percent_words(points)) == points


def test_a_new_row_that_says_the_same_cuts_nothing() -> None:
    track = steps([(FIRST, "same"), (FIRST + timedelta(days=9), "same")])
    assert len(cut(Period(FIRST, FIRST + timedelta(days=30)), track)) == 1


def test_no_rule_uses_a_float() -> None:
    for path in Path(funding.rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id == "float"), path
            assert not (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Div)
                and path.name not in {"proration.py"}
            ), path


def test_a_line_without_rate_or_share_is_a_finding_and_never_a_crash() -> None:
    bare = LineFact("line", Period(FIRST), (), ())
    cost = line_cost(bare, Period(FIRST, FIRST + timedelta(days=30)))
    assert [found.rule.id for found in cost.findings] == ["no_rate", "no_split"]
    assert cost.charges == ()
