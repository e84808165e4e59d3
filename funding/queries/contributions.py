"""Reading what people pay: towards services outside aftercare, and wrongly towards aftercare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from careplans import queries as careplans
from cases import queries as cases
from cases.queries import CaseHeader
from funding.models import Contribution, FundedLine, Refund
from funding.rules.contributions import Contributed, Outside, outside_aftercare
from funding.rules.lifecycle import RefundStatus
from s117.kernel.actor import Actor
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A contribution with days on which its service is aftercare: those days were wrongly charged."""

    reference: str
    line_id: UUID | None
    contribution_id: UUID
    service: str
    weekly_pence: int
    first_day: date
    last_day: date | None
    refunded: bool


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A contribution that ended because its service became aftercare: was it aftercare before that day?"""

    reference: str
    line_id: UUID | None
    contribution_id: UUID
    service: str
    weekly_pence: int
    starts_on: date
    check_from: date


def contributions_of(case_id: UUID) -> tuple[Contribution, ...]:
    """What the person pays, oldest first. One statement."""
    return tuple(Contribution.objects.filter(case=case_id).order_by("starts_on", "id"))


def contributions_visible_to(actor: Actor) -> QuerySet[Contribution]:
    """Contributions to the actor's own council by people whom the actor sees."""
    seen = Contribution.objects.filter(case__in=cases.visible_to(actor))
    return seen if actor.system else seen.filter(council__in=actor.organisation_ids)


def contribution_for(actor: Actor, ref: str, contribution_id: UUID) -> tuple[CaseHeader, Contribution]:
    """A contribution of a person whom the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    found = Contribution.objects.filter(case=case.id, pk=contribution_id).first()
    if found is None:
        raise NotFound
    return case, found


def lock_contribution(contribution_id: UUID) -> Contribution:
    """The contribution, locked until the transaction ends."""
    found = Contribution.objects.select_for_update(no_key=True).filter(pk=contribution_id).first()
    if found is None:
        raise NotFound
    return found


def overlapping(service_key: UUID, first: date, last: date | None) -> bool:
    """Whether the person pays towards the service already on a day from the first to the last."""
    held = Contribution.objects.filter(service_key=service_key)
    if last is not None:
        held = held.filter(starts_on__lte=last)
    return held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first)).exists()


def open_on_aftercare() -> tuple[tuple[Contribution, date], ...]:
    """Contributions without a last day whose service a plan in force has as aftercare, and since when."""
    rows = {row.service_key: row for row in Contribution.objects.filter(ends_on__isnull=True, existing=False)}
    since = careplans.aftercare_since(rows)
    return tuple((rows[key], first) for key, first in since.items())


def outside_in(council_ids: Iterable[UUID], period: Period) -> Outside:
    """What services outside aftercare cost the council in the period, and what people paid. One statement."""
    rows = Contribution.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=period.start),
        council__in=council_ids,
        existing=False,
        starts_on__lte=period.last_day,
    ).values_list("starts_on", "ends_on", "cost_weekly_pence", "weekly_pence")
    found = (
        Contributed(Period.inclusive(first, last), cost, paid)
        for first, last, cost, paid in rows
        if last is None or last >= first
    )
    return outside_aftercare(found, period)


def wrongly_charged(actor: Actor) -> tuple[WrongRow, ...]:
    """Contributions towards a service on days when it is aftercare, of people the actor sees."""
    live = Refund.objects.filter(contribution=OuterRef("pk")).exclude(status=RefundStatus.WITHDRAWN.value)
    given = contributions_visible_to(actor).annotate(refunded=Exists(live)).select_related("case")
    rows = tuple(given.order_by("starts_on", "id"))
    lines = _lines({row.service_key for row in rows})
    since = careplans.aftercare_since({row.service_key for row in rows})
    found = []
    for row in rows:
        line = lines.get(row.service_key)
        wrong = _wrong_days(row, line, since.get(row.service_key))
        if wrong is not None:
            held = (row.case.reference, line.id if line else None, row.id, row.description, row.weekly_pence)
            found.append(WrongRow(*held, *wrong, row.refunded))
    return tuple(found)


def to_check(actor: Actor) -> tuple[CheckRow, ...]:
    """Contributions ended by a change to aftercare that nobody has looked back over yet."""
    waiting = contributions_visible_to(actor).filter(check_from__isnull=False, checked_at__isnull=True)
    rows = tuple(waiting.select_related("case").order_by("check_from", "id"))
    lines = _lines({row.service_key for row in rows})
    return tuple(
        CheckRow(
            row.case.reference,
            lines[row.service_key].id if row.service_key in lines else None,
            row.id,
            row.description,
            row.weekly_pence,
            row.starts_on,
            row.check_from,
        )
        for row in rows
    )


def _lines(keys: set[UUID]) -> Mapping[UUID, FundedLine]:
    return {line.service_key: line for line in FundedLine.objects.filter(service_key__in=keys)}


def _wrong_days(
    row: Contribution, line: FundedLine | None, since: date | None
) -> tuple[date, date | None] | None:
    """The days of the contribution on which its service is aftercare, by the funding or the plan in force."""
    starts = [day for day in (line.starts_on if line else None, since) if day is not None]
    if row.existing:
        starts = [row.starts_on]
    if not starts:
        return None
    first = max(row.starts_on, min(starts))
    stops = line.ends_on if line is not None and since is None else None
    ends = [day for day in (row.ends_on, stops) if day is not None]
    last = min(ends) if ends else None
    return None if last is not None and last < first else (first, last)
