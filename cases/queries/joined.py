"""Facts of a case as conditions and columns of another app's statement: one join, never a query a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Least

from cases.models import (
    Address,
    Allocation,
    Determination,
    Dispute,
    DisputeOutcome,
    GpRegistration,
    RegisterConfirmation,
    Relation,
)


def area_on(client: str, day: date) -> Subquery:
    """Code of the council in whose area the person lived on the day. `client` is the path to them.

    An address that is kept from others says nothing, not even the area.
    """
    return address_on(client, "council__code", day)


def responsible(case: str, kind: str, field: str = "body__code") -> Subquery:
    """Code (or another field) of the body that is responsible now: `kind` is "council" or "nhs_body"."""
    held = Determination.objects.filter(case=OuterRef(case), kind=kind, is_current=True)
    return Subquery(held.values(field)[:1])


def last_confirmed(case: str, side: str, field: str, on: date) -> Subquery:
    """A field of the last word of the council or the NHS body about the entry, up to the day."""
    latest = RegisterConfirmation.objects.filter(case=OuterRef(case), side=side, confirmed_on__lte=on)
    return Subquery(latest.order_by("-recorded_at").values(field)[:1])


def team_names(case_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The team that each case is with now, by name; a case that nobody holds is left out. One statement."""
    held = Allocation.objects.filter(case__in=case_ids, ends_on__isnull=True)
    return dict(held.values_list("case_id", "team__name"))


def address_on(client: str, field: str, day: date) -> Subquery:
    """A field of where the person lived on the day; an address that is kept from others says nothing."""
    lived = Address.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        client=OuterRef(client),
        starts_on__lte=day,
        restricted=False,
    )
    return Subquery(lived.order_by("-starts_on").values(field)[:1])


def practice_on(client: str, field: str, day: date) -> Subquery:
    """A field of the GP practice with which the person was registered on the day."""
    held = GpRegistration.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), client=OuterRef(client), starts_on__lte=day
    )
    return Subquery(held.order_by("-starts_on").values(field)[:1])


def has_carer(case: str, day: date) -> Exists:
    """Whether a family member or friend cared for the person on the day."""
    cared = Relation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        case=OuterRef(case),
        is_current=True,
        is_carer=True,
        starts_on__lte=day,
    )
    return Exists(cared)


def dispute_code(case: str, first: str, last: str) -> Subquery:
    """Code of the dispute in which a service was paid without prejudice on one of its days, the latest one.

    `case`, `first` and `last` are paths of the row outside. A dispute holds from the day on which somebody
    began to pay for now until it was decided or closed, and to the end of time while it is neither.
    """
    decided = DisputeOutcome.objects.filter(dispute=OuterRef("pk"), is_current=True)
    held = Dispute.objects.annotate(
        over_on=Least(Subquery(decided.values("decided_on")[:1]), F("closed_on"))
    ).filter(
        Q(over_on__isnull=True) | Q(over_on__gte=OuterRef(first)),
        case=OuterRef(case),
        interim_from__lte=OuterRef(last),
    )
    return Subquery(with_codes(held).order_by("-raised_at").values("code")[:1])


def with_codes(disputes: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """The disputes with the `code` under which files of finance name them: the person's reference and
    the number of the dispute, counted from the first about them. None is deleted, so the code stays."""
    earlier = Dispute.objects.filter(case=OuterRef("case"), raised_at__lte=OuterRef("raised_at")).order_by()
    number = Subquery(earlier.values("case").annotate(number=Count("pk")).values("number"))
    return disputes.annotate(
        code=Concat("case__reference", Value("-D"), Cast(number, CharField()), output_field=CharField())
    )


def code_of_dispute(dispute: str) -> Subquery:
    """The code of the dispute at the path `dispute`."""
    return Subquery(with_codes(Dispute.objects.filter(pk=OuterRef(dispute))).values("code")[:1])
