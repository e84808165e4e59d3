"""Queries about schedule lines in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from funding import policies, settling_policies
from funding.presenters.days import days_words
from funding.queries import ScheduleLineRow, ScheduleRow, line_queries
from funding.queries.line_queries import QueryRow
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.settling import Answer, QueryStatus
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.web.filters import date as date_words
from s117.web.filters import date_time

TAGS = {
    QueryStatus.OPEN: "yellow",
    QueryStatus.ANSWERED: "blue",
    QueryStatus.CLOSED: "green",
    QueryStatus.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class QueryPage:
    """A query in words: the line, what was asked and answered, what corrects the line, what may be done."""

    query: QueryRow
    title: str
    href: str
    status: tuple[str, str]
    line: tuple[tuple[str, Any], ...]
    talk: tuple[tuple[str, str, str], ...]
    corrections: tuple[tuple[str, ...], ...]
    waiting_correction: bool
    urls: tuple[tuple[str, str], ...]
    funding_href: str


def query_href(query_id: Any) -> str:
    """A query's page."""
    return reverse("funding:line_query_view", kwargs={"query": query_id})


def query_cells(
    actor: Actor, schedule: ScheduleRow, lines: Iterable[ScheduleLineRow]
) -> dict[int, tuple[str, str]]:
    """By line number: words and address of its query, or of asking one; nothing where neither may be."""
    frozen = schedule.status is ScheduleStatus.FROZEN
    if not frozen or not settling_policies.line_query_view(actor):
        return {}
    rows = tuple(lines)
    standing = line_queries.standing_queries(actor, [row.id for row in rows])
    may = settling_policies.line_query_raise(actor, schedule.council_id, frozen=frozen)
    cells: dict[int, tuple[str, str]] = {}
    for row in rows:
        where = {"council": schedule.council_code, "number": schedule.number, "line": row.number}
        if row.id in standing:
            query, status = standing[row.id]
            cells[row.number] = (status.words, query_href(query))
        elif may:
            cells[row.number] = ("Query", reverse("funding:line_query_raise", kwargs=where))
    return cells


def query_title(query: QueryRow) -> str:
    """The line that it is about."""
    return f"Query about line {query.line_number} of schedule {query.schedule_number}"


def query_state(query: QueryRow, on: date) -> tuple[str, str]:
    """Words and colour; red once the answer is overdue."""
    if query.overdue(on):
        return f"Answer overdue since {date_words(query.answer_by)}", "red"
    return query.status.words, TAGS[query.status]


def query_page(
    actor: Actor,
    query: QueryRow,
    line: ScheduleLineRow,
    about: Iterable[QueryRow],
    corrections: Sequence[ScheduleLineRow],
    on: date,
) -> QueryPage:
    """The page as one of the two sides sees it."""
    answers = query.council_id in actor.organisation_ids
    corrected = query.answer is Answer.CORRECTED
    return QueryPage(
        query=query,
        title=query_title(query),
        href=query_href(query.id),
        status=query_state(query, on),
        line=_line(query, line),
        talk=tuple(row for said in about for row in _talk(said)),
        corrections=tuple(
            (f"Schedule {row.schedule_number}, line {row.number}", PostingKind(row.kind).words,
             days_words(row.service_from, row.service_to), pounds(row.gross_pence))
            for row in corrections
        ),
        waiting_correction=corrected and not corrections,
        urls=tuple(_urls(actor, query)),
        funding_href=reverse("funding:line_list", kwargs={"ref": query.case_reference})
        if answers and policies.money_view(actor)
        else "",
    )  # fmt: skip


def _line(query: QueryRow, line: ScheduleLineRow) -> tuple[tuple[str, Any], ...]:
    parts = ", ".join(f"{part.name} {pounds(part.amount)} ({part.percent}%)" for part in line.parts)
    return (
        ("Council", query.council_name),
        ("Person", f"{line.case_reference}, {line.initials}, born {line.birth_year}"),
        ("Service", f"{line.description}, {line.provider_name}"),
        ("Days of service", days_words(line.service_from, line.service_to)),
        ("Rate", pounds(line.rate_pence)),
        ("Gross", pounds(line.gross_pence)),
        ("Shares", parts),
        ("Asked by", query.body_name),
        ("Answer by", date_words(query.answer_by)),
    )


def _talk(said: QueryRow) -> Iterable[tuple[str, str, str]]:
    yield (f"{said.raised_by_name}, {said.body_name}", date_time(said.raised_at), said.words)
    if said.answer is not None and said.answered_at is not None:
        who = f"{said.answered_by_name}, {said.council_name}"
        yield (who, date_time(said.answered_at), f"{said.answer.words}. {said.answer_words}")
    if said.status is QueryStatus.WITHDRAWN and said.closed_at is not None:
        yield (said.body_name, date_time(said.closed_at), "Withdrawn")


def _urls(actor: Actor, query: QueryRow) -> Iterable[tuple[str, str]]:
    where = {"query": query.id}
    waiting, answered = query.status is QueryStatus.OPEN, query.status is QueryStatus.ANSWERED
    steps = (
        ("Answer", "line_query_answer",
         waiting and settling_policies.line_query_answer(actor, query.council_id)),
        ("Close or ask again", "line_query_close",
         answered and settling_policies.line_query_close(actor, query.body_id)),
        ("Withdraw", "line_query_withdraw",
         waiting and settling_policies.line_query_withdraw(actor, query.body_id)),
    )  # fmt: skip
    for words, name, may in steps:
        if may:
            yield words, reverse(f"funding:{name}", kwargs=where)
