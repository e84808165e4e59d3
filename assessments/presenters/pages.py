"""Task lists, sheets and tables as words and addresses, worked out before the page is drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.urls import reverse

from assessments import policies
from assessments.queries import (
    AssessmentFile,
    MeetingFile,
    NeedRow,
    meeting_states,
    need_rows,
    rows_of,
    section_states,
)
from assessments.rules.completeness import Section, SectionState, SectionStatus, incomplete
from assessments.rules.domains import DOMAINS, domain, is_domain
from assessments.rules.lifecycle import STATUS_WORDS, AssessmentStatus
from assessments.rules.sections import (
    ASSESSMENT_SECTIONS,
    MEETING_SECTIONS,
    assessment_section,
    meeting_section,
)
from s117.kernel.actor import Actor
from s117.kernel.findings import Answer
from s117.web.filters import date as date_words
from s117.web.filters import time as time_words

TASK_WORDS = {
    SectionStatus.COMPLETED: ("Completed", ""),
    SectionStatus.INCOMPLETE: ("Incomplete", "blue"),
    SectionStatus.NOT_STARTED: ("Not started", "grey"),
}
CONCLUSION_WORDS = {
    Answer.YES: ("Aftercare need", "green"),
    Answer.NO: ("Outside aftercare", "grey"),
    Answer.CANNOT_TELL: ("Not settled", "yellow"),
}
STATUS_COLOURS = {
    AssessmentStatus.DRAFT: "blue",
    AssessmentStatus.SUBMITTED: "yellow",
    AssessmentStatus.SIGNED_OFF: "green",
    AssessmentStatus.SUPERSEDED: "grey",
}

Labels = Mapping[str, Mapping[str, str]]
"""Section code -> field -> the question's words, from the form that asks it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list."""

    name: str
    href: str
    status: str
    colour: str
    hint: str


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need with its conclusion, and where to change it (empty when it may not be changed)."""

    number: int
    title: str
    domain_title: str
    conclusion: str
    colour: str
    reasons: tuple[str, ...]
    change_href: str = ""
    withdraw_href: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A titled block of question and answer."""

    title: str
    rows: tuple[tuple[str, str], ...]
    change_href: str = ""
    needs: tuple[NeedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole assessment as the page shows it, and what the reader may do with it next."""

    number: int
    status: str
    colour: str
    author: str
    signed: str
    cards: tuple[Card, ...]
    tasks: tuple[Task, ...]
    aftercare: tuple[NeedLine, ...]
    other: tuple[NeedLine, ...]
    actions: tuple[tuple[str, str], ...]
    returned: str


def assessment_sheet(actor: Actor, file: AssessmentFile, labels: Labels, kept: Collection[str] = ()) -> Sheet:
    """The assessment in words. `labels` are the questions of its pages, `kept` the pages with a draft."""
    assessment = file.assessment
    status = AssessmentStatus(assessment.status)
    editable = bool(policies.assessment_edit(actor, file.case, assessment))
    lines = need_lines(file, editable=editable)
    return Sheet(
        number=assessment.number,
        status=STATUS_WORDS[status],
        colour=STATUS_COLOURS[status],
        author=assessment.author.full_name,
        signed=_signed(file),
        cards=assessment_cards(file, labels, lines, editable=editable),
        tasks=assessment_tasks(file, kept),
        aftercare=tuple(line for line in lines if line.conclusion == CONCLUSION_WORDS[Answer.YES][0]),
        other=tuple(line for line in lines if line.conclusion != CONCLUSION_WORDS[Answer.YES][0]),
        actions=_actions(actor, file),
        returned=_returned(file),
    )


def assessment_tasks(file: AssessmentFile, kept: Collection[str] = ()) -> tuple[Task, ...]:
    """The task list of an assessment. `kept` are the pages on which the reader has a draft."""
    return tuple(
        _task(state, section_href(file, state.code), kept=bool(_pages_of(file, state.code) & set(kept)))
        for state in assessment_states(file)
    )


def assessment_states(file: AssessmentFile) -> tuple[SectionState, ...]:
    """Where each section of the assessment stands."""
    return section_states(file.assessment, file.entries, file.needs)


def section_href(file: AssessmentFile, code: str) -> str:
    """The page where the section is written."""
    name = "assessments:domain_edit" if is_domain(code) else "assessments:section_edit"
    return reverse(name, kwargs={**place(file), "domain" if is_domain(code) else "section": code})


def _pages_of(file: AssessmentFile, code: str) -> set[str]:
    """The pages on which a section is written: its own, and those of a part of life's needs."""
    where = place(file)
    pages = {section_href(file, code)}
    if is_domain(code):
        pages.add(reverse("assessments:need_add", kwargs={**where, "domain": code}))
        pages |= {
            reverse("assessments:need_edit", kwargs={**where, "need": need.number})
            for need in file.needs
            if need.domain == code
        }
    return pages


def place(file: AssessmentFile) -> dict[str, Any]:
    """The part of an address that names the assessment."""
    return {"ref": file.case.reference, "number": file.assessment.number}


def need_lines(file: AssessmentFile, *, editable: bool, only: str = "") -> tuple[NeedLine, ...]:
    """The assessment's needs, or those of one domain, with links when they may be changed."""
    wanted = [need for need in file.needs if not only or need.domain == only]
    return tuple(need_line(row, place(file) if editable else {}) for row in need_rows(wanted))


def need_line(row: NeedRow, where: Mapping[str, Any] | None = None) -> NeedLine:
    """One need in words."""
    words, colour = CONCLUSION_WORDS[row.conclusion]
    kwargs = {**where, "need": row.number} if where else {}
    return NeedLine(
        number=row.number,
        title=row.title,
        domain_title=row.domain_title,
        conclusion=words,
        colour=colour,
        reasons=row.reasons,
        change_href=reverse("assessments:need_edit", kwargs=kwargs) if where else "",
        withdraw_href=reverse("assessments:need_withdraw", kwargs=kwargs) if where else "",
    )


def meeting_tasks(file: MeetingFile, kept: Collection[str] = ()) -> tuple[Task, ...]:
    """The task list of a meeting's record. `kept` are the pages on which the reader has a draft."""
    links = ((state, meeting_href(file, state.code)) for state in meeting_states(file.meeting))
    return tuple(_task(state, href, kept=href in kept) for state, href in links)


def meeting_href(file: MeetingFile, code: str) -> str:
    """The page where a section of the record is written."""
    where = {"ref": file.case.reference, "number": file.meeting.number, "section": code}
    return reverse("assessments:meeting_amend", kwargs=where)


def meeting_cards(file: MeetingFile, labels: Labels, *, editable: bool) -> tuple[Card, ...]:
    """The meeting's record in words."""
    return tuple(
        Card(
            section.title,
            _meeting_rows(file, section.code, labels[section.code]),
            meeting_href(file, section.code) if editable else "",
        )
        for section in MEETING_SECTIONS
    )


def completed_answer(states: Iterable[SectionState], code: str, left_open: Sequence[str]) -> dict[str, str]:
    """How "Have you completed this section?" stands: as it was answered, or as what is written shows."""
    if code in left_open:
        return {"completed": "no"}
    return {"completed": "yes"} if any(state.code == code and state.completed for state in states) else {}


def meeting_initial(file: MeetingFile, code: str, names: Iterable[str]) -> dict[str, Any]:
    """What a section's form shows first; the columns of row 3 are named `<column>_3`."""
    meeting = file.meeting
    answered = completed_answer(meeting_states(meeting), code, meeting.left_open)
    return {**_meeting_answers(file, code, names), **answered}


def _meeting_answers(file: MeetingFile, code: str, names: Iterable[str]) -> dict[str, Any]:
    meeting = file.meeting
    if code == "needs":
        return dict(meeting.needs_discussed)
    if code == "leaving" and not meeting.legal_status:
        return {"legal_status": file.case.section_words}
    own = {name: getattr(meeting, name) for name in names if hasattr(meeting, name)}
    if code == "services" and not meeting.coordinator_name:
        own["coordinator_name"] = file.case.coordinator_name
    return own | {
        f"{name}_{row.position}": getattr(row, name)
        for row in rows_of(meeting, code)
        for name in _COLUMNS[code]
    }


def missing_words(states: Iterable[SectionState]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is missing, by section."""
    return tuple((state.title, state.missing) for state in incomplete(tuple(states)))


def shown(record: Any, name: str) -> str:
    """A field's value as people read it; empty when there is none."""
    value = getattr(record, name)
    display = getattr(record, f"get_{name}_display", None)
    if display is not None:
        return str(display()) if value else ""
    if isinstance(value, list):
        labels = dict(record._meta.get_field(name).base_field.choices)
        return ", ".join(labels[item] for item in value)
    if isinstance(value, date):
        return date_words(value)
    if isinstance(value, time):
        return time_words(value)
    return "" if value is None else str(value)


def _task(state: SectionState, href: str, *, kept: bool = False) -> Task:
    if kept:
        return Task(
            state.title, href, "Draft kept", "yellow", "You typed something here that is not saved yet"
        )
    words, colour = TASK_WORDS[state.status]
    started = state.status is SectionStatus.INCOMPLETE
    return Task(state.title, href, words, colour, f"Missing: {'; '.join(state.missing)}" if started else "")


def _signed(file: AssessmentFile) -> str:
    assessment = file.assessment
    if not assessment.signed_off_on or not assessment.signed_off_by:
        return ""
    return f"{assessment.signed_off_by.full_name}, {date_words(assessment.signed_off_on)}"


def _returned(file: AssessmentFile) -> str:
    """Why it came back, while it is a draft again."""
    if file.assessment.status != AssessmentStatus.DRAFT or not file.changes:
        return ""
    last = file.changes[-1]
    return f"{last.by_name} sent this back: {last.reason}"


def _actions(actor: Actor, file: AssessmentFile) -> tuple[tuple[str, str], ...]:
    """What the actor may do next, as link words and addresses; the first is the main one."""
    assessment, case = file.assessment, file.case
    allowed = (
        ("Continue writing", "assessment_edit", policies.assessment_edit(actor, case, assessment)),
        ("Sign off", "assessment_sign_off", policies.assessment_sign_off(actor, case, assessment)),
        ("Send back to the author", "assessment_return", policies.assessment_return(actor, assessment)),
    )
    return tuple(
        (words, reverse(f"assessments:{name}", kwargs=place(file))) for words, name, may in allowed if may
    )


def assessment_cards(
    file: AssessmentFile, labels: Labels, lines: Sequence[NeedLine], *, editable: bool
) -> tuple[Card, ...]:
    """The whole assessment as cards, in page order."""

    def card(code: str, title: str, record: Any, needs: tuple[NeedLine, ...] = ()) -> Card:
        questions = labels["domain"] if is_domain(code) else labels[code]
        unasked = frozenset() if is_domain(code) else _unasked(assessment_section(code), record)
        rows = tuple((label, shown(record, name)) for name, label in questions.items() if name not in unasked)
        return Card(title, rows, section_href(file, code) if editable else "", needs)

    own = {
        section.code: card(section.code, section.title, file.assessment) for section in ASSESSMENT_SECTIONS
    }
    domains = [
        card(
            entry.domain,
            domain(entry.domain).title,
            entry,
            tuple(line for line in lines if line.domain_title == domain(entry.domain).title),
        )
        for entry in file.entries
    ]
    return (own.pop("about"), *domains, *own.values())


def _meeting_rows(file: MeetingFile, code: str, questions: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    meeting = file.meeting
    if code == "needs":
        answers = dict(meeting.needs_discussed)
        return tuple((item.title, _DISCUSSED.get(answers.get(item.code, ""), "")) for item in DOMAINS)
    skipped = _unasked(meeting_section(code), meeting)
    own = tuple(
        (label, shown(meeting, name))
        for name, label in questions.items()
        if hasattr(meeting, name) and name not in skipped
    )
    return (*_child_rows(file, code), *own)


def _unasked(section: Section | None, record: Any) -> frozenset[str]:
    """Fields that another answer makes pointless (why the person was not there), so not shown when empty."""
    return frozenset(
        item.field
        for item in (section.required if section else ())
        if item.when
        and not item.applies({item.when: str(getattr(record, item.when, ""))})
        and not shown(record, item.field)
    )


def _child_rows(file: MeetingFile, code: str) -> tuple[tuple[str, str], ...]:
    meeting = file.meeting
    if code == "attendance":
        return tuple(
            (row.name, _joined(row.role, row.organisation_name, row.get_attendance_display().lower()))
            for row in meeting.attendances.all()
        )
    if code == "services":
        return tuple(
            (
                row.description,
                f"Arranged by {row.get_arranged_by_display()}, paid by {row.get_paid_by_display()}",
            )
            for row in meeting.services.all()
        )
    if code == "actions":
        return tuple((row.what, f"{row.who}, by {date_words(row.due_on)}") for row in meeting.actions.all())
    return ()


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


_DISCUSSED = {"aftercare": "Aftercare need", "other": "Other need", "none": "No need"}
_COLUMNS = {
    "attendance": ("name", "role", "organisation_name", "attendance"),
    "services": ("description", "arranged_by", "paid_by"),
    "actions": ("what", "who", "due_on"),
}
