"""What the councils and NHS bodies of the demo world set aside for this financial year."""

from __future__ import annotations

from datetime import date

from funding import queries
from funding.rules.budgets import By, Place, days_of, year_of
from funding.services import budgets
from s117.demo.story import moment
from s117.demo.world import BUDGETERS, World

FACTORS = {"accommodation": 104, "daily_living": 96}
STEP = 1_000_00


def set_budgets(world: World, today: date) -> None:
    """A budget for each kind of service that costs a body something, a little over or under the forecast, to
    the thousand; one of them was changed since."""
    year = year_of(today)
    for username in BUDGETERS:
        officer = world.actor(username, today)
        spent: dict[str, int] = {}
        for row in queries.line_forecasts(officer, days_of(year)):
            name = row.name(By.CATEGORY)
            spent[name] = spent.get(name, 0) + row.own.forecast
        for category, pence in sorted(spent.items()):
            figure = max(1, pence * FACTORS.get(category, 100) // 100 // STEP) * STEP
            place = Place(year, category, "")
            first = budgets.record_budget(
                actor=officer, at=moment(today, 7), organisation_id=officer.organisation_id,
                place=place, pence=figure + 2 * STEP, reason="Budget book",
            )  # fmt: skip
            if category == "daily_living":
                budgets.record_budget(
                    actor=officer, at=moment(today, 8), organisation_id=officer.organisation_id,
                    place=place, pence=figure, reason="Savings agreed in quarter 2", seen=first.id,
                )  # fmt: skip
