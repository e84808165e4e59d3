"""Reading schedules: what was charged, to whom, what stands in the way of freezing, and the files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DecimalField, Exists, F, Max, OuterRef, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject

from funding.models import Schedule, ScheduleLine, ScheduleShare
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.reconcile import Totals, control_totals
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

CLAIM_LASTS = timedelta(minutes=10)
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class PartRow:
    """One body's part of a schedule line."""

    organisation_id: str
    code: str
    name: str
    kind: str
    percent: str
    amount: int
    residual: bool


@dataclass(frozen=True, slots=True)
class ScheduleLineRow:
    """One line of a schedule with its parts, council first."""

    id: UUID
    schedule_id: UUID
    schedule_number: int
    number: int
    kind: str
    mends_id: UUID | None
    mends_number: int | None
    mends_schedule: int | None
    reclaim_id: UUID | None
    line_id: UUID
    case_reference: str
    initials: str
    birth_year: int
    nhs_number: str
    provider_name: str
    category: str
    description: str
    service_from: date
    service_to: date
    days: int
    unit: str
    units: Any
    rate_pence: int
    gross_pence: int
    decision_reference: str
    interim: bool
    po_reference: str
    cost_centre: str
    subjective_code: str
    note: str
    parts: tuple[PartRow, ...]

    @property
    def amounts(self) -> tuple[tuple[str, int], ...]:
        """Pence by body id."""
        return tuple((part.organisation_id, part.amount) for part in self.parts)


@dataclass(frozen=True, slots=True)
class BodySum:
    """What a body bears of some lines, in pence."""

    code: str
    name: str
    kind: str
    pence: int


@dataclass(frozen=True, slots=True)
class ScheduleSums:
    """Lines, people, corrections and pence of the lines that somebody may see."""

    lines: int
    people: int
    corrections: int
    gross: int
    bodies: tuple[BodySum, ...]


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule in a list: its figures as the actor's organisation may see them."""

    id: UUID
    version: int
    number: int
    edition: int
    council_id: UUID
    council_name: str
    council_code: str
    period_from: date
    period_to: date
    days_reason: str
    status: ScheduleStatus
    requested_at: datetime
    as_at: datetime | None
    frozen_at: datetime | None
    frozen_by: str
    row_count: int
    gross_pence: int
    totals: Mapping[str, int]
    control_hash: str
    exceptions: tuple[Mapping[str, str], ...]
    outside: Mapping[str, int]

    @property
    def key(self) -> str:
        """Where the next page of a list begins."""
        return f"{self.requested_at.isoformat()}_{self.id}"


SCHEDULE_COLUMNS = (
    "id", "version", "number", "edition", "council_id", "period_from", "period_to", "requested_at",
    "as_at", "frozen_at", "frozen_by", "row_count", "gross_pence", "totals", "control_hash", "days_reason",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "schedule_id", "number", "kind", "mends_id", "reclaim_id", "line_id", "case_reference", "initials",
    "birth_year", "nhs_number", "provider_name", "category", "description", "service_from",
    "service_to", "days", "unit", "units", "rate_pence", "gross_pence", "decision_reference",
    "interim", "po_reference", "cost_centre", "subjective_code", "note",
)  # fmt: skip
JOINED_COLUMNS = {
    "schedule_number": "schedule__number",
    "mends_number": "mends__number",
    "mends_schedule": "mends__schedule__number",
}


def schedules_visible_to(actor: Actor) -> QuerySet[Schedule]:
    """A council's own schedules, and for another body the frozen ones in which it has a part."""
    if actor.system:
        return Schedule.objects.all()
    if not actor.may(Permission.SCHEDULE_VIEW):
        return Schedule.objects.none()
    has_part = ScheduleShare.objects.filter(
        line__schedule=OuterRef("pk"), organisation__in=actor.organisation_ids
    )
    return Schedule.objects.filter(
        Q(council__in=actor.organisation_ids) | Q(Exists(has_part), status=ScheduleStatus.FROZEN.value)
    )


def schedules_for(actor: Actor, *, after: str | None = None, limit: int = 50) -> tuple[ScheduleRow, ...]:
    """The schedules the actor may see, newest first, after the row of that key. One statement."""
    found = schedules_visible_to(actor)
    if after is not None:
        found = _after(found, after)
    return _rows(found.order_by("-requested_at", "-id")[:limit])


def _after(found: QuerySet[Schedule], key: str) -> QuerySet[Schedule]:
    moment, _, last = key.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise NotFound from None
    return found.filter(Q(requested_at__lt=at) | Q(requested_at=at, id__lt=pk))


def schedule_by_number(actor: Actor, council_code: str, number: int) -> ScheduleRow:
    """A council's schedule by its number, where the actor may see it; else NotFound."""
    found = _rows(schedules_visible_to(actor).filter(council__code__iexact=council_code, number=number))
    if not found:
        raise NotFound
    return found[0]


def schedule_for(actor: Actor, schedule_id: UUID) -> ScheduleRow:
    """One schedule the actor may see; else NotFound."""
    found = _rows(schedules_visible_to(actor).filter(pk=schedule_id))
    if not found:
        raise NotFound
    return found[0]


def lines_of_schedule(schedule_id: UUID) -> tuple[ScheduleLineRow, ...]:
    """Every line of a schedule. One statement."""
    return line_rows(ScheduleLine.objects.filter(schedule=schedule_id).order_by("number"))


def lines_seen_by(
    actor: Actor, schedule: ScheduleRow, *, after: int = 0, limit: int | None = None
) -> tuple[ScheduleLineRow, ...]:
    """Lines of the schedule that the actor's organisation may see, after a line's number. One statement."""
    lines = seen_by(actor, schedule).filter(number__gt=after).order_by("number")
    return line_rows(lines[:limit])


def sums_seen_by(actor: Actor, schedule: ScheduleRow) -> ScheduleSums:
    """What those lines come to, by body. Two statements, however many lines there are."""
    lines = seen_by(actor, schedule)
    counts = lines.aggregate(
        lines=Count("pk"),
        people=Count("case_reference", distinct=True),
        corrections=Count("pk", filter=~Q(kind=PostingKind.CHARGE.value)),
        gross=Coalesce(Sum("gross_pence"), 0, output_field=DecimalField()),
    )
    body = ("organisation__code", "organisation__name", "organisation__kind")
    sums = ScheduleShare.objects.filter(line__in=lines).values_list(*body).annotate(pence=Sum("amount_pence"))
    bodies = [BodySum(code, name, kind, int(pence)) for code, name, kind, pence in sums.order_by()]
    bodies.sort(key=lambda row: (row.kind != "council", row.code))
    return ScheduleSums(**{**counts, "gross": int(counts["gross"])}, bodies=tuple(bodies))


def seen_by(actor: Actor, schedule: ScheduleRow) -> QuerySet[ScheduleLine]:
    """All lines for the schedule's council, for another body those in which it has a part."""
    lines = ScheduleLine.objects.filter(schedule=schedule.id)
    whole = actor.system or schedule.council_id in actor.organisation_ids
    return lines if whole else lines.filter(has_part(actor.organisation_ids))


def schedule_lines_visible_to(actor: Actor) -> QuerySet[ScheduleLine]:
    """Lines of frozen schedules that the actor's organisation may see, for the API and for sums."""
    frozen = ScheduleLine.objects.filter(schedule__status=ScheduleStatus.FROZEN.value)
    if actor.system:
        return frozen
    if not actor.may(Permission.SCHEDULE_VIEW):
        return frozen.none()
    return frozen.filter(
        Q(schedule__council__in=actor.organisation_ids) | Q(has_part(actor.organisation_ids))
    )


def line_rows(lines: QuerySet[ScheduleLine]) -> tuple[ScheduleLineRow, ...]:
    """Schedule lines with their parts, as frozen rows. One statement."""
    return tuple(_line_row(row) for row in _line_values(lines))


def each_line(lines: QuerySet[ScheduleLine]) -> Iterator[ScheduleLineRow]:
    """The same lines, read through the database in pieces: memory stays flat however many there are."""
    return (_line_row(row) for row in _line_values(lines).iterator(chunk_size=CHUNK))


def _line_values(lines: QuerySet[ScheduleLine]) -> QuerySet[ScheduleLine, dict[str, Any]]:
    parts = ScheduleShare.objects.filter(line=OuterRef("pk")).values(
        row=JSONObject(
            organisation="organisation_id",
            code="organisation__code",
            name="organisation__name",
            kind="organisation__kind",
            percent=Cast("percent", TextField()),
            amount="amount_pence",
            residual="residual",
        )
    )
    mended = {name: F(path) for name, path in JOINED_COLUMNS.items()}
    found = lines.annotate(
        part_rows=ArraySubquery(parts.order_by("organisation__kind", "organisation__code"))
    )
    return found.values(*LINE_COLUMNS, "part_rows", **mended)


def totals_of(lines: Iterable[ScheduleLineRow]) -> Totals:
    """Control totals of the lines."""
    return control_totals((line.gross_pence, line.amounts) for line in lines)


def issued_lines(council_id: UUID, line_ids: Collection[UUID] | None = None) -> tuple[ScheduleLineRow, ...]:
    """Charges of the council's frozen schedules, oldest first; those that were reversed are left out."""
    frozen = ScheduleLine.objects.filter(
        schedule__council=council_id, schedule__status=ScheduleStatus.FROZEN.value
    )
    if line_ids is not None:
        frozen = frozen.filter(line__in=line_ids)
    reversed_by = ScheduleLine.objects.filter(
        mends=OuterRef("pk"), kind=PostingKind.REVERSAL.value, schedule__status=ScheduleStatus.FROZEN.value
    )
    # What was given back to the person is no charge of the service, so no correction ever takes it back.
    charged = (PostingKind.CHARGE.value, PostingKind.REPLACEMENT.value)
    standing = frozen.filter(~Exists(reversed_by), kind__in=charged)
    return line_rows(standing.order_by("schedule__number", "number"))


def frozen_periods(council_id: UUID) -> tuple[tuple[date, date, datetime], ...]:
    """First day, last day and moment of the figures of each frozen schedule of the council, oldest first."""
    rows = Schedule.objects.filter(council=council_id, status=ScheduleStatus.FROZEN.value)
    return tuple(rows.order_by("number").values_list("period_from", "period_to", "as_at"))


def open_schedule(council_id: UUID) -> Schedule | None:
    """The council's schedule that is not frozen yet, if there is one."""
    return (
        Schedule.objects.filter(council=council_id)
        .exclude(status__in=[ScheduleStatus.FROZEN.value, ScheduleStatus.WITHDRAWN.value])
        .select_related("council")
        .first()
    )


def next_numbers(council_id: UUID, first: date, last: date) -> tuple[int, int]:
    """The council's next schedule number, and the next edition of this period."""
    mine = Schedule.objects.filter(council=council_id)
    number = mine.aggregate(highest=Max("number"))["highest"] or 0
    kept = mine.filter(period_from=first, period_to=last).exclude(status=ScheduleStatus.WITHDRAWN.value)
    edition = kept.aggregate(highest=Max("edition"))["highest"] or 0
    return number + 1, edition + 1


def lock_council(council_id: UUID) -> Organisation:
    """The council, locked so that its schedules are numbered one at a time. NotFound if none."""
    found = Organisation.objects.select_for_update(no_key=True).filter(pk=council_id).first()
    if found is None:
        raise NotFound
    return found


def lock_schedule(schedule_id: UUID) -> Schedule:
    """The schedule, locked until the transaction ends; of two who freeze it, one waits here."""
    found = Schedule.objects.select_for_update(no_key=True, of=("self",)).filter(pk=schedule_id).first()
    if found is None:
        raise NotFound
    return found


def waiting_schedules(at: datetime) -> tuple[UUID, ...]:
    """Schedules asked for that no worker holds."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - CLAIM_LASTS)
    waiting = Schedule.objects.filter(free, status=ScheduleStatus.REQUESTED.value)
    return tuple(waiting.values_list("pk", flat=True))


def has_part(body_ids: Collection[UUID]) -> Exists:
    """Lines in which one of the bodies has a part."""
    return Exists(ScheduleShare.objects.filter(line=OuterRef("pk"), organisation__in=body_ids))


def _rows(schedules: QuerySet[Schedule]) -> tuple[ScheduleRow, ...]:
    extra = {"council_name": F("council__name"), "council_code": F("council__code")}
    return tuple(
        ScheduleRow(
            **{name: row[name] for name in (*SCHEDULE_COLUMNS, *extra)},
            status=ScheduleStatus(row["status"]),
            exceptions=tuple(row["exceptions"]),
            outside=row["outside"],
        )
        for row in schedules.values(*SCHEDULE_COLUMNS, "status", "exceptions", "outside", **extra)
    )


def _line_row(row: dict[str, Any]) -> ScheduleLineRow:
    parts = tuple(
        PartRow(
            organisation_id=part["organisation"],
            code=part["code"],
            name=part["name"],
            kind=part["kind"],
            percent=part["percent"],
            amount=part["amount"],
            residual=part["residual"],
        )
        for part in row["part_rows"]
    )
    own = (*LINE_COLUMNS, *JOINED_COLUMNS)
    return ScheduleLineRow(**{name: row[name] for name in own}, parts=parts)
