"""Reading how much a body's signatories may sign for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from s117.accounts import queries as accounts
from s117.accounts.models import SigningLimit
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit of one signatory, or of all of the body (no name), in pence; who wrote it last."""

    id: UUID
    version: int
    organisation_id: UUID
    user_id: UUID | None
    name: str
    weekly_pence: int
    once_pence: int | None
    starts_on: date
    ends_on: date | None
    recorded_by: str

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the day."""
        return self.starts_on <= day and not self.over_on(day)

    def over_on(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < day


def limits_for(actor: Actor) -> tuple[LimitRow, ...]:
    """The limits of the actor's body, ever: the body's own first, then by name. One statement."""
    return _rows(_visible(actor))


def limit_for(actor: Actor, limit_id: UUID) -> LimitRow:
    """One limit of the actor's body; else NotFound."""
    found = _rows(_visible(actor).filter(pk=limit_id))
    if not found:
        raise NotFound
    return found[0]


def signatories_of(actor: Actor, on: date) -> tuple[tuple[str, str], ...]:
    """Those who sign for the actor's body: (id, name)."""
    people = accounts.signatories(*actor.organisation_ids, on=on)
    return tuple((str(pk), name) for pk, name in people.values_list("pk", "full_name"))


def limits_meeting(
    organisation_id: UUID, user_id: UUID | None, starts_on: date, ends_on: date | None
) -> QuerySet[SigningLimit]:
    """Limits of the same signatory, or of the body, that meet the days; locked, the oldest first."""
    rows = SigningLimit.objects.select_for_update(no_key=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), organisation=organisation_id, user=user_id
    )
    if ends_on is not None:
        rows = rows.filter(starts_on__lte=ends_on)
    return rows.order_by("starts_on")


def lock_limit(limit_id: UUID) -> SigningLimit:
    """The limit, locked until the transaction ends."""
    found = SigningLimit.objects.select_for_update(no_key=True).filter(pk=limit_id).first()
    if found is None:
        raise NotFound
    return found


def _visible(actor: Actor) -> QuerySet[SigningLimit]:
    if not actor.may(Permission.LIMIT_VIEW):
        return SigningLimit.objects.none()
    return SigningLimit.objects.filter(organisation__in=actor.organisation_ids)


def _rows(limits: QuerySet[SigningLimit]) -> tuple[LimitRow, ...]:
    written = SigningLimit.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_id")
    rows = limits.annotate(
        name=F("user__full_name"), recorded_by=Subquery(written.values("history_actor")[:1])
    ).order_by(F("user__full_name").asc(nulls_first=True), "-starts_on")
    names = (
        "id", "version", "organisation_id", "user_id", "name", "weekly_pence", "once_pence", "starts_on",
        "ends_on", "recorded_by",
    )  # fmt: skip
    return tuple(LimitRow(**{**row, "name": row["name"] or ""}) for row in rows.values(*names))
