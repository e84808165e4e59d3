"""What each funded service has cost in a financial year, and will have cost by its end: one list for the page
of budgets and for the reports, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cases.queries import joined
from funding.queries.facts import LineInPeriod, lines_in_period
from funding.queries.issued import IssuedSum, issued_sums
from funding.rules.budgets import By, Outlook
from funding.rules.forecast import full_year
from funding.rules.lines import Charge
from funding.rules.reporting import uncharged
from s117.kernel.actor import Actor
from s117.kernel.periods import Period

NO_TEAM, NO_CENTRE, NO_PROVIDER = "No team", "No cost centre", "Provider not recorded"


@dataclass(frozen=True, slots=True)
class LineForecast:
    """One service in a year, in pence: the whole cost, and of it what the actor's own body bears."""

    line: LineInPeriod
    team: str
    gross: Outlook
    own: Outlook

    def name(self, by: By) -> str:
        """What the service counts under."""
        return {
            By.CATEGORY: self.line.category,
            By.COST_CENTRE: self.line.cost_centre or NO_CENTRE,
            By.PROVIDER: self.line.provider_name or NO_PROVIDER,
            By.TEAM: self.team,
        }[by]


def line_forecasts(actor: Actor, year: Period) -> Iterator[LineForecast]:
    """The services that the actor's body pays for or has a share in. Four statements, however many."""
    issued = issued_sums(year, actor.organisation_ids)
    lines = lines_in_period(actor.organisation_ids, year.start, year.last_day or year.start)
    teams = joined.team_names({line.case_id for line in lines})
    for line in lines:
        team = teams.get(line.case_id, NO_TEAM)
        yield _forecast(actor, year, line, team, issued.get(line.line_id) or IssuedSum())


def own_part(charge: Charge, actor: Actor) -> int:
    """What the actor's own body bears of a charge, in pence."""
    bodies = {str(body) for body in actor.organisation_ids}
    return sum(pence for body, pence in charge.posted if body in bodies)


def _forecast(actor: Actor, year: Period, line: LineInPeriod, team: str, issued: IssuedSum) -> LineForecast:
    to_come = uncharged(line.fact, year, issued.days)
    whole = full_year(line.fact, year)
    return LineForecast(
        line,
        team,
        gross=Outlook(
            line.description,
            issued.gross,
            sum(charge.gross for charge in to_come),
            sum(charge.gross for charge in whole),
        ),
        own=Outlook(
            line.description,
            issued.own,
            sum(own_part(charge, actor) for charge in to_come),
            sum(own_part(charge, actor) for charge in whole),
        ),
    )
