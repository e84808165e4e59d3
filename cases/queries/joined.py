"""Facts of a case as conditions and columns of another app's statement: one join, never a query a row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from cases.models import Address, Allocation, Determination, GpRegistration, RegisterConfirmation


def area_on(client: str, day: date) -> Subquery:
    """Code of the council in whose area the person lived on the day. `client` is the path to them.

    An address that is kept from others says nothing, not even the area.
    """
    return address_on(client, "council__code", day)


def responsible(case: str, kind: str) -> Subquery:
    """Code of the body that is responsible now: `kind` is "council" or "nhs_body"."""
    held = Determination.objects.filter(case=OuterRef(case), kind=kind, is_current=True)
    return Subquery(held.values("body__code")[:1])


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
