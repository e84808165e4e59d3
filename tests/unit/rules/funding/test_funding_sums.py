"""Forecasts by segments and pools of several bodies (F26, F28)."""

from __future__ import annotations

from datetime import date

from funding.rules.forecast import forecast
from funding.rules.lines import AbsenceFact, LineFact, RateFact, SplitFact, Terms
from funding.rules.pools import pool_outturn
from funding.rules.split import Share
from s117.kernel.periods import Period

YEAR = date(2026, 4, 1)
HALVES = Terms((Share("ICB", 5000), Share("LA", 5000, True)), "PANEL-1")
SPENT = Period.inclusive(YEAR, date(2026, 10, 31))
COMING = Period.inclusive(date(2026, 11, 1), date(2027, 3, 31))


def home(starts_on: date, **over: object) -> LineFact:
    known: dict[str, object] = {
        "key": "home",
        "service": Period.inclusive(starts_on, date(2027, 1, 31)),
        "rates": (RateFact(YEAR, 105_000),),
        "splits": (SplitFact(YEAR, HALVES),),
    }
    return LineFact(**{**known, **over})  # type: ignore[arg-type]


def test_a_forecast_is_what_was_charged_and_what_is_to_come_until_the_service_ends() -> None:
    found = forecast(home(YEAR), SPENT, COMING, 5_475_000)
    assert (found.actual, found.commitment, found.total, found.variance) == (
        3_210_000,
        1_380_000,
        4_590_000,
        -885_000,
    )
    assert found.by_payer == {"ICB": 2_295_000, "LA": 2_295_000}


def test_a_service_that_has_not_begun_is_forecast_from_its_first_day() -> None:
    found = forecast(home(date(2026, 12, 1)), SPENT, COMING, 0)
    assert (found.actual, found.commitment) == (0, 62 * 15_000)


def test_a_forecast_follows_an_uplift_and_leaves_out_days_that_are_not_charged() -> None:
    changed = home(
        YEAR,
        rates=(RateFact(YEAR, 105_000), RateFact(date(2027, 1, 1), 112_000)),
        absences=(AbsenceFact(Period.inclusive(date(2026, 11, 11), date(2026, 11, 30)), 0),),
    )
    found = forecast(changed, SPENT, COMING, 0)
    assert (found.actual, found.commitment) == (3_210_000, (10 + 31) * 15_000 + 31 * 16_000)


def test_a_body_that_shares_an_overspend_without_paying_in_owes_its_part() -> None:
    shares = (Share("ICB", 6000), Share("EDU", 2000), Share("LA", 2000, True))
    found = pool_outturn({"ICB": 600, "LA": 400}, 1_100, shares)
    assert found.final == {"ICB": 660, "LA": 420, "EDU": 20}
    assert sum(found.final.values()) == 1_100
