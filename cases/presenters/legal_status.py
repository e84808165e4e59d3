"""The legal status page: what is on the record in words, and what may be recorded next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import compress
from typing import Any

from cases import policies
from cases.models import codes
from cases.presenters.legal_picture import legal_picture
from cases.presenters.legal_tables import SECTIONS, Cell
from cases.presenters.links import href_if, question_href
from cases.presenters.questions import FileRow, evidence_row
from cases.presenters.responsibility import ENTITLED, HEADINGS
from cases.queries import CaseHeader, ChangedAnswer, LegalRecord, section_words
from cases.rules.expiry import first_period, first_period_is_open, runs_to
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.filters import date as day_words
from s117.web.filters import time as clock

HELD_FOR = timedelta(hours=72)
"""How long somebody recalled from a community treatment order may be held: section 17F."""


@dataclass(frozen=True, slots=True)
class Act:
    """A link beside an entry; `about` is read out after its words."""

    words: str
    href: str
    about: str


@dataclass(frozen=True, slots=True)
class ChangedFlag:
    """What new facts changed, in a sentence, and the page of the new proposal; '' for who may not open it."""

    words: str
    link: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: its cells, the papers added to it, and what may be done to it."""

    cells: tuple[Cell, ...]
    files: tuple[FileRow, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of fact as a table: headings and entries."""

    heading: str
    none: str
    columns: tuple[str, ...]
    rows: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An entry that stands no longer, why, who said so and when."""

    what: str
    replaced: bool
    reason: str
    who: str
    at: datetime | None
    files: tuple[FileRow, ...]


def legal_page(
    actor: Actor, case: CaseHeader, legal: LegalRecord, changed: Iterable[ChangedAnswer], on: date
) -> dict[str, Any]:
    """The picture, the sections, what may be recorded, what was corrected and what new facts changed."""
    return {
        "picture": legal_picture(legal),
        "standing": _standing(case, legal),
        "notes": [note for note in _notes(legal, on) if note],
        "acts": _acts(actor, case, legal),
        "other_acts": _other_acts(actor, case),
        "sections": [_section(actor, case, legal, kind) for kind in SECTIONS],
        "earlier": [
            _earlier(kind, row, _files(actor, case, legal, row))
            for kind in SECTIONS
            for row in legal.before[kind]
        ],
        "changed": changed_flags(actor, case.reference, changed),
    }


def changed_flags(
    actor: Actor, reference: str, changed: Iterable[ChangedAnswer], *, whole: bool = True
) -> list[ChangedFlag]:
    """Each answer that new facts changed and nobody has answered since, with the way to the new proposal,
    which only a reader of the `whole` record may open."""
    may = whole and bool(policies.determination_view(actor))
    return [
        ChangedFlag(
            words=_changed_words(row),
            link=f"{HEADINGS[row.kind]}: see the new proposal",
            href=question_href(reference, row.kind) if may else "",
        )
        for row in changed
    ]


def _changed_words(row: ChangedAnswer) -> str:
    was, now = (
        _answer_words(row.kind, *answer) for answer in ((row.was, row.was_since), (row.now, row.now_since))
    )
    before, on = f"{HEADINGS[row.kind]}: it was {was}.", day_words(row.at)
    if row.open and now == was:
        return f"{before} What was recorded on {on} makes that doubtful, so a person must decide."
    if row.open:
        return f"{before} What was recorded on {on} may make it {now}, so a person must decide."
    then = "" if row.kind == "entitlement" else " It is put to the bodies again."
    if now == was:
        return f"{before} What was recorded on {on} gives it another ground.{then}"
    return f"{before} With what was recorded on {on} it is {now}.{then}"


def _answer_words(kind: str, answer: str, since: date | None) -> str:
    words = ENTITLED.get(answer, answer) if kind == "entitlement" else answer
    begun = since if (kind, answer) != ("entitlement", "pending") else None  # it is still to come
    return f"“{words or 'not known'}”" + (f" from {day_words(begun)}" if begun else "")


def _standing(case: CaseHeader, legal: LegalRecord) -> str:
    words = [case.section_words]
    if legal.in_force:
        words[0] += f" since {day_words(legal.in_force.starts_on)}"
    if legal.open_stay:
        words.append(f"in hospital since {day_words(legal.open_stay.admitted_on)}")
    elif case.left_hospital_on:
        words.append(f"left hospital on {day_words(case.left_hospital_on)}")
    return ", ".join(words)


def _notes(legal: LegalRecord, on: date) -> Iterator[str]:
    """What runs against a day, and what is missing; '' where there is nothing to say."""
    yield _recall_clock(legal)
    held, order = legal.in_force, legal.order
    if held is not None:
        last_day = runs_to(first_period(held.section_code, held.starts_on), held.renewed_to)
        revived = held.section_code == codes.REVOKED
        what = "The detention that revocation revived" if revived else section_words(held.section_code)
        yield _runs_out(what, last_day, on)
        if last_day is None and first_period_is_open(held.section_code):
            yield (
                f"When {what} runs out is not worked out here. A person must decide it from the papers. "
                "Record each renewal."
            )
    if order is not None:
        last_day = runs_to(order.expires_on, order.renewed_to)
        yield _runs_out("The community treatment order", last_day, on)
    yield _discharge_missing(legal)


def _runs_out(what: str, last_day: date | None, on: date) -> str:
    """When the authority ends unless it is renewed; '' where the law sets no day."""
    if last_day is None:
        return ""
    if last_day < on:
        return f"{what} ran out on {day_words(last_day)} by what is recorded. Record its renewal or its end."
    return f"{what} runs out at the end of {day_words(last_day)} unless it is renewed."


def _recall_clock(legal: LegalRecord) -> str:
    """By when a recall must have ended: 72 hours after it began, or the day alone without a time."""
    recall = legal.recall
    if recall is None:
        return ""
    if recall.start_time is None:
        when = day_words(recall.starts_on + HELD_FOR)
    else:
        until = datetime.combine(recall.starts_on, recall.start_time) + HELD_FOR
        when = f"{clock(until.time())} on {day_words(until.date())}"
    return f"Revocation or release is due by {when}, 72 hours after recall."


def _may(actor: Actor, case: CaseHeader, permission: Permission) -> Decision:
    return policies.legal_fact_record(actor, case, permission)


def _discharge_missing(legal: LegalRecord) -> str:
    """A detention that ended by conditional discharge, of which nothing more is known."""
    known = {row.starts_on for row in legal.facts["conditional-discharge"]}
    ended = (row for row in legal.detentions if row.end_reason == "conditional_discharge")
    day = next((row.ends_on for row in ended if row.ends_on not in known), None)
    if day is None:
        return ""
    missing = "has no entry of its own. Record its conditions and end."
    return f"The conditional discharge of {day_words(day)} {missing}"


def _acts(actor: Actor, case: CaseHeader, legal: LegalRecord) -> list[tuple[str, str]]:
    """What is next for somebody in this state, most likely first."""
    ref, acts = case.reference, _ends(actor, case, legal)
    detain = href_if(policies.detention_record(actor, case), "cases:detention_record", ref)
    words = "Record another detention" if legal.detentions else "Record a detention"
    return [act for act in (*acts, (words, detain)) if act[1]]


def _ends(actor: Actor, case: CaseHeader, legal: LegalRecord) -> Iterator[tuple[str, str]]:
    """What may end what holds now, or interrupt it."""
    ref, recall, leave, discharge = case.reference, legal.recall, legal.leave, legal.conditional_discharge
    if leave is not None:
        may = _may(actor, case, Permission.LEAVE_RECORD)
        yield "Record return from leave", href_if(may, "cases:leave_end", ref, row=leave.id)
    if recall is not None:
        may = policies.recall_end(actor, case)
        yield "Record release from recall", href_if(may, "cases:recall_end", ref, row=recall.id)
    else:
        yield from _ward_acts(actor, case)
    if discharge is not None:
        may = _may(actor, case, Permission.CONDITIONAL_DISCHARGE_RECORD)
        over = href_if(may, "cases:conditional_discharge_end", ref, row=discharge.id)
        yield "Record recall or end of conditional discharge", over
    yield "Record recall to hospital", href_if(policies.cto_recall(actor, case), "cases:cto_recall", ref)
    order_over = "End the community treatment order" + (", as revoked or otherwise" if recall else "")
    yield order_over, href_if(policies.cto_end(actor, case), "cases:cto_end", ref)


def _ward_acts(actor: Actor, case: CaseHeader) -> Iterator[tuple[str, str]]:
    ref = case.reference
    leaving = policies.hospital_leave(actor, case)
    yield "Record ready to leave", href_if(policies.hospital_ready(actor, case), "cases:hospital_ready", ref)
    yield "Record leaving hospital", href_if(leaving, "cases:hospital_leave", ref)
    yield "End the detention", href_if(policies.detention_end(actor, case), "cases:detention_end", ref)


OTHER_ACTS = (
    ("Section 17 leave overnight", Permission.LEAVE_RECORD, "cases:leave_record"),
    ("A community treatment order", Permission.CTO_RECORD, "cases:cto_record"),
    (
        "A conditional discharge",
        Permission.CONDITIONAL_DISCHARGE_RECORD,
        "cases:conditional_discharge_record",
    ),
    ("A stay in hospital without detention", Permission.STAY_RECORD, "cases:stay_record"),
    ("A transfer to another hospital", Permission.HOSPITAL_MOVE_RECORD, "cases:hospital_move_record"),
    ("A renewal or extension", Permission.RENEWAL_RECORD, "cases:renewal_record"),
    ("A tribunal", Permission.TRIBUNAL_RECORD, "cases:tribunal_record"),
)
CORRECTED_BY = {
    "detention": Permission.DETENTION_RECORD,
    "stay": Permission.STAY_RECORD,
    "leave": Permission.LEAVE_RECORD,
    "cto": Permission.CTO_RECORD,
    "conditional-discharge": Permission.CONDITIONAL_DISCHARGE_RECORD,
    "transfer": Permission.HOSPITAL_MOVE_RECORD,
    "renewal": Permission.RENEWAL_RECORD,
    "tribunal": Permission.TRIBUNAL_RECORD,
}


def _other_acts(actor: Actor, case: CaseHeader) -> list[tuple[str, str]]:
    """What may be recorded at any time, now or of long ago."""
    ref = case.reference
    found = (
        (words, href_if(_may(actor, case, permission), route, ref)) for words, permission, route in OTHER_ACTS
    )
    return [act for act in found if act[1]]


def _section(actor: Actor, case: CaseHeader, legal: LegalRecord, kind: str) -> Section:
    """The table of a kind, without the columns in which no entry says anything."""
    table, rows = SECTIONS[kind], legal.facts[kind]
    cells = [table.cells(row) for row in rows]
    said = [any(line[place][0] != "—" for line in cells) for place in range(len(table.columns))]
    entries = tuple(
        Entry(tuple(compress(line, said)), _files(actor, case, legal, row), _row_acts(actor, case, kind, row))
        for line, row in zip(cells, rows, strict=True)
    )
    return Section(table.heading, table.none, tuple(compress(table.columns, said)), entries)


def _files(actor: Actor, case: CaseHeader, legal: LegalRecord, row: Any) -> tuple[FileRow, ...]:
    return tuple(evidence_row(actor, case, file) for file in legal.files.get(row.id, ()))


def _row_acts(actor: Actor, case: CaseHeader, kind: str, row: Any) -> tuple[Act, ...]:
    table, ref = SECTIONS[kind], case.reference
    about = f"{table.one}, {table.cells(row)[0][0]}"
    correct = href_if(_may(actor, case, CORRECTED_BY[kind]), table.route, ref, row=row.id)
    remove = href_if(
        _may(actor, case, Permission.LEGAL_STATUS_SET_ASIDE),
        "cases:legal_status_set_aside",
        ref,
        kind=kind,
        row=row.id,
    )
    add = href_if(policies.fact_file_add(actor, case), "cases:fact_file_add", ref, kind=kind, row=row.id)
    acts = (
        Act("Correct", correct, about),
        Act("Add a file", add, f"to {about}"),
        Act("Set aside", remove, about),
    )
    return tuple(act for act in acts if act.href)


def _earlier(kind: str, row: Any, files: tuple[FileRow, ...]) -> Earlier:
    table = SECTIONS[kind]
    cells: Sequence[Cell] = table.cells(row)
    told = (
        f"{heading.lower()} {words}"
        for heading, (words, _) in zip(table.columns, cells, strict=True)
        if words != "—"
    )
    what = f"{table.one.capitalize()}: {'; '.join(told)}"
    replaced = getattr(row, "superseded_by", None) is not None
    who = str(row.set_aside_by or "")
    return Earlier(what, replaced, row.set_aside_reason, who, row.set_aside_at, files)
