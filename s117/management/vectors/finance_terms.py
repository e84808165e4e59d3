"""Reads the terms of a finance vector into what the funding rules take: shares, rates, absences, the line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from funding.rules.lines import LineFact, PayerFact, RateFact, SplitFact, Terms
from funding.rules.proration import EndRule, charged_days, financial_year, uplifted
from funding.rules.split import Share, basis_points
from s117.kernel.periods import Period
from s117.management.vectors.finance_absences import absences
from s117.management.vectors.finance_facts import Facts

COUNCIL, NHS = "LA", "ICB"
_ROLES = {
    COUNCIL: frozenset({"la", "lssa", "council", "borough", "county"}),
    NHS: frozenset({"icb", "nhs", "ccg", "lhb", "health"}),
}
_RESIDUAL = ("residual", "residual_payer", "pays_provider", "provider_paid_by")


def year_key(day: date) -> str:
    """The financial year of a day as the vectors' keys spell it: 2026_27."""
    return financial_year(day).replace("/", "_")


def role_of(body: str) -> str:
    """Which part of a cost a body named like 'LA_B' or 'NHS Northmoor ICB' bears: LA, ICB, or its own."""
    words = set(body.lower().replace("_", " ").split())
    return next((role for role, known in _ROLES.items() if words & known), body)


def shares(given: Facts, residual: str) -> tuple[Share, ...]:
    """Shares in the order given. The odd penny is for the residual party, by name or by role; else for the
    last that is no NHS body. ValueError where there is no share, or one has more than two decimals."""
    given.get("from"), given.get("to")
    pairs = given.figures()
    if not pairs:
        raise ValueError("no shares are given")
    names = [name for name, _ in pairs]
    choices = [name for name in names if name == residual]
    choices += [name for name in names if role_of(name) == role_of(residual)]
    choices += reversed([name for name in names if role_of(name) != NHS])
    takes_rest = [*choices, names[-1]][0]
    return tuple(Share(name, basis_points(str(percent)), name == takes_rest) for name, percent in pairs)


def residual_of(facts: Facts, config: Mapping[str, Any]) -> str:
    """Who pays the provider: the facts' word, then the configuration's, then the council."""
    return facts.word(*_RESIDUAL) or str(config.get("residual") or COUNCIL)


def splits(facts: Facts, residual: str, period: Period, word: str = "") -> tuple[SplitFact, ...]:
    """`splits` with their dates, or one `split` throughout; by a word, `issued_split` before either."""
    names = [f"{word}_splits", f"{word}_split"] if word else []
    names = [name for name in (*names, "splits", "split") if name in facts][:1]
    rows = [row for name in names for row in facts.several(name)]
    starts = [row.day("from") or period.start for row in rows]
    found = (shares(row, residual) for row in rows)
    return tuple(SplitFact(on, Terms(each, "vector")) for on, each in zip(starts, found, strict=True))


def rates(facts: Facts, weekly_pence: int | None, period: Period) -> tuple[RateFact, ...]:
    """`rates` with their dates, or one weekly rate throughout. A row may raise the rate before it instead."""
    if "rates" not in facts:
        return () if weekly_pence is None else (RateFact(date.min, weekly_pence),)
    found: list[RateFact] = []
    for row in sorted(facts.rows("rates"), key=lambda each: each.day("from") or period.start):
        row.get("to")
        starts_on = row.day("from") or period.start
        if "weekly_rate_pence" not in row and found:
            found.append(RateFact(starts_on, uplifted(found[-1].pence, row.exact("uplift_percent"))))
        else:
            found.append(RateFact(starts_on, row.pence("weekly_rate_pence")))
    return tuple(found)


def line(facts: Facts, weekly_pence: int | None, config: Mapping[str, Any], word: str = "") -> LineFact:
    """The funded line that a vector describes, from its first day or from the period's; by a `word`, as it
    was issued or as it should have been."""
    period = facts.closed("period")
    return LineFact(
        key="vector",
        service=service(facts, config, period.start, word),
        rates=rates(facts, weekly_pence, period),
        splits=splits(facts, residual_of(facts, config), period, word),
        payers=tuple(_payer(row) for row in facts.rows("payers")),
        absences=tuple(absences(facts)),
    )


def service(facts: Facts, config: Mapping[str, Any], default: date = date.min, word: str = "") -> Period:
    """The charged days of a line: from its first day, or from `default`, by the contract's end rule (F15)."""
    first, last = facts.first_day("line_from", "from") or default, _last_day(facts, word)
    leaving_day = facts.get("end_day_charged", config.get("end_day_charged", True))
    rule = EndRule(leaving_day is not False, facts.whole("days_after_death", 0))
    return charged_days(Period.inclusive(first, last), rule, facts.day("date_of_death"))


def _last_day(facts: Facts, word: str) -> date | None:
    own = f"{word}_line_to"
    return facts.day(own if word and own in facts else "line_to")


def _payer(row: Facts) -> PayerFact:
    return PayerFact(str(row.get("role")), row.period(), str(row.get("code")))
