"""What the audit page asks and shows: the filters in its address, and its rows as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse

from s117.accounts.queries import staff_of
from s117.dashboards.queries.audit import AuditLine, Wanted
from s117.documents.columns import Column, Kind
from s117.documents.csv import write_csv
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON

KINDS = (("", "Everything"), ("seen", "Seen"), ("done", "Done"), ("denied", "Refused"))
COLUMNS = (
    Column("When", Kind.TEXT),
    Column("What", Kind.TEXT),
    Column("Page or record", Kind.TEXT),
    Column("Case reference", Kind.TEXT),
    Column("Rows shown", Kind.INTEGER),
    Column("Who", Kind.TEXT),
    Column("Roles", Kind.TEXT),
    Column("Organisation", Kind.TEXT),
    Column("Request", Kind.TEXT),
    Column("Network address", Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """The filter form as it is drawn again: the values as typed, and what was wrong with them."""

    reference: str
    user: str
    first: str
    last: str
    kind: str
    staff: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]


def wanted_from(query: Mapping[str, str]) -> tuple[Wanted, tuple[str, ...]]:
    """What the address asks for, and in words what of it could not be read. A bad value filters nothing."""
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    faults = [
        f"{words} must be a real date, like 2026-11-21"
        for words, typed, found in (("From", query.get("from"), first), ("To", query.get("to"), last))
        if typed and found is None
    ]
    if first and last and last < first:
        faults.append("To must be on or after From")
    kind = query.get("kind", "")
    wanted = Wanted(
        reference=query.get("reference", "").strip().upper()[:20],
        user_id=_uuid(query.get("user", "")),
        first=first,
        last=last,
        kind=kind if kind in dict(KINDS) else "",
    )
    return wanted, tuple(faults)


def filters(actor: Actor, query: Mapping[str, str]) -> AuditFilters:
    """The filter form, with the staff to choose from. One statement."""
    wanted, faults = wanted_from(query)
    staff = staff_of(actor).values_list("id", "full_name", "username", "is_active")
    return AuditFilters(
        reference=wanted.reference,
        user=str(wanted.user_id or ""),
        first=query.get("from", "")[:10],
        last=query.get("to", "")[:10],
        kind=wanted.kind,
        staff=tuple((str(pk), _staff_words(name, username, active)) for pk, name, username, active in staff),
        faults=faults,
    )


def audit_csv(lines: Iterable[AuditLine], *, name: str) -> HttpResponse:
    """The lines as a CSV download, in London time."""
    rows = (
        (
            line.at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S"),
            line.what,
            line.subject,
            line.reference,
            line.count,
            line.actor_name,
            line.roles,
            line.organisation_name,
            line.request_id,
            line.ip,
        )
        for line in lines
    )
    response = HttpResponse(write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _staff_words(name: str, username: str, active: bool) -> str:
    return f"{name} ({username})" if active else f"{name} ({username}, account switched off)"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
