"""The people around a person, with what stood before, and what the person says of sharing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import (
    AROUND,
    Advocate,
    AroundRow,
    Authority,
    Client,
    GpRegistration,
    NearestRelative,
    Professional,
    Relation,
    SharingConsent,
)
from cases.rules.sharing import Consent, ConsentLevel, ConsentRecipient
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class PeopleAround:
    """Every row by the kind's name, latest first, superseded ones too; and the GP registration of now."""

    rows: dict[str, Sequence[Any]]
    gp: GpRegistration | None
    client: Client


def people_around(client_id: UUID, case_id: UUID) -> PeopleAround:
    """All that is recorded of the people around a person. One statement a kind, and two more."""
    gps = GpRegistration.objects.filter(client=client_id, ends_on__isnull=True)
    return PeopleAround(
        rows={
            kind: list(
                model.objects.filter(case=case_id).select_related("recorded_by").order_by("-starts_on", "-id")
            )
            for kind, model in AROUND.items()
        },
        gp=gps.order_by("-starts_on").first(),
        client=Client.objects.get(pk=client_id),
    )


def around_row(case_id: UUID, kind: str, row_id: UUID) -> AroundRow:
    """One row of the case, superseded or not. NotFound otherwise, or for a kind that does not exist."""
    row = AROUND[kind].objects.filter(case=case_id, pk=row_id).first() if kind in AROUND else None
    if row is None:
        raise NotFound
    return row


def rivals_of(model: type[AroundRow], case_id: UUID, facts: Mapping[str, Any]) -> QuerySet[Any]:
    """The rows of a case that stand in the place where only one may, for a row with these facts."""
    rows = model.objects.filter(case=case_id, is_current=True)
    if model is NearestRelative:
        return rows
    if model is Authority and facts["kind"] == Authority.Kind.APPOINTEE:
        return rows.filter(kind=Authority.Kind.APPOINTEE)
    if model is Professional and facts["role"] == Professional.Role.RC:
        return rows.filter(role=Professional.Role.RC)
    if model is SharingConsent:
        return rows.filter(recipient=facts["recipient"], name__iexact=facts.get("name", ""))
    return rows.none()


def consents_of(case_id: UUID, on: date) -> tuple[Consent, ...]:
    """What the person says on a day of sharing with each recipient. One statement."""
    rows = SharingConsent.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), case=case_id, is_current=True, starts_on__lte=on
    )
    return tuple(
        Consent(ConsentRecipient(row.recipient), row.name, ConsentLevel(row.level), row.note, row.starts_on)
        for row in rows.order_by("recipient", "name")
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody around the person as a document names them."""

    role: str
    name: str
    phone: str = ""


def people_on(case_id: UUID, on: date) -> tuple[Named, ...]:
    """Those around the person on a day: family and carers, who decides or speaks for them, professionals. The
    numbers of professionals and advocates only. One statement a kind."""
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=on)

    def rows(model: type[AroundRow]) -> QuerySet[Any]:
        found = model.objects.filter(standing, case=case_id, is_current=True, starts_on__lte=on)
        return found.order_by("starts_on", "id")

    spoken_for = (Advocate.Reply.ACCEPTED, Advocate.Reply.INSTRUCTED)
    advocates = rows(Advocate).filter(reply__in=spoken_for).exclude(name="")
    return (
        *(Named(_tie(row), row.name) for row in rows(Relation)),
        *(Named(_representative(row), row.name) for row in rows(NearestRelative)),
        *(Named(row.get_kind_display(), row.name) for row in rows(Authority)),
        *(Named(row.get_kind_display(), row.name, row.phone) for row in advocates),
        *(Named(row.role_words or row.get_role_display(), row.name, row.phone) for row in rows(Professional)),
    )


def _tie(row: Relation) -> str:
    return f"{row.get_tie_display()}, carer" if row.is_carer else row.get_tie_display()


def _representative(row: NearestRelative) -> str:
    """A nominated person is named by somebody; a nearest relative is found by section 26, or put in place."""
    named = (NearestRelative.Basis.NOMINATED, NearestRelative.Basis.APPOINTED)
    return "Nominated person" if row.basis in named else "Nearest relative"


def formats_needed(client_id: UUID) -> tuple[str, ...]:
    """The codes of the forms in which the person needs what is written to them (codes.ACCESSIBLE_FORMATS)."""
    return tuple(Client.objects.values_list("accessible_formats", flat=True).get(pk=client_id))
