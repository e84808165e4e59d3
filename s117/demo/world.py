"""The bodies, teams and accounts of the demo world, made through the services, and who acts for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from s117.accounts import services
from s117.accounts.actors import actor_for
from s117.accounts.models import Organisation, Team, User
from s117.demo.people import ACCOUNTS, BODIES, DEMO_PASSWORD, TEAMS, Account
from s117.kernel.actor import Actor, system_actor

BUILDER = system_actor("demo data")
LONG_AGO = datetime(2015, 1, 1, 9, 0, tzinfo=UTC)

NHS_BODY_OF = {"NMC": "NMI", "SVC": "SVI", "WBC": "NMI"}
SIGNATORY_OF = {"NMC": "price", "SVC": "bell", "WBC": "gale", "NMI": "okoro", "SVI": "kaur"}
FINANCE_OF = {"NMC": "lowe", "SVC": "holt", "WBC": "dunn"}
BUDGETERS = ("lowe", "may")
MANAGER_OF = {account.team: account.username for account in ACCOUNTS if account.role == "team_manager"}
REGISTRAR = "webb"


@dataclass(frozen=True, slots=True)
class World:
    """Everything the stories refer to, by the names that the cast uses."""

    bodies: dict[str, Organisation]
    teams: dict[str, Team]
    users: dict[str, User]
    actors: dict[str, Actor]

    def actor(self, username: str, on: date) -> Actor:
        """The person as they act on a day of the story."""
        return replace(self.actors[username], on=on)


def build_world(today: date) -> World:
    """Make the bodies, teams and accounts. The leaver is switched off later, when the stories are told."""
    bodies = {body.code: _body(body.kind, body.code, body.name, body.short_name) for body in BODIES}
    teams = {
        team.name: services.save_team(
            actor=BUILDER, at=LONG_AGO, organisation=bodies[team.body], name=team.name
        )
        for team in TEAMS
    }
    users = {account.username: _user(account, bodies, teams) for account in ACCOUNTS}
    actors = {username: actor_for(user, today) for username, user in users.items()}
    return World(bodies, teams, users, actors)


def switch_off_leavers(world: World, at: datetime) -> None:
    """The people of a leaver stay allocated to them: that is what measure M41 finds."""
    for account in ACCOUNTS:
        if account.leaves_days_ago is not None:
            services.set_active(actor=BUILDER, at=at, user_id=world.users[account.username].id, active=False)


def _body(kind: str, code: str, name: str, short_name: str) -> Organisation:
    return services.save_organisation(
        actor=BUILDER, at=LONG_AGO, kind=kind, code=code, name=name, short_name=short_name
    )


def _user(account: Account, bodies: dict[str, Organisation], teams: dict[str, Team]) -> User:
    user = services.create_user(
        actor=BUILDER,
        at=LONG_AGO,
        username=account.username,
        full_name=account.full_name,
        organisation=bodies[account.body],
        password=DEMO_PASSWORD,
        job_title=account.job_title,
        email=account.email,
        phone=account.phone,
    )
    services.grant_role(
        actor=BUILDER,
        at=LONG_AGO,
        user=user,
        role=account.role,
        team=teams.get(account.team),
        starts_on=LONG_AGO.date(),
    )
    return user
