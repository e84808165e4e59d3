"""States of direct payments: of a run, and of what is asked back. `lifecycle` names them with the others."""

from __future__ import annotations

from enum import StrEnum

from s117.kernel.events import Event
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission


class PaymentRunStatus(StrEnum):
    """A run of direct payments: a draft until a second person approves it."""

    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class PaymentRunAction(StrEnum):
    """What is done to a run."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"


PAYMENT_RUN = Lifecycle(
    name="run of direct payments",
    start=frozenset({PaymentRunStatus.DRAFT}),
    moves={
        (PaymentRunStatus.DRAFT, PaymentRunAction.APPROVE): PaymentRunStatus.APPROVED,
        (PaymentRunStatus.DRAFT, PaymentRunAction.WITHDRAW): PaymentRunStatus.WITHDRAWN,
    },
    permissions={
        PaymentRunAction.APPROVE: Permission.PAYMENT_RUN_APPROVE,
        PaymentRunAction.WITHDRAW: Permission.PAYMENT_RUN_MAKE,
    },
    events={
        PaymentRunAction.APPROVE: Event.PAYMENT_RUN_APPROVED,
        PaymentRunAction.WITHDRAW: Event.PAYMENT_RUN_WITHDRAWN,
    },
)


class ReclaimStatus(StrEnum):
    """What is left of a direct payment: nothing asked, asked back, received, or left with the holder."""

    NONE = "none"
    ASKED = "asked"
    RECEIVED = "received"
    WAIVED = "waived"


class ReclaimAction(StrEnum):
    """How what was asked back is settled."""

    RECEIVE = "receive"
    WAIVE = "waive"


RECLAIM = Lifecycle(
    name="reclaim of a direct payment",
    start=frozenset({ReclaimStatus.NONE, ReclaimStatus.ASKED}),
    moves={
        (ReclaimStatus.ASKED, ReclaimAction.RECEIVE): ReclaimStatus.RECEIVED,
        (ReclaimStatus.ASKED, ReclaimAction.WAIVE): ReclaimStatus.WAIVED,
    },
    permissions={
        ReclaimAction.RECEIVE: Permission.RETURN_RECORD,
        ReclaimAction.WAIVE: Permission.RETURN_RECORD,
    },
    events={
        ReclaimAction.RECEIVE: Event.RECLAIM_RECEIVED,
        ReclaimAction.WAIVE: Event.RECLAIM_WAIVED,
    },
)
