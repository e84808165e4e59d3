"""Finance vectors about lines: what is charged for which days, and what is posted to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from funding.rules import corrections, proration, reconcile, split
from funding.rules.corrections import Issued
from funding.rules.lines import Charge, LineFact, RateFact, SplitFact, Terms, line_cost
from funding.rules.proration import EndRule, weekly_amount
from s117.kernel.findings import Finding
from s117.kernel.periods import Period
from s117.management.vectors import finance_facts as read
from s117.management.vectors.finance_facts import Answer, Case, Facts


def _segment(charge: Charge) -> Answer:
    codes = {f"{payer.lower()}_code": body for payer, body in charge.bodies}
    return {**_days(charge.days), "gross": charge.gross, **charge.by_payer, **codes}


def _days(period: Period) -> Answer:
    return {
        "from": period.start.isoformat(),
        "to": period.last_day.isoformat() if period.last_day else None,
        "days": period.days,
    }


def _totals(charges: tuple[Charge, ...]) -> dict[str, int]:
    totals = reconcile.control_totals((charge.gross, charge.parts) for charge in charges)
    return {"gross": totals.gross, **totals.by_payer, **_by_body(charges)}


def _by_body(charges: tuple[Charge, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for charge in charges:
        for payer, body in charge.bodies:
            found[body] = found.get(body, 0) + charge.by_payer.get(payer, 0)
    return found


def _errors(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule.id for finding in findings]


def _period(case: Case) -> Answer:
    facts, config, _ = case
    weekly, pence = _weekly(facts)
    line = read.line(facts, weekly, config)
    period = facts.period("period")
    cost = line_cost(line, period)
    if not cost.charges:
        pence |= {share.payer: 0 for terms in line.splits for share in terms.terms.shares}
    pence |= _totals(cost.charges) | _accruals(cost.charges, period)
    pence |= _outside_share(facts, line, period, pence)
    found: Answer = {"pence": pence, "segments": [_segment(charge) for charge in cost.charges]}
    return {**found, "errors": _errors(cost.findings)} if cost.findings else found


def _weekly(facts: Facts) -> tuple[int | None, dict[str, int]]:
    """The shared weekly rate: as given, uplifted, or the provider's rate less what others pay."""
    given = facts.get("weekly_rate_pence")
    old, percent = facts.get("old_weekly_rate_pence"), facts.get("uplift_percent")
    if old is not None and percent is not None:
        new = proration.uplifted(int(old), read.number(percent))
        return new, {"new_weekly_rate": new}
    provider = facts.get("provider_weekly_rate_pence")
    if given is None and provider is not None:
        given = (
            int(provider) - int(facts.get("top_up_weekly_pence", 0)) - int(facts.get("fnc_weekly_pence", 0))
        )
    facts.get("note")
    return None if given is None else int(given), {}


def _accruals(charges: tuple[Charge, ...], period: Period) -> dict[str, int]:
    """A reporting period across 31 March: what belongs to the old year by days, the rest to the new."""
    years = proration.by_financial_year(period)
    if len(years) < 2:
        return {}
    before = sum(
        weekly_amount(charge.rate_pence, shared.days)
        for charge in charges
        for shared in [charge.days.intersection(years[0])]
        if shared
    )
    gross = sum(charge.gross for charge in charges)
    return {
        f"accrue_to_{read.year_key(years[0].start)}": before,
        f"charge_to_{read.year_key(years[1].start)}": gross - before,
    }


def _outside_share(facts: Facts, line: LineFact, period: Period, pence: Mapping[str, int]) -> dict[str, int]:
    """Top-up and funded nursing care: lines of their own, each with its own payer (F11, F12)."""
    days = line.service.intersection(period)
    found: dict[str, int] = {}
    if days is None:
        return found
    if "top_up_weekly_pence" in facts:
        found["top_up_payer"] = weekly_amount(int(facts.get("top_up_weekly_pence")), days.days)
    if "fnc_weekly_pence" in facts:
        found["fnc"] = weekly_amount(int(facts.get("fnc_weekly_pence")), days.days)
        found["icb_total"] = pence.get("ICB", 0) + found["fnc"]
    if found:
        found["provider_total"] = pence["gross"] + found.get("top_up_payer", 0) + found.get("fnc", 0)
    return found


def _period_set(case: Case) -> Answer:
    facts, _, _ = case
    weekly = int(facts.get("weekly_rate_pence"))
    periods = [row.period() for row in facts.rows("periods")]
    return {
        "pence": {f"gross_{period.start:%Y_%m}": weekly_amount(weekly, period.days) for period in periods}
    }


def _units(case: Case) -> Answer:
    facts, config, _ = case
    facts.period("period")
    gross = proration.unit_amount(read.number(facts.get("units")), int(facts.get("unit_rate_pence")))
    shares = read.shares(facts.inner("split"), read.residual_of(facts, config))
    return {"pence": {"gross": gross, **split.apportion(gross, shares)}}


def _end_rules(case: Case) -> Answer:
    facts, _, _ = case
    weekly, died_on = int(facts.get("weekly_rate_pence")), facts.day("date_of_death")
    service = Period.inclusive(facts.day("line_from") or died_on, facts.day("line_to"))  # type: ignore[arg-type]

    def paid(rule: EndRule) -> int:
        return weekly_amount(weekly, proration.charged_days(service, rule, died_on).days)

    extra = {f"paid_to_death_plus_{days}_days": paid(EndRule(True, days)) for days in range(1, 29)}
    return {
        "pence": {
            **extra,
            "paid_to_date_of_death": paid(EndRule()),
            "leaving_day_not_charged": paid(EndRule(leaving_day_charged=False)),
        }
    }


def _issued(charges: tuple[Charge, ...]) -> list[Issued]:
    return [Issued(str(n), charge.days, charge.gross, charge.parts) for n, charge in enumerate(charges)]


def _retrospective(case: Case) -> Answer:
    facts, config, _ = case
    residual, period = read.residual_of(facts, config), facts.period("period")
    facts.get("decided_on"), facts.get("posting_period")
    old = SplitFact(period.start, Terms(read.shares(facts.inner("issued_split"), residual), "issued"))
    decided = facts.inner("decided_split")
    starts_on = decided.day("from") or period.start
    new = SplitFact(starts_on, Terms(read.shares(decided, residual), "decided"))
    then = read.rates(facts, facts.get("weekly_rate_pence"), period)
    kept = (old,) if starts_on > period.start else ()
    before = LineFact("then", Period(period.start), then, (old,))
    after = LineFact("now", Period(period.start), then, (*kept, new))
    adjustments = []
    for month in proration.by_month(period):
        issued = _issued(line_cost(before, month).charges)
        postings = corrections.reverse_and_replace(issued, line_cost(after, month).charges)
        parts = corrections.net_by_payer(posting.parts for posting in postings)
        if postings:
            adjustments.append({"service_period": f"{month.start:%Y-%m}", **parts})
    totals = corrections.net_by_payer(
        tuple((payer, amount) for payer, amount in row.items() if payer != "service_period")
        for row in adjustments
    )
    return {"pence": {**totals, "net": sum(totals.values())}, "adjustments": adjustments}


def _correction(case: Case) -> Answer:
    facts, config, _ = case
    period = facts.period("period")
    splits = read.splits(facts, read.residual_of(facts, config), period)
    wrong, right = (int(facts.get(f"{word}_weekly_rate_pence")) for word in ("issued", "correct"))
    service = Period(facts.day("line_from") or period.start)

    def charges(weekly: int) -> tuple[Charge, ...]:
        return line_cost(
            LineFact("line", service, (RateFact(service.start, weekly),), splits), period
        ).charges

    postings = corrections.reverse_and_replace(_issued(charges(wrong)), charges(right))
    lines = [{"type": str(row.kind), "gross": row.gross, **dict(row.parts)} for row in postings]
    totals = reconcile.control_totals((row.gross, row.parts) for row in postings)
    return {"pence": {"gross": totals.gross, **totals.by_payer}, "lines": lines}


def _dispute_recharge(case: Case) -> Answer:
    facts, config, _ = case
    residual, period = read.residual_of(facts, config), facts.period("period")
    facts.get("determined_on")
    determined = str(facts.get("determined_payer"))
    interim = _interim(facts)
    line = LineFact(
        "dispute",
        Period(facts.day("line_from") or period.start),
        read.rates(facts, facts.get("weekly_rate_pence"), period),
        read.splits(facts, residual, period),
    )
    issued = [(month, line_cost(line, month).charges) for month in proration.by_month(period)]
    every = tuple(charge for _, charges in issued for charge in charges)
    role = _role(determined, every[0].by_payer if every else {})
    pence = _totals(every)
    for payer, amount in _interim_ledger([c.by_payer[role] for c in every], interim).items():
        pence[f"interim_{payer}"] = amount
    years: dict[str, int] = {}
    for month, charges in issued:
        owed = corrections.recharges((charge.by_payer[role] for charge in charges), interim, determined)
        for payer, amount in owed.items():
            pence[f"recharge_{payer}_to_{determined}"] = (
                pence.get(f"recharge_{payer}_to_{determined}", 0) + amount
            )
            key = f"of_which_{read.year_key(month.start)}"
            years[key] = years.get(key, 0) + amount
    months = [
        {"month": f"{month.start:%Y-%m}", "days": month.days, **_totals(charges)} for month, charges in issued
    ]
    return {"pence": pence | years, "months": months}


def _interim(facts: Facts) -> tuple[split.Share, ...]:
    if "interim" in facts:
        return read.shares(facts.inner("interim"), "")
    return (split.Share(str(facts.get("interim_payer")), split.FULL, True),)


def _interim_ledger(amounts: list[int], interim: tuple[split.Share, ...]) -> dict[str, int]:
    return corrections.net_by_payer(tuple(split.apportion(amount, interim).items()) for amount in amounts)


def _role(body: str, payers: Mapping[str, int]) -> str:
    """Which part of the cost a body named like 'LA_B' bears."""
    return next(
        (payer for payer in payers if body == payer or body.startswith(f"{payer}_")), read.DEFAULT_RESIDUAL
    )


def _period_plus_one_off(case: Case) -> Answer:
    facts, config, _ = case
    found = _period(case)
    item = facts.inner("one_off")
    item.day("date")
    amount = int(item.get("amount"))
    parts = split.apportion(amount, read.shares(item.inner("split"), read.residual_of(facts, config)))
    pence = dict(found["pence"])
    for key, value in {"gross": amount, **parts}.items():
        pence[key] = pence.get(key, 0) + value
    return {**found, "pence": pence}


KINDS = {
    "period": _period,
    "period_set": _period_set,
    "units": _units,
    "end_rules": _end_rules,
    "retrospective": _retrospective,
    "correction": _correction,
    "dispute_recharge": _dispute_recharge,
    "period_plus_one_off": _period_plus_one_off,
}
