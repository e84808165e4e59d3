"""Reading organisations, teams and people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from s117.accounts.models import (
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationSuccession,
    PracticeSettings,
    ReferenceFile,
    SigningLimit,
    Team,
    User,
)
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON
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


def organisation_names(organisation_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by id. One statement."""
    return dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("id", "name"))


def user(user_id: UUID) -> User:
    """One account; NotFound if there is none."""
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise NotFound
    return found


def phone_of(user_id: UUID | None) -> str:
    """The work phone of an account, or nothing."""
    return User.objects.filter(pk=user_id).values_list("phone", flat=True).first() or ""


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


def practice_settings() -> dict[UUID, PracticeSettings]:
    """The settings of every organisation that has its own, by organisation. One statement."""
    return {row.organisation_id: row for row in PracticeSettings.objects.all()}


def practice_settings_of(organisation_id: UUID | None) -> PracticeSettings | None:
    """The settings of one organisation, or None where the defaults hold."""
    if organisation_id is None:
        return None
    return PracticeSettings.objects.filter(organisation=organisation_id).first()


def switched_off_on(user: object) -> Subquery:
    """The London day on which an account that is off now was switched off, for another statement."""
    rows = User.history.filter(id=user)  # type: ignore[attr-defined]
    on_again = User.history.filter(  # type: ignore[attr-defined]
        id=OuterRef("id"), is_active=True, history_date__gt=OuterRef("history_date")
    )
    day = TruncDate("history_date", tzinfo=LONDON, output_field=DateField())
    off = rows.filter(~Exists(on_again), is_active=False).order_by("history_date", "history_id")
    return Subquery(off.annotate(day=day).values("day")[:1])


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role: where they work, and in which team and whose it is, if in one."""

    user_id: UUID
    role: str
    organisation_id: UUID
    team_id: UUID | None
    team_organisation_id: UUID | None


def holders_of(roles: Iterable[str], on: date) -> tuple[Holder, ...]:
    """Active people who hold one of the roles on the day, by name. One statement."""
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        role__in=tuple(roles),
        starts_on__lte=on,
        user__is_active=True,
    ).order_by("user__full_name", "user_id", "id")
    rows = held.values_list("user_id", "role", "user__organisation_id", "team_id", "team__organisation_id")
    return tuple(Holder(*row) for row in rows)


def active_users(user_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the users whose accounts are on."""
    return frozenset(User.objects.filter(pk__in=tuple(user_ids), is_active=True).values_list("pk", flat=True))


def heirs_on(on: date) -> dict[UUID, UUID]:
    """Each body that one other alone had replaced by the day, with the body that stands in its place.

    A body that was split is left out: which of its successors answers is for a person to say.
    """
    rows = successions_in_use().values_list("predecessor_id", "successor_id", "starts_on")
    found: dict[UUID, list[UUID]] = {}
    for predecessor, successor, _ in rows:
        found.setdefault(predecessor, []).append(successor)
    begun = {predecessor for predecessor, _, starts_on in rows if starts_on <= on}
    direct = {body: heirs[0] for body, heirs in found.items() if len(heirs) == 1 and body in begun}
    return {body: _last_heir(body, direct) for body in direct}


def _last_heir(body: UUID, direct: dict[UUID, UUID]) -> UUID:
    seen = {body}
    while body in direct and direct[body] not in seen:
        body = direct[body]
        seen.add(body)
    return body


def signing_limit(actor: Actor, on: date) -> tuple[int | None, int | None]:
    """Pence a week, and pence in single payments, that the actor may sign for on the day: their own limit,
    else their body's. None is no limit."""
    running = SigningLimit.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        Q(user=actor.id) | Q(user__isnull=True),
        organisation__in=actor.organisation_ids,
        starts_on__lte=on,
    )
    ranked = running.order_by(F("user").asc(nulls_last=True), "-starts_on")
    return ranked.values_list("weekly_pence", "once_pence").first() or (None, None)


def signatories(*organisation_ids: UUID, on: date) -> QuerySet[User]:
    """Active people who decide for one of these bodies on the day, by name."""
    return User.objects.filter(
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on),
        memberships__role="decision_maker",
        memberships__starts_on__lte=on,
        organisation__in=organisation_ids,
        is_active=True,
    ).distinct()
