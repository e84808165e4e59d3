"""Finance vectors about lines: what is charged for which days, and what is posted to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from funding.rules import corrections, proration, reconcile, split
from funding.rules.corrections import Issued
from funding.rules.lines import Charge, LineFact, RateFact, line_cost
from funding.rules.proration import EndRule, weekly_amount
from s117.kernel.findings import Finding
from s117.kernel.periods import Period
from s117.management.vectors import finance_terms as read
from s117.management.vectors.finance_facts import Answer, Case, Facts

UNITS = ("units", "hours", "nights", "sessions", "items", "quantity")


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


def _nothing(*lines: LineFact) -> dict[str, int]:
    """Nothing for every payer of the lines, who each have a figure even where no day is charged."""
    return {share.payer: 0 for line in lines for row in line.splits for share in row.terms.shares}


def _by_body(charges: tuple[Charge, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for charge in charges:
        for payer, body in charge.bodies:
            found[body] = found.get(body, 0) + charge.by_payer.get(payer, 0)
    return found


def period(case: Case) -> Answer:
    """A line in a reporting period: its segments, each payer's part, and what stands outside the share."""
    facts, config, _ = case
    reported = facts.closed("period")
    weekly, pence = _weekly(facts)
    line = _raised(facts, read.line(facts, weekly, config))
    cost = line_cost(line, reported)
    pence |= _nothing(line) | _totals(cost.charges) | _accruals(line, reported)
    pence |= _outside_share(facts, line, reported, pence)
    found: Answer = {"pence": pence, "segments": [_segment(charge) for charge in cost.charges]}
    errors = [each.rule.id for each in chain(cost.findings, _refused(facts, line, reported))]
    return {**found, "errors": errors} if errors else found


def _weekly(facts: Facts) -> tuple[int | None, dict[str, int]]:
    """The shared weekly rate: as given, uplifted, or the provider's rate less what others pay."""
    facts.get("note")
    if "old_weekly_rate_pence" in facts and "uplift_percent" in facts:
        facts.get("weekly_rate_pence")  # said again by the uplift
        new = proration.uplifted(facts.pence("old_weekly_rate_pence"), facts.exact("uplift_percent"))
        return new, {"new_weekly_rate": new}
    apart = facts.pence("top_up_weekly_pence", 0) + _nursing(facts)
    whole = facts.pence("provider_weekly_rate_pence", 0) - apart
    if "weekly_rate_pence" in facts:
        return facts.pence("weekly_rate_pence"), {}
    return (whole if "provider_weekly_rate_pence" in facts else None), {}


def _nursing(facts: Facts) -> int:
    """Funded nursing care a week where local policy keeps it outside the share, which is a switch (M-10)."""
    weekly = facts.pence("fnc_weekly_pence", 0)
    shared = facts.truth("fnc_applies") is False or facts.truth("fnc_separate") is False
    return 0 if shared else weekly


def _raised(facts: Facts, line: LineFact) -> LineFact:
    """An uplift that has a day of its own: the old rate holds until then."""
    raised_on = facts.first_day("uplift_from", "uplift_on", "effective_from")
    if raised_on is None or "old_weekly_rate_pence" not in facts:
        return line
    old, new = RateFact(line.rates[0].starts_on, facts.pence("old_weekly_rate_pence")), line.rates[0].pence
    return replace(line, rates=(old, RateFact(raised_on, new)))


def _accruals(line: LineFact, reported: Period) -> dict[str, int]:
    """A reporting period across 31 March: what belongs to the old year by days, the rest to the new."""
    years = proration.by_financial_year(reported)
    if len(years) < 2:
        return {}
    before = line_cost(line, years[0]).gross
    return {
        f"accrue_to_{read.year_key(years[0].start)}": before,
        f"charge_to_{read.year_key(years[1].start)}": line_cost(line, reported).gross - before,
    }


def _outside_share(
    facts: Facts, line: LineFact, reported: Period, pence: Mapping[str, int]
) -> dict[str, int]:
    """Top-up and funded nursing care: lines of their own, each with its own payer (F11, F12)."""
    days = line.service.intersection(reported)
    count = 0 if days is None else days.days
    found: dict[str, int] = {}
    if "top_up_weekly_pence" in facts:
        found["top_up_payer"] = weekly_amount(facts.pence("top_up_weekly_pence"), count)
    if "fnc_weekly_pence" in facts:
        found["fnc"] = weekly_amount(_nursing(facts), count)
        found["icb_total"] = sum(pence[name] for name in _nothing(line) if read.role_of(name) == read.NHS)
        found["icb_total"] += found["fnc"]
    if found:
        found["provider_total"] = pence["gross"] + found.get("top_up_payer", 0) + found.get("fnc", 0)
    return found


def _refused(facts: Facts, line: LineFact, reported: Period) -> Iterator[Finding]:
    """What is wrong with the shares as they were given: totals, and days that two of them hold or none."""
    for terms in {row.terms for row in line.splits}:
        yield from split.share_findings(terms.shares)
    rows = facts.rows("splits")
    if any("to" in row for row in rows):
        yield from split.coverage_findings(
            (row.period() for row in rows), line.service.intersection(reported)
        )


def _period_set(case: Case) -> Answer:
    facts, _, _ = case
    weekly = facts.pence("weekly_rate_pence")
    periods = [row.period() for row in facts.rows("periods")]
    return {"pence": {f"gross_{each.start:%Y_%m}": weekly_amount(weekly, each.days) for each in periods}}


def _units(case: Case) -> Answer:
    facts, config, _ = case
    facts.period("period")
    name = next((name for name in UNITS if name in facts), UNITS[0])
    gross = proration.unit_amount(facts.exact(name), facts.pence("unit_rate_pence"))
    return {"pence": {"gross": gross, **_shared(facts, config, gross)}}


def _shared(facts: Facts, config: Mapping[str, object], gross: int) -> dict[str, int]:
    """An amount without days of its own, by the one share that the case gives."""
    row = next(iter([*facts.several("split"), *facts.rows("splits")]), Facts({}))
    return split.apportion(gross, read.shares(row, read.residual_of(facts, config)))


def _end_rules(case: Case) -> Answer:
    facts, _, _ = case
    weekly, died_on = facts.pence("weekly_rate_pence"), facts.day("date_of_death")
    begins, ends = facts.day("line_from"), facts.first_day("line_to", "leaving_day", "left_on")
    if begins is None or (died_on or ends) is None:
        raise ValueError("the first day of the line, and a day of death or of leaving, are needed")
    service = Period.inclusive(begins, ends)
    reported = facts.closed("period") if "period" in facts else service

    def paid(rule: EndRule) -> int:
        days = proration.charged_days(service, rule, died_on).intersection(reported)
        return weekly_amount(weekly, days.days) if days else 0

    found = {
        "leaving_day_charged": paid(EndRule()),
        "leaving_day_not_charged": paid(EndRule(leaving_day_charged=False)),
    }
    if died_on is not None:
        found["paid_to_date_of_death"] = found["leaving_day_charged"]
        found["paid_to_death_plus_1_day"] = paid(EndRule(True, 1))
        found |= {f"paid_to_death_plus_{days}_days": paid(EndRule(True, days)) for days in range(57)}
    return {"pence": found}


def _issued(charges: tuple[Charge, ...]) -> list[Issued]:
    return [Issued(str(n), charge.days, charge.gross, charge.parts) for n, charge in enumerate(charges)]


def _retrospective(case: Case) -> Answer:
    facts, config, _ = case
    reported, residual = facts.closed("period"), read.residual_of(facts, config)
    facts.get("decided_on"), facts.get("posting_period")
    before = read.line(facts, _rate(facts), config, "issued")
    decided = read.splits(facts, residual, reported, "decided")
    if not decided:
        raise ValueError("decided_split: it is not given")
    first = min(row.starts_on for row in decided)
    after = replace(before, splits=(*(row for row in before.splits if row.starts_on < first), *decided))
    totals, adjustments = _nothing(before, after), []
    for month in proration.by_month(reported):
        issued = _issued(line_cost(before, month).charges)
        postings = corrections.reverse_and_replace(issued, line_cost(after, month).charges)
        parts = corrections.net_by_payer(posting.parts for posting in postings)
        if postings:
            adjustments.append({"service_period": f"{month.start:%Y-%m}", **parts})
        totals = corrections.net_by_payer((tuple(totals.items()), tuple(parts.items())))
    return {"pence": {**totals, "net": sum(totals.values())}, "adjustments": adjustments}


def _rate(facts: Facts) -> int | None:
    """The weekly rate, where it is not told by dates."""
    return None if "rates" in facts else facts.pence("weekly_rate_pence")


def _correction(case: Case) -> Answer:
    """What was issued is taken back to the penny, and what should have been is put in its place (F18)."""
    facts, config, _ = case
    reported = facts.closed("period")
    facts.get("decided_on"), facts.get("posting_period")

    def as_it(word: str) -> LineFact:
        weekly = facts.pence(f"{word}_weekly_rate_pence", facts.get("weekly_rate_pence"))
        return read.line(facts, weekly, config, word)

    wrong, right = as_it("issued"), as_it("correct")
    issued = _issued(line_cost(wrong, reported).charges)
    postings = corrections.reverse_and_replace(issued, line_cost(right, reported).charges)
    lines = [{"type": str(row.kind), "gross": row.gross, **dict(row.parts)} for row in postings]
    totals = reconcile.control_totals((row.gross, row.parts) for row in postings)
    return {
        "pence": {**_nothing(wrong, right), "gross": totals.gross, **totals.by_payer},
        "lines": lines,
    }


def _dispute_recharge(case: Case) -> Answer:
    facts, config, _ = case
    reported = facts.closed("period")
    facts.get("determined_on")
    determined = _named(facts, "determined_payer")
    interim = _interim(facts)
    line = read.line(facts, _rate(facts), config)
    issued = [(month, line_cost(line, month).charges) for month in proration.by_month(reported)]
    every = tuple(charge for _, charges in issued for charge in charges)
    role = _role(determined, _nothing(line))
    pence = _nothing(line) | _totals(every)
    for payer, amount in _interim_ledger([c.by_payer.get(role, 0) for c in every], interim).items():
        pence[f"interim_{payer}"] = amount
    for month, charges in issued:
        parts = [charge.by_payer.get(role, 0) for charge in charges]
        owed = corrections.recharges(parts, interim, determined)
        for payer, amount in owed.items():
            for key in (f"recharge_{payer}_to_{determined}", f"of_which_{read.year_key(month.start)}"):
                pence[key] = pence.get(key, 0) + amount
    months = [
        {"month": f"{month.start:%Y-%m}", "days": sum(c.days.days for c in charges), **_totals(charges)}
        for month, charges in issued
    ]
    return {"pence": pence, "months": months}


def _interim(facts: Facts) -> tuple[split.Share, ...]:
    """Who carried the part in dispute meanwhile: several bodies by their shares, or one of them alone."""
    if "interim" in facts:
        return read.shares(facts.inner("interim"), "")
    return (split.Share(_named(facts, "interim_payer"), split.FULL, True),)


def _named(facts: Facts, key: str) -> str:
    body = facts.word(key)
    if not body:
        raise ValueError(f"{key}: it is not given")
    return body


def _interim_ledger(amounts: list[int], interim: tuple[split.Share, ...]) -> dict[str, int]:
    return corrections.net_by_payer(tuple(split.apportion(amount, interim).items()) for amount in amounts)


def _role(body: str, payers: Mapping[str, int]) -> str:
    """Which part of the cost a body bears: the council's, unless its name says otherwise."""
    alike = [payer for payer in payers if read.role_of(payer) == read.role_of(body)]
    return next(iter([*alike, *(payer for payer in payers if payer == read.COUNCIL), *payers]), body)


def _period_plus_one_off(case: Case) -> Answer:
    facts, config, _ = case
    found = period(case)
    pence, reported = dict(found["pence"]), facts.closed("period")
    for item in (*facts.several("one_off"), *facts.several("one_offs")):
        bought_on, amount = item.day("date"), item.pence("amount")
        parts = _shared(item if {"split", "splits"} & set(item.keys()) else facts, config, amount)
        if bought_on is None or reported.contains(bought_on):
            for key, value in {"gross": amount, **parts}.items():
                pence[key] = pence.get(key, 0) + value
    return {**found, "pence": pence}


KINDS = {
    "period": period,
    "period_set": _period_set,
    "units": _units,
    "end_rules": _end_rules,
    "retrospective": _retrospective,
    "correction": _correction,
    "dispute_recharge": _dispute_recharge,
    "period_plus_one_off": _period_plus_one_off,
}
