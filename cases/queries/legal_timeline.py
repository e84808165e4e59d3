"""What happened under the Act, as the case file's timeline tells it: only entries that stand."""

from __future__ import annotations

from collections.abc import Iterator
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
from cases.models.codes import RECALL_CODES, section_words
from cases.rules.words import day
from s117.kernel.timeline import TimelineEntry

NOTHING, NO_DAY = Value("", CharField()), Value(None, DateField())
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
    """Detentions, time in hospital and orders, and all that happened during them. Four statements."""
    yield from _detentions(case_id)
    yield from _stays(case_id)
    yield from _orders(case_id)
    yield from _milestones(case_id)


def _detentions(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in Detention.objects.filter(case=case_id, is_current=True):
        section = section_words(row.section_code)
        began = section if row.section_code in RECALL_CODES else f"{section} began"
        yield TimelineEntry(row.starts_on, row.start_time, began, _place(row.hospital, row.ward))
        if row.ends_on is not None:
            yield TimelineEntry(row.ends_on, None, f"{section} ended", row.get_end_reason_display())


def _stays(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in HospitalStay.objects.filter(case=case_id, is_current=True):
        if row.ready_on is not None:
            delay = f"Leaving delayed: {row.get_delay_reason_display()}" if row.delay_reason else ""
            yield TimelineEntry(row.ready_on, None, "Clinically ready to leave hospital", delay)
        if row.left_on is not None:
            yield TimelineEntry(row.left_on, None, "Left hospital", row.get_destination_display())


def _orders(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in CommunityTreatmentOrder.objects.filter(case=case_id, is_current=True):
        yield TimelineEntry(row.starts_on, None, "Community treatment order began")
        if row.ended_on is not None:
            how = row.get_end_reason_display()
            yield TimelineEntry(row.ended_on, None, "Community treatment order ended", how)


def _milestones(case_id: UUID) -> Iterator[TimelineEntry]:
    """Leave, conditional discharge, transfers, renewals and tribunals: five tables in one statement."""
    found = [
        _days(Leave, case_id, "leave", "starts_on", F("ends_on"), F("kind"), F("end_reason")),
        _days(
            ConditionalDischarge, case_id, "discharge", "starts_on", F("ends_on"), F("discharged_by"),
            F("end_reason"),
        ),
        _days(HospitalMove, case_id, "move", "moved_on", NO_DAY, F("hospital"), F("ward")),
        _days(Renewal, case_id, "renewal", "renewed_on", F("runs_to"), F("what"), NOTHING),
        _days(Tribunal, case_id, "tribunal", "heard_on", NO_DAY, F("outcome"), F("aftercare_recommendation")),
    ]  # fmt: skip
    first, *others = found
    for kind, on, until, what, more in first.union(*others, all=True):
        yield from TOLD[kind](on, until, what, more)


def _days(
    model: type[StatusFact], case_id: UUID, kind: str, on: str, until: Any, what: Any, more: Any
) -> QuerySet[Any, tuple[str, date, date | None, str, str]]:
    """One kind's rows in the columns that all of them share."""
    columns = {"told": Value(kind), "on": F(on), "until": until, "what_": what, "more": more}
    as_text = {name: Cast(columns[name], CharField()) for name in ("told", "what_", "more")}
    rows = model.objects.filter(case=case_id, is_current=True).order_by()
    return rows.annotate(**{**columns, **as_text}).values_list(*columns)


def _leave(on: date, until: date | None, kind: str, how: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Section 17 leave began", Leave.Kind(kind).label)
    if until is not None:
        yield TimelineEntry(until, None, "Section 17 leave ended", Leave.EndReason(how).label)


def _discharge(on: date, until: date | None, by: str, how: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Conditionally discharged", ORDERED_BY[by])
    if until is not None:
        title = "Conditional discharge ended"
        yield TimelineEntry(until, None, title, ConditionalDischarge.EndReason(how).label)


def _move(on: date, until: date | None, hospital: str, ward: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, "Moved to another hospital or ward", _place(hospital, ward))


def _renewal(on: date, until: date | None, what: str, more: str) -> Iterator[TimelineEntry]:
    runs_to = f"Runs to {day(until)}" if until else ""
    yield TimelineEntry(on, None, RENEWED[Renewal.What(what)], runs_to)


def _tribunal(on: date, until: date | None, outcome: str, said: str) -> Iterator[TimelineEntry]:
    yield TimelineEntry(on, None, f"Tribunal: {Tribunal.Outcome(outcome).label}", said)


TOLD = {
    "leave": _leave,
    "discharge": _discharge,
    "move": _move,
    "renewal": _renewal,
    "tribunal": _tribunal,
}


def _place(hospital: str, ward: str) -> str:
    return ", ".join(part for part in (hospital, ward) if part)
