"""When each sort of clock calls for a notice, and who is to be told: one table (practice 1.5).

A step is told once. After a stop of days only the step of today is told, never the ones that went by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careplans.rules.reviews import ReviewClocks, follow_up_step, reminder_step
from careplans.rules.terms import NoticeKind, NoticeStep


class Reader(StrEnum):
    """Who is told. Where nobody is that, the next one up is told instead."""

    COORDINATOR = "coordinator"
    MANAGER = "manager"
    DECISION_MAKER = "decision_maker"
    FINANCE = "finance"
    HEAD = "head"
    BODY_HEAD = "body_head"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days before the due date from which it is due soon; days after it from which the manager and the head
    of service are told. None: never."""

    soon: int
    manager: int | None = None
    head: int | None = None
    first_reader: Reader = Reader.COORDINATOR

    def step(self, due_on: date, on: date) -> NoticeStep | None:
        """The step that the day calls for; None while the due date is far off."""
        late = (on - due_on).days
        if late > 0:
            return self._late(late)
        if late == 0:
            return NoticeStep.DUE
        return NoticeStep.DUE_SOON if -late <= self.soon else None

    def _late(self, late: int) -> NoticeStep:
        if self.head is not None and late >= self.head:
            return NoticeStep.HEAD
        if self.manager is not None and late > self.manager:
            return NoticeStep.ESCALATED
        return NoticeStep.OVERDUE


# Every sort but reviews and the 72-hour contact, whose steps have rules of their own (rules/reviews).
LADDERS = {
    # Red from the first day at home without a published plan (practice 1.5).
    NoticeKind.PLAN: Ladder(soon=0, manager=7, head=28),
    # The examination to extend an order is made in its last two months (section 20A(3)).
    NoticeKind.CTO_EXPIRY: Ladder(soon=56, manager=7),
    NoticeKind.SECTION_EXPIRY: Ladder(soon=14, manager=7),
    NoticeKind.DETERMINATION: Ladder(soon=4, manager=10, first_reader=Reader.DECISION_MAKER),
    # A step’s target is local practice; the four months to refer are law, so they are told early.
    NoticeKind.DISPUTE_STEP: Ladder(soon=4, manager=10, first_reader=Reader.DECISION_MAKER),
    NoticeKind.DISPUTE_REFERRAL: Ladder(soon=28, manager=7, first_reader=Reader.DECISION_MAKER),
    NoticeKind.UNALLOCATED: Ladder(soon=31, head=28, first_reader=Reader.MANAGER),
    NoticeKind.LEAVER: Ladder(soon=0, head=28, first_reader=Reader.MANAGER),
    # The answer is due by a setting (ten working days); ten days later the council’s decision maker is told.
    NoticeKind.LINE_QUERY: Ladder(soon=2, manager=10, first_reader=Reader.FINANCE),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One subject's clock: a review, a stay, an order … with the day it falls due and what was told of it."""

    kind: NoticeKind
    subject_id: object
    case_id: object
    due_on: date
    told: frozenset[str] = frozenset()
    body_id: object = None
    in_hospital: bool = False

    def step(self, on: date, clocks: ReviewClocks) -> NoticeStep | None:
        """The step that the day calls for and that nobody has been told; else None."""
        found = self._called_for(on, clocks)
        return None if found in self.told else found

    def _called_for(self, on: date, clocks: ReviewClocks) -> NoticeStep | None:
        if self.kind is NoticeKind.REVIEW:
            return reminder_step(self.due_on, on, clocks)
        if self.kind is NoticeKind.FOLLOW_UP:
            return follow_up_step(self.due_on - timedelta(days=3), on)
        step = LADDERS[self.kind].step(self.due_on, on)
        # Ready to leave and no plan: nothing is late while the person is still in hospital.
        return NoticeStep.DUE if self.in_hospital and step is not None else step


def reader_of(kind: NoticeKind, step: NoticeStep) -> Reader:
    """Who is told of a step."""
    if step is NoticeStep.HEAD:
        return Reader.HEAD
    first = LADDERS[kind].first_reader if kind in LADDERS else Reader.COORDINATOR
    if step is not NoticeStep.ESCALATED:
        return first
    # Nobody stands between those who decide for a body and the head of its service.
    above = {Reader.DECISION_MAKER: Reader.BODY_HEAD, Reader.FINANCE: Reader.DECISION_MAKER}
    return above.get(first, Reader.MANAGER)


def digest_text(references: tuple[str, ...], address: str) -> tuple[str, str]:
    """Subject and words of the daily e-mail. Reference numbers and an address: e-mail is read by others,
    forwarded and kept, so it says nothing about anybody."""
    count = len(references)
    things = "1 new notice" if count == 1 else f"{count} new notices"
    lines = "\n".join(references)
    words = (
        f"You have {things} in S117, about:\n\n{lines}\n\n"
        f"Sign in to read them: {address}/notices/\n\n"
        f"To change or stop this e-mail: {address}/notices/settings/\n"
    )
    return f"S117: {things}", words
