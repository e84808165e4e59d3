"""Reading organisations, teams and people."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from s117.accounts.models import (
    Organisation,
    OrganisationKind,
    OrganisationSuccession,
    ReferenceFile,
    Team,
    User,
)
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound

NHS_BODY_KINDS = (OrganisationKind.ICB, OrganisationKind.LHB)


def open_organisations(*kinds: str, on: date) -> QuerySet[Organisation]:
    """The organisations of these kinds that exist on the day, by name."""
    return Organisation.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        kind__in=kinds,
    )


def successions_in_use() -> QuerySet[OrganisationSuccession]:
    """Who took over from whom, without what was recorded in error."""
    rows = OrganisationSuccession.objects.filter(withdrawn=False)
    return rows.select_related("predecessor", "successor")


def reference_files(limit: int = 20) -> list[ReferenceFile]:
    """The code lists that were sent last, without their text."""
    return list(ReferenceFile.objects.defer("text").select_related("sent_by")[:limit])


def reference_file(file_id: UUID) -> ReferenceFile:
    """One code list that was sent; NotFound if there is none."""
    found = ReferenceFile.objects.select_related("sent_by").filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found


def bodies_counted(on: date) -> list[dict[str, Any]]:
    """How many organisations of each kind are kept, and how many of them exist on the day."""
    gone = Q(valid_to__lt=on)
    rows = Organisation.objects.order_by("kind").values("kind")
    return list(rows.annotate(kept=Count("pk"), still_open=Count("pk", filter=~gone | Q(valid_to=None))))


def organisation(organisation_id: UUID) -> Organisation:
    """One organisation; NotFound if there is none."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def staff_of(actor: Actor) -> QuerySet[User]:
    """Everybody who works or has worked for the actor's organisation, by name."""
    return User.objects.filter(organisation__in=actor.organisation_ids).order_by("full_name", "username")


def teams_for(actor: Actor) -> QuerySet[Team]:
    """The teams the actor works in or, with sight of the whole organisation, all of its teams."""
    return Team.objects.filter(
        Q(pk__in=actor.team_ids) | Q(organisation__in=actor.organisation_ids)
    ).distinct()


def members_of_team(team_id: UUID, on: date, *, role: str = "care_coordinator") -> QuerySet[User]:
    """Active people who hold the role in the team on the day."""
    return User.objects.filter(
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on),
        memberships__team=team_id,
        memberships__role=role,
        memberships__starts_on__lte=on,
        is_active=True,
    ).distinct()


def coordinators_for(actor: Actor, on: date) -> QuerySet[User]:
    """Active coordinators of the actor's teams on the day."""
    return User.objects.filter(
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on),
        memberships__team__in=actor.team_ids,
        memberships__role="care_coordinator",
        memberships__starts_on__lte=on,
        is_active=True,
    ).distinct()
