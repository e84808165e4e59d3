"""When each sort of clock calls for a notice, who is told, and what an e-mail and a calendar may say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplans.presenters.notices import LISTS, ROUTES, WORDS
from careplans.rules.reminders import LADDERS, Clock, Reader, digest_text, reader_of
from careplans.rules.reviews import ReviewClocks
from careplans.rules.terms import NEWS, NoticeKind, NoticeStep
from cases.rules.expiry import first_period
from s117.documents.ical import IcalEvent, ical

DUE = date(2026, 11, 6)
DAYS = st.integers(-400, 800)


@given(st.sampled_from(sorted((set(NoticeKind) - NEWS) | set(LADDERS))), DAYS, st.booleans())
def test_every_step_that_can_come_has_words_and_a_reader(kind: NoticeKind, days: int, away: bool) -> None:
    clock = Clock(kind, uuid4(), uuid4(), DUE, in_hospital=away and kind is NoticeKind.PLAN)
    step = clock.step(DUE + timedelta(days=days), ReviewClocks())
    if step is not None:
        assert "{day}" in WORDS[kind][step] or "today" in WORDS[kind][step]
        assert reader_of(kind, step) in Reader
        assert kind in {**ROUTES, **LISTS}


def test_news_has_words_and_a_list_to_go_to() -> None:
    assert set(LISTS) == NEWS
    assert all(WORDS[kind][NoticeStep.NEWS] for kind in NEWS)


@given(st.sampled_from(list(LADDERS)), DAYS, DAYS)
def test_a_later_day_never_calls_for_an_earlier_step(kind: NoticeKind, first: int, more: int) -> None:
    order = [None, *NoticeStep]
    ladder = LADDERS[kind]
    before = ladder.step(DUE, DUE + timedelta(days=first))
    after = ladder.step(DUE, DUE + timedelta(days=first + abs(more)))
    assert order.index(before) <= order.index(after)


def test_a_step_that_was_told_is_not_called_for_again() -> None:
    told = Clock(NoticeKind.REVIEW, uuid4(), uuid4(), DUE, frozenset({"overdue"}))
    assert told.step(DUE + timedelta(days=3), ReviewClocks()) is None
    assert told.step(DUE + timedelta(days=40), ReviewClocks()) is NoticeStep.ESCALATED


@pytest.mark.parametrize(
    ("late", "step", "reader"),
    [(28, "overdue", "coordinator"), (29, "escalated", "manager"), (90, "head", "head")],
)
def test_a_review_climbs_to_the_manager_and_the_head_of_service(late: int, step: str, reader: str) -> None:
    clock = Clock(NoticeKind.REVIEW, uuid4(), uuid4(), DUE)
    found = clock.step(DUE + timedelta(days=late), ReviewClocks())
    assert (found, reader_of(NoticeKind.REVIEW, found)) == (step, reader)
    soon = ReviewClocks(red_days=7, head_days=14)
    assert clock.step(DUE + timedelta(days=14), soon) is NoticeStep.HEAD


def test_an_answer_that_is_long_overdue_is_for_whoever_signs_for_the_council() -> None:
    clock = Clock(NoticeKind.LINE_QUERY, uuid4(), uuid4(), DUE)
    found = [clock.step(DUE + timedelta(days=days), ReviewClocks()) for days in (-3, -2, 0, 1, 10, 11)]
    assert found == [None, "due_soon", "due", "overdue", "overdue", "escalated"]
    readers = [reader_of(NoticeKind.LINE_QUERY, step) for step in found if step is not None]
    assert readers == ["finance"] * 4 + ["decision_maker"]


def test_nothing_is_late_while_somebody_ready_to_leave_is_still_in_hospital() -> None:
    clock = Clock(NoticeKind.PLAN, uuid4(), uuid4(), DUE, in_hospital=True)
    assert clock.step(DUE + timedelta(days=50), ReviewClocks()) is NoticeStep.DUE


@pytest.mark.parametrize(
    ("code", "starts", "last"),
    [
        ("02", date(2026, 10, 2), date(2026, 10, 29)),
        ("03", date(2026, 9, 7), date(2027, 3, 6)),
        ("03", date(2027, 8, 31), date(2028, 2, 28)),
        ("09", date(2026, 9, 7), None),
    ],
)
def test_a_detention_runs_out_on_the_last_day_of_its_first_period(
    code: str, starts: date, last: date
) -> None:
    assert first_period(code, starts) == last


def test_the_daily_email_is_a_count_references_and_addresses() -> None:
    subject, words = digest_text(("S117-2026-00001", "S117-2026-00004"), "https://s117.example")
    assert subject == "S117: 2 new notices"
    rest = re.sub(r"S117\b(?!-)|S117-\d{4}-\d{5}|https://s117\.example\S*", "", words)
    assert not re.search(r"\d{3}|review|hospital|section", rest, re.IGNORECASE)


@given(st.text(max_size=300), st.none() | st.times())
def test_a_calendar_file_keeps_to_its_format_whatever_it_holds(summary: str, at: time | None) -> None:
    event = IcalEvent("review-1@s117", summary, date(2027, 3, 28), at, "https://s117.example/x", 3)
    data = ical("S117 reviews", [event], datetime(2026, 11, 21, 10, tzinfo=UTC))
    lines = data.split(b"\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert data.replace(b"\r\n", b"").count(b"\n") == data.replace(b"\r\n", b"").count(b"\r") == 0
    assert [
        b for b in (b"BEGIN:VEVENT", b"END:VEVENT", b"UID:review-1@s117", b"SEQUENCE:3") if b not in lines
    ] == []


def test_a_booked_time_is_london_time_also_in_summer() -> None:
    event = IcalEvent("a@s117", "Review: S117-2026-00001", date(2027, 6, 1), time(14), "https://x", 1)
    data = ical("S117", [event], datetime(2026, 11, 21, 10, tzinfo=UTC)).decode()
    assert "DTSTART:20270601T130000Z\r\nDTEND:20270601T140000Z" in data
