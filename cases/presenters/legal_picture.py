"""The picture of a legal status: a lane for each kind of fact, and the same facts in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.queries import GUARDIANSHIP, RECALL_CODES, LegalRecord, section_words
from s117.web.charts import Stretch
from s117.web.filters import short_date

LaneRow = tuple[str, list[Stretch], list[date]]
TableRow = tuple[str, str, str, str]
EPISODE_ENDS = {
    "joint_decision": "Both bodies decided",
    "joint_notice": "Both bodies gave notice",
    "qualifying_redetention": "Detained again under a qualifying section",
    "death": "The person died",
    "imprisonment": "Imprisoned",
    "recorded": "As the earlier register says",
}


@dataclass(frozen=True, slots=True)
class LegalPicture:
    """What the component draws."""

    rows: list[LaneRow]
    first: date
    sentence: str
    table_rows: list[TableRow]


def legal_picture(legal: LegalRecord) -> LegalPicture | None:
    """The picture, or None when there is nothing to draw."""
    rows = [row for row in _lanes(legal) if row[1] or row[2]]
    starts = [start for _, stretches, days in rows for start in (*(s[0] for s in stretches), *days)]
    if not starts:
        return None
    told = sorted(_told(legal), key=lambda found: (found[0], found[1]))
    first = min(starts)
    sentence = f"From {short_date(first)} to today. What has not ended runs to the right-hand edge."
    return LegalPicture(rows, first, sentence, [row for _, _, row in told])


def _lanes(legal: LegalRecord) -> Iterator[LaneRow]:
    facts = legal.facts
    held = [row for row in legal.detentions if row.section_code not in GUARDIANSHIP]
    sections = [
        (row.starts_on, row.ends_on, "red" if row.section_code in RECALL_CODES else "blue") for row in held
    ]
    recalled = ", recall in red" if any(row.section_code in RECALL_CODES for row in held) else ""
    yield f"Detained{recalled}", sections, []
    guarded = [
        (row.starts_on, row.ends_on, "blue") for row in legal.detentions if row.section_code in GUARDIANSHIP
    ]
    yield "Guardianship", guarded, []
    moves = [row.moved_on for row in facts["transfer"]]
    stays = [(row.admitted_on, row.left_on, "grey") for row in facts["stay"]]
    yield "In hospital" + (", transfers as circles" if moves else ""), stays, moves
    yield "Section 17 leave", [(row.starts_on, row.ends_on, "aqua") for row in facts["leave"]], []
    yield (
        "Community treatment order",
        [(row.starts_on, row.ended_on, "green") for row in facts["cto"]],
        [],
    )
    released = [(row.starts_on, row.ends_on, "yellow") for row in facts["conditional-discharge"]]
    yield "Conditional discharge", released, []
    renewed = [row.renewed_on for row in facts["renewal"]]
    yield "Renewals and extensions", [], renewed
    yield "Tribunals", [], [row.heard_on for row in facts["tribunal"]]
    yield "Aftercare owed", [(row.starts_on, row.ends_on, "purple") for row in legal.episodes], []


def _told(legal: LegalRecord) -> Iterator[tuple[date, int, TableRow]]:
    """Each fact as a line of the table, with the day and the kind that order it."""
    for place, (what, rows) in enumerate(_stretches(legal)):
        for row, start, end, came in rows:
            words = what(row) if callable(what) else what
            until = short_date(end) if end else "still"
            yield start, place, (words, short_date(start), until, came)
    for row in legal.facts["transfer"]:
        where = ", ".join(part for part in (row.hospital, row.ward) if part)
        yield row.moved_on, 90, ("Transfer", short_date(row.moved_on), "", f"To {where}")
    for row in legal.facts["renewal"]:
        runs_to = f"{row.get_what_display()} runs to {short_date(row.runs_to)}"
        yield row.renewed_on, 91, ("Renewal", short_date(row.renewed_on), "", runs_to)
    for row in legal.facts["tribunal"]:
        yield row.heard_on, 92, ("Tribunal", short_date(row.heard_on), "", row.get_outcome_display())


def _stretches(legal: LegalRecord) -> Iterator[tuple[Any, list[tuple[Any, date, date | None, str]]]]:
    facts = legal.facts

    def ended(kind: str, start: str, end: str, how: str) -> list[tuple[Any, date, date | None, str]]:
        return [
            (row, getattr(row, start), getattr(row, end), getattr(row, f"get_{how}_display")())
            for row in facts[kind]
        ]

    yield (
        (lambda row: section_words(row.section_code)),
        ended("detention", "starts_on", "ends_on", "end_reason"),
    )
    yield "In hospital", ended("stay", "admitted_on", "left_on", "destination")
    yield "Section 17 leave", ended("leave", "starts_on", "ends_on", "end_reason")
    yield "Community treatment order", ended("cto", "starts_on", "ended_on", "end_reason")
    yield "Conditional discharge", ended("conditional-discharge", "starts_on", "ends_on", "end_reason")
    yield (
        "Aftercare owed",
        [
            (row, row.starts_on, row.ends_on, EPISODE_ENDS.get(row.end_reason, row.end_reason))
            for row in legal.episodes
        ],
    )
