"""Finance vectors about sums: mixed packages, refunds, forecasts, pools, invoices, refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from funding.rules import charging, forecast, pools, proration, reconcile, refunds, split
from funding.rules.charging import Funding
from funding.rules.lines import start_findings
from funding.rules.proration import weekly_amount
from s117.kernel.findings import Finding
from s117.kernel.periods import Period
from s117.management.vectors import finance_facts as read
from s117.management.vectors.finance_facts import Answer, Case, Facts


def _mixed(case: Case) -> Answer:
    facts, config, _ = case
    days = facts.period("period").days
    gross = weekly_amount(int(facts.get("s117_weekly_pence")), days)
    residual = read.residual_of(facts, config)
    parts = split.apportion(gross, read.shares(facts.inner("s117_split"), residual))
    other = weekly_amount(int(facts.get("other_weekly_pence")), days)
    funder = str(facts.get("other_funder", residual))
    assessed = weekly_amount(int(facts.get("assessed_client_contribution_weekly_pence", 0)), days)
    contribution = charging.contribution_towards_other(assessed, other)
    pence = {"s117_gross": gross, **parts, f"{funder}_s117": parts.get(funder, 0), "other_gross": other}
    pence |= {
        "client_contribution": contribution,
        f"{funder}_other_net": other - contribution,
        f"{funder}_total": parts.get(funder, 0) + other - contribution,
        "package_gross": gross + other,
    }
    return {"pence": pence}


def _refund(case: Case) -> Answer:
    facts, config, _ = case
    charged = Period.inclusive(facts.day("charged_from"), facts.day("charged_to"))  # type: ignore[arg-type]
    shares = read.shares(facts.inner("split_now"), read.residual_of(facts, config))
    found = refunds.refund(charged, int(facts.get("weekly_contribution_pence")), shares)
    pence = {"refund_total": found.total}
    pence |= {f"refund_{year.replace('/', '_')}": amount for year, amount in found.by_year.items()}
    for share in shares:
        name = f"{share.payer}_bears" if share.residual else f"recharge_to_{share.payer}"
        pence[name] = found.by_payer[share.payer]
    return {"pence": pence}


def _rounding(case: Case) -> Answer:
    facts, config, _ = case
    shares = read.shares(facts.inner("split"), read.residual_of(facts, config))
    gross = int(facts.get("gross_pence"))
    return {"pence": {"gross": gross, **split.apportion(gross, shares)}}


def _forecast(case: Case) -> Answer:
    facts, _, _ = case
    weekly = int(facts.get("weekly_rate_pence"))
    if "payments_in_year" in facts or "payment_days" in facts:
        return {"pence": _payment_run(facts, weekly)}
    if "years" in facts:
        return _yearly(facts, weekly)
    return {"pence": _in_year(case, weekly)}


def _yearly(facts: Facts, weekly: int) -> Answer:
    years = [row.period() for row in facts.rows("years")]
    pence = {f"fy_{read.year_key(year.start)}": forecast.commitment(weekly, year) for year in years}
    others = forecast.budget_counts(weekly)
    return {"pence": pence | others, "other_conventions": others}


def _payment_run(facts: Facts, weekly: int) -> dict[str, int]:
    payments = int(facts.get("payments_in_year"))
    run = forecast.payment_run(weekly, int(facts.get("payment_days")), payments, facts.period("year"))
    return {
        "payment": run.payment,
        f"{_in_words(payments)}_payments": run.paid_in_year,
        "year_commitment": run.year,
        "difference": run.difference,
    }


def _in_year(case: Case, weekly: int) -> dict[str, int]:
    facts, config, _ = case
    actuals_to, planned_end = facts.day("actuals_to"), facts.day("planned_end")
    actual = Period.inclusive(facts.day("line_from"), actuals_to)
    planned = Period.inclusive(actuals_to + timedelta(days=1), planned_end)
    shares = read.shares(facts.inner("split"), read.residual_of(facts, config)) if "split" in facts else ()
    budget = int(facts.get("budget_pence", 0))
    found = forecast.forecast(weekly, actual, planned, shares, budget)
    return {
        "actual": found.actual,
        "commitment": found.commitment,
        "forecast": found.total,
        "variance": found.variance,
        **{f"{payer}_forecast": amount for payer, amount in found.by_payer.items()},
    }


def _pool(case: Case) -> Answer:
    facts, config, _ = case
    paid = {body: int(amount) for body, amount in facts.inner("contributions_pence").remaining()}
    shares = read.shares(facts.inner("overspend_split"), read.residual_of(facts, config))
    found = pools.pool_outturn(paid, int(facts.get("outturn_pence")), shares)
    pence = {"overspend": found.overspend}
    pence |= {f"{body}_overspend": amount for body, amount in found.parts.items()}
    pence |= {f"{body}_final": amount for body, amount in found.final.items()}
    return {"pence": pence}


def _reconciliation(case: Case) -> Answer:
    facts, _, _ = case
    days = facts.period("period").days
    pence = {
        str(row.get("client")): weekly_amount(int(row.get("weekly_rate_pence")), days)
        for row in facts.rows("lines")
    }
    scheduled = sum(pence.values())
    tolerance = int(facts.get("tolerance_pence", reconcile.INVOICE_TOLERANCE_PENCE))
    match = reconcile.match_invoice(int(facts.get("invoice_pence")), scheduled, tolerance)
    return {
        "pence": {**pence, "schedule_total": scheduled, "variance": match.variance},
        "status": str(match.status),
    }


def _convention_compare(case: Case) -> Answer:
    facts, _, _ = case
    weekly, days = int(facts.get("weekly_rate_pence")), int(facts.get("days"))
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
    errors: dict[str, str] = {}
    rules: dict[str, list[str]] = {}
    for row in facts.rows("cases"):
        name = str(row.get("name"))
        findings = tuple(_refusals(row, read.residual_of(row, config)))
        rules[name] = [finding.rule.id for finding in findings]
        errors[name] = _severity(rules[name])
    return {"errors": errors, "findings": rules}


def _severity(rules: list[str]) -> str:
    if not rules:
        return "ok"
    return "warning_unless_wheelchair" if rules == ["phb_top_up"] else "error"


def _refusals(row: Facts, residual: str) -> Iterable[Finding]:
    if "shares" in row:
        yield from split.share_findings(read.shares(row.inner("shares"), residual))
    if "splits" in row:
        yield from split.coverage_findings(each.period() for each in row.rows("splits"))
    line_from = row.day("line_from")
    if line_from is not None:
        yield from start_findings(line_from, row.day("rate_from"))
    funding = _funding(row.get("funding"))
    contribution = int(row.get("client_contribution_weekly_pence", 0))
    yield from charging.contribution_findings(funding, contribution)
    top_up, wheelchair = int(row.get("top_up_weekly_pence", 0)), bool(row.get("wheelchair", False))
    yield from charging.top_up_findings(funding, top_up, wheelchair=wheelchair)


def _funding(word: Any) -> Funding:
    return Funding(word) if word in set(Funding) else Funding.OTHER


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
