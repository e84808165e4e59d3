"""Queries about lines of frozen schedules: asked, answered, closed or asked again; the line never changes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from careplans.models import Notice
from careplans.presenters.notices import notice_words
from careplans.queries import notice_rows, notices_for
from careplans.rules.terms import NoticeKind
from careplans.services import send_reminders
from funding.models import LineQuery, Schedule, ScheduleLine
from funding.queries import line_queries as reading
from funding.rules.settling import Answer, QueryStatus
from funding.services import line_queries, packages
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.invoices import a_line_query, answer

pytestmark = pytest.mark.django_db


def frozen() -> Schedule:
    funding.a_funded_line()
    return funding.a_frozen_schedule()


def told(actor: Actor) -> list[str]:
    return list(Notice.objects.filter(recipient=actor.id, step="news").values_list("kind", flat=True))


def test_the_partner_asks_the_council_answers_and_the_partner_closes() -> None:
    schedule = frozen()
    lowe, may = accounts.council_finance(), accounts.nhs_finance()
    query = a_line_query(schedule)
    assert (query.status, query.answer_by) == ("open", date(2026, 12, 4))
    assert (told(lowe), told(may)) == (["line_query"], [])
    answer(query)
    assert told(may) == ["line_query"]
    closed = line_queries.close_query(actor=may, at=NOW, query_id=query.id, content=True, words="")
    assert closed.status == "closed"
    assert Schedule.objects.get(pk=schedule.pk).control_hash == schedule.control_hash


def test_who_is_not_content_asks_again_in_words() -> None:
    query = a_line_query(frozen())
    answer(query)
    may = accounts.nhs_finance()
    with pytest.raises(Refused):
        line_queries.close_query(actor=may, at=NOW, query_id=query.id, content=False, words=" ")
    again = line_queries.close_query(actor=may, at=NOW, query_id=query.id, content=False, words="Still")
    assert (again.status, again.earlier_id, again.words) == ("open", query.id, "Still")
    assert [row.status for row in reading.queries_about(may, query.line_id)] == [
        QueryStatus.CLOSED,
        QueryStatus.OPEN,
    ]


def test_a_correction_that_answers_a_query_is_posted_on_the_next_schedule_and_shown() -> None:
    line = funding.a_funded_line()
    query = a_line_query(funding.a_frozen_schedule())
    lowe = accounts.council_finance()
    packages.record_rate(
        actor=lowe, at=NOW, line_id=line.id, starts_on=line.starts_on, pence=100_000, reason="Typed wrongly"
    )
    answer(query, Answer.CORRECTED, "The rate was typed wrongly")
    asked = reading.line_of_query(reading.query_for(lowe, query.id))
    assert reading.corrections_of(asked) == ()
    funding.a_frozen_schedule(funding.MAY)
    mending = reading.corrections_of(asked)
    assert [row.gross_pence for row in mending] == [-450_000, 428_571]
    assert ScheduleLine.objects.get(pk=query.line_id).gross_pence == 450_000


def test_one_question_of_a_body_about_a_line_at_a_time_also_for_the_database() -> None:
    schedule = frozen()
    query = a_line_query(schedule)
    with pytest.raises(Refused, match="already"):
        a_line_query(schedule)
    copied = {
        name: getattr(query, name)
        for name in ("line_id", "body_id", "words", "raised_by_id", "raised_at", "answer_by")
    }
    with acting_as(SETTING_UP), pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        LineQuery.objects.create(**copied)
    may = accounts.nhs_finance()
    line_queries.withdraw_query(actor=may, at=NOW, query_id=query.id)
    assert a_line_query(schedule).status == "open"


def test_only_the_two_sides_know_of_it_and_each_does_its_own_part() -> None:
    alone = funding.a_line_without_share(cases.an_active_case(), weekly=80_000)
    funding.share(alone, starts_on=alone.starts_on, nhs="0.00", council="100.00")
    schedule = frozen()
    lowe, may = accounts.council_finance(), accounts.nhs_finance()
    other = accounts.actor_of(accounts.user("stone", "finance", accounts.southvale_icb()))
    query = a_line_query(schedule, ScheduleLine.objects.get(gross_pence=450_000).number)
    with pytest.raises(NotFound):
        reading.query_for(other, query.id)
    with pytest.raises(NotFound):
        answer_as(other, query)
    with pytest.raises(NotAllowed):
        answer_as(may, query)
    with pytest.raises(NotAllowed):
        line_queries.withdraw_query(actor=lowe, at=NOW, query_id=query.id)
    with pytest.raises(NotAllowed):
        line_queries.raise_query(actor=lowe, at=NOW, schedule_id=schedule.id, number=1, words="Mine")
    with pytest.raises(NotFound):
        line_queries.raise_query(actor=other, at=NOW, schedule_id=schedule.id, number=1, words="Whose")
    with pytest.raises(IllegalTransition):
        line_queries.close_query(actor=may, at=NOW, query_id=query.id, content=True, words="")


def answer_as(actor: Actor, query: LineQuery) -> LineQuery:
    return line_queries.answer_query(
        actor=actor, at=NOW, query_id=query.id, answer=Answer.EXPLAINED, words="As agreed"
    )


def test_an_answer_that_is_due_is_reminded_of_once_a_step_and_then_escalated() -> None:
    query = a_line_query(frozen())
    lowe, price = accounts.council_finance(), accounts.council_signatory()
    for day in (1, 2, 2, 4, 5, 14, 15, 15):
        send_reminders(actor=SETTING_UP, at=datetime(2026, 12, day, 9, tzinfo=UTC))
    found = Notice.objects.filter(subject_id=query.id).order_by("made_at")
    assert [(notice.step, notice.recipient_id) for notice in found] == [
        ("due_soon", lowe.id), ("due", lowe.id), ("overdue", lowe.id), ("escalated", price.id)
    ]  # fmt: skip
    row = next(row for row in notice_rows(price, notices_for(price)) if row.kind is NoticeKind.LINE_QUERY)
    assert notice_words(row).endswith("has had no answer since 4 December 2026")
    assert [one.id for one in reading.queries_for(price)] == [query.id]


def test_a_query_that_was_answered_is_reminded_of_no_more() -> None:
    query = a_line_query(frozen())
    answer(query)
    send_reminders(actor=SETTING_UP, at=datetime(2026, 12, 20, 9, tzinfo=UTC))
    assert not Notice.objects.filter(subject_id=query.id).exists()


def test_who_asked_for_a_report_has_a_notice_when_it_is_ready() -> None:
    run = funding.a_report()
    lowe = accounts.council_finance()
    assert told(lowe) == ["report"]
    assert lowe.unread == 1
    assert run.status == "ready"
