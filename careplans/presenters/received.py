"""Letters received, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from careplans import policies
from cases.queries import CaseHeader
from s117.documents.uploads import FileKind, size_words
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.web.filters import date as date_words


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One letter received. `withdrawn` says when and by whom, and is empty while it stands."""

    sender: str
    about: str
    dated_on: date | None
    received_on: date
    words: str
    added: str
    href: str
    withdraw_href: str
    withdrawn: str
    reason: str


def received_row(actor: Actor, case: CaseHeader, row: Any) -> ReceivedRow:
    """The letter with where it is opened and, for those who may, withdrawn."""
    gone = row.withdrawn_at is not None
    may = policies.received_withdraw(actor, case, row.organisation_id)
    where = {"ref": case.reference, "letter": row.id}
    return ReceivedRow(
        sender=row.sender,
        about=row.about,
        dated_on=row.dated_on,
        received_on=row.received_on,
        words=f"{FileKind(row.file_kind).words}, {size_words(row.size)}",
        added=f"{row.added_by.full_name}, {row.organisation.name}",
        href="" if gone else reverse("careplans:received_download", kwargs=where),
        withdraw_href="" if gone or not may else reverse("careplans:received_withdraw", kwargs=where),
        withdrawn=_withdrawn(row) if gone else "",
        reason=row.withdrawn_because,
    )


def received_name(reference: str, row: Any) -> str:
    """What the file is called once saved: nothing that names a person."""
    day, ending = row.received_on.isoformat(), FileKind(row.file_kind).ending
    return f"{reference}-received-{day}-{row.sha256[:8]}.{ending}"


def _withdrawn(row: Any) -> str:
    return f"{date_words(london_date(row.withdrawn_at))} by {row.withdrawn_by.full_name}"
