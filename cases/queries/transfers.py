"""Transfers between areas: of one case, one by its id, and those that wait for somebody."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Transfer
from cases.queries.header import CaseHeader, header_for
from cases.queries.scope import visible_to
from cases.rules.lifecycle import OPEN_TRANSFER, TransferStatus
from s117.accounts.models import Membership, Organisation, Team
from s117.kernel.actor import Actor, system_actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

NAMED = (
    "case__client",
    "from_body",
    "to_body",
    "proposed_by",
    "answered_by",
    "allocation__coordinator",
    "allocation__team",
)


def transfers_of(case_id: UUID) -> tuple[Transfer, ...]:
    """Every transfer of one person, newest first."""
    return tuple(Transfer.objects.filter(case=case_id).select_related(*NAMED).order_by("-proposed_at"))


def open_transfer_of(case_id: UUID) -> Transfer | None:
    """The transfer that is under way for one person, or None."""
    rows = Transfer.objects.filter(case=case_id, status__in=OPEN_TRANSFER).select_related("to_body")
    return rows.first()


def transfer_for(actor: Actor, transfer_id: UUID) -> Transfer:
    """A transfer that the actor may know of: of a case they see, or put to their own body. NotFound else."""
    found = _known_to(actor).filter(pk=transfer_id).select_related(*NAMED).first()
    if found is None:
        raise NotFound
    return found


def open_transfers(actor: Actor) -> QuerySet[Transfer]:
    """Transfers under way that the actor may know of, the longest planned first."""
    rows = _known_to(actor).filter(status__in=OPEN_TRANSFER).select_related(*NAMED)
    return rows.order_by("planned_on", "proposed_at")


def transfers_waiting(actor: Actor) -> int:
    """How many wait for this person: to answer for their body, or to allocate a coordinator in it."""
    may_act = actor.may(Permission.TRANSFER_ACCEPT) or actor.may(Permission.TRANSFER_COMPLETE)
    return _waiting(actor).count() if may_act else 0


def waits_for(actor: Actor, transfer: Transfer) -> bool:
    """Whether the next step of a transfer is this person's."""
    ours = transfer.to_body_id in actor.organisation_ids
    step = {
        TransferStatus.PROPOSED: Permission.TRANSFER_ACCEPT,
        TransferStatus.ACCEPTED: Permission.TRANSFER_COMPLETE,
    }.get(TransferStatus(transfer.status))
    return ours and step is not None and actor.may(step)


def header_by_id(case_id: UUID) -> CaseHeader:
    """The header of a case that a transfer is about, whose notice the reader may see."""
    return header_for(system_actor("transfer"), case_id)


def lock_transfer(transfer_id: UUID) -> Transfer:
    """The transfer, for changing. The case must be locked already."""
    found = Transfer.objects.select_for_update().filter(pk=transfer_id).first()
    if found is None:
        raise NotFound
    return found


def case_of_transfer(transfer_id: UUID) -> UUID:
    """Whose transfer it is. NotFound if there is none."""
    found = Transfer.objects.filter(pk=transfer_id).values_list("case", flat=True).first()
    if found is None:
        raise NotFound
    return found


def bodies_that_can_receive(other_than: UUID | None, on: date) -> QuerySet[Organisation]:
    """Bodies that work in this register: with a team to allocate in, and somebody to answer for them."""
    signs = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        user__organisation=OuterRef("pk"),
        user__is_active=True,
        role="decision_maker",
        starts_on__lte=on,
    )
    teams = Team.objects.filter(organisation=OuterRef("pk"))
    open_now = Organisation.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return open_now.filter(Exists(signs), Exists(teams)).exclude(pk=other_than).order_by("name")


def body_of_team(team_id: UUID | None) -> Organisation | None:
    """The organisation that a team belongs to."""
    found = Team.objects.select_related("organisation").filter(pk=team_id).first()
    return found.organisation if found else None


def _known_to(actor: Actor) -> QuerySet[Transfer]:
    if not actor.may(Permission.TRANSFER_VIEW):
        return Transfer.objects.none()
    seen = Exists(visible_to(actor).filter(pk=OuterRef("case")))
    asked = Q(to_body__in=actor.organisation_ids) & ~Q(status=TransferStatus.WITHDRAWN)
    answers = actor.may(Permission.TRANSFER_ACCEPT) or actor.may(Permission.TRANSFER_COMPLETE)
    return Transfer.objects.filter(Q(seen) | asked if answers else Q(seen))


def _waiting(actor: Actor) -> QuerySet[Transfer]:
    mine = Q(pk__in=[])
    if actor.may(Permission.TRANSFER_ACCEPT):
        mine |= Q(status=TransferStatus.PROPOSED)
    if actor.may(Permission.TRANSFER_COMPLETE):
        mine |= Q(status=TransferStatus.ACCEPTED)
    return Transfer.objects.filter(mine, to_body__in=actor.organisation_ids)
