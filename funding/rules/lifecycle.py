"""What may happen to a funded line and to a schedule, and in which order."""

from __future__ import annotations

from enum import StrEnum

from funding.rules import paying, settling
from s117.kernel.events import Event
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission
from s117.kernel.terms import Term


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
    CONTINUE = "continue"


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


class RefundStatus(StrEnum):
    """Worked out, approved by a second person, paid; or withdrawn before it was paid."""

    OPENED = "opened"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class RefundAction(StrEnum):
    """What is done to a refund."""

    APPROVE = "approve"
    PAY = "pay"
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
        (LineStatus.ACTIVE, LineAction.CONTINUE): LineStatus.ACTIVE,
        (LineStatus.ENDED, LineAction.CONTINUE): LineStatus.ACTIVE,
    },
    permissions={
        LineAction.RECORD_RATE: Permission.RATE_RECORD,
        LineAction.RECORD_SPLIT: Permission.SPLIT_RECORD,
        LineAction.END: Permission.LINE_END,
        LineAction.REOPEN: Permission.LINE_END,
        LineAction.CONTINUE: Permission.DECISION_SIGN,
    },
    events={
        LineAction.RECORD_RATE: Event.RATE_RECORDED,
        LineAction.RECORD_SPLIT: Event.SPLIT_RECORDED,
        LineAction.END: Event.LINE_ENDED,
        LineAction.REOPEN: Event.LINE_REOPENED,
        LineAction.CONTINUE: Event.LINE_CONTINUED,
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


class ApplicationStatus(Term):
    """Where a request for funding stands (practice 1.3). A body's signature, not the panel, approves."""

    PROPOSED = "proposed", "Waiting for the manager"
    RECOMMENDED = "recommended", "Ready for a panel"
    PANEL_PENDING = "panel_pending", "On a panel's agenda"
    DECIDED = "decided", "Decided, to be signed"
    DEFERRED = "deferred", "Deferred with questions"
    APPROVED = "approved", "Approved and signed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ApplicationAction(StrEnum):
    """What is done to a request for funding."""

    RECOMMEND = "recommend"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    DECIDE = "decide"
    DEFER = "defer"
    RESUBMIT = "resubmit"
    SIGN = "sign"
    APPROVE = "approve"
    DECLINE = "decline"
    TELL = "tell"
    WITHDRAW = "withdraw"


class PanelStatus(StrEnum):
    """A sitting is planned until its minutes are written."""

    PLANNED = "planned"
    HELD = "held"


class PanelAction(StrEnum):
    """What is done to a sitting."""

    MINUTE = "minute"


APPLICATION = Lifecycle(
    name="funding application",
    start=frozenset({ApplicationStatus.PROPOSED}),
    moves={
        (ApplicationStatus.PROPOSED, ApplicationAction.RECOMMEND): ApplicationStatus.RECOMMENDED,
        (ApplicationStatus.PROPOSED, ApplicationAction.WITHDRAW): ApplicationStatus.WITHDRAWN,
        (ApplicationStatus.RECOMMENDED, ApplicationAction.SCHEDULE): ApplicationStatus.PANEL_PENDING,
        (ApplicationStatus.RECOMMENDED, ApplicationAction.WITHDRAW): ApplicationStatus.WITHDRAWN,
        (ApplicationStatus.PANEL_PENDING, ApplicationAction.UNSCHEDULE): ApplicationStatus.RECOMMENDED,
        (ApplicationStatus.PANEL_PENDING, ApplicationAction.DECIDE): ApplicationStatus.DECIDED,
        (ApplicationStatus.PANEL_PENDING, ApplicationAction.DEFER): ApplicationStatus.DEFERRED,
        (ApplicationStatus.DEFERRED, ApplicationAction.RESUBMIT): ApplicationStatus.RECOMMENDED,
        (ApplicationStatus.DEFERRED, ApplicationAction.WITHDRAW): ApplicationStatus.WITHDRAWN,
        (ApplicationStatus.DECIDED, ApplicationAction.DECIDE): ApplicationStatus.DECIDED,
        (ApplicationStatus.DECIDED, ApplicationAction.DEFER): ApplicationStatus.DEFERRED,
        (ApplicationStatus.DECIDED, ApplicationAction.SIGN): ApplicationStatus.DECIDED,
        (ApplicationStatus.DECIDED, ApplicationAction.APPROVE): ApplicationStatus.APPROVED,
        (ApplicationStatus.DECIDED, ApplicationAction.DECLINE): ApplicationStatus.DECLINED,
        (ApplicationStatus.APPROVED, ApplicationAction.TELL): ApplicationStatus.APPROVED,
        (ApplicationStatus.DECLINED, ApplicationAction.TELL): ApplicationStatus.DECLINED,
    },
    permissions={
        ApplicationAction.RECOMMEND: Permission.APPLICATION_RECOMMEND,
        ApplicationAction.SCHEDULE: Permission.APPLICATION_SCHEDULE,
        ApplicationAction.UNSCHEDULE: Permission.APPLICATION_SCHEDULE,
        ApplicationAction.DECIDE: Permission.DECISION_RECORD,
        ApplicationAction.DEFER: Permission.DECISION_RECORD,
        ApplicationAction.RESUBMIT: Permission.APPLICATION_RESUBMIT,
        ApplicationAction.SIGN: Permission.DECISION_SIGN,
        ApplicationAction.APPROVE: Permission.DECISION_SIGN,
        ApplicationAction.DECLINE: Permission.DECISION_SIGN,
        ApplicationAction.TELL: Permission.DECISION_TELL,
        ApplicationAction.WITHDRAW: Permission.APPLICATION_WITHDRAW,
    },
    events={
        ApplicationAction.RECOMMEND: Event.APPLICATION_RECOMMENDED,
        ApplicationAction.SCHEDULE: Event.APPLICATION_SCHEDULED,
        ApplicationAction.UNSCHEDULE: Event.APPLICATION_UNSCHEDULED,
        ApplicationAction.DECIDE: Event.DECISION_RECORDED,
        ApplicationAction.DEFER: Event.APPLICATION_DEFERRED,
        ApplicationAction.RESUBMIT: Event.APPLICATION_RESUBMITTED,
        ApplicationAction.SIGN: Event.DECISION_SIGNED,
        ApplicationAction.APPROVE: Event.APPLICATION_APPROVED,
        ApplicationAction.DECLINE: Event.APPLICATION_DECLINED,
        ApplicationAction.TELL: Event.DECISION_TOLD,
        ApplicationAction.WITHDRAW: Event.APPLICATION_WITHDRAWN,
    },
)

UNDECIDED = frozenset(
    {
        ApplicationStatus.PROPOSED,
        ApplicationStatus.RECOMMENDED,
        ApplicationStatus.PANEL_PENDING,
        ApplicationStatus.DECIDED,
        ApplicationStatus.DEFERRED,
    }
)
"""A request in one of these states keeps a schedule of its days from being frozen (J10 a)."""

PANEL = Lifecycle(
    name="funding panel",
    start=frozenset({PanelStatus.PLANNED}),
    moves={
        (PanelStatus.PLANNED, PanelAction.MINUTE): PanelStatus.HELD,
        (PanelStatus.HELD, PanelAction.MINUTE): PanelStatus.HELD,
    },
    permissions={PanelAction.MINUTE: Permission.PANEL_MINUTE},
    events={PanelAction.MINUTE: Event.PANEL_MINUTED},
)


class UpliftStatus(Term):
    """A rise of many rates: shown first, approved by a second person, and undone while nothing used it."""

    PREPARED = "prepared", "Waiting for approval"
    APPLYING = "applying", "Approved, new rates being recorded"
    APPROVED = "approved", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UNDONE = "undone", "Undone"


class UpliftAction(StrEnum):
    """What is done to a rise of many rates."""

    EXCLUDE = "exclude"
    INCLUDE = "include"
    APPROVE = "approve"
    APPLY = "apply"
    WITHDRAW = "withdraw"
    UNDO = "undo"


UPLIFT = Lifecycle(
    name="rate uplift",
    start=frozenset({UpliftStatus.PREPARED}),
    moves={
        (UpliftStatus.PREPARED, UpliftAction.EXCLUDE): UpliftStatus.PREPARED,
        (UpliftStatus.PREPARED, UpliftAction.INCLUDE): UpliftStatus.PREPARED,
        (UpliftStatus.PREPARED, UpliftAction.APPROVE): UpliftStatus.APPLYING,
        # By a worker, services by the hundred, in the name of the person who approved.
        (UpliftStatus.APPLYING, UpliftAction.APPLY): UpliftStatus.APPROVED,
        (UpliftStatus.PREPARED, UpliftAction.WITHDRAW): UpliftStatus.WITHDRAWN,
        (UpliftStatus.APPROVED, UpliftAction.UNDO): UpliftStatus.UNDONE,
    },
    permissions={
        UpliftAction.EXCLUDE: Permission.UPLIFT_PREPARE,
        UpliftAction.INCLUDE: Permission.UPLIFT_PREPARE,
        UpliftAction.APPROVE: Permission.UPLIFT_APPROVE,
        UpliftAction.APPLY: Permission.UPLIFT_APPROVE,
        UpliftAction.WITHDRAW: Permission.UPLIFT_PREPARE,
        UpliftAction.UNDO: Permission.UPLIFT_APPROVE,
    },
    events={
        UpliftAction.EXCLUDE: Event.UPLIFT_EXCLUDED,
        UpliftAction.INCLUDE: Event.UPLIFT_INCLUDED,
        UpliftAction.APPROVE: Event.UPLIFT_APPROVED,
        UpliftAction.APPLY: Event.UPLIFT_APPLIED,
        UpliftAction.WITHDRAW: Event.UPLIFT_WITHDRAWN,
        UpliftAction.UNDO: Event.UPLIFT_UNDONE,
    },
)

REFUND = Lifecycle(
    name="refund of charges for aftercare",
    start=frozenset({RefundStatus.OPENED}),
    moves={
        (RefundStatus.OPENED, RefundAction.APPROVE): RefundStatus.APPROVED,
        (RefundStatus.APPROVED, RefundAction.PAY): RefundStatus.PAID,
        (RefundStatus.OPENED, RefundAction.WITHDRAW): RefundStatus.WITHDRAWN,
        (RefundStatus.APPROVED, RefundAction.WITHDRAW): RefundStatus.WITHDRAWN,
    },
    permissions={
        RefundAction.APPROVE: Permission.REFUND_APPROVE,
        RefundAction.PAY: Permission.REFUND_PAY,
        RefundAction.WITHDRAW: Permission.REFUND_WITHDRAW,
    },
    events={
        RefundAction.APPROVE: Event.REFUND_APPROVED,
        RefundAction.PAY: Event.REFUND_PAID,
        RefundAction.WITHDRAW: Event.REFUND_WITHDRAWN,
    },
)

INVOICE = settling.INVOICE
LINE_QUERY = settling.LINE_QUERY
PAYMENT_RUN = paying.PAYMENT_RUN
RECLAIM = paying.RECLAIM
