"""Money rules by example, in the words of those who use them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cases.rules.lifecycle import CaseStatus
from funding.rules import charging, lifecycle
from funding.rules.corrections import Issued, PostingKind
from funding.rules.lines import (
    AbsenceFact,
    DeliveryFact,
    LineCost,
    LineFact,
    PayerFact,
    RateFact,
    SplitFact,
    Terms,
    line_cost,
    start_findings,
)
from funding.rules.postings import Parties, line_postings
from funding.rules.proration import EndRule, Unit, by_month, charged_days
from funding.rules.reconcile import Match, control_hash, match_invoice
from funding.rules.split import (
    Share,
    apportion,
    basis_points,
    coverage_findings,
    percent_words,
    share_findings,
)
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.periods import Period

APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
HALVES = (Share("ICB", 5000), Share("LA", 5000, True))


def line(**over: object) -> LineFact:
    known: dict[str, object] = {
        "key": "line",
        "service": Period(APRIL.start),
        "rates": (RateFact(APRIL.start, 105_000),),
        "splits": (SplitFact(APRIL.start, Terms(HALVES, "PANEL-1")),),
    }
    return LineFact(**{**known, **over})  # type: ignore[arg-type]


def ids(findings: tuple) -> list[str]:
    return [found.rule.id for found in findings]


def test_hours_are_paid_as_delivered_and_their_absence_is_an_exception() -> None:
    hourly = line(unit=Unit.HOUR, rates=(RateFact(APRIL.start, 2_440),))
    assert ids(line_cost(hourly, APRIL).findings) == ["no_units"]
    delivered = line(
        unit=Unit.HOUR,
        rates=(RateFact(APRIL.start, 2_440),),
        deliveries=(DeliveryFact(MAY, Fraction("42.25")),),
    )
    assert line_cost(delivered, MAY).gross == 103_090
    assert line_cost(delivered, APRIL).gross == 0


def test_a_one_off_item_is_paid_once_on_its_first_day() -> None:
    item = line(unit=Unit.ONE_OFF, rates=(RateFact(APRIL.start, 25_000),))
    assert (line_cost(item, APRIL).gross, line_cost(item, MAY).gross) == (25_000, 0)
    assert not line_cost(item, MAY).findings


def test_a_line_outside_the_period_costs_nothing_and_asks_nothing() -> None:
    ended = line(service=Period(APRIL.start, APRIL.end))
    assert line_cost(ended, MAY) == LineCost((), ())


def test_a_place_that_is_only_held_costs_its_retainer() -> None:
    away = AbsenceFact(Period(date(2026, 4, 8), date(2026, 4, 15)), 5_000)
    cost = line_cost(line(absences=(away,)), APRIL)
    assert [(charge.days.days, charge.gross) for charge in cost.charges] == [
        (7, 105_000),
        (7, 52_500),
        (16, 240_000),
    ]


def test_a_merged_body_stands_in_its_predecessor_s_place() -> None:
    merged = line(payers=(PayerFact("ICB", Period(date(2026, 4, 11)), "ICB2"),))
    before, after = line_cost(merged, APRIL).charges
    assert (dict(before.posted), dict(after.posted)) == (
        {"ICB": 75_000, "LA": 75_000},
        {"ICB2": 150_000, "LA": 150_000},
    )
    assert (after.residual, dict(after.points)) == ("LA", {"ICB2": 5_000, "LA": 5_000})


def test_an_undecided_share_is_named_unless_it_is_interim() -> None:
    undecided = SplitFact(APRIL.start, Terms(HALVES))
    interim = SplitFact(APRIL.start, Terms(HALVES, interim=True))
    assert ids(line_cost(line(splits=(undecided,)), APRIL).findings) == ["no_decision_reference"]
    assert not line_cost(line(splits=(interim,)), APRIL).findings


@pytest.mark.parametrize(
    ("shares", "rules"),
    [
        ((Share("A", 5_000), Share("B", 4_999, True)), ["shares_below_100"]),
        ((Share("A", 5_001), Share("B", 5_000, True)), ["shares_above_100"]),
        ((Share("A", -1_000), Share("B", 11_000, True)), ["negative_share"]),
        ((Share("A", 5_000), Share("A", 5_000, True)), ["share_twice"]),
        ((Share("A", 5_000), Share("B", 5_000)), ["one_residual"]),
        ((), ["shares_below_100", "one_residual"]),
    ],
)
def test_wrong_shares_are_refused_by_name(shares: tuple[Share, ...], rules: list[str]) -> None:
    assert ids(share_findings(shares)) == rules


def test_days_with_two_shares_and_with_none_are_found() -> None:
    first, second = Period.inclusive(APRIL.start, date(2026, 5, 10)), Period(date(2026, 5, 10))
    assert [found.text for found in coverage_findings([first, second])] == [
        "Two cost shares hold 10 May 2026."
    ]
    late = coverage_findings([Period(date(2026, 4, 15))], line=Period(APRIL.start))
    assert [found.text for found in late] == ["No cost share holds 1 April 2026 to 14 April 2026."]
    ended = coverage_findings([APRIL], line=Period(APRIL.start))
    assert [found.text for found in ended] == ["No cost share holds the days from 1 May 2026."]
    assert coverage_findings([]) == ()


@pytest.mark.parametrize("words", ["33.333", "", "half", "1e2", "٥"])
def test_a_percentage_has_at_most_two_decimals(words: str) -> None:
    with pytest.raises(ValueError, match="percentage"):
        basis_points(words)


def test_percentages_in_words() -> None:
    assert (basis_points("-0.5"), percent_words(-50), basis_points("7")) == (-50, "-0.50", 700)


def test_a_cost_without_a_residual_body_cannot_be_shared() -> None:
    with pytest.raises(ValueError, match="residual"):
        apportion(100, (Share("A", 10_000),))


def test_terms_may_not_begin_before_the_service() -> None:
    assert ids(start_findings(date(2026, 4, 15), date(2026, 4, 1))) == ["rate_before_line_start"]
    assert not start_findings(date(2026, 4, 15), date(2026, 4, 15))


def test_the_contract_says_whether_the_leaving_day_is_paid() -> None:
    stay = Period.inclusive(date(2026, 4, 1), date(2026, 4, 30))
    assert charged_days(stay, EndRule()).days == 30
    assert charged_days(stay, EndRule(leaving_day_charged=False)).days == 29
    assert charged_days(stay, EndRule(days_after_death=3), died_on=date(2026, 3, 1)).empty


def test_days_on_which_a_place_is_not_paid_for_are_not_charged_days() -> None:
    away = Period.inclusive(date(2026, 4, 7), date(2026, 4, 20))
    held = line_cost(line(absences=(AbsenceFact(away, 5_000),)), APRIL)
    assert [(charge.days.days, charge.gross) for charge in held.charges] == [
        (6, 90_000),
        (14, 105_000),
        (10, 150_000),
    ]
    free = line_cost(line(absences=(AbsenceFact(away, 0),)), APRIL)
    assert [(charge.days.days, charge.gross) for charge in free.charges] == [(6, 90_000), (10, 150_000)]


def test_an_open_period_cannot_be_cut_into_months() -> None:
    with pytest.raises(ValueError, match="open period"):
        list(by_month(Period(APRIL.start)))


def test_aftercare_is_never_charged_for_and_nothing_else_is_shared() -> None:
    assert ids(charging.contribution_findings(charging.Funding.S117, 100)) == [
        "client_contribution_on_s117_line"
    ]
    assert not charging.contribution_findings(charging.Funding.OTHER, 8_530)
    assert charging.contribution_towards_other(8_530, 5_000) == 5_000
    assert ids(charging.may_be_shared("outside")) == ["not_shared_outside_aftercare"]
    assert not charging.may_be_shared("health")


def test_other_care_that_the_nhs_pays_for_takes_neither_a_charge_nor_a_top_up() -> None:
    health = charging.Funding.HEALTH
    assert ids(charging.contribution_findings(health, 1)) == ["client_contribution_on_health_line"]
    assert not charging.contribution_findings(health, 0)
    assert ids(charging.top_up_findings(health, 1)) == ["top_up_council"]
    assert not charging.top_up_findings(health, 0)


@pytest.mark.parametrize(("wheelchair", "rules"), [(False, ["phb_top_up"]), (True, [])])
def test_a_health_budget_takes_no_top_up_save_the_wheelchair(wheelchair: bool, rules: list[str]) -> None:
    assert ids(charging.top_up_findings(charging.Funding.PHB, 1_000, wheelchair=wheelchair)) == rules


def test_a_top_up_is_the_difference_where_a_suitable_place_exists_at_the_figure() -> None:
    lawful = charging.accommodation_top_up(120_000, 105_000, option_at_figure=True)
    assert (lawful.weekly_pence, lawful.allowed) == (15_000, True)
    unlawful = charging.accommodation_top_up(120_000, 105_000, option_at_figure=False)
    assert (unlawful.allowed, ids(unlawful.findings)) == (False, ["top_up_without_option"])


NORTHMOOR = Parties(frozenset({"LA"}), {"LA", "LB"})


def test_a_period_is_charged_once_and_afterwards_only_corrected() -> None:
    fresh, _ = line_postings(line(), APRIL, NORTHMOOR, {})
    assert [posting.kind for posting in fresh] == [PostingKind.CHARGE]
    issued = Issued("1", APRIL, fresh[0].gross, fresh[0].parts)
    assert line_postings(line(), APRIL, NORTHMOOR, {APRIL: [issued]})[0] == ()
    dearer = line(rates=(RateFact(APRIL.start, 112_000),))
    kinds = [posting.kind for posting in line_postings(dearer, MAY, NORTHMOOR, {APRIL: [issued]})[0]]
    assert kinds == [PostingKind.REVERSAL, PostingKind.REPLACEMENT, PostingKind.CHARGE]


def test_what_was_never_issued_is_a_late_charge() -> None:
    kinds = [posting.kind for posting in line_postings(line(), MAY, NORTHMOOR, {APRIL: []})[0]]
    assert kinds == [PostingKind.CHARGE, PostingKind.CHARGE]


@pytest.mark.parametrize(
    ("shares", "mine"),
    [
        ((Share("ICB", 5_000), Share("LA", 5_000, True)), True),
        ((Share("ICB", 5_000), Share("LB", 5_000, True)), False),
        ((Share("LA", 5_000), Share("LB", 5_000, True)), False),
        ((Share("LA", 5_000), Share("ICB", 5_000, True)), True),
        ((Share("ICB", 10_000, True),), False),
    ],
)
def test_each_charge_is_on_exactly_one_council_s_schedule(shares: tuple[Share, ...], mine: bool) -> None:
    split = SplitFact(APRIL.start, Terms(shares, "PANEL-1"))
    postings, _ = line_postings(line(splits=(split,)), APRIL, NORTHMOOR, {})
    assert bool(postings) is mine


def test_the_control_hash_is_of_the_figures_and_of_nothing_else() -> None:
    lines = [{"number": 1, "gross": 450_000}, {"number": 2, "gross": 1}]
    same = [{"gross": 450_000, "number": 1}, {"gross": 1, "number": 2}]
    assert control_hash(lines) == control_hash(same) != control_hash(lines[:1])


def test_an_invoice_within_a_pound_is_matched() -> None:
    assert match_invoice(948_841, 948_741).status is Match.MATCHED
    assert match_invoice(948_640, 948_741) == match_invoice(948_640, 948_741, 100)
    assert match_invoice(948_640, 948_741).status is Match.QUERY


def test_a_frozen_schedule_has_no_way_out() -> None:
    assert lifecycle.SCHEDULE.terminal() == {
        lifecycle.ScheduleStatus.FROZEN,
        lifecycle.ScheduleStatus.WITHDRAWN,
    }
    with pytest.raises(IllegalTransition):
        lifecycle.SCHEDULE.after(lifecycle.ScheduleStatus.FROZEN, lifecycle.ScheduleAction.PRODUCE)


@pytest.mark.parametrize(
    ("status", "last_day", "rules"),
    [
        (CaseStatus.ACTIVE, None, []),
        (CaseStatus.PROSPECTIVE, None, []),
        (CaseStatus.ENDED, date(2026, 4, 30), []),
        (CaseStatus.ENDED, None, ["paid_without_entitlement"]),
        (CaseStatus.ENDED_DEATH, None, ["paid_without_entitlement"]),
    ],
)
def test_nothing_is_paid_without_end_once_nobody_is_entitled(
    status: CaseStatus, last_day: date | None, rules: list[str]
) -> None:
    assert ids(charging.entitlement_findings(status, last_day)) == rules
