"""Each kind of fact of legal status in words: its headings and the cells of an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.queries import section_words
from cases.rules.expiry import runs_to
from s117.web.filters import short_date
from s117.web.filters import time as clock

Cell = tuple[str, str]
"""The words of a cell and the colour of its tag; '' for plain words."""


def _plain(*words: str) -> tuple[Cell, ...]:
    return tuple((text or "—", "") for text in words)


def _until(day: Any, still: str) -> Cell:
    return (short_date(day), "") if day else (still, "purple")


def _place(row: Any) -> str:
    return ", ".join(part for part in (row.hospital, row.ward) if part)


def _known(row: Any) -> str:
    checked = f". Checked by {row.verified_by}, {short_date(row.verified_on)}" if row.verified_by else ""
    return f"{row.get_source_display()}{checked}"


def _began(row: Any) -> str:
    at = f", {clock(row.start_time)}" if row.start_time else ""
    return f"{short_date(row.starts_on)}{at}"


def _court(row: Any) -> str:
    made = f"order of {short_date(row.order_made_on)}" if row.order_made_on else ""
    return "; ".join(part for part in (row.get_restriction_display(), row.court, made) if part)


def _detention(row: Any) -> tuple[Cell, ...]:
    return (
        *_plain(section_words(row.section_code), _began(row)),
        _until(row.ends_on, "In force"),
        *_plain(
            row.get_end_reason_display(), _place(row), row.responsible_clinician, _court(row), _known(row)
        ),
    )


def _stay(row: Any) -> tuple[Cell, ...]:
    ready = short_date(row.ready_on) if row.ready_on else ""
    delay = f"Delayed: {row.get_delay_reason_display()}" if row.delay_reason else ""
    return (
        *_plain(short_date(row.admitted_on)),
        _until(row.left_on, "In hospital"),
        *_plain(
            _place(row), ". ".join(part for part in (ready, delay) if part), row.get_destination_display()
        ),
        *_plain(_known(row)),
    )


def _leave(row: Any) -> tuple[Cell, ...]:
    return (
        *_plain(short_date(row.starts_on)),
        _until(row.ends_on, "On leave"),
        *_plain(short_date(row.due_back_on) if row.due_back_on else "", row.get_kind_display(), row.place),
        *_plain(row.get_end_reason_display(), row.conditions, _known(row)),
    )


def _cto(row: Any) -> tuple[Cell, ...]:
    return (
        *_plain(short_date(row.starts_on), _runs_out(row)),
        _until(row.ended_on, "In force"),
        *_plain(row.get_end_reason_display(), row.responsible_clinician, row.conditions, _known(row)),
    )


def _runs_out(row: Any) -> str:
    last_day = runs_to(row.expires_on, row.renewed_to)
    return short_date(last_day) + (", extended" if last_day != row.expires_on else "")


def _discharge(row: Any) -> tuple[Cell, ...]:
    liberty = f"Yes, from {short_date(row.liberty_condition_from)}" if row.liberty_condition_from else "No"
    return (
        *_plain(short_date(row.starts_on)),
        _until(row.ends_on, "In force"),
        *_plain(row.get_end_reason_display(), row.get_discharged_by_display(), row.conditions, liberty),
        *_plain(_known(row)),
    )


def _move(row: Any) -> tuple[Cell, ...]:
    return _plain(short_date(row.moved_on), _place(row), row.responsible_clinician, _known(row))


def _renewal(row: Any) -> tuple[Cell, ...]:
    days = (short_date(row.renewed_on), short_date(row.runs_to))
    return _plain(days[0], row.get_what_display(), days[1], row.responsible_clinician, _known(row))


def _tribunal(row: Any) -> tuple[Cell, ...]:
    found = (row.get_outcome_display(), row.aftercare_recommendation)
    return _plain(short_date(row.heard_on), *found, _known(row))


@dataclass(frozen=True, slots=True)
class Table:
    """How one kind of fact is told: its heading, what is said when there is none, its columns and cells."""

    heading: str
    one: str
    none: str
    columns: tuple[str, ...]
    cells: Callable[[Any], tuple[Cell, ...]]
    route: str


SECTIONS: dict[str, Table] = {
    "detention": Table(
        "Detentions",
        "detention",
        "No detention is recorded. Entitlement cannot be worked out until one is.",
        (
            "Section",
            "Began",
            "Ended",
            "How it ended",
            "Hospital",
            "Responsible clinician",
            "Court",
            "Known from",
        ),
        _detention,
        "cases:detention_correct",
    ),
    "stay": Table(
        "Time in hospital",
        "stay in hospital",
        "No stay in hospital is recorded.",
        ("Admitted", "Left", "Hospital", "Ready to leave", "Went to", "Known from"),
        _stay,
        "cases:stay_correct",
    ),
    "leave": Table(
        "Section 17 leave",
        "period of leave",
        "",
        ("From", "To", "Due back", "Kind", "Where", "How it ended", "Conditions", "Known from"),
        _leave,
        "cases:leave_correct",
    ),
    "cto": Table(
        "Community treatment orders",
        "community treatment order",
        "",
        ("Began", "Last day", "Ended", "How it ended", "Responsible clinician", "Conditions", "Known from"),
        _cto,
        "cases:cto_correct",
    ),
    "conditional-discharge": Table(
        "Conditional discharges",
        "conditional discharge",
        "",
        ("From", "Ended", "How it ended", "By", "Conditions", "Deprives of liberty", "Known from"),
        _discharge,
        "cases:conditional_discharge_correct",
    ),
    "transfer": Table(
        "Transfers between hospitals",
        "transfer",
        "",
        ("On", "To", "Responsible clinician", "Known from"),
        _move,
        "cases:hospital_move_correct",
    ),
    "renewal": Table(
        "Renewals and extensions",
        "renewal",
        "",
        ("On", "Of", "Runs to", "Responsible clinician", "Known from"),
        _renewal,
        "cases:renewal_correct",
    ),
    "tribunal": Table(
        "Tribunals",
        "tribunal",
        "",
        ("Heard on", "Outcome", "Aftercare recommendation", "Known from"),
        _tribunal,
        "cases:tribunal_correct",
    ),
}


def fact_words(kind: str, row: Any) -> str:
    """An entry in a line, for the page that sets it aside."""
    table = SECTIONS[kind]
    pairs = zip(table.columns, table.cells(row), strict=True)
    return "; ".join(f"{heading}: {words}" for heading, (words, _) in pairs if words != "—")


def fact_heading(kind: str) -> str:
    """What kind of entry it is: 'community treatment order'."""
    return SECTIONS[kind].one
