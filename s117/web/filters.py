"""How values are written on a page: dates, times, money, NHS numbers, and what is missing.

One definition for pages, documents and messages (design rule 7). Each takes a value and returns text;
None and empty values become "Not recorded" through `or_missing`, never silently nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from s117.kernel.dates import LONDON
from s117.kernel.letters import capitals
from s117.kernel.money import pounds as pounds_words

MISSING = "Not recorded"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day(value: dt.date) -> dt.date:
    return value.astimezone(LONDON).date() if isinstance(value, dt.datetime) and value.tzinfo else value


def date(value: dt.date | None) -> str:
    """A date in full: '14 October 2026'. A moment is read as its London day."""
    if value is None:
        return MISSING
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value: dt.date | None) -> str:
    """A date for lists: '14 Oct 2026'."""
    if value is None:
        return MISSING
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def time(value: Any) -> str:
    """A London time of day: '10:32am', '2pm', 'midday', 'midnight'."""
    if value is None:
        return MISSING
    local = value.astimezone(LONDON) if isinstance(value, dt.datetime) and value.tzinfo else value
    if local.minute == 0 and local.hour in (0, 12):
        return "midnight" if local.hour == 0 else "midday"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def date_time(value: dt.datetime | None) -> str:
    """A moment: '14 October 2026 at 10:32am'."""
    return MISSING if value is None else f"{date(value)} at {time(value)}"


def nhs_number(value: str | None) -> str:
    """Ten digits spaced 3-3-4 by spaces that do not break: '999 165 1284'."""
    if not value:
        return MISSING
    digits = "".join(character for character in str(value) if character.isdigit())
    return f"{digits[:3]}\u00a0{digits[3:6]}\u00a0{digits[6:]}" if len(digits) == 10 else str(value)


def pounds(pence: int | None) -> str:
    """Pence as '£1,234.56'."""
    return MISSING if pence is None else pounds_words(pence)


def or_missing(value: Any) -> Any:
    """The value, or 'Not recorded' when there is none. Zero and False are values."""
    return MISSING if value is None or value == "" else value


def age_on(born: dt.date, on: dt.date) -> int:
    """Age in whole years on a day. A person born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: '1 review', '2 reviews', '0 reviews'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def slug(text: Any) -> str:
    """Text as a fragment for an id: letters, digits and hyphens only."""
    return "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in str(text).lower()).split())


def first_lower(text: str) -> str:
    """Text with a small first letter, unless the first word is an abbreviation ('GP practice')."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


FILTERS = {
    "date": date,
    "short_date": short_date,
    "time": time,
    "date_time": date_time,
    "nhs_number": nhs_number,
    "pounds": pounds,
    "or_missing": or_missing,
    "plural": plural,
    "slug": slug,
    "capitals": capitals,
    "first_lower": first_lower,
    "urlquote": quote,
}
