"""One dated thing that happened to a person, as an app tells it to the case file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`on` is the day it happened (not the day it was typed in); `url` is where to read more."""

    on: date
    at: time | None
    title: str
    detail: str = ""
    who: str = ""
    url: str = ""

    def __lt__(self, other: TimelineEntry) -> bool:
        """By day, then time; on a day, what has no time of its own comes first."""
        return (self.on, self.at or time.min, self.title) < (other.on, other.at or time.min, other.title)
