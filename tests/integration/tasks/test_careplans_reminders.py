"""Reminders: worked out from the data each time, told once for each step, ever."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from careplans import queries, services
from careplans.models import Notice, Review
from careplans.rules.terms import NoticeStep
from careplans.tasks import reminders_send
from cases.queries import visible_to
from cases.services import dispute_outcomes
from s117.accounts.models import User
from s117.accounts.services import set_active
from s117.kernel.actor import system_actor
from s117.kernel.refusals import NotFound
from tests.builders import careplans as plans
from tests.builders import cases, disputes
from tests.builders.accounts import (
    administrator,
    coordinator,
    council_signatory,
    manager,
    nhs_signatory,
)

BEAT = system_actor("celery:reminders")
DUE = date(2026, 11, 30)


def send(days: int) -> int:
    """A run of the task so many days after the due date."""
    return services.send_reminders(
        actor=BEAT, at=datetime(2026, 11, 30, 9, tzinfo=UTC) + timedelta(days=days)
    )


def a_reviewed_person() -> Review:
    """Out of hospital since 19 October, first review due on 30 November."""
    plan = plans.a_published_plan()
    cases.accept(plan.case, "council", cases.accounts.council_signatory())
    cases.accept(plan.case, "nhs_body", cases.accounts.nhs_signatory())
    cases.leave(plan.case)
    return Review.objects.get(case_id=plan.case_id)


def steps() -> list[str]:
    """The steps of the review told, in order."""
    return list(Notice.objects.filter(kind="review").order_by("made_at").values_list("step", flat=True))


@pytest.mark.django_db
def test_each_step_is_told_once_to_the_coordinator_and_a_long_delay_to_the_manager() -> None:
    review = a_reviewed_person()
    assert (review.kind, review.due_on) == ("first", DUE)
    for days in (-40, -28, -27, 0, 0, 1, 5, 29, 60):
        send(days)
    assert steps() == [NoticeStep.DUE_SOON, NoticeStep.DUE, NoticeStep.OVERDUE, NoticeStep.ESCALATED]
    readers = dict(Notice.objects.filter(kind="review").values_list("step", "recipient__username"))
    assert readers == {"due_soon": "jones", "due": "jones", "overdue": "jones", "escalated": "hart"}


@pytest.mark.django_db
def test_after_a_stop_of_weeks_only_the_step_of_today_is_told() -> None:
    a_reviewed_person()
    assert send(3) == 1
    assert steps() == [NoticeStep.OVERDUE]


@pytest.mark.django_db
def test_a_review_that_was_held_is_no_longer_told() -> None:
    review = a_reviewed_person()
    plans.a_held_review(review.case_id)
    assert send(5) == 0


@pytest.mark.django_db
def test_leaving_hospital_later_than_planned_moves_the_first_review_by_itself() -> None:
    plan = plans.a_published_plan()
    cases.leave(plan.case, left_on=date(2026, 10, 26))
    send(-40)
    review = Review.objects.get(case_id=plan.case_id)
    assert (review.due_on, review.counted_from) == (date(2026, 12, 7), date(2026, 10, 26))


@pytest.mark.django_db
def test_a_date_that_a_person_set_is_not_moved() -> None:
    plan = plans.a_submitted_plan()
    services.save_section(
        actor=coordinator(), plan_id=plan.id, section=plans.Section.DATES,
        values={"review_due_on": date(2026, 11, 12)}, at=plans.WRITTEN_AT,
    )  # fmt: skip
    services.publish_plan(actor=manager(), plan_id=plan.id, at=plans.PUBLISHED_AT)
    cases.leave(plan.case, left_on=date(2026, 10, 26))
    send(-40)
    assert Review.objects.get(case_id=plan.case_id).due_on == date(2026, 11, 12)


@pytest.mark.django_db
def test_nobody_who_is_not_yet_entitled_is_in_the_list_of_reviews_due() -> None:
    plan = plans.a_published_plan()
    everybody = visible_to(BEAT)
    assert queries.reviews_due(everybody, DUE).count() == 0
    cases.leave(plan.case)
    assert queries.reviews_due(everybody, DUE).count() == 1
    assert queries.reviews_overdue(everybody, DUE).count() == 0
    assert queries.reviews_overdue(everybody, DUE + timedelta(days=1)).count() == 1


@pytest.mark.django_db
def test_a_notice_is_put_away_by_its_reader_only() -> None:
    a_reviewed_person()
    send(0)
    notice = Notice.objects.get()
    with pytest.raises(NotFound):
        services.read_notice(actor=manager(), notice_id=notice.id, at=plans.PUBLISHED_AT)
    services.read_notice(actor=coordinator(), notice_id=notice.id, at=plans.PUBLISHED_AT)
    assert Notice.objects.get().read_at == plans.PUBLISHED_AT


@pytest.mark.django_db(transaction=True)
def test_several_schedulers_at_once_tell_once() -> None:
    a_reviewed_person()
    gate = threading.Barrier(4)
    made: list[int] = []

    def run() -> None:
        gate.wait()
        made.append(send(1))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(made) == 1
    assert steps() == [NoticeStep.OVERDUE]


@pytest.mark.django_db
def test_the_task_runs_by_the_clock_of_the_settings() -> None:
    a_reviewed_person()
    reminders_send()
    assert steps() == [NoticeStep.DUE_SOON]


def leaves_without_a_visit() -> None:
    """A person out of hospital since 19 October, with a coordinator."""
    case = cases.an_allocated_case()
    cases.leave(case)


def follow_up(day: int) -> list[str]:
    """The steps told of the 72-hour contact after a run on that day of October."""
    services.send_reminders(actor=BEAT, at=datetime(2026, 10, day, 9, tzinfo=UTC))
    return list(Notice.objects.filter(kind="follow_up").order_by("made_at").values_list("step", flat=True))


@pytest.mark.django_db
def test_somebody_who_left_hospital_is_to_be_seen_within_three_days_and_a_miss_is_told_once() -> None:
    leaves_without_a_visit()
    assert follow_up(19) == []
    assert follow_up(20) == follow_up(22) == ["due"]
    assert follow_up(23) == follow_up(30) == ["due", "overdue"]
    assert Notice.objects.filter(kind="follow_up").values_list("due_on", flat=True)[0] == date(2026, 10, 22)


@pytest.mark.django_db
def test_a_visit_on_the_day_of_leaving_does_not_count_and_one_on_the_second_day_does() -> None:
    """Journey J1 step 10 and its unhappy path (c)."""
    case = cases.an_allocated_case()
    cases.leave(case)
    cases.a_contact(case, coordinator(), happened_at=datetime(2026, 10, 19, 16, tzinfo=UTC))
    assert follow_up(20) == ["due"]
    cases.a_contact(case, coordinator(), happened_at=datetime(2026, 10, 21, 14, tzinfo=UTC))
    assert follow_up(23) == ["due"]


@pytest.mark.django_db
def test_a_dispute_tells_both_bodies_of_each_step_once_and_of_the_last_day_to_refer_it() -> None:
    case = cases.an_active_case()
    gale = disputes.westerby_signatory()
    made = disputes.a_dispute(case)
    due = dict(made.steps.filter(done_on=None).values_list("kind", "due_on"))

    def told(kind: str) -> set[tuple[str, date, str]]:
        rows = Notice.objects.filter(kind=kind)
        return set(rows.values_list("recipient__username", "due_on", "step"))

    first = min(due.values())
    for _ in range(2):
        services.send_reminders(actor=BEAT, at=disputes.at(first))
    both = {("price", first, "due"), ("gale", first, "due")}
    assert {row for row in told("dispute_step") if row[1] == first} == both
    assert told("dispute_referral") == set()

    services.send_reminders(actor=BEAT, at=disputes.at(made.refer_by))
    last_day = {(name, made.refer_by, "due") for name in ("price", "gale")}
    assert told("dispute_referral") == last_day
    rows = queries.notice_rows(gale, queries.notices_for(gale).filter(kind="dispute_referral"))
    assert [row.reference for row in rows] == [case.reference], "who shares the summary alone may open it"

    disputes.take(made, "escalated", at=disputes.at(made.refer_by))
    dispute_outcomes.refer_dispute(
        actor=cases.accounts.council_signatory(), at=disputes.at(made.refer_by), case_id=case.id,
        dispute_id=made.id, referred_on=made.refer_by, referred_to="The Secretary of State",
    )  # fmt: skip
    before = Notice.objects.filter(kind__startswith="dispute").count()
    services.send_reminders(actor=BEAT, at=disputes.at(made.refer_by + timedelta(days=9)))
    assert Notice.objects.filter(kind__startswith="dispute").count() == before, "referred: nothing is due"


@pytest.mark.django_db
def test_each_sort_is_told_from_the_record_alone_to_whoever_is_to_act() -> None:
    """Nobody asked for any of them. Reviews, the 72-hour contact and disputes have tests of their own."""
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    cases.leave(cases.an_allocated_case(), left_on=date(2026, 11, 19))
    ordered = cases.an_allocated_case(starts_on=date(2026, 5, 4))
    cases.begin_cto(ordered, starts_on=date(2026, 6, 1))
    cases.an_allocated_case(starts_on=date(2026, 5, 30))
    gone = coordinator("reed")
    cases.an_allocated_case(coordinator=gone)
    set_active(actor=administrator(), at=at, user_id=gone.id, active=False)
    User.history.filter(id=gone.id, is_active=False).update(history_date=at)
    cases.a_detained_case()
    for body_signs in (council_signatory, nhs_signatory):
        body_signs()
    services.send_reminders(actor=BEAT, at=at)
    told = set(Notice.objects.values_list("kind", "recipient__username"))
    assert {
        ("plan", "jones"), ("cto_expiry", "jones"), ("section_expiry", "jones"), ("leaver", "hart"),
        ("unallocated", "hart"),
    } <= told  # fmt: skip
    services.send_reminders(actor=BEAT, at=datetime(2026, 12, 4, 9, tzinfo=UTC))
    asked = Notice.objects.filter(kind="determination").values_list("recipient__username", flat=True)
    assert set(asked) == {"price", "okoro"}
