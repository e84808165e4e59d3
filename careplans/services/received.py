"""Letters received: kept as they came, and withdrawn when they were put on the wrong file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careplans import policies
from careplans.models import ReceivedLetter
from careplans.services.access import header
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents import storage
from s117.documents.uploads import fault_in, kind_of, refuse_infected
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version


@dataclass(frozen=True, slots=True)
class LetterReceived:
    """What came in, from whom and when. `data` is the file as it was sent."""

    sender: str
    about: str
    received_on: date
    data: bytes
    dated_on: date | None = None


@writes
def add_received(*, actor: Actor, at: datetime, case_id: UUID, letter: LetterReceived) -> ReceivedLetter:
    """Keep a letter as a PDF, PNG or JPEG of at most 10 MB on a person's file.

    Refused beside the field for what is missing, a date that cannot be, a file that is not one of these, is
    there already or has a virus in it. The bytes are kept before the row: a row never points at nothing.
    """
    case = header(actor, case_id)
    policies.received_add(actor, case).require()
    if faults := _faults(letter, case_id, london_date(at)):
        raise Refused(fields=faults)
    refuse_infected(letter.data)
    added = ReceivedLetter.objects.create(
        case_id=case_id,
        sender=letter.sender.strip(),
        about=letter.about.strip(),
        dated_on=letter.dated_on,
        received_on=letter.received_on,
        file_kind=kind_of(letter.data),
        size=len(letter.data),
        sha256=storage.store_once(letter.data),
        organisation_id=actor.organisation_id,
        added_at=at,
        added_by_id=actor.id,
    )
    record(Event.RECEIVED_ADDED, added, case_id=case_id)
    return added


@writes
def withdraw_received(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    letter_id: UUID,
    reason: str,
    seen_version: int | None = None,
) -> ReceivedLetter:
    """Take a letter off a file with the reason: it is about somebody else, or was scanned wrongly."""
    case = header(actor, case_id)
    found = ReceivedLetter.objects.filter(case_id=case_id, pk=letter_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound
    policies.received_withdraw(actor, case, found.organisation_id).require()
    require_version(found, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Enter the reason"})
    found.amend(withdrawn_at=at, withdrawn_by_id=actor.id, withdrawn_because=reason.strip())
    record(Event.RECEIVED_WITHDRAWN, found, case_id=case_id, reason=reason.strip())
    return found


def _faults(letter: LetterReceived, case_id: UUID, today: date) -> dict[str, str]:
    found = {
        "sender": "" if letter.sender.strip() else "Enter who the letter is from",
        "about": "" if letter.about.strip() else "Enter what the letter is about",
        "received_on": "" if letter.received_on <= today else "Date received must be today or in the past",
        "dated_on": _dated_late(letter),
        "file": fault_in(letter.data) or _held(letter.data, case_id),
    }
    return {field: fault for field, fault in found.items() if fault}


def _dated_late(letter: LetterReceived) -> str:
    if letter.dated_on is None or letter.dated_on <= letter.received_on:
        return ""
    return "Date on the letter must be on or before the day it was received"


def _held(data: bytes, case_id: UUID) -> str:
    digest = hashlib.sha256(data).hexdigest()
    rows = ReceivedLetter.objects.filter(case_id=case_id, sha256=digest, withdrawn_at__isnull=True)
    return "This letter is on the file already" if rows.exists() else ""
