"""One question of responsibility on its own page: what stands, what changed it, its files and its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cases import policies
from cases.presenters.facts_told import facts_relied_on
from cases.presenters.links import href_if
from cases.presenters.responsibility import HEADINGS, Question, question
from cases.presenters.responsibility_check import ENDED_BY
from cases.queries import CaseHeader, entitlement_in_doubt
from cases.rules.episodes import DutyState, EpisodeEnd
from cases.rules.facts import CaseFacts
from cases.rules.rulesets import Law
from cases.rules.ways_to_end import WaysToEnd, ways_to_end
from s117.documents.uploads import FileKind, size_words
from s117.kernel.actor import Actor
from s117.web.filters import date as day_words

STATES = {state.value: state for state in DutyState}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file relied on. `href` opens it, `withdraw_href` takes it back; '' where neither may be."""

    title: str
    dated_on: date | None
    words: str
    added: str
    added_at: datetime
    href: str
    withdraw_href: str
    withdrawn: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a newer proposal came from: the answer before it, and the facts that came and went."""

    before: str
    answered: str
    on: datetime
    added: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """One body's word on its own side of the duty."""

    heading: str
    body: str
    words: str
    who: str
    colour: str


def question_page(
    actor: Actor, case: CaseHeader, kind: str, rows: Iterable[Any], files: Sequence[Any]
) -> dict[str, Any]:
    """The question `kind` with everything about it; `rows` are the determinations of every question."""
    rows = list(rows)
    asked = [row for row in rows if row.kind == kind]
    current = next((row for row in asked if row.is_current), None)
    add = policies.evidence_add(actor, case)
    return {
        "heading": HEADINGS[kind],
        "kind": kind,
        "state": STATES.get(current.value, DutyState.NONE) if current else DutyState.NONE,
        "question": question(actor, case, current) if current else None,
        "change": _change(actor, case, asked, current),
        "signed": [
            _signed(row)
            for row in sorted(rows, key=lambda row: list(HEADINGS).index(row.kind))
            if row.is_current and row.kind != "entitlement"
        ],
        "earlier": [question(actor, case, row) for row in asked if not row.is_current],
        "files": [evidence_row(actor, case, row) for row in files if row.withdrawn_at is None],
        "withdrawn": [evidence_row(actor, case, row) for row in files if row.withdrawn_at is not None],
        "add_href": href_if(add, "cases:evidence_add", case.reference, kind=kind),
    }


def _change(actor: Actor, case: CaseHeader, asked: Sequence[Any], current: Any) -> Change | None:
    """What new facts changed, until it is answered: a body, or what a person had settled, was replaced."""
    if current is None or current.origin != "rules":
        return None
    before = next((row for row in asked if row.id == current.supersedes_id), None)
    if before is None:
        return None
    stood: Question = question(actor, case, before)
    last = next((reply for reply in stood.replies if reply.current), None)
    settled = last is not None or before.origin == "person" or entitlement_in_doubt(before, current)
    if current.answers or not (settled or (current.kind != "entitlement" and before.body_id is not None)):
        return None
    then, now = facts_relied_on(before.facts), facts_relied_on(current.facts)
    return Change(
        before=stood.answer,
        answered=f"{last.words} by {last.who} on {day_words(last.on)}" if last else "",
        on=current.made_at,
        added=tuple(fact for fact in now if fact not in then),
        gone=tuple(fact for fact in then if fact not in now),
    )


def _signed(row: Any) -> Signed:
    heading, body = HEADINGS[row.kind], row.body.name if row.body else "Not known yet"
    reply = next((answer for answer in row.answers if answer.is_current), None)
    if reply is None and row.accepted_before:
        return Signed(heading, body, "Accepted by the body before it", "", "green")
    if reply is None:
        return Signed(heading, body, "No answer yet", "", "orange")
    colour = "orange" if reply.reply == "dispute" else "green"
    who = f"{reply.decided_by.full_name}, {reply.organisation.name}, {day_words(reply.decided_on)}"
    return Signed(heading, body, reply.get_reply_display(), who, colour)


def evidence_row(actor: Actor, case: CaseHeader, row: Any) -> FileRow:
    """One file in words."""
    gone = row.withdrawn_at is not None
    ref = {"ref": case.reference, "evidence": row.id}
    may = policies.evidence_withdraw(actor, case, row.organisation_id)
    return FileRow(
        title=row.title,
        dated_on=row.dated_on,
        words=f"{FileKind(row.file_kind).words}, {size_words(row.size)}",
        added=f"{row.added_by.full_name}, {row.organisation.name}",
        added_at=row.added_at,
        href="" if gone else reverse("cases:evidence_download", kwargs=ref),
        withdraw_href="" if gone or not may else reverse("cases:evidence_withdraw", kwargs=ref),
        withdrawn=f"{day_words(row.withdrawn_at)} by {row.withdrawn_by.full_name}" if gone else "",
        reason=row.withdrawn_because,
    )


def evidence_name(reference: str, row: Any) -> str:
    """What the file is called once saved. Its title may name people, so it stays out of the name."""
    return f"{reference}-evidence-{row.sha256[:8]}.{FileKind(row.file_kind).ending}"


def ways_to_end_words(facts: CaseFacts, state: DutyState, on: date, law: Law) -> WaysToEnd:
    """The ways out of the duty on a day."""
    return ways_to_end(facts, state, on, law)


def episodes_words(rows: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Each run of the duty: from, to, and what ended it."""
    return [
        (
            day_words(row.starts_on),
            day_words(row.ends_on) if row.ends_on else "Still running",
            f"Ended by {ENDED_BY[EpisodeEnd(row.end_reason)]}" if row.end_reason else " ",
        )
        for row in rows
    ]
