"""A calendar file (RFC 5545): the few parts of it that a list of days needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from s117.kernel.dates import LONDON

MOST_OCTETS = 75
LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class IcalEvent:
    """One entry. Without a time it lasts the whole day. `sequence` grows when the entry changes."""

    uid: str
    summary: str
    on: date
    at: time | None
    url: str
    sequence: int


def ical(name: str, events: Iterable[IcalEvent], made_at: datetime) -> bytes:
    """The file: lines end in CRLF and are folded at 75 octets; times are in UTC, so no zone is needed."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//S117//Reviews//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for event in events:
        lines += _event(event, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _event(event: IcalEvent, made_at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(made_at)}",
        f"SEQUENCE:{event.sequence}",
        *_when(event),
        f"SUMMARY:{_text(event.summary)}",
        f"URL:{event.url}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT" if event.at is None else "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def _when(event: IcalEvent) -> list[str]:
    if event.at is None:
        after = event.on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    begins = datetime.combine(event.on, event.at, LONDON)
    return [f"DTSTART:{_moment(begins)}", f"DTEND:{_moment(begins.astimezone(UTC) + LASTS)}"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for character, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(character, escaped)
    return "".join(character for character in words if character.isprintable())


def _fold(line: str) -> str:
    """Continuation lines begin with a space; no character is cut in two."""
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > MOST_OCTETS - (1 if parts else 0):
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])
