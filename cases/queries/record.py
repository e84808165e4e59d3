"""The parts of one person's record, for its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from cases.models import (
    Address,
    Allocation,
    BodyDecision,
    Client,
    ContactLog,
    Determination,
    DutyEpisode,
    GpRegistration,
    HospitalStay,
    Participation,
)
from cases.rules.follow_up import FollowUpStanding, follow_up_standing
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address as a reader may see it: where one that is kept from them is stays out, its dates and council
    do not, because the bodies' duties turn on them."""

    id: UUID
    starts_on: date
    ends_on: date | None
    place: str
    kind: str
    area: str
    settled: str
    restricted: bool
    restricted_reason: str


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """The person with their addresses and GP registrations, latest first, and who shares the case."""

    client: Client
    addresses: Sequence[AddressRow]
    gps: Sequence[GpRegistration]
    sharing: Sequence[Participation]
    allocations: Sequence[Allocation]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A contact as the follow-up measure needs it: the London day, how, with whom and whether it was made."""

    on: date
    kind: str
    with_whom: str
    attended: bool


def client(client_id: UUID) -> Client:
    """The person's own details."""
    return Client.objects.get(pk=client_id)


def postal_address(client_id: UUID, on: date) -> tuple[str, ...]:
    """The lines of the address where the person lives on the day; none where it is not known, or kept from
    others: a document is opened by more people than may know it."""
    lived = Address.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), client=client_id)
    row = lived.filter(starts_on__lte=on).order_by("-starts_on").first()
    if row is None or row.restricted:
        return ()
    return tuple(line for line in (*row.line.split(", "), row.postcode) if line)


def client_record(client_id: UUID, case_id: UUID, actor: Actor) -> ClientRecord:
    """Who the person is, where they lived, their practices, and who shares and coordinates the case, as the
    actor may see it."""
    addresses = Address.objects.filter(client=client_id).select_related("council").order_by("-starts_on")
    return ClientRecord(
        client=Client.objects.get(pk=client_id),
        addresses=[_address_row(row, shown=actor.may(Permission.RESTRICTED_VIEW)) for row in addresses],
        gps=list(
            GpRegistration.objects.filter(client=client_id).select_related("icb").order_by("-starts_on")
        ),
        sharing=list(
            Participation.objects.filter(case=case_id)
            .select_related("organisation")
            .order_by("ends_on", "starts_on", "organisation__name")
        ),
        allocations=list(
            Allocation.objects.filter(case=case_id)
            .select_related("team", "coordinator")
            .order_by("-starts_on", "-id")
        ),
    )


def _address_row(row: Address, *, shown: bool) -> AddressRow:
    property_number = f"UPRN {row.uprn}" if row.uprn else ""
    place = ", ".join(part for part in (row.line, row.postcode, property_number) if part)
    place = place or row.get_kind_display()
    return AddressRow(
        id=row.id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        place=place if shown or not row.restricted else "Kept from others",
        kind=row.get_kind_display(),
        area=row.council.name if row.council else row.get_country_display(),
        settled=row.get_settled_display(),
        restricted=row.restricted,
        restricted_reason=row.restricted_reason if shown else "",
    )


def address_for(case_id: UUID, address_id: UUID) -> Address:
    """An address of the person whose case it is. NotFound otherwise."""
    found = Address.objects.filter(client__case=case_id, pk=address_id).first()
    if found is None:
        raise NotFound
    return found


def determinations(case_id: UUID) -> tuple[Determination, ...]:
    """Every determination of the case, latest first, each with its bodies' answers in `answers`."""
    return tuple(_determinations(case_id).order_by("-made_at", "-is_current"))


def current_determination(case_id: UUID, kind: str) -> Determination | None:
    """The determination of one question that stands now, with its answers."""
    return _determinations(case_id).filter(kind=kind, is_current=True).first()


def responsible_since(case_id: UUID) -> Mapping[str, date]:
    """By "council" and "nhs_body" the day since when the body that is named has had the duty. Two statements.

    An answer holds from the day on which its facts were looked at, which can be before the person left
    hospital: no body has a duty before there is one. While none runs, nothing.
    """
    running = DutyEpisode.objects.filter(case=case_id, is_current=True, ends_on__isnull=True).first()
    named = Determination.objects.filter(
        case=case_id, kind__in=("council", "nhs_body"), is_current=True, body__isnull=False
    )
    days = named.exclude(starts_on__isnull=True).values_list("kind", "starts_on")
    return {kind: max(day, running.starts_on) for kind, day in days} if running else {}


def _determinations(case_id: UUID) -> QuerySet[Determination]:
    answers = BodyDecision.objects.select_related("organisation", "decided_by").order_by("-recorded_at")
    return (
        Determination.objects.filter(case=case_id)
        .select_related("body", "payer", "made_by")
        .prefetch_related(Prefetch("decisions", queryset=answers, to_attr="answers"))
    )


def contacts(case_id: UUID, *, after: UUID | None = None, limit: int = 50) -> list[ContactLog]:
    """The contact log, latest first; `after` is the id of the last row of the page before."""
    rows = (
        ContactLog.objects.filter(case=case_id)
        .select_related("recorded_by", "corrects", "corrected_by")
        .order_by("-happened_at", "-id")
    )
    last = ContactLog.objects.filter(case=case_id, pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(happened_at__lte=last.happened_at).exclude(
            happened_at=last.happened_at, id__gte=last.id
        )
    return list(rows[:limit])


def contact_for(case_id: UUID, contact_id: UUID) -> ContactLog:
    """One contact of the case. NotFound otherwise."""
    rows = ContactLog.objects.select_related("corrected_by")
    found = rows.filter(case=case_id, pk=contact_id).first()
    if found is None:
        raise NotFound
    return found


def is_corrected(contact: ContactLog) -> bool:
    """Whether a further entry has put the contact right. Read with its correction, it asks nothing more."""
    return getattr(contact, "corrected_by", None) is not None


def follow_up_of(case_id: UUID, on: date) -> FollowUpStanding | None:
    """How the contact after the last time of leaving hospital stands by both clocks; None for somebody in
    hospital, dead, or gone to prison, of whom neither asks."""
    stay = HospitalStay.objects.filter(case=case_id, is_current=True).order_by("-admitted_on").first()
    gone = (HospitalStay.Destination.PRISON, HospitalStay.Destination.DIED)
    if stay is None or stay.left_on is None or stay.destination in gone:
        return None
    start = datetime.combine(stay.left_on, time.min, tzinfo=LONDON)
    made = ContactLog.objects.filter(
        case=case_id,
        corrected_by__isnull=True,
        attended=ContactLog.Attended.YES,
        with_whom=ContactLog.With.PERSON,
        happened_at__gte=start,
    ).values_list("happened_at", flat=True)
    contacts = [(at.astimezone(LONDON).date(), at) for at in made]
    left_at = datetime.combine(stay.left_on, stay.left_time, tzinfo=LONDON) if stay.left_time else None
    return follow_up_standing(stay.left_on, left_at, contacts, on, settings.FOLLOW_UP_HOURS)


def follow_ups(case_id: UUID, since: date) -> tuple[FollowUp, ...]:
    """Contacts from the day on, oldest first, for measures such as 72-hour follow-up: the measure's rule, for
    example that a contact on the day of leaving does not count, is the caller's. A contact that was corrected
    counts as its correction has it."""
    start = datetime.combine(since, datetime.min.time(), tzinfo=LONDON)
    rows = ContactLog.objects.filter(case=case_id, corrected_by__isnull=True, happened_at__gte=start)
    return tuple(
        FollowUp(
            row.happened_at.astimezone(LONDON).date(),
            row.kind,
            row.with_whom,
            row.attended == ContactLog.Attended.YES,
        )
        for row in rows.order_by("happened_at")
    )
