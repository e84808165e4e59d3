"""What happened under the Act, as the case file's timeline tells it: only entries that stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from cases.models import (
    CommunityTreatmentOrder,
    ConditionalDischarge,
    Detention,
    HospitalMove,
    HospitalStay,
    Leave,
    Renewal,
    StatusFact,
    Tribunal,
)
from cases.models.codes import DELAY_REASONS, RECALL_CODES, section_words
from cases.rules.words import day
from s117.kernel.timeline import TimelineEntry

Columns = tuple[Any, Any, Any, Any]
"""The first day, the last, and two texts: what every kind of fact is read as, to take one statement."""
NO_TEXT, NO_DAY = Value(""), Cast(Value(None), DateField())
RENEWED = {
    Renewal.What.DETENTION: "Detention renewed",
    Renewal.What.CTO: "Community treatment order extended",
}
ORDERED_BY = {
    ConditionalDischarge.By.TRIBUNAL: "By the tribunal",
    ConditionalDischarge.By.MINISTER: "By the Secretary of State",
    ConditionalDischarge.By.UNKNOWN: "",
}


def legal_events(case_id: UUID) -> Iterator[TimelineEntry]:
    """Detentions, time in hospital and orders, and all that happened during them. Two statements."""
    yield from _detentions(case_id)
    first, *others = (_read(told, case_id) for told in TOLD)
    for told, on, until, what, more in first.union(*others, all=True):
        yield from TOLD[told][2](on, until, what, more)


def _detentions(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in Detention.objects.filter(case=case_id, is_current=True):
        section = section_words(row.section_code)
        began = section if row.section_code in RECALL_CODES else f"{section} began"
        yield TimelineEntry(row.starts_on, row.start_time, began, _place(row.hospital, row.ward))
        if row.ends_on is not None:
            yield TimelineEntry(row.ends_on, None, f"{section} ended", row.get_end_reason_display())


def _read(told: str, case_id: UUID) -> QuerySet[Any, tuple[str, date, date | None, str, str]]:
    model, (on, until, what, more), _ = TOLD[told]
    columns = {
        "told": Cast(Value(told), CharField()),
        "first_day": F(on),
        "last_day": until,
        "what_it_was": Cast(what, CharField()),
        "more_of_it": Cast(more, CharField()),
    }
    rows = model.objects.filter(case=case_id, is_current=True, **{f"{on}__isnull": False})
    return rows.order_by().annotate(**columns).values_list(*columns)


def _ready(on: date, until: date | None, delay: str, more: str) -> Iterator[TimelineEntry]:
    why = f"Leaving delayed: {dict(DELAY_REASONS)[delay]}" if delay else ""
    yield TimelineEntry(on, None, "Clinically ready to leave hospital", why)


def _left(on: date, until: date | None, destination: str, more: str) -> Iterator[TimelineEntry]:
    where = HospitalStay.Destination(destination).label if destination else ""
    yield TimelineEntry(on, None, "Left hospital", where)


def _order(on: date, until: date | None, what: str, how: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Community treatment order began")
    if until is not None:
        ended = CommunityTreatmentOrder.EndReason(how).label
        yield TimelineEntry(until, None, "Community treatment order ended", ended)


def _leave(on: date, until: date | None, kind: str, how: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Section 17 leave began", Leave.Kind(kind).label)
    if until is not None:
        yield TimelineEntry(until, None, "Section 17 leave ended", Leave.EndReason(how).label)


def _discharge(on: date, until: date | None, by: str, how: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Conditionally discharged", ORDERED_BY[ConditionalDischarge.By(by)])
    if until is not None:
        ended = ConditionalDischarge.EndReason(how).label
        yield TimelineEntry(until, None, "Conditional discharge ended", ended)


def _move(on: date, until: date | None, hospital: str, ward: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Moved to another hospital or ward", _place(hospital, ward))


def _renewal(on: date, until: date | None, what: str, more: str) -> Iterator[TimelineEntry]:
    runs_to = f"Runs to {day(until)}" if until else ""
    yield TimelineEntry(on, None, RENEWED[Renewal.What(what)], runs_to)


def _tribunal(on: date, until: date | None, outcome: str, said: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, f"Tribunal: {Tribunal.Outcome(outcome).label}", said)


# Each kind: its table, its columns, and how an entry is told.
TOLD: dict[str, tuple[type[StatusFact], Columns, Callable[..., Iterator[TimelineEntry]]]] = {
    "ready": (HospitalStay, ("ready_on", NO_DAY, F("delay_reason"), NO_TEXT), _ready),
    "left": (HospitalStay, ("left_on", NO_DAY, F("destination"), NO_TEXT), _left),
    "order": (CommunityTreatmentOrder, ("starts_on", F("ended_on"), NO_TEXT, F("end_reason")), _order),
    "leave": (Leave, ("starts_on", F("ends_on"), F("kind"), F("end_reason")), _leave),
    "discharge": (
        ConditionalDischarge,
        ("starts_on", F("ends_on"), F("discharged_by"), F("end_reason")),
        _discharge,
    ),
    "move": (HospitalMove, ("moved_on", NO_DAY, F("hospital"), F("ward")), _move),
    "renewal": (Renewal, ("renewed_on", F("runs_to"), F("what"), NO_TEXT), _renewal),
    "tribunal": (Tribunal, ("heard_on", NO_DAY, F("outcome"), F("aftercare_recommendation")), _tribunal),
}


def _place(hospital: str, ward: str) -> str:
    return ", ".join(part for part in (hospital, ward) if part)
