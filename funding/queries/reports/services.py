"""Reports over funded services: what is to come, what is not charged yet, what is dear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, Value, When

from cases.queries import joined
from funding.models import FundedLine
from funding.queries.budgets import budgets_of_year
from funding.queries.facts import LineInPeriod, lines_in_period
from funding.queries.forecasts import LineForecast, line_forecasts, own_part
from funding.queries.issued import IssuedSum, issued_sums
from funding.queries.packages import visible_lines
from funding.queries.reports.base import (
    Filters,
    Report,
    Rows,
    days_column,
    listed,
    money,
    number,
    words,
    worked,
)
from funding.queries.reports.rates import annual_value, weekly_rate_on
from funding.rules.budgets import Outlook, outlooks, year_of, year_words
from funding.rules.lines import Charge
from funding.rules.proration import Unit
from funding.rules.reporting import financial_year_of, uncharged
from s117.kernel.actor import Actor
from s117.kernel.letters import initials
from s117.kernel.periods import Period

Line = tuple[LineInPeriod, IssuedSum]


def _lines(actor: Actor, filters: Filters, days: Period) -> Iterator[Line]:
    """The services that the actor's body pays for or has a share in, with what was charged of them by
    schedules whose period ends in the days."""
    issued = issued_sums(days, actor.organisation_ids, posted_by=days.last_day)
    for line in lines_in_period(actor.organisation_ids, days.start, days.last_day or days.start):
        if _wanted(line, filters):
            yield line, issued.get(line.line_id) or IssuedSum()


def _wanted(line: LineInPeriod, filters: Filters) -> bool:
    return filters.category in {"", line.category} and filters.provider.lower() in line.provider_name.lower()


def _person(line: LineInPeriod) -> tuple[Any, ...]:
    return (
        line.case_reference,
        initials(line.given_names, line.family_name),
        line.birth_year,
        line.provider_name,
        line.category,
        line.description,
    )


PERSON = (
    words("Local reference"),
    words("Initials", 8),
    number("Year of birth"),
    words("Provider", 28),
    words("Category", 16),
    words("Service", 28),
)
COMMITMENT = (
    *PERSON,
    words("Team", 20),
    words("Cost centre", 12),
    words("Subjective code", 12),
    days_column("Ends on"),
    money("Weekly rate"),
    money("Charged so far"),
    money("Not charged yet"),
    money("Year"),
    money("Full-year effect"),
    money("Your share so far"),
    money("Your share to come"),
    money("Your share of the year"),
    money("Your full-year effect"),
)


def _commitment(actor: Actor, filters: Filters) -> Rows:
    """The financial year of the last day asked for, to 31 March, counted by days (reconciliation rule 9)."""
    year = financial_year_of(filters.last)
    found = line_forecasts(actor, year)
    return listed([_forecast(row, year) for row in found if _wanted(row.line, filters)])


def _forecast(row: LineForecast, year: Period) -> Sequence[Any]:
    line, gross, own = row.line, row.gross, row.own
    return (
        *_person(line), row.team, line.cost_centre, line.subjective_code, line.last_day,
        _weekly(line, year),
        gross.actual, gross.commitment, gross.forecast, gross.full_year,
        own.actual, own.commitment, own.forecast, own.full_year,
    )  # fmt: skip


def _weekly(line: LineInPeriod, year: Period) -> int:
    """The weekly rate that holds at the end of the days; nothing for what is paid by the unit."""
    last = year.last_day or year.start
    return (line.fact.rate_on(last) or 0) if line.fact.unit is Unit.WEEK else 0


BUDGETS = (
    words("Financial year", 10),
    words("Category", 16),
    words("Cost centre", 14),
    money("Your share so far"),
    money("Your share to come"),
    money("Your share of the year"),
    money("Your full-year effect"),
    money("Budget"),
    money("Variance"),
)


def _budgets(actor: Actor, filters: Filters) -> Rows:
    """The financial year of the last day, by kind of service and cost centre: as budgets are set."""
    number = year_of(filters.last)
    spends = [
        Outlook(f"{row.line.category}\n{row.line.cost_centre}", *row.own.sums)
        for row in line_forecasts(actor, financial_year_of(filters.last))
    ]
    budgets = {
        f"{row['category']}\n{row['cost_centre']}": row["pence"]
        for row in budgets_of_year(actor, number)
        if row["superseded_at"] is None
    }
    return listed([_budget(year_words(number), row) for row in outlooks(spends, budgets)])


def _budget(year: str, row: Outlook) -> Sequence[Any]:
    category, _, centre = row.name.partition("\n")
    return (year, category, centre, *row.sums[:2], row.forecast, row.full_year, row.budget, row.variance)


ACCRUALS = (
    *PERSON,
    days_column("Service from"),
    days_column("Service to"),
    number("Days"),
    money("Rate"),
    money("Gross"),
    money("Your share"),
    words("Decision reference"),
    words("Purchase order", 14),
    words("Cost centre", 12),
)


def _accruals(actor: Actor, filters: Filters) -> Rows:
    """Service of these days that no schedule posted in them charges: to be accrued at the year's end. Four
    weeks from 30 March are posted in the new year, and two of their days are accrued to the old (F09)."""
    days = Period.inclusive(filters.first, filters.last)
    return listed(
        [
            _accrual(actor, line, charge)
            for line, issued in _lines(actor, filters, days)
            for charge in uncharged(line.fact, days, issued.days)
        ]
    )


def _accrual(actor: Actor, line: LineInPeriod, charge: Charge) -> Sequence[Any]:
    days = charge.days
    return (
        *_person(line), days.start, days.last_day, days.days, charge.rate_pence, charge.gross,
        own_part(charge, actor), charge.terms.decision, line.po_reference, line.cost_centre,
    )  # fmt: skip


DEAR = {
    "case__reference": words("Local reference"),
    "provider_name": words("Provider", 28),
    "category": words("Category", 16),
    "description": words("Service", 28),
    "payer__code": words("Pays the provider", 10),
    "lives_in": words("Lives in the area of", 12),
    "away": words("Out of area", 10),
    "weekly": money("Weekly rate"),
    "annual": money("Annual value (365 days)"),
    "dear": words("High cost", 10),
    "starts_on": days_column("Started"),
}


def _dear(actor: Actor, filters: Filters) -> Rows:
    """Services running on the last day that cost much or are given outside the paying council's area."""
    day = filters.last
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    found: QuerySet[FundedLine] = visible_lines(actor).filter(running, starts_on__lte=day)
    found = found.annotate(
        weekly=weekly_rate_on(day, "pk"),
        lives_in=joined.area_on("case__client", day),
    )
    high = Q(weekly__gte=settings.HIGH_COST_WEEKLY_PENCE)
    outside = Q(lives_in__isnull=False, payer__kind="council") & ~Q(lives_in=F("payer__code"))
    found = found.filter(high | outside).annotate(
        away=Case(When(outside, then=Value("yes")), default=Value("")),
        dear=Case(When(high, then=Value("yes")), default=Value("")),
    )
    names = [name for name in DEAR if name != "annual"]
    return worked(filters.on(found).order_by("-weekly", "id").values(*names), _costly)


def _costly(row: dict[str, Any]) -> Sequence[Any]:
    return [annual_value(row["weekly"]) if name == "annual" else row[name] for name in DEAR]


def _report(
    key: str, title: str, text: str, days: str, columns: Any, rows: Callable[..., Rows], *summed: str
) -> Report:
    return Report(key, title, text, days, tuple(columns), rows, summed)


REPORTS = (
    _report(
        "commitment",
        "Commitment and forecast",
        "What each service has cost this financial year, what is to come to 31 March, and a whole year.",
        "The financial year of the last day",
        COMMITMENT,
        _commitment,
        "Charged so far", "Not charged yet", "Year", "Full-year effect",
        "Your share so far", "Your share to come", "Your share of the year", "Your full-year effect",
    ),
    Report(
        "budgets",
        "Forecast against budget",
        "What your organisation's share will have come to by 31 March beside its budget, by kind of service "
        "and cost centre.",
        "The financial year of the last day",
        BUDGETS,
        _budgets,
        ("Your share so far", "Your share to come", "Your share of the year", "Budget", "Variance"),
        filtered=False,
    ),
    _report(
        "accruals",
        "Accruals",
        "Service given on these days that no schedule posted by their last day charges: for a period's or "
        "a year's end. Four weeks across 31 March count by the day.",
        "Days of service",
        ACCRUALS,
        _accruals,
        "Gross", "Your share",
    ),
    _report(
        "high_cost",
        "Out of area and high cost",
        "Services running on the last day that cost more a week than your threshold, or are in another area.",
        "Running on the last day",
        DEAR.values(),
        _dear,
        "Weekly rate", "Annual value (365 days)",
    ),
)  # fmt: skip
