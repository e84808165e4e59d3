"""Telling people what is due, once for each step.

Nothing is queued ahead: each run asks the data what is due and not yet told, so downtime, moved dates
and a second scheduler heal or repeat harmlessly. The unique key decides who told first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from careplans import queries
from careplans.models import Notice, Review
from careplans.rules.reviews import FOLLOW_UP_TOLD_DAYS, follow_up_step, reminder_step
from careplans.rules.terms import NoticeKind, NoticeStep
from careplans.services.reviews import redate_first_reviews
from cases import queries as cases
from cases.rules.follow_up import follow_up_met
from s117.accounts.queries import members_of_team
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of one subject, and who is to be told."""

    kind: NoticeKind
    subject_id: UUID
    case_id: UUID
    due_on: date
    step: NoticeStep
    recipient_id: UUID


def send_reminders(*, actor: Actor, at: datetime) -> int:
    """Tell coordinators what is due soon, due or overdue, and managers what is long overdue.

    Reviews (P-7) and the contact within 72 hours of leaving hospital (P-6). Returns how many notices
    were made. Each is a transaction of its own: a fault loses only that one, and the next run makes it.
    """
    redate_first_reviews(actor=actor, at=at)
    on = london_date(at)
    wanted = (*_review_reminders(actor, on), *_follow_up_reminders(actor, on))
    return sum(tell(actor=actor, reminder=reminder, at=at) for reminder in wanted)


@writes
def tell(*, actor: Actor, reminder: Reminder, at: datetime) -> bool:
    """Make the notice of one step, if nobody has: True when this call made it."""
    notice, made = Notice.objects.get_or_create(
        kind=reminder.kind.value,
        subject_id=reminder.subject_id,
        due_on=reminder.due_on,
        step=reminder.step.value,
        defaults={"recipient_id": reminder.recipient_id, "case_id": reminder.case_id, "made_at": at},
    )
    if made:
        told = {"kind": reminder.kind.value, "step": reminder.step.value}
        record(Event.REMINDER_SENT, notice, case_id=reminder.case_id, detail=told)
    return made


@writes
def read_notice(*, actor: Actor, notice_id: UUID, at: datetime) -> Notice:
    """Put one of the actor's own notices away. NotFound for anybody else's."""
    notice = queries.notices_for(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.amend(read_at=at)
    return notice


def _review_reminders(actor: Actor, on: date) -> Iterator[Reminder]:
    """The steps of reviews that the day calls for and that have not been told."""
    scope, clocks = cases.visible_to(actor), queries.review_clocks()
    due = {review.case_id: review for review in _untold(queries.reviews_due(scope, on), on)}
    for row in cases.register_rows(scope.filter(pk__in=due)):
        review = due[row["id"]]
        step = reminder_step(review.due_on, on, clocks)
        reader = _reader(step, row, on)
        if step is not None and reader is not None:
            yield Reminder(NoticeKind.REVIEW, review.id, row["id"], review.due_on, step, reader)


def _untold(reviews: QuerySet[Review], on: date) -> list[Review]:
    """Those whose step of the day has not been told. One statement."""
    clocks = queries.review_clocks()
    told = Notice.objects.filter(
        subject_id=OuterRef("pk"), due_on=OuterRef("due_on"), kind=NoticeKind.REVIEW.value
    )
    steps = ArraySubquery(told.order_by().values("step"))
    return [
        review
        for review in reviews.annotate(told=steps)
        if reminder_step(review.due_on, on, clocks) not in {None, *review.told}
    ]


def _follow_up_reminders(actor: Actor, on: date) -> Iterator[Reminder]:
    """People who left hospital days ago and whom nobody has seen since the day after."""
    lately = (on - timedelta(days=FOLLOW_UP_TOLD_DAYS), on - timedelta(days=1))
    rows = cases.register_rows(cases.visible_to(actor)).filter(
        left_hospital_on__range=lately, admitted_on__isnull=True, date_of_death__isnull=True
    )
    for row in rows:
        left = row["left_hospital_on"]
        step = follow_up_step(left, on)
        reader = _reader(step, row, on)
        if step is not None and reader is not None and not _seen(row["id"], left):
            due = left + timedelta(days=3)
            yield Reminder(NoticeKind.FOLLOW_UP, row["id"], row["id"], due, step, reader)


def _seen(case_id: UUID, left_on: date) -> bool:
    """Whether the person themselves was seen in the window of the NHS measure."""
    contacts = cases.follow_ups(case_id, left_on)
    return follow_up_met(left_on, (row.on for row in contacts if row.attended and row.with_whom == "person"))


def _reader(step: NoticeStep | None, row: Mapping[str, Any], on: date) -> UUID | None:
    """The coordinator; for what is long overdue, or has no coordinator, the team's manager."""
    coordinator_id, team_id = row["coordinator_id"], row["team_id"]
    if team_id is None or (step is not NoticeStep.ESCALATED and coordinator_id is not None):
        return coordinator_id
    manager = members_of_team(team_id, on, role="team_manager").first()
    return manager.id if manager else coordinator_id
