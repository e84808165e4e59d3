"""Who may know of which case. Every list, object, choice, search and export goes through `visible_to`.

Only the pages about who is responsible, and about disputes over it, go through `known_to`: a body that
disputes sees no more of the person than that, until it accepts or the dispute is determined.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Allocation, Case, Participation, Transfer
from cases.rules.lifecycle import TransferStatus
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

READ_AFTER_HANDOVER = timedelta(days=90)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases the actor may know of: shared with their organisation, with their team, or their own.

    A coordinator keeps sight for 90 days after handing over (practice 6.1). A manager who allocates also
    sees the people their organisation shares who wait for a coordinator, and those whose transfer it has
    accepted: nobody else would allocate them.
    """
    if actor.system:
        return Case.objects.all()
    scope = Q(pk__in=[])
    if actor.may(Permission.CASE_VIEW_ORGANISATION):
        scope |= Q(_shared_with(actor))
    if actor.may(Permission.CASE_VIEW_TEAM):
        scope |= Q(_allocated(team__in=actor.team_ids, ends_on__isnull=True))
    if actor.may(Permission.CASE_VIEW_OWN):
        scope |= Q(_allocated(_recent(actor), coordinator=actor.id))
    if actor.may(Permission.ALLOCATION_MAKE):
        scope |= Q(_shared_with(actor)) & ~Q(_allocated(ends_on__isnull=True))
    if actor.may(Permission.TRANSFER_COMPLETE):
        scope |= Q(_handed_to(actor))
    return Case.objects.filter(scope)


def answered_for(actor: Actor) -> QuerySet[Case]:
    """The cases whose record the actor's organisation answers for: to audit its use, never to open it."""
    return Case.objects.filter(_shared_with(actor))


def known_to(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor sees whole, and those that their organisation shares in summary."""
    whole = visible_to(actor)
    if not actor.may(Permission.CASE_VIEW_ORGANISATION) or actor.system:
        return whole
    summary = _participates(actor, Participation.Extent.SUMMARY)
    return Case.objects.filter(Q(pk__in=whole.values("pk")) | Q(summary))


def _shared_with(actor: Actor) -> Exists:
    return _participates(actor, Participation.Extent.FULL)


def _participates(actor: Actor, extent: str) -> Exists:
    return Exists(
        Participation.objects.filter(
            case=OuterRef("pk"),
            organisation__in=actor.organisation_ids,
            extent=extent,
            ends_on__isnull=True,
        )
    )


def _handed_to(actor: Actor) -> Exists:
    """Accepted by the actor's own body, whose managers are to allocate a coordinator."""
    accepted = Transfer.objects.filter(
        case=OuterRef("pk"), status=TransferStatus.ACCEPTED, to_body__in=actor.organisation_ids
    )
    return Exists(accepted)


def _allocated(*conditions: Q, **fields: object) -> Exists:
    return Exists(Allocation.objects.filter(*conditions, case=OuterRef("pk"), **fields))


def _recent(actor: Actor) -> Q:
    current = Q(ends_on__isnull=True)
    return current if actor.on is None else current | Q(ends_on__gte=actor.on - READ_AFTER_HANDOVER)


def open_cases(statuses: Iterable[str]) -> QuerySet[Case]:
    """Cases in one of the statuses, to be a condition in another statement. No scope: never listed."""
    return Case.objects.filter(status__in=tuple(statuses))


def lock_case(case_id: UUID) -> Case:
    """The case, locked until the transaction ends: the first lock of every write. NotFound if none."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case
