"""Reconciliation rules 1 to 10 (practice 4.4) over 2,000 generated packages, the same ones in every run.

What the rules say of stored rows is held over the demo data beside this (tests/integration/test_demo.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from cases.rules.lifecycle import CaseStatus
from funding.rules import refs
from funding.rules.charging import Funding, contribution_findings, entitlement_findings
from funding.rules.corrections import Issued, Posting, net_by_payer, reverse_and_replace
from funding.rules.ledger import Paid, at_stake, still_to_recover
from funding.rules.lines import Charge, LineFact, RateFact, SplitFact, Terms, line_cost
from funding.rules.reconcile import Match, control_hash, control_totals, match_invoice
from funding.rules.reporting import uncharged
from funding.rules.split import FULL, Share
from s117.kernel.periods import Period

PACKAGES = 2000
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))


@dataclass(frozen=True, slots=True)
class Package:
    """A service with its terms, the same one with a rate put right, and the days that were charged so far."""

    line: LineFact
    corrected: LineFact
    charged: Period


@cache
def packages() -> tuple[Package, ...]:
    random = Random(117)
    return tuple(_package(random, number) for number in range(PACKAGES))


def _package(random: Random, number: int) -> Package:
    first = YEAR.start + timedelta(days=random.randrange(0, 300))
    last = first + timedelta(days=random.randrange(0, 400)) if random.random() < 0.5 else None
    rates = {first: random.randrange(1, 500_000)}
    splits = {first: _terms(random, number)}
    for _ in range(random.randrange(3)):
        rates[first + timedelta(days=random.randrange(1, 200))] = random.randrange(1, 500_000)
        splits[first + timedelta(days=random.randrange(1, 200))] = _terms(random, number)
    line = LineFact(
        str(number),
        Period.inclusive(first, last),
        tuple(RateFact(*row) for row in sorted(rates.items())),
        tuple(SplitFact(*row) for row in sorted(splits.items(), key=lambda row: row[0])),
    )
    changed = replace(line.rates[0], pence=line.rates[0].pence + random.randrange(1, 9_999))
    months = random.randrange(1, 12)
    charged = Period(YEAR.start, date(2026 + (3 + months) // 12, (3 + months) % 12 + 1, 1))
    return Package(line, replace(line, rates=(changed, *line.rates[1:])), charged)


def _terms(random: Random, number: int) -> Terms:
    nhs = random.randrange(0, FULL + 1)
    other = random.randrange(0, FULL + 1 - nhs) if random.random() < 0.2 else 0
    shares = (Share("LA", FULL - nhs - other, residual=True), Share("ICB", nhs), Share("EDU", other))
    return Terms(shares, f"PANEL-{number}", random.random() < 0.1)


def charges(line: LineFact, days: Period) -> tuple[Charge, ...]:
    return line_cost(line, days).charges


def issued(found: tuple[Charge, ...]) -> list[Issued]:
    return [Issued(str(n), row.days, row.gross, row.posted) for n, row in enumerate(found)]


def figures(found: tuple[Charge, ...]) -> Iterator[dict[str, object]]:
    for row in found:
        yield {"from": str(row.days.start), "gross": row.gross, "parts": [list(part) for part in row.posted]}


def test_rules_1_and_2_lines_header_and_payers_agree_to_the_penny() -> None:
    found = [row for package in packages() for row in charges(package.line, package.charged)]
    totals = control_totals((row.gross, row.posted) for row in found)
    assert totals.balanced
    assert totals.gross == sum(row.gross for row in found)
    assert [row for row in found if row.gross != sum(pence for _, pence in row.posted)] == []
    assert len(found) > PACKAGES


def test_rule_3_every_charged_day_is_charged_once() -> None:
    for package in packages():
        served = package.line.service.intersection(package.charged)
        found = charges(package.line, package.charged)
        assert sum(row.days.days for row in found) == (served.days if served else 0)
        assert all(not a.days.overlaps(b.days) for n, a in enumerate(found) for b in found[n + 1 :])


def test_rule_4_what_was_issued_and_its_adjustments_are_todays_figures() -> None:
    for package in packages():
        before, now = charges(package.line, package.charged), charges(package.corrected, package.charged)
        posted: tuple[Posting, ...] = reverse_and_replace(issued(before), now)
        both = net_by_payer([row.posted for row in before] + [row.parts for row in posted])
        assert _without_nothing(both) == _without_nothing(net_by_payer(row.posted for row in now))


def _without_nothing(sums: dict[str, int]) -> dict[str, int]:
    return {body: pence for body, pence in sums.items() if pence}


def test_rule_5_the_same_figures_have_the_same_hash_and_others_another() -> None:
    for package in packages():
        found = charges(package.line, package.charged)
        again = charges(package.line, package.charged)
        assert control_hash(figures(found)) == control_hash(figures(again))
        changed = charges(package.corrected, package.charged)
        if [row.gross for row in found] != [row.gross for row in changed]:
            assert control_hash(figures(found)) != control_hash(figures(changed))


@pytest.mark.parametrize(("off", "status"), [(0, Match.MATCHED), (100, Match.MATCHED), (-101, Match.QUERY)])
def test_rule_6_an_invoice_within_the_tolerance_matches(off: int, status: Match) -> None:
    for package in packages():
        gross = line_cost(package.line, package.charged).gross
        assert match_invoice(gross + off, gross).status is status


def test_rule_7_a_ledger_comes_to_nothing_after_its_recharge() -> None:
    start = date(2026, 7, 15)
    for package in packages():
        parts = [(row.days, row.by_payer["LA"]) for row in charges(package.line, package.charged)]
        paid = [Paid(*part) for days, pence in parts if (part := at_stake(days, pence, start)) is not None]
        recharge = still_to_recover(paid)
        assert sum(row.pence for row in paid) - recharge == 0
        assert still_to_recover(replace(row, recharged=True) for row in paid) == 0


def test_rule_8_a_line_has_its_decision_unless_it_is_interim() -> None:
    for package in packages():
        bare = tuple(
            replace(row, terms=replace(row.terms, decision="", interim=False)) for row in package.line.splits
        )
        found = line_cost(replace(package.line, splits=bare), package.charged)
        assert all(finding.rule is refs.NO_DECISION for finding in found.findings)
        assert bool(found.findings) == bool(found.charges)
        assert not line_cost(package.line, package.charged).findings


def test_rule_9_the_year_is_what_was_charged_and_what_is_to_come_day_by_day() -> None:
    for package in packages():
        actual = charges(package.line, package.charged)
        to_come = uncharged(package.line, YEAR, [row.days for row in actual])
        served = package.line.service.intersection(YEAR)
        days = sum(row.days.days for row in (*actual, *to_come))
        assert days == (served.days if served else 0)
        whole = line_cost(package.line, YEAR)
        split_once_more = len(actual) + len(to_come) - len(whole.charges)
        difference = sum(row.gross for row in (*actual, *to_come)) - whole.gross
        assert abs(difference) <= split_once_more


def test_rule_10_nobody_is_paid_for_without_entitlement_or_charged_with_it() -> None:
    for package in packages():
        last = package.line.service.last_day
        over = entitlement_findings(CaseStatus.ENDED, last)
        assert bool(over) == (last is None)
        assert entitlement_findings(CaseStatus.ACTIVE, last) == ()
        assert contribution_findings(Funding.S117, package.line.rates[0].pence)
