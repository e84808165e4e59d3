"""What the plan says of homes beside what is paid for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from careplans import queries as careplans
from careplans.queries.plans import HomeCostRow, HomeCosts
from careplans.rules.terms import Category
from funding.models import FundedLine, Rate
from funding.rules.homes import HomeCheck, HomePart, HomeRate, home_check
from funding.rules.proration import Unit
from s117.kernel.periods import Period


def is_home(category: str, unit: str) -> bool:
    """Whether a funded service is the home itself, paid for by the week."""
    return category == Category.ACCOMMODATION.value and unit == Unit.WEEK.value


def home_checks(case_ids: Collection[UUID]) -> Mapping[UUID, HomeCheck]:
    """By case, the parts of the home in the plan in force beside its rate. Three statements."""
    return _checks(careplans.homes_in_force(case_ids))


def home_of(case_id: UUID) -> tuple[tuple[HomeCostRow, ...], HomeCheck | None]:
    """Every part of the home in the plan in force, and the shared ones beside the rate. Three statements, one
    where the plan has no such part."""
    plans = careplans.homes_in_force([case_id])
    return (plans[case_id].parts, _checks(plans).get(case_id)) if plans else ((), None)


def _checks(plans: Mapping[UUID, HomeCosts]) -> Mapping[UUID, HomeCheck]:
    homes = FundedLine.objects.filter(
        case__in=plans, category=Category.ACCOMMODATION.value, unit=Unit.WEEK.value
    ).order_by("starts_on", "id")
    rates: dict[UUID, list[tuple[date, int]]] = defaultdict(list)
    standing = Rate.objects.filter(line__in=homes, superseded_at__isnull=True)
    for line_id, starts_on, pence in standing.values_list("line_id", "starts_on", "pence"):
        rates[line_id].append((starts_on, pence))
    of_case: dict[UUID, list[HomeRate]] = defaultdict(list)
    for line in homes:
        days = Period.inclusive(line.starts_on, line.ends_on)
        of_case[line.case_id].append(HomeRate(days, tuple(rates[line.id]), line.home_difference_pence))
    checks = {case: _check(plan, of_case[case]) for case, plan in plans.items()}
    return {case: check for case, check in checks.items() if check is not None}


def _check(plan: HomeCosts, rates: list[HomeRate]) -> HomeCheck | None:
    parts = [
        HomePart(row.kind.words, row.weekly, Period.inclusive(row.starts_on or date.min, row.ends_on))
        for row in plan.parts
        if row.is_shared
    ]
    return home_check(plan.since, parts, rates)
