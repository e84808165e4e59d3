"""Raise many rates at once: prepare and look, have a second person approve, undo before use. A worker records
the new rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from funding import policies, queries
from funding.models import FundedLine, Rate, UpliftLine, UpliftRun
from funding.queries import uplifts
from funding.queries.schedules import CLAIM_LASTS
from funding.rules.asked import UpliftInput
from funding.rules.lifecycle import UPLIFT, UpliftAction, UpliftStatus
from funding.rules.uplifts import annual_effect, why_left_out
from s117.accounts.actors import actor_for
from s117.audit.record import record, record_each
from s117.audit.writes import writes
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

# A transaction raises this many: the page shows each hundred, and a fault loses no more.
AT_ONCE = 100


@writes
def prepare_uplift(*, actor: Actor, at: datetime, organisation_id: UUID, wanted: UpliftInput) -> UpliftRun:
    """Work out a rise of what the body pays providers and keep it for a second person to look at. No rate
    changes yet."""
    policies.uplift_prepare(actor, organisation_id).require()
    found = uplifts.lines_to_raise(
        organisation_id, wanted.effective_on, wanted.category, wanted.provider_name
    )
    found = tuple((pk, line) for pk, line in found if line.rate_on(wanted.effective_on) is not None)
    if not found:
        raise Refused("Your organisation pays for no such service on that day.")
    queries.lock_council(organisation_id)
    run = UpliftRun.objects.create(
        organisation_id=organisation_id,
        number=uplifts.next_uplift_number(organisation_id),
        percent=None if wanted.rise.percent is None else Decimal(wanted.percent),
        pence=wanted.rise.pence,
        effective_on=wanted.effective_on,
        category=wanted.category,
        provider_name=wanted.provider_name,
        reason=wanted.reason,
        prepared_by_id=actor.id,
        prepared_at=at,
    )
    rows = []
    for pk, line in found:
        old = line.rate_on(wanted.effective_on) or 0
        new = wanted.rise.on(old)
        annual = annual_effect(line.unit, old, new)
        rows.append(UpliftLine(run=run, line_id=pk, old_pence=old, new_pence=new, annual_pence=annual))
    UpliftLine.objects.insert_new(rows)
    record(Event.UPLIFT_PREPARED, run, reason=wanted.reason, detail={"lines": len(rows)})
    return run


@writes
def exclude_line(
    *,
    actor: Actor,
    at: datetime,
    run_id: UUID,
    uplift_line_id: UUID,
    reason: str,
    seen_version: int | None = None,
) -> UpliftRun:
    """Take one service out of a rise that waits for approval, with the reason."""
    run = _changed(actor, run_id, UpliftAction.EXCLUDE, seen_version)
    _line(run, uplift_line_id).amend(excluded=reason)
    record(Event.UPLIFT_EXCLUDED, run, reason=reason, detail={"line": str(uplift_line_id)})
    return run


@writes
def include_line(
    *, actor: Actor, at: datetime, run_id: UUID, uplift_line_id: UUID, seen_version: int | None = None
) -> UpliftRun:
    """Put a service back that was taken out."""
    run = _changed(actor, run_id, UpliftAction.INCLUDE, seen_version)
    _line(run, uplift_line_id).amend(excluded="")
    record(Event.UPLIFT_INCLUDED, run, detail={"line": str(uplift_line_id)})
    return run


@writes
def withdraw_uplift(
    *, actor: Actor, at: datetime, run_id: UUID, reason: str, seen_version: int | None = None
) -> UpliftRun:
    """Drop a rise that was not approved."""
    run = _changed(actor, run_id, UpliftAction.WITHDRAW, seen_version)
    run.amend(closed_at=at, closing_reason=reason)
    record(Event.UPLIFT_WITHDRAWN, run, reason=reason)
    return run


@writes
def approve_uplift(*, actor: Actor, at: datetime, run_id: UUID, seen_version: int | None = None) -> UpliftRun:
    """Have each service given its new rate from the day on, by a worker.

    Only a second person may. Refused where no service is left to raise. Raises IllegalTransition for the
    second of two who approve.
    """
    run = uplifts.lock_uplift(run_id)
    policies.uplift_approve(actor, run.organisation_id, run.prepared_by_id).require()
    require_version(run, seen_version)
    status = UPLIFT.after(UpliftStatus(run.status), UpliftAction.APPROVE)
    rows = tuple(run.lines.filter(excluded=""))
    facts = uplifts.facts_of([row.line_id for row in rows])
    if all(why_left_out(facts[row.line_id], run.effective_on, row.old_pence) for row in rows):
        raise Refused("No service is left to raise: the rates of all have changed. Prepare it again.")
    run.amend(status=status.value, approved_by_id=actor.id, approved_at=at, requested_at=at)
    record(Event.UPLIFT_APPROVED, run, reason=run.reason, detail={"services": len(rows)})
    enqueue(Job.UPLIFT_APPLY, run_id=run.id)
    return run


def apply_uplift(*, at: datetime, run_id: UUID) -> bool:
    """Record the new rates of an approved rise in the name of whoever approved it; False when another worker
    does or nothing is left to do.

    The services go by the hundred, each hundred a transaction: the page shows how far it is, and what a
    worker leaves behind the next one goes on with.
    """
    waiting, lapsed = Q(claimed_at__isnull=True), Q(claimed_at__lt=at - CLAIM_LASTS)
    applying = UpliftStatus.APPLYING.value
    free = UpliftRun.objects.filter(waiting | lapsed)
    if not free.claim(run_id, "status", applying, applying, claimed_at=at):
        return False
    approver = actor_for(uplifts.approver_of(run_id), london_date(at))
    while _raise_some(actor=approver, at=at, run_id=run_id):
        pass
    return True


def ring_again(*, at: datetime) -> None:
    """Enqueue the approved rises that no worker holds."""
    for run_id in uplifts.waiting_uplifts(at - CLAIM_LASTS):
        enqueue(Job.UPLIFT_APPLY, run_id=run_id)


@writes
def _raise_some(*, actor: Actor, at: datetime, run_id: UUID) -> bool:
    """The next hundred services. A service whose rate is no longer what the preview said is left alone and
    says so. False once none was left."""
    run = uplifts.lock_uplift(run_id)
    status = UPLIFT.after(UpliftStatus(run.status), UpliftAction.APPLY)
    rows = list(run.lines.filter(excluded="", left_out="", rate__isnull=True).order_by("line_id")[:AT_ONCE])
    if not rows:
        run.amend(status=status.value)
        raised = run.lines.filter(rate__isnull=False).count()
        record(Event.UPLIFT_APPLIED, run, detail={"raised": raised})
        return False
    lines = uplifts.lock_lines([row.line_id for row in rows])
    facts = uplifts.facts_of(lines)
    for row in rows:
        row.left_out = why_left_out(facts[row.line_id], run.effective_on, row.old_pence)
    _put_rates(run, [row for row in rows if not row.left_out], lines, at)
    UpliftLine.objects.save_rows(rows, "rate", "left_out")
    return True


@writes
def undo_uplift(
    *, actor: Actor, at: datetime, run_id: UUID, reason: str, seen_version: int | None = None
) -> UpliftRun:
    """Take the new rates back, so that the old ones hold again. Refused once a schedule was worked out with
    one of them; a rate that somebody has replaced since stays as it is."""
    run = uplifts.lock_uplift(run_id)
    policies.uplift_undo(actor, run.organisation_id).require()
    require_version(run, seen_version)
    status = UPLIFT.after(UpliftStatus(run.status), UpliftAction.UNDO)
    rows = tuple(run.lines.filter(rate__isnull=False).select_related("rate").order_by("line_id"))
    lines = uplifts.lock_lines([row.line_id for row in rows])
    used = uplifts.schedule_using(run)
    if used is not None:
        frozen = "is frozen" if used.frozen_at else "is a draft: withdraw it first"
        raise Refused(f"Schedule {used.number} has used the new rates and {frozen}.")
    standing = [row for row in rows if row.rate.superseded_at is None]
    Rate.objects.amend_all([row.rate for row in standing], superseded_at=at)
    _touch(run, [lines[row.line_id] for row in standing], at, f"Uplift {run.number} undone: {reason}")
    run.amend(status=status.value, closed_at=at, closing_reason=reason)
    record(Event.UPLIFT_UNDONE, run, reason=reason, detail={"rates": len(standing)})
    return run


def _changed(actor: Actor, run_id: UUID, action: UpliftAction, seen_version: int | None) -> UpliftRun:
    """The run, locked and counted one change further, where the action may be done to it now."""
    run = uplifts.lock_uplift(run_id)
    policies.uplift_prepare(actor, run.organisation_id).require()
    require_version(run, seen_version)
    return run.amend(status=UPLIFT.after(UpliftStatus(run.status), action).value)


def _line(run: UpliftRun, uplift_line_id: UUID) -> UpliftLine:
    found = run.lines.filter(pk=uplift_line_id).first()
    if found is None:
        raise NotFound
    return found


def _put_rates(
    run: UpliftRun, rows: Sequence[UpliftLine], lines: Mapping[UUID, FundedLine], at: datetime
) -> None:
    """A new rate for each, as a new row beside the old: a fixed number of statements. The lines are locked
    and were looked at, so none of their rates can be there already."""
    reason = f"Uplift {run.number}: {uplifts.rise_of(run.percent, run.pence).words}"
    made = Rate.objects.insert_new(
        [
            Rate(
                line_id=row.line_id,
                starts_on=run.effective_on,
                pence=row.new_pence,
                recorded_at=at,
                reason=reason,
            )
            for row in rows
        ]
    )
    rates = {rate.line_id: rate for rate in made}
    for row in rows:
        row.rate = rates[row.line_id]
    _touch(run, [lines[row.line_id] for row in rows], at, reason)


def _touch(run: UpliftRun, lines: Sequence[FundedLine], at: datetime, reason: str) -> None:
    """The services have changed for the schedules; the audit record of each person says that a rate was
    recorded or taken back."""
    FundedLine.objects.amend_all(lines, touched_at=at)
    about = {"reason": reason, "detail": {"uplift": run.number}}
    record_each(Event.RATE_RECORDED, lines, lambda line: {"case_id": line.case_id, **about})
