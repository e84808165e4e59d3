"""The words of funding's closed lists, as screens and files show them."""

from __future__ import annotations

from funding.rules.applications import Outcome
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ApplicationStatus
from funding.rules.proration import Unit

UNIT_WORDS = {
    Unit.WEEK: "a week",
    Unit.HOUR: "an hour",
    Unit.NIGHT: "a night",
    Unit.SESSION: "a session",
    Unit.ONE_OFF: "one-off",
}
POSTING_WORDS = {
    PostingKind.CHARGE: "Charge",
    PostingKind.REVERSAL: "Reversal",
    PostingKind.REPLACEMENT: "Replacement",
    PostingKind.REFUND: "Refund",
    PostingKind.RECLAIM: "Came back",
}
APPLICATION_WORDS = {
    ApplicationStatus.PROPOSED: "Waiting for the manager",
    ApplicationStatus.RECOMMENDED: "Ready for a panel",
    ApplicationStatus.PANEL_PENDING: "On a panel's agenda",
    ApplicationStatus.DECIDED: "Decided, to be signed",
    ApplicationStatus.DEFERRED: "Deferred with questions",
    ApplicationStatus.APPROVED: "Approved and signed",
    ApplicationStatus.DECLINED: "Declined",
    ApplicationStatus.WITHDRAWN: "Withdrawn",
}
OUTCOME_WORDS = {
    Outcome.APPROVE: "Approve",
    Outcome.IN_PART: "Approve in part",
    Outcome.INTERIM: "Approve for now, without prejudice",
    Outcome.DEFER: "Defer with questions",
    Outcome.DECLINE: "Decline",
}
