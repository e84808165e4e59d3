"""Reading queries about schedule lines: those that a body asked, and those that its council answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from careplans.queries.clocks import clocks_of
from careplans.rules.reminders import Clock
from careplans.rules.terms import NoticeKind
from funding.models import LineQuery, ScheduleLine
from funding.queries.schedules import ScheduleLineRow, ScheduleRow, line_rows, lines_seen_by
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.settling import QUERIED, Answer, QueryStatus
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A query with the line that it is about."""

    id: UUID
    version: int
    line_id: UUID
    line_number: int
    schedule_id: UUID
    schedule_number: int
    council_id: UUID
    council_code: str
    council_name: str
    body_id: UUID
    body_name: str
    case_id: UUID
    case_reference: str
    description: str
    provider_name: str
    status: QueryStatus
    words: str
    raised_by_name: str
    raised_at: datetime
    answer_by: date
    answer: Answer | None
    answer_words: str
    answered_by_name: str | None
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def key(self) -> str:
        """Where the next page of a list begins."""
        return f"{self.raised_at.isoformat()}_{self.id}"

    def overdue(self, on: date) -> bool:
        """Whether the council should have answered by now."""
        return self.status is QueryStatus.OPEN and self.answer_by < on


JOINED = {
    "line_number": F("line__number"),
    "schedule_id": F("line__schedule_id"),
    "schedule_number": F("line__schedule__number"),
    "council_id": F("line__schedule__council_id"),
    "council_code": F("line__schedule__council__code"),
    "council_name": F("line__schedule__council__name"),
    "body_name": F("body__name"),
    "case_id": F("line__line__case_id"),
    "case_reference": F("line__case_reference"),
    "description": F("line__description"),
    "provider_name": F("line__provider_name"),
    "raised_by_name": F("raised_by__full_name"),
    "answered_by_name": F("answered_by__full_name"),
}
OWN = (
    "id", "version", "line_id", "body_id", "words", "raised_at", "answer_by", "answer_words", "answered_at",
    "closed_at",
)  # fmt: skip


def queries_visible_to(actor: Actor) -> QuerySet[LineQuery]:
    """Queries that the actor's body asked, or that are about its own schedules."""
    if actor.system:
        return LineQuery.objects.all()
    if not actor.may(Permission.LINE_QUERY_VIEW):
        return LineQuery.objects.none()
    own = actor.organisation_ids
    return LineQuery.objects.filter(Q(body__in=own) | Q(line__schedule__council__in=own))


def queries_for(actor: Actor, *, after: str | None = None, limit: int = 50) -> tuple[QueryRow, ...]:
    """The body's queries, newest first, after the row of that key. One statement."""
    found = queries_visible_to(actor)
    if after is not None:
        found = _after(found, after)
    return _rows(found.order_by("-raised_at", "-id")[:limit])


def query_for(actor: Actor, query_id: UUID) -> QueryRow:
    """One query that the actor's body asked or answers; else NotFound."""
    found = _rows(queries_visible_to(actor).filter(pk=query_id))
    if not found:
        raise NotFound
    return found[0]


def open_queries(actor: Actor) -> tuple[int, int]:
    """How many queries wait for the body's answer, and how many of its own were answered. One statement."""
    own = actor.organisation_ids
    found = queries_visible_to(actor).aggregate(
        waiting=Count("pk", filter=Q(status=QueryStatus.OPEN.value, line__schedule__council__in=own)),
        answered=Count("pk", filter=Q(status=QueryStatus.ANSWERED.value, body__in=own)),
    )
    return found["waiting"], found["answered"]


def answers_due(on: date) -> Iterator[Clock]:
    """The clock of each query that waits for its council's answer, for the reminders. One statement."""
    rows = LineQuery.objects.filter(status=QueryStatus.OPEN.value).annotate(
        case_id=F("line__line__case_id"), council_id=F("line__schedule__council_id")
    )
    return clocks_of(
        NoticeKind.LINE_QUERY,
        rows,
        lambda row: row["answer_by"],
        "answer_by",
        "council_id",
        body="council_id",
    )


def standing_queries(actor: Actor, line_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, QueryStatus]]:
    """By schedule line the query that is open or answered. One statement."""
    found = queries_visible_to(actor).filter(line__in=line_ids, status__in=QUERIED).order_by("raised_at")
    return {line: (pk, QueryStatus(status)) for line, pk, status in found.values_list("line", "pk", "status")}


def line_to_query(actor: Actor, schedule: ScheduleRow, number: int) -> ScheduleLineRow:
    """A line of the schedule that the actor's body may see; else NotFound."""
    found = [row for row in lines_seen_by(actor, schedule, after=number - 1, limit=1) if row.number == number]
    if not found:
        raise NotFound
    return found[0]


def line_of_query(query: QueryRow) -> ScheduleLineRow:
    """The line that the query is about, as it was frozen. One statement."""
    return line_rows(ScheduleLine.objects.filter(pk=query.line_id))[0]


def corrections_of(line: ScheduleLineRow) -> tuple[ScheduleLineRow, ...]:
    """The lines of frozen schedules that take the line back, with what stands in its place. One statement."""
    frozen = ScheduleLine.objects.filter(schedule__status=ScheduleStatus.FROZEN.value)
    reversals = frozen.filter(mends=line.id)
    replacing = Q(
        schedule__in=reversals.values("schedule"),
        kind=PostingKind.REPLACEMENT.value,
        line=line.line_id,
        service_from__lte=line.service_to,
        service_to__gte=line.service_from,
    )
    mending = frozen.filter(Q(mends=line.id) | replacing)
    return line_rows(mending.order_by("schedule__number", "number"))


def queries_about(actor: Actor, line_id: UUID) -> tuple[QueryRow, ...]:
    """Every query about the line that the actor may see, oldest first. One statement."""
    found = queries_visible_to(actor).filter(line=line_id)
    return _rows(found.order_by("raised_at", F("closed_at").asc(nulls_last=True)))


def lock_query(actor: Actor, query_id: UUID) -> LineQuery:
    """A query that the actor may see, locked until the transaction ends."""
    visible = queries_visible_to(actor).filter(pk=query_id).select_related("line__schedule", "line__line")
    found = visible.select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise NotFound
    return found


def _after(found: QuerySet[LineQuery], key: str) -> QuerySet[LineQuery]:
    moment, _, last = key.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise NotFound from None
    return found.filter(Q(raised_at__lt=at) | Q(raised_at=at, id__lt=pk))


def _rows(found: QuerySet[LineQuery]) -> tuple[QueryRow, ...]:
    rows = found.values(*OWN, "status", "answer", **JOINED)
    return tuple(
        QueryRow(
            **{
                **row,
                "status": QueryStatus(row["status"]),
                "answer": Answer(row["answer"]) if row["answer"] else None,
            }
        )
        for row in rows
    )
