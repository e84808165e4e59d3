"""The invented bodies and staff of the acceptance journeys, made through the services."""

from __future__ import annotations

from datetime import UTC, date, datetime

from s117.accounts import services
from s117.accounts.actors import actor_for
from s117.accounts.models import Organisation, Team, User
from s117.kernel.actor import Actor, system_actor

SETTING_UP = system_actor("test set-up")
LONG_AGO = datetime(2015, 1, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
PASSWORD = "a-long-test-password"


def body(kind: str, code: str, name: str, **details: object) -> Organisation:
    """An organisation, made once."""
    return services.save_organisation(
        actor=SETTING_UP, at=LONG_AGO, kind=kind, code=code, name=name, **details
    )


def northmoor() -> Organisation:
    """The council of most journeys."""
    return body("council", "NMC", "Northmoor Council", short_name="Northmoor Council")


def southvale() -> Organisation:
    """The other council."""
    return body("council", "SVC", "Southvale Council", short_name="Southvale Council")


def northmoor_icb() -> Organisation:
    """The NHS body of most journeys."""
    return body("icb", "NMI", "NHS Northmoor Integrated Care Board", short_name="NHS Northmoor ICB")


def southvale_icb() -> Organisation:
    """The other NHS body."""
    return body("icb", "SVI", "NHS Southvale Integrated Care Board", short_name="NHS Southvale ICB")


def northmoor_trust() -> Organisation:
    """The hospital's trust."""
    return body("trust", "NMT", "Northmoor Mental Health NHS Trust", short_name="Northmoor Trust")


def team(name: str = "Recovery East", organisation: Organisation | None = None) -> Team:
    """A team, of Northmoor Council unless told otherwise."""
    return services.save_team(
        actor=SETTING_UP, at=LONG_AGO, organisation=organisation or northmoor(), name=name
    )


def user(
    username: str, role: str | None = None, organisation: Organisation | None = None, team: Team | None = None
) -> User:
    """An account with one role since 2015; asking for the same user name again returns it."""
    found = User.objects.filter(username=username).first()
    if found is None:
        found = services.create_user(
            actor=SETTING_UP,
            at=LONG_AGO,
            username=username,
            full_name=f"Sam {username.title()}",
            organisation=organisation or northmoor(),
            password=PASSWORD,
        )
    if role is not None:
        services.grant_role(
            actor=SETTING_UP, at=LONG_AGO, user=found, role=role, team=team, starts_on=date(2015, 1, 1)
        )
    return found


def actor_of(account: User, on: date = TODAY) -> Actor:
    """The actor that the user is on the day."""
    return actor_for(account, on)


def coordinator(username: str = "jones") -> Actor:
    """A care coordinator of Recovery East."""
    return actor_of(user(username, "care_coordinator", northmoor(), team()))


def manager(username: str = "hart") -> Actor:
    """The manager of Recovery East."""
    return actor_of(user(username, "team_manager", northmoor(), team()))


def council_signatory(username: str = "price") -> Actor:
    """Northmoor Council's authorised decision maker."""
    return actor_of(user(username, "decision_maker", northmoor()))


def nhs_signatory(username: str = "okoro") -> Actor:
    """NHS Northmoor ICB's authorised decision maker."""
    return actor_of(user(username, "decision_maker", northmoor_icb()))


def mha_office(username: str = "webb") -> Actor:
    """The trust's Mental Health Act office."""
    return actor_of(user(username, "mha_office", northmoor_trust()))


def council_finance(username: str = "lowe") -> Actor:
    """Northmoor Council's finance officer."""
    return actor_of(user(username, "finance", northmoor()))


def nhs_finance(username: str = "may") -> Actor:
    """NHS Northmoor ICB's finance officer."""
    return actor_of(user(username, "finance", northmoor_icb()))


def administrator(username: str = "singh") -> Actor:
    """The system administrator."""
    return actor_of(user(username, "administrator", northmoor()))


def stranger(username: str = "vale") -> Actor:
    """A manager-of-everything of another council, who must see nothing of Northmoor's people."""
    return actor_of(user(username, "decision_maker", southvale()))


def auditor(username: str = "quill", organisation: Organisation | None = None) -> Actor:
    """Northmoor Council's information governance auditor, or another body's."""
    return actor_of(user(username, "ig_auditor", organisation or northmoor()))


def complaints_officer(username: str = "day") -> Actor:
    """Northmoor Council's complaints and access-request officer."""
    return actor_of(user(username, "complaints_officer", northmoor()))
