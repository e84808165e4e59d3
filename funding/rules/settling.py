"""Lifecycles of what is settled between bodies and providers: invoices, and queries about schedule lines."""

from __future__ import annotations

from enum import StrEnum

from s117.kernel.events import Event
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission
from s117.kernel.terms import Term


class InvoiceStatus(Term):
    """A provider's invoice is checked line by line, then approved for payment, or withdrawn."""

    CHECKING = "checking", "Being checked"
    APPROVED = "approved", "Approved for payment"
    WITHDRAWN = "withdrawn", "Withdrawn"


class InvoiceAction(StrEnum):
    """What is done to a provider's invoice."""

    MATCH = "match"
    SETTLE = "settle"
    APPROVE = "approve"
    WITHDRAW = "withdraw"


INVOICE = Lifecycle(
    name="provider invoice",
    start=frozenset({InvoiceStatus.CHECKING}),
    moves={
        (InvoiceStatus.CHECKING, InvoiceAction.MATCH): InvoiceStatus.CHECKING,
        (InvoiceStatus.CHECKING, InvoiceAction.SETTLE): InvoiceStatus.CHECKING,
        (InvoiceStatus.CHECKING, InvoiceAction.APPROVE): InvoiceStatus.APPROVED,
        (InvoiceStatus.CHECKING, InvoiceAction.WITHDRAW): InvoiceStatus.WITHDRAWN,
    },
    permissions={
        InvoiceAction.MATCH: Permission.INVOICE_MATCH,
        InvoiceAction.SETTLE: Permission.INVOICE_SETTLE,
        InvoiceAction.APPROVE: Permission.INVOICE_APPROVE,
        InvoiceAction.WITHDRAW: Permission.INVOICE_WITHDRAW,
    },
    events={
        InvoiceAction.MATCH: Event.INVOICE_MATCHED,
        InvoiceAction.SETTLE: Event.INVOICE_SETTLED,
        InvoiceAction.APPROVE: Event.INVOICE_APPROVED,
        InvoiceAction.WITHDRAW: Event.INVOICE_WITHDRAWN,
    },
)


class QueryStatus(Term):
    """A body asks about a line of a frozen schedule; the council answers; the body closes it."""

    OPEN = "open", "Waits for an answer"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class QueryAction(StrEnum):
    """What is done to a query about a schedule line."""

    ANSWER = "answer"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Answer(Term):
    """How the council answers. A frozen line never changes: what is wrong is corrected on a later one."""

    EXPLAINED = "explained", "The line is right, and this is why"
    CORRECTED = "corrected", "The line is wrong: the next schedule posts its correction"


LINE_QUERY = Lifecycle(
    name="query about a schedule line",
    start=frozenset({QueryStatus.OPEN}),
    moves={
        (QueryStatus.OPEN, QueryAction.ANSWER): QueryStatus.ANSWERED,
        (QueryStatus.OPEN, QueryAction.WITHDRAW): QueryStatus.WITHDRAWN,
        (QueryStatus.ANSWERED, QueryAction.CLOSE): QueryStatus.CLOSED,
    },
    permissions={
        QueryAction.ANSWER: Permission.LINE_QUERY_ANSWER,
        QueryAction.CLOSE: Permission.LINE_QUERY_CLOSE,
        QueryAction.WITHDRAW: Permission.LINE_QUERY_WITHDRAW,
    },
    events={
        QueryAction.ANSWER: Event.LINE_QUERY_ANSWERED,
        QueryAction.CLOSE: Event.LINE_QUERY_CLOSED,
        QueryAction.WITHDRAW: Event.LINE_QUERY_WITHDRAWN,
    },
)
QUERIED = (QueryStatus.OPEN.value, QueryStatus.ANSWERED.value)
"""A body has one query of these about a line at a time."""
