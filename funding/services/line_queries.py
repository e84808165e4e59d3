"""Ask about a line of another body's frozen schedule, answer, close. Nothing frozen changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings

from careplans import services as careplans
from careplans.rules.terms import NoticeKind
from funding import queries, settling_policies
from funding.models import LineQuery
from funding.queries import line_queries
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.settling import LINE_QUERY, Answer, QueryAction, QueryStatus
from s117.accounts import queries as accounts
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import add_working_days, london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version


@writes
def raise_query(
    *, actor: Actor, at: datetime, schedule_id: UUID, number: int, words: str, earlier: UUID | None = None
) -> LineQuery:
    """Ask the council about one line in which the actor's body has a part. One question at a time a line."""
    schedule = queries.schedule_for(actor, schedule_id)
    frozen = schedule.status is ScheduleStatus.FROZEN
    settling_policies.line_query_raise(actor, schedule.council_id, frozen=frozen).require()
    if actor.organisation_id is None:
        raise NotFound
    queries.lock_council(actor.organisation_id)
    line = line_queries.line_to_query(actor, schedule, number)
    if line_queries.standing_queries(actor, [line.id]):
        raise Refused("Your organisation has asked about this line already.")
    query = LineQuery.objects.create(
        line_id=line.id,
        body_id=actor.organisation_id,
        earlier_id=earlier,
        words=words,
        raised_by_id=actor.id,
        raised_at=at,
        answer_by=add_working_days(london_date(at), settings.LINE_QUERY_WORKING_DAYS),
    )
    record(Event.LINE_QUERY_RAISED, query, detail={"schedule": schedule.number, "line": number})
    _tell(actor, at, query, schedule.council_id)
    return query


@writes
def answer_query(
    *, actor: Actor, at: datetime, query_id: UUID, answer: Answer, words: str, seen_version: int | None = None
) -> LineQuery:
    """Explain the line, or say that it is corrected: its correction is posted by the next schedule."""
    query = line_queries.lock_query(actor, query_id)
    settling_policies.line_query_answer(actor, query.line.schedule.council_id).require()
    status = LINE_QUERY.after(QueryStatus(query.status), QueryAction.ANSWER)
    require_version(query, seen_version)
    query.amend(
        status=status.value,
        answer=answer.value,
        answer_words=words,
        answered_by_id=actor.id,
        answered_at=at,
    )
    record(Event.LINE_QUERY_ANSWERED, query, detail={"answer": answer.value})
    _tell(actor, at, query, query.body_id)
    return query


@writes
def close_query(
    *, actor: Actor, at: datetime, query_id: UUID, content: bool, words: str, seen_version: int | None = None
) -> LineQuery:
    """Close an answered query. Who is not content asks again, in words, and the clock starts anew."""
    query = line_queries.lock_query(actor, query_id)
    settling_policies.line_query_close(actor, query.body_id).require()
    status = LINE_QUERY.after(QueryStatus(query.status), QueryAction.CLOSE)
    require_version(query, seen_version)
    if not content and not words.strip():
        raise Refused(fields={"words": "Say what is still wrong"})
    query.amend(status=status.value, closed_at=at)
    record(Event.LINE_QUERY_CLOSED, query, detail={"content": content})
    if content:
        return query
    return raise_query(
        actor=actor,
        at=at,
        schedule_id=query.line.schedule_id,
        number=query.line.number,
        words=words,
        earlier=query.id,
    )


@writes
def withdraw_query(
    *, actor: Actor, at: datetime, query_id: UUID, seen_version: int | None = None
) -> LineQuery:
    """Take a query back before it is answered."""
    query = line_queries.lock_query(actor, query_id)
    settling_policies.line_query_withdraw(actor, query.body_id).require()
    status = LINE_QUERY.after(QueryStatus(query.status), QueryAction.WITHDRAW)
    require_version(query, seen_version)
    query.amend(status=status.value, closed_at=at)
    record(Event.LINE_QUERY_WITHDRAWN, query)
    return query


def _tell(actor: Actor, at: datetime, query: LineQuery, body_id: UUID) -> None:
    """Everybody in the finance role of the other side has a notice."""
    finance = accounts.holders_of(["finance"], london_date(at))
    careplans.tell_news(
        actor=actor,
        at=at,
        kind=NoticeKind.LINE_QUERY,
        subject_id=query.id,
        recipients=[holder.user_id for holder in finance if holder.organisation_id == body_id],
        case_id=query.line.line.case_id,
    )
