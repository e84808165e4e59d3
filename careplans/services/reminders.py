"""Telling people what is due, once for each step.

Nothing is queued ahead: each run asks the data what is due and not yet told, so downtime, moved dates
and a second scheduler heal or repeat harmlessly. The unique key decides who told first.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from careplans import queries
from careplans.models import Notice, Review
from careplans.rules.reviews import reminder_step
from careplans.rules.terms import NoticeKind, NoticeStep
from careplans.services.reviews import redate_first_reviews
from cases import queries as cases
from s117.accounts.queries import members_of_team
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound


def send_reminders(*, actor: Actor, at: datetime) -> int:
    """Tell every coordinator what is due soon, due or overdue, and managers what is long overdue.

    Returns how many notices were made. Each is a transaction of its own: a fault loses only that one,
    and the next run makes it.
    """
    redate_first_reviews(actor=actor, at=at)
    on = london_date(at)
    scope = cases.visible_to(actor)
    due = {review.case_id: review for review in _untold(queries.reviews_due(scope, on), on)}
    made = 0
    for row in cases.register_rows(scope.filter(pk__in=due)):
        step = reminder_step(due[row["id"]].due_on, on, queries.review_clocks())
        reader = _reader(step, row["coordinator_id"], row["team_id"], on)
        if step is not None and reader is not None:
            made += tell(actor=actor, review_id=due[row["id"]].id, step=step, recipient_id=reader, at=at)
    return made


@writes
def tell(*, actor: Actor, review_id: UUID, step: NoticeStep, recipient_id: UUID, at: datetime) -> bool:
    """Make the notice of one step, if nobody has: True when this call made it."""
    review = Review.objects.get(pk=review_id)
    notice, made = Notice.objects.get_or_create(
        kind=NoticeKind.REVIEW.value,
        subject_id=review.id,
        due_on=review.due_on,
        step=step.value,
        defaults={"recipient_id": recipient_id, "case_id": review.case_id, "made_at": at},
    )
    if made:
        record(Event.REMINDER_SENT, notice, case_id=review.case_id, detail={"step": step.value})
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


def _reader(
    step: NoticeStep | None, coordinator_id: UUID | None, team_id: UUID | None, on: date
) -> UUID | None:
    """The coordinator; for what is long overdue, or has no coordinator, the team's manager."""
    if step is not NoticeStep.ESCALATED and coordinator_id is not None:
        return coordinator_id
    if team_id is None:
        return coordinator_id
    manager = members_of_team(team_id, on, role="team_manager").first()
    return manager.id if manager else coordinator_id
