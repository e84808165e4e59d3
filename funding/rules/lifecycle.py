"""What may happen to a funded line and to a schedule, and in which order."""

from __future__ import annotations

from enum import StrEnum

from s117.kernel.events import Event
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission


class LineStatus(StrEnum):
    """A funded service runs until it is ended. Its last day and past terms can still be put right."""

    ACTIVE = "active"
    ENDED = "ended"


class LineAction(StrEnum):
    """What is done to a funded service."""

    RECORD_RATE = "record_rate"
    RECORD_SPLIT = "record_split"
    END = "end"
    REOPEN = "reopen"


class ScheduleStatus(StrEnum):
    """Asked for, worked out, and frozen for ever; or withdrawn before anything was issued."""

    REQUESTED = "requested"
    DRAFT = "draft"
    FROZEN = "frozen"
    WITHDRAWN = "withdrawn"


class ScheduleAction(StrEnum):
    """What is done to a schedule."""

    REQUEST = "request"
    PRODUCE = "produce"
    FREEZE = "freeze"
    WITHDRAW = "withdraw"


LINE = Lifecycle(
    name="funded service",
    start=frozenset({LineStatus.ACTIVE}),
    moves={
        (LineStatus.ACTIVE, LineAction.RECORD_RATE): LineStatus.ACTIVE,
        (LineStatus.ACTIVE, LineAction.RECORD_SPLIT): LineStatus.ACTIVE,
        (LineStatus.ACTIVE, LineAction.END): LineStatus.ENDED,
        (LineStatus.ENDED, LineAction.RECORD_RATE): LineStatus.ENDED,
        (LineStatus.ENDED, LineAction.RECORD_SPLIT): LineStatus.ENDED,
        (LineStatus.ENDED, LineAction.END): LineStatus.ENDED,
        # Only where the ending of aftercare that closed it is undone.
        (LineStatus.ENDED, LineAction.REOPEN): LineStatus.ACTIVE,
    },
    permissions={
        LineAction.RECORD_RATE: Permission.RATE_RECORD,
        LineAction.RECORD_SPLIT: Permission.SPLIT_RECORD,
        LineAction.END: Permission.LINE_END,
        LineAction.REOPEN: Permission.LINE_END,
    },
    events={
        LineAction.RECORD_RATE: Event.RATE_RECORDED,
        LineAction.RECORD_SPLIT: Event.SPLIT_RECORDED,
        LineAction.END: Event.LINE_ENDED,
        LineAction.REOPEN: Event.LINE_REOPENED,
    },
)

SCHEDULE = Lifecycle(
    name="funding schedule",
    start=frozenset({ScheduleStatus.REQUESTED}),
    moves={
        (ScheduleStatus.REQUESTED, ScheduleAction.PRODUCE): ScheduleStatus.DRAFT,
        (ScheduleStatus.DRAFT, ScheduleAction.REQUEST): ScheduleStatus.REQUESTED,
        (ScheduleStatus.DRAFT, ScheduleAction.FREEZE): ScheduleStatus.FROZEN,
        (ScheduleStatus.REQUESTED, ScheduleAction.WITHDRAW): ScheduleStatus.WITHDRAWN,
        (ScheduleStatus.DRAFT, ScheduleAction.WITHDRAW): ScheduleStatus.WITHDRAWN,
    },
    permissions={
        ScheduleAction.REQUEST: Permission.SCHEDULE_PRODUCE,
        ScheduleAction.PRODUCE: Permission.SCHEDULE_PRODUCE,
        ScheduleAction.FREEZE: Permission.SCHEDULE_FREEZE,
        ScheduleAction.WITHDRAW: Permission.SCHEDULE_WITHDRAW,
    },
    events={
        ScheduleAction.REQUEST: Event.SCHEDULE_REQUESTED,
        ScheduleAction.PRODUCE: Event.SCHEDULE_PRODUCED,
        ScheduleAction.FREEZE: Event.SCHEDULE_FROZEN,
        ScheduleAction.WITHDRAW: Event.SCHEDULE_WITHDRAWN,
    },
)
