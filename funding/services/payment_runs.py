"""Runs of direct payments: worked out by one person, approved by another, then fixed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from funding import policies, queries
from funding.models import Payment, PaymentRun
from funding.queries import direct_payments as reads
from funding.rules.direct_payments import furthest_due
from funding.rules.paying import PAYMENT_RUN, PaymentRunAction, PaymentRunStatus
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@writes
def make_run(*, actor: Actor, at: datetime, due_to: date) -> PaymentRun:
    """Gather every payment of the actor's body that falls due up to a day and that no run holds.

    Periods that were missed are in it too, and what puts right payments that a later rate made too small or
    too large. Refused while a draft waits, when nothing is due, or for a day more than a month ahead.
    """
    body = queries.lock_council(actor.organisation_id)
    policies.payment_run_make(actor, body.id).require()
    if reads.draft_run(body.id) is not None:
        raise Refused("A run waits for approval. Have it approved or withdraw it first.")
    last = furthest_due(london_date(at))
    if due_to > last:
        raise Refused(fields={"due_to": f"The day must be {last:%-d %B %Y} or earlier, a month ahead"})
    due = reads.due_to(body.id, due_to)
    if not due:
        raise Refused(fields={"due_to": "Nothing is due by this day"})
    made = PaymentRun.objects.create(
        body=body,
        number=reads.next_run_number(body.id),
        due_to=due_to,
        row_count=len(due),
        total_pence=sum(row.pence for row in due),
        made_at=at,
        made_by_id=actor.id,
    )
    for row in due:
        Payment.objects.create(
            run=made,
            direct_payment_id=row.direct_payment_id,
            first_day=row.days.start,
            last_day=row.days.last_day,
            pence=row.pence,
            one_off=row.one_off,
            mends_id=row.mends_id,
        )
    record(Event.PAYMENT_RUN_MADE, made, detail={"rows": made.row_count})
    return made


@writes
def approve_run(*, actor: Actor, at: datetime, run_id: UUID, seen_version: int | None = None) -> PaymentRun:
    """Approve a run that somebody else worked out. From then on it never changes."""
    held = reads.lock_run(run_id)
    policies.payment_run_approve(actor, held.body_id, held.made_by_id).require()
    require_version(held, seen_version)
    return _move(held, PaymentRunAction.APPROVE, approved_at=at, approved_by_id=actor.id)


@writes
def withdraw_run(*, actor: Actor, at: datetime, run_id: UUID, seen_version: int | None = None) -> PaymentRun:
    """Drop a run that nobody has approved; what it held falls due again."""
    held = reads.lock_run(run_id)
    policies.payment_run_make(actor, held.body_id).require()
    require_version(held, seen_version)
    _move(held, PaymentRunAction.WITHDRAW)
    for row in held.payments.filter(standing=True):
        row.amend(standing=False)
    return held


def _move(held: PaymentRun, action: PaymentRunAction, **changes: object) -> PaymentRun:
    held.amend(status=PAYMENT_RUN.after(PaymentRunStatus(held.status), action).value, **changes)
    record(PAYMENT_RUN.events[action], held)
    return held
