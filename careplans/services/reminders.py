"""Telling people what is due, once for each step.

Nothing is queued ahead: each run asks the data what is due and not yet told, so downtime, moved dates
and a second scheduler heal or repeat harmlessly. The unique key decides who told first. However many
notices there are, the statements of a run are a fixed number and five more for each 500 of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from careplans import queries
from careplans.models import Notice
from careplans.queries.clocks import running_clocks
from careplans.queries.readers import Directory, directory_on
from careplans.rules.reminders import Clock, reader_of
from careplans.rules.terms import NoticeKind, NoticeStep
from careplans.services.reviews import redate_first_reviews
from s117.audit.record import record_each
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound

# A transaction tells this many: a fault loses no more, and the next run tells them.
AT_ONCE = 500


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """One step of one subject, and who is to be told."""

    subject_id: UUID
    kind: NoticeKind
    due_on: date
    step: NoticeStep
    case_id: UUID
    recipient_id: UUID


def send_reminders(*, actor: Actor, at: datetime) -> int:
    """Tell everybody what the day calls for and nobody has told yet. Returns how many notices were made."""
    redate_first_reviews(actor=actor, at=at)
    wanted = sorted(reminders_wanted(london_date(at)))
    parts = [wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE)]
    return sum(tell(actor=actor, reminders=part, at=at) for part in parts)


def reminders_wanted(on: date) -> list[Reminder]:
    """Every step that the day calls for, that has not been told and that there is somebody to tell."""
    clocks_of = queries.clocks_by_council()
    steps = [(clock, clock.step(on, clocks_of(clock.body_id))) for clock in running_clocks(on)]
    called = [(clock, step) for clock, step in steps if step is not None]
    if not called:
        return []
    people = directory_on(on, {clock.case_id for clock, _ in called})
    found = [(clock, step, _reader(people, clock, step)) for clock, step in called]
    return [
        Reminder(clock.subject_id, clock.kind, clock.due_on, step, clock.case_id, reader)
        for clock, step, reader in found
        if reader is not None
    ]


@writes
def tell(*, actor: Actor, reminders: Sequence[Reminder], at: datetime) -> int:
    """Make the notices of some steps, where nobody has. Returns how many this call made."""
    made = Notice.objects.insert_new(
        [
            Notice(
                recipient_id=reminder.recipient_id,
                case_id=reminder.case_id,
                kind=reminder.kind.value,
                subject_id=reminder.subject_id,
                due_on=reminder.due_on,
                step=reminder.step.value,
                made_at=at,
            )
            for reminder in reminders
        ]
    )
    record_each(Event.REMINDER_SENT, made, _told)
    return len(made)


@writes
def tell_news(
    *,
    actor: Actor,
    at: datetime,
    kind: NoticeKind,
    subject_id: UUID,
    recipients: Sequence[UUID],
    case_id: UUID | None = None,
) -> int:
    """Tell each of the recipients, in the service; who was told of the subject today is not told again."""
    made = Notice.objects.insert_new(
        [
            Notice(
                recipient_id=recipient,
                case_id=case_id,
                kind=kind.value,
                subject_id=uuid5(subject_id, str(recipient)),
                due_on=london_date(at),
                step=NoticeStep.NEWS.value,
                made_at=at,
            )
            for recipient in sorted(recipients)
        ]
    )
    record_each(Event.REMINDER_SENT, made, _told)
    return len(made)


@writes
def read_notice(*, actor: Actor, notice_id: UUID, at: datetime) -> Notice:
    """Put one of the actor's own notices away. NotFound for anybody else's."""
    notice = queries.notices_for(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.amend(read_at=at)
    return notice


@writes
def read_all_notices(*, actor: Actor, at: datetime) -> int:
    """Put all of the actor's notices away. Returns how many were new."""
    unread = list(queries.notices_for(actor).filter(read_at__isnull=True))
    for notice in unread:
        notice.amend(read_at=at)
    return len(unread)


def _told(notice: Notice) -> dict[str, Any]:
    return {"case_id": notice.case_id, "detail": {"kind": notice.kind, "step": notice.step}}


def _reader(people: Directory, clock: Clock, step: NoticeStep) -> UUID | None:
    return people.reader(reader_of(clock.kind, step), clock.case_id, clock.body_id)
