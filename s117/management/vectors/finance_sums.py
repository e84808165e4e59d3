"""Finance vectors about sums: mixed packages, refunds, forecasts, pools, invoices, refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from funding.rules import budgets, charging, forecast, pools, proration, reconcile, refs, refunds, split
from funding.rules.charging import Funding
from funding.rules.lines import LineFact, SplitFact, Terms, start_findings
from funding.rules.proration import weekly_amount
from funding.rules.refunds import STATUTORY_POINTS, Basis
from s117.kernel.findings import Finding
from s117.kernel.periods import Period, gaps, overlaps
from s117.management.vectors import finance_terms as read
from s117.management.vectors.finance_absences import absences
from s117.management.vectors.finance_facts import Answer, Case, Facts

_FUNDING = {
    **{each.value: each for each in Funding},
    "personal_health_budget": Funding.PHB,
    **dict.fromkeys(("nhs", "icb", "chc", "fnc"), Funding.HEALTH),
}
_UNREADABLE = "unreadable"
_DECISION = ("decision", "decision_ref", "decision_reference")


def _mixed(case: Case) -> Answer:
    facts, config, _ = case
    charged = read.service(facts, config).intersection(facts.closed("period"))
    days = charged.days if charged else 0
    gross = weekly_amount(facts.pence("s117_weekly_pence"), days)
    residual = read.residual_of(facts, config)
    parts = split.apportion(gross, read.shares(facts.inner("s117_split"), residual))
    other = weekly_amount(facts.pence("other_weekly_pence", 0), days)
    funder = facts.word("other_funder") or residual
    assessed = weekly_amount(facts.pence("assessed_client_contribution_weekly_pence", 0), days)
    contribution = charging.contribution_towards_other(assessed, other)
    net = other - contribution
    pence = {"s117_gross": gross, **parts, "other_gross": other, "client_contribution": contribution}
    for payer in dict.fromkeys([*parts, funder]):
        pence[f"{payer}_s117"] = parts.get(payer, 0)
        pence[f"{payer}_total"] = parts.get(payer, 0) + (net if payer == funder else 0)
    return {"pence": {**pence, f"{funder}_other_net": net, "package_gross": gross + other}}


def _refund(case: Case) -> Answer:
    facts, config, _ = case
    first, last = facts.day("charged_from"), facts.day("charged_to")
    if first is None or last is None:
        raise ValueError("charged_from and charged_to are needed")
    charged = Period.inclusive(first, last)
    shares = read.shares(facts.inner("split_now"), read.residual_of(facts, config))
    found = refunds.refund(charged, facts.pence("weekly_contribution_pence"), shares)
    pence = {"refund_total": found.total}
    pence |= {f"refund_{year.replace('/', '_')}": amount for year, amount in found.by_year.items()}
    for share in shares:
        name = f"{share.payer}_bears" if share.residual else f"recharge_to_{share.payer}"
        pence[name] = found.by_payer.get(share.payer, 0)
    return {"pence": pence | _interest(facts, charged, found)}


def _interest(facts: Facts, charged: Period, found: refunds.Refund) -> dict[str, int]:
    """Interest by the basis that the case names, to the day it names (practice 4.2); none without one."""
    basis, until = facts.word("interest_basis"), facts.first_day("interest_to", "refunded_on", "paid_on")
    if basis in ("", Basis.NONE.value) or until is None:
        return {}
    simple = int(facts.exact("interest_percent", 0) * 100)
    points = STATUTORY_POINTS if basis == Basis.STATUTORY.value else simple
    by_year = refunds.interest(charged, found.by_year, points, until)
    pence = {f"interest_{year.replace('/', '_')}": amount for year, amount in by_year.items()}
    total = sum(by_year.values())
    return {**pence, "interest_total": total, "total_with_interest": found.total + total}


def _rounding(case: Case) -> Answer:
    facts, config, _ = case
    shares = read.shares(facts.inner("split"), read.residual_of(facts, config))
    gross = facts.pence("gross_pence")
    return {"pence": {"gross": gross, **split.apportion(gross, shares)}}


def _forecast(case: Case) -> Answer:
    facts, _, _ = case
    if "payments_in_year" in facts or "payment_days" in facts:
        return {"pence": _payment_run(facts, facts.pence("weekly_rate_pence"))}
    if "years" in facts:
        return _yearly(facts, facts.pence("weekly_rate_pence"))
    return {"pence": _in_year(case)}


def _yearly(facts: Facts, weekly: int) -> Answer:
    years = [row.period() for row in facts.rows("years")]
    pence = {f"fy_{read.year_key(year.start)}": forecast.commitment(weekly, year) for year in years}
    others = forecast.budget_counts(weekly)
    return {"pence": pence | others, "other_conventions": others}


def _payment_run(facts: Facts, weekly: int) -> dict[str, int]:
    year, days = facts.closed("year"), facts.whole("payment_days", 28)
    payments = facts.whole("payments_in_year", year.days // max(days, 1))
    run = forecast.payment_run(weekly, days, payments, year)
    return {
        "payment": run.payment,
        f"{_in_words(payments)}_payments": run.paid_in_year,
        "year_commitment": run.year,
        "difference": run.difference,
    }


def _in_year(case: Case) -> dict[str, int]:
    """What was charged to a day and what is to come until the service ends, or the financial year does."""
    facts, _, _ = case
    actuals_to, planned_end = facts.day("actuals_to"), facts.first_day("planned_end", "line_to")
    if actuals_to is None:
        raise ValueError("actuals_to: it is not given")
    year = budgets.days_of(budgets.year_of(actuals_to))
    service = Period.inclusive(facts.day("line_from") or year.start, planned_end)
    line = _forecast_line(case, service, year)
    spent = Period.inclusive(year.start, actuals_to)
    coming = Period(actuals_to + timedelta(days=1), year.end)
    found = forecast.forecast(line, spent, coming, facts.pence("budget_pence", 0))
    return {
        "actual": found.actual,
        "commitment": found.commitment,
        "forecast": found.total,
        "variance": found.variance,
        **{f"{payer}_forecast": found.by_payer.get(payer, 0) for payer in _payers(line)},
    }


def _forecast_line(case: Case, service: Period, year: Period) -> LineFact:
    facts, config, _ = case
    weekly = None if "rates" in facts else facts.pence("weekly_rate_pence")
    alone = SplitFact(date.min, Terms((split.Share("", split.FULL, True),), "vector"))
    return LineFact(
        key="forecast",
        service=service,
        rates=read.rates(facts, weekly, year),
        splits=read.splits(facts, read.residual_of(facts, config), year) or (alone,),
        absences=tuple(absences(facts)),
    )


def _payers(line: LineFact) -> list[str]:
    return [share.payer for row in line.splits for share in row.terms.shares if share.payer]


def _pool(case: Case) -> Answer:
    facts, config, _ = case
    row = facts.inner("contributions_pence")
    paid = {body: row.pence(body) for body, _ in row.figures()}
    named = next((key for key in ("overspend_split", "underspend_split") if key in facts), "split")
    shares = read.shares(facts.inner(named), read.residual_of(facts, config))
    found = pools.pool_outturn(paid, facts.pence("outturn_pence"), shares)
    pence = {"overspend": found.overspend, "underspend": -found.overspend}
    for body, amount in found.parts.items():
        pence |= {f"{body}_overspend": amount, f"{body}_underspend": -amount}
    return {"pence": {**pence, **{f"{body}_final": amount for body, amount in found.final.items()}}}


def _reconciliation(case: Case) -> Answer:
    facts, config, _ = case
    reported = facts.closed("period")
    pence: dict[str, int] = {}
    for row in facts.rows("lines"):
        name = row.word("client") or "unnamed"
        pence[name] = pence.get(name, 0) + _scheduled(row, config, reported)
    scheduled = sum(pence.values())
    default = config.get("tolerance_pence", reconcile.INVOICE_TOLERANCE_PENCE)
    tolerance = facts.pence("tolerance_pence", default)
    match = reconcile.match_invoice(facts.pence("invoice_pence"), scheduled, tolerance)
    return {
        "pence": {**pence, "schedule_total": scheduled, "variance": match.variance},
        "status": str(match.status),
    }


def _scheduled(row: Facts, config: Mapping[str, Any], reported: Period) -> int:
    """What a schedule charges for one person: the period's days on which the line runs."""
    days = read.service(row, config).intersection(reported)
    return weekly_amount(row.pence("weekly_rate_pence"), days.days) if days else 0


def _convention_compare(case: Case) -> Answer:
    facts, _, _ = case
    weekly = facts.pence("weekly_rate_pence")
    days = facts.closed("period").days if "period" in facts else facts.pence("days")
    exact, rounded = weekly_amount(weekly, days), proration.rounded_daily_amount(weekly, days)
    return {
        "pence": {
            "exact_fraction": exact,
            "rounded_daily_rate": proration.daily_rate(weekly),
            "rounded_daily_total": rounded,
            "difference": rounded - exact,
        }
    }


def _validation(case: Case) -> Answer:
    facts, config, _ = case
    rules = {}
    for number, row in enumerate(facts.rows("cases"), start=1):
        name = row.word("name") or f"case_{number}"
        rules[name] = _broken(row, read.residual_of(row, config))
    return {"errors": {name: _severity(broken) for name, broken in rules.items()}, "findings": rules}


def _broken(row: Facts, residual: str) -> list[str]:
    try:
        return [finding.rule.id for finding in _refusals(row, residual)]
    except ValueError:  # a share of three decimals, days the wrong way round, words for a number
        return [_UNREADABLE]


def _severity(rules: list[str]) -> str:
    if not rules:
        return "ok"
    return "warning_unless_wheelchair" if rules == [refs.PHB_TOP_UP.id] else "error"


def _refusals(row: Facts, residual: str) -> Iterable[Finding]:
    for key in ("shares", "split"):
        if key in row:
            yield from split.share_findings(read.shares(row.inner(key), residual))
    yield from _split_refusals(row, residual)
    line_from = row.day("line_from")
    if line_from is not None:
        yield from start_findings(line_from, row.day("rate_from"))
        yield from start_findings(line_from, row.day("split_from"), "cost share")
    if row.pence("weekly_rate_pence", 0) < 0:
        raise ValueError("a rate is not below nothing")
    if any(key in row and not row.get(key) for key in _DECISION) and not row.truth("interim"):
        yield refs.finding(refs.NO_DECISION)
    funding = _FUNDING.get(row.word("funding"), Funding.OTHER)
    yield from charging.contribution_findings(funding, row.pence("client_contribution_weekly_pence", 0))
    top_up, wheelchair = row.pence("top_up_weekly_pence", 0), bool(row.get("wheelchair"))
    yield from charging.top_up_findings(funding, top_up, wheelchair=wheelchair)


def _split_refusals(row: Facts, residual: str) -> Iterable[Finding]:
    """Days with two shares or rates or with none, and dated shares that do not come to a hundred."""
    first, last = row.day("line_from"), row.day("line_to")
    rows = row.rows("splits")
    priced = sorted(each.period() for each in row.rows("rates"))
    if overlaps(priced) or (priced and gaps(priced, Period(priced[0].start, split.latest_end(priced)))):
        yield refs.finding(refs.NO_RATE, "A day has two rates, or none.")
    held = [each.period() for each in rows]
    whole = Period.inclusive(first or date.min, last)
    if any(period.empty for period in (*held, whole)):
        raise ValueError("a last day is before the first")
    if held:
        starts_on = first or min(period.start for period in held)
        yield from split.coverage_findings(held, Period(starts_on, whole.end or split.latest_end(held)))
    for each in rows:
        if each.figures():
            yield from split.share_findings(read.shares(each, residual))


_ONES = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _in_words(count: int) -> str:
    """13 -> 'thirteen', 52 -> 'fifty_two': the key of a payment run names how many payments it has."""
    if count < len(_ONES):
        return _ONES[count]
    tens, ones = divmod(count, 10)
    return _TENS[tens] if not ones else f"{_TENS[tens]}_{_ONES[ones]}"


KINDS = {
    "mixed": _mixed,
    "refund": _refund,
    "rounding": _rounding,
    "forecast": _forecast,
    "pool": _pool,
    "reconciliation": _reconciliation,
    "convention_compare": _convention_compare,
    "validation": _validation,
}
