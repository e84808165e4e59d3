"""The words of the pages about letters: what there is to write, and how hard a draft is to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

from django.urls import reverse

from careplans.queries import LetterToWrite
from careplans.rules.reading import EASY_READ_AGE, reading_of
from careplans.rules.terms import Paper
from s117.web.filters import date as date_words

WHY = {
    Paper.ENTITLEMENT: "Aftercare is owed since {on}",
    Paper.PLAN_COVER: "The care plan was published on {on}",
    Paper.ENDING_CONSIDERED: "The review of {on} recommended ending",
    Paper.ENDING_NOTICE: "Aftercare ended on {on}",
    Paper.BODY_CHANGE: "The responsible body changed on {on}",
    Paper.DISPUTE_HOLDING: "A dispute began on {on}",
    Paper.LEAFLET: "For everybody who has, or may have, aftercare",
}
# Each of these ends its sentence, whether or not a full stop stands there.
BLOCKS = frozenset({"p", "li", "h2", "th", "td", "caption"})


@dataclass(frozen=True, slots=True)
class LetterRowToWrite:
    """A letter that the record gives rise to, as the list shows it."""

    name: str
    why: str
    href: str
    written_on: date | None


def to_write_rows(reference: str, letters: Iterable[LetterToWrite]) -> tuple[LetterRowToWrite, ...]:
    """The letters with why each is due and where it is written."""
    return tuple(
        LetterRowToWrite(
            row.subject.paper.words,
            WHY[row.subject.paper].format(
                on=date_words(row.subject.on) if row.subject.on else "an earlier day"
            ),
            reverse(
                "careplans:letter_write",
                kwargs={"ref": reference, "paper": row.subject.paper.value, "about": row.subject.about},
            ),
            row.written_on,
        )
        for row in letters
    )


def letter_lines(html: str) -> tuple[str, ...]:
    """The words of a letter, a line for each paragraph, heading and cell."""
    reader = _Lines()
    reader.feed(html)
    return tuple(line for line in (" ".join(part.split()) for part in reader.lines) if line)


def reading_words(whose: str, lines: Iterable[str], *, easy: bool) -> tuple[str, tuple[str, ...]]:
    """How hard a draft is to read, in a sentence for its writer, and the sentences to make shorter."""
    found = reading_of(lines)
    if found is None:
        return "", ()
    said = f"{whose}. Reading age: about {found.age} years."
    if not easy:
        return said, ()
    if found.suits_easy_read:
        return f"{said} Easy read aims at {EASY_READ_AGE} or younger, so this suits.", ()
    return f"{said} Easy read aims at {EASY_READ_AGE} or younger: shorter sentences and words help.", (
        found.long_sentences
    )


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data
