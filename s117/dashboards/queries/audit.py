"""Who saw and did what, for those who audit it: no clinical text, and nothing beyond their organisation.

An organisation's auditor reads what its own staff did, and of the records that it answers for what anybody
did. Reasons and details are not read at all: people write about people in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from cases.models import Case
from cases.queries import answered_for
from s117.accounts.roles import ROLES
from s117.audit.models import AccessEvent, AuditEvent
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON, add_months
from s117.kernel.events import Event

SEEN = {
    "view": "Opened",
    "list": "Listed",
    "search": "Searched",
    "download": "Downloaded",
    "denied": "Refused",
}
FILE_LENGTH = 50_000
REPORT_MONTHS = 12
Key = tuple[datetime, int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the auditor asked for. `kind` is "", seen, done or denied; both days are included."""

    reference: str = ""
    user_id: UUID | None = None
    first: date | None = None
    last: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody saw or did. `table` is 1 for what was seen and 0 for what was done."""

    at: datetime
    table: int
    id: int
    what: str
    subject: str
    actor_name: str
    organisation_name: str
    roles: str
    case_id: UUID | None
    count: int | None
    request_id: str
    ip: str
    reference: str = ""

    @property
    def key(self) -> Key:
        """Its place: by moment; of one moment, what was seen first, then the order of writing."""
        return self.at, self.table, self.id


def lines_after(actor: Actor, wanted: Wanted, after: str | None, limit: int) -> tuple[AuditLine, ...]:
    """Up to `limit` lines that follow the key, newest first. Three statements, however many there are."""
    key = read_key(after)
    parts = (_line_rows(rows.order_by("-at", "-id")[:limit]) for rows in _rows(actor, wanted, key))
    found = sorted(chain.from_iterable(parts), key=lambda line: line.key, reverse=True)[:limit]
    return _with_references(found)


def every_line(actor: Actor, wanted: Wanted) -> tuple[AuditLine, ...]:
    """All the lines, newest first, for a file: the newest FILE_LENGTH of them."""
    parts = [
        _line_rows(rows.order_by("-at", "-id")[:FILE_LENGTH].iterator(chunk_size=2000))
        for rows in _rows(actor, wanted, None)
    ]
    found = merge(*parts, key=lambda line: line.key, reverse=True)
    return _with_references(list(islice(found, FILE_LENGTH)))


def key_of(line: AuditLine) -> str:
    """Where a page ended, for the next page's link: a moment and a row's number, nothing personal."""
    return f"{line.at.isoformat()}~{line.table}~{line.id}"


def read_key(text: str | None) -> Key | None:
    """The key in a link; None when there is none or it was tampered with (the list starts again)."""
    moment, _, place = (text or "").partition("~")
    table, _, number = place.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    good = at.tzinfo is not None and table in {"0", "1"} and re.fullmatch(r"\d{1,18}", number, re.ASCII)
    return (at, int(table), int(number)) if good else None


@dataclass(frozen=True, slots=True)
class Look:
    """One person on one day: how often they opened or took away a part of the record, and since when."""

    day: date
    first_at: datetime
    actor_name: str
    roles: str
    organisation_name: str
    kinds: tuple[str, ...]
    times: int


def looks_at(case_id: UUID, on: date, *, everything: bool = False) -> tuple[Look, ...]:
    """Who looked at one record, by day, newest first: the last twelve months, or since it began."""
    rows = AccessEvent.objects.filter(case_id=case_id).exclude(kind="denied")
    if not everything:
        rows = rows.filter(at__gte=_midnight(add_months(on, -REPORT_MONTHS)))
    found = (
        rows.annotate(day=TruncDate("at", tzinfo=LONDON))
        .values("day", "actor_id", "actor_name", "roles", "organisation_name")
        .annotate(first_at=Min("at"), times=Count("id"), kinds=ArrayAgg("kind", distinct=True))
        .order_by("-day", "-first_at")
    )
    return tuple(
        Look(
            day=row["day"],
            first_at=row["first_at"],
            actor_name=row["actor_name"],
            roles=role_words(row["roles"]),
            organisation_name=row["organisation_name"],
            kinds=tuple(SEEN.get(kind, kind).lower() for kind in sorted(row["kinds"], reverse=True)),
            times=row["times"],
        )
        for row in found
    )


def role_words(roles: str) -> str:
    """The roles that somebody held then, in words."""
    return ", ".join(ROLES[role].label if role in ROLES else role for role in roles.split())


def _rows(actor: Actor, wanted: Wanted, key: Key | None) -> Iterator[QuerySet]:
    """What was seen and what was done, as far as each is asked for: rows with the same columns."""
    where = _scope(actor, wanted) & _asked(wanted)
    if wanted.kind != "done":
        seen = AccessEvent.objects.filter(where, _follows(key, 1))
        if wanted.kind:
            refused = Q(kind="denied")
            seen = seen.filter(refused if wanted.kind == "denied" else ~refused)
        yield seen.annotate(table=Value(1), what=F("kind"), shown=F("count"))
    if wanted.kind in ("", "done"):
        done = AuditEvent.objects.filter(where, _follows(key, 0))
        nothing = Value(None, output_field=IntegerField())
        yield done.annotate(table=Value(0), what=F("event"), shown=nothing)


def _scope(actor: Actor, wanted: Wanted) -> Q:
    own = Q(organisation_id__in=actor.organisation_ids)
    if not wanted.reference:
        return own
    asked = Case.objects.filter(reference=wanted.reference).values("pk")
    answered = answered_for(actor).filter(reference=wanted.reference).values("pk")
    return Q(case_id__in=answered) | own & Q(case_id__in=asked)


def _asked(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.user_id:
        asked &= Q(actor_id=wanted.user_id)
    if wanted.first:
        asked &= Q(at__gte=_midnight(wanted.first))
    if wanted.last:
        asked &= Q(at__lt=_midnight(wanted.last + timedelta(days=1)))
    return asked


def _follows(key: Key | None, table: int) -> Q:
    """Older than the key's moment or, of that moment, further down: this table's rows or the other's."""
    if key is None:
        return Q()
    at, last_table, last_id = key
    if table > last_table:
        return Q(at__lt=at)
    return Q(at__lte=at) & (Q(at__lt=at) | Q(at=at, **({"id__lt": last_id} if table == last_table else {})))


def _line_rows(rows: Iterable[Any]) -> Iterator[AuditLine]:
    return (
        AuditLine(
            at=row.at,
            table=row.table,
            id=row.id,
            what=_what(row.what),
            subject=_subject(row.subject_type),
            actor_name=row.actor_name,
            organisation_name=row.organisation_name,
            roles=role_words(row.roles),
            case_id=row.case_id,
            count=row.shown,
            request_id=row.request_id,
            ip=row.ip,
        )
        for row in rows
    )


def _with_references(lines: Iterable[AuditLine]) -> tuple[AuditLine, ...]:
    found = tuple(lines)
    wanted = {line.case_id for line in found} - {None}
    known = dict(Case.objects.filter(pk__in=wanted).values_list("pk", "reference")) if wanted else {}
    return tuple(replace(line, reference=known.get(line.case_id, "")) for line in found)


def _what(code: str) -> str:
    if code in SEEN:
        return SEEN[code]
    return Event(code).words if code in {event.value for event in Event} else code


def _subject(kind: str) -> str:
    """The page or the record in words: "careplans/plan_view" and "PlanVersion" become plain."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.rsplit("/", 1)[-1].replace("_", " "))
    return words.capitalize()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)
