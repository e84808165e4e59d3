"""Writing organisations, teams, users and memberships."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Model

from s117.accounts.models import Membership, Organisation, OrganisationSuccession, Team, User
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.decisions import first_refusal
from s117.kernel.events import Event
from s117.kernel.permissions import Permission
from s117.kernel.refusals import Refused


@writes
def save_organisation(*, actor: Actor, at: datetime, kind: str, code: str, **details: object) -> Organisation:
    """Add the organisation, or bring its details up to date. Running it again changes nothing."""
    actor.holds(Permission.REFERENCE_MANAGE).require()
    found = Organisation.objects.filter(kind=kind, code=code).first()
    if found is None:
        return Organisation.objects.create(kind=kind, code=code, **details)
    changes = {name: value for name, value in details.items() if getattr(found, name) != value}
    return found.amend(**changes) if changes else found


@writes
def save_succession(
    *,
    actor: Actor,
    at: datetime,
    predecessor: Organisation,
    successor: Organisation,
    starts_on: date,
    note: str = "",
) -> OrganisationSuccession:
    """Say that one body took over from another from a day; the same pair is kept once, with its last day."""
    actor.holds(Permission.REFERENCE_MANAGE).require()
    found = OrganisationSuccession.objects.filter(predecessor=predecessor, successor=successor).first()
    if found is None:
        return OrganisationSuccession.objects.create(
            predecessor=predecessor, successor=successor, starts_on=starts_on, note=note
        )
    wanted = {"starts_on": starts_on, "note": note, "withdrawn": False}
    changes = {name: value for name, value in wanted.items() if getattr(found, name) != value}
    return found.amend(**changes) if changes else found


@writes
def save_team(*, actor: Actor, at: datetime, organisation: Organisation, name: str) -> Team:
    """Add a team to an organisation; a name that exists is returned as it is."""
    actor.holds(Permission.USERS_MANAGE).require()
    return Team.objects.filter(organisation=organisation, name=name).first() or Team.objects.create(
        organisation=organisation, name=name
    )


@writes
def create_user(
    *,
    actor: Actor,
    at: datetime,
    username: str,
    full_name: str,
    organisation: Organisation,
    password: str | None = None,
    job_title: str = "",
    email: str = "",
    phone: str = "",
    is_service: bool = False,
) -> User:
    """Create an account without any role. Refused when the user name is taken."""
    actor.holds(Permission.USERS_MANAGE).require()
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(fields={"username": "This user name is taken. Choose another."})
    user = User(
        username=username.lower(),
        full_name=full_name,
        organisation=organisation,
        job_title=job_title,
        email=email,
        phone=phone,
        is_service=is_service,
    )
    user.set_password(password)
    user.save(force_insert=True)
    record(Event.USER_SAVED, user)
    return user


@writes
def grant_role(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    role: str,
    team: Team | None = None,
    starts_on: date | None = None,
) -> Membership:
    """Give a user a role, in a team or organisation-wide. Nobody gives themselves a role."""
    first_refusal(actor.holds(Permission.USERS_MANAGE)).require()
    if actor.id is not None and actor.id == user.id:
        raise Refused("You cannot give yourself a role. Ask another administrator.")
    held = Membership.objects.filter(user=user, role=role, team=team, ends_on__isnull=True).first()
    if held is not None:
        return held
    membership = Membership.objects.create(
        user=user, role=role, team=team, starts_on=starts_on or london_date(at)
    )
    record(Event.USER_SAVED, user, detail={"role": role})
    return membership


@writes
def set_active(*, actor: Actor, at: datetime, user_id: UUID, active: bool) -> User:
    """Switch an account on or off. Off, its sessions answer to nothing from the next request."""
    actor.holds(Permission.USERS_MANAGE).require()
    user = User.objects.select_for_update().get(pk=user_id)
    user.amend(is_active=active)
    record(Event.USER_SAVED, user, detail={"active": active})
    return user


@writes
def save_from_admin(*, actor: Actor, at: datetime, row: Model, permission: Permission) -> None:
    """Save what an administrator changed on the admin site, attributed and recorded."""
    actor.holds(permission).require()
    row.save()
    record(Event.USER_SAVED if isinstance(row, User) else Event.REFERENCE_LOADED, row)


@writes
def note_sign_in(*, actor: Actor, at: datetime, event: Event, user_id: UUID) -> None:
    """Record that the user signed in, signed out, or that a wrong password was tried on the account."""
    record(event, User.objects.get(pk=user_id))


@writes
def move_team(*, actor: Actor, at: datetime, team_id: UUID, organisation: Organisation, name: str) -> Team:
    """Put a team under another organisation, under a name that is free there. Its members and work stay."""
    actor.holds(Permission.USERS_MANAGE).require()
    team = Team.objects.select_for_update().get(pk=team_id)
    return team.amend(organisation=organisation, name=name)


@writes
def move_account(*, actor: Actor, at: datetime, user_id: UUID, organisation: Organisation) -> User:
    """Have somebody act for another organisation from now on. Roles and teams stay."""
    actor.holds(Permission.USERS_MANAGE).require()
    user = User.objects.select_for_update().get(pk=user_id)
    user.amend(organisation=organisation)
    record(Event.USER_SAVED, user, detail={"organisation": str(organisation.pk)})
    return user
